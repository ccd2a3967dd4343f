"""What programs ask, read into plain values."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from commonwheel.apps.open311.queries import Asked
from commonwheel.apps.open311.rules import LONGEST_SPAN, MOST_BYTES, MOST_TOLD, QuestionIsWrong
from commonwheel.core.places.grid import Spot

Given = Mapping[str, Sequence[str]]
LONGEST_PARAMETER = 400
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", re.ASCII)
_STATUSES: Mapping[str, bool] = {"open": True, "closed": False}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def read_given(request: HttpRequest) -> dict[str, list[str]]:
    """
    Return the parameters of a request, those in the body over those in the address.

    Raises:
        QuestionIsWrong: where there is too much, or the body is no form.
    """
    given = {name: [str(value) for value in values] for name, values in request.GET.lists()}
    if request.method != "POST":
        return given
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise QuestionIsWrong(f"Send at most {MOST_BYTES:,} bytes.", status=413)
    if request.content_type not in _FORMS:
        raise QuestionIsWrong("Send the report as a form: Content-Type: application/x-www-form-urlencoded.")
    return given | {name: [str(value) for value in values] for name, values in request.POST.lists()}


def one_of(given: Given, name: str) -> str:
    """
    Return a parameter that may come once, trimmed; "" where it is missing or empty.

    Raises:
        QuestionIsWrong: where it comes twice, or is too long.
    """
    values = given.get(name, ())
    if len(values) > 1:
        raise QuestionIsWrong(f"{name} comes twice. Send it once.")
    value = values[0].strip() if values else ""
    if len(value) > LONGEST_PARAMETER:
        raise QuestionIsWrong(f"{name} is too long. Send at most {LONGEST_PARAMETER} characters.")
    return value


def read_spot(given: Given) -> Spot | None:
    """
    Return the point that is asked about; None where none is.

    Raises:
        QuestionIsWrong: where it is half a point, or none.
    """
    lat, lon = one_of(given, "lat"), one_of(given, "long")
    if not lat and not lon:
        return None
    if not _DEGREES.fullmatch(lat) or not _DEGREES.fullmatch(lon) or abs(float(lat)) > 90 or abs(float(lon)) > 180:  # noqa: PLR2004  # degrees
        raise QuestionIsWrong("Send lat and long together, in degrees of WGS 84, such as lat=50.8739 and long=0.0088.")
    return Spot(lat=float(lat), lon=float(lon))


def read_asked(given: Given, *, now: dt.datetime) -> Asked:
    """
    Return which requests are asked after.

    Raises:
        QuestionIsWrong: where a day, a status or the span cannot be.
    """
    since, until = _span(_moment(given, "start_date"), _moment(given, "end_date"), now)
    statuses = {one.lower() for one in _listed(given, "status")}
    if not statuses <= _STATUSES.keys():
        raise QuestionIsWrong("status is open, closed or both, with a comma between.")
    return Asked(
        references=tuple(_listed(given, "service_request_id")),
        codes=tuple(_listed(given, "service_code")),
        since=since,
        until=until,
        is_open=_STATUSES[next(iter(statuses))] if len(statuses) == 1 else None,
    )


# Private


def _listed(given: Given, name: str) -> list[str]:
    """Return the values of a parameter that may have several, with commas between or given again and again."""
    found = [one.strip() for value in given.get(name, ()) for one in value.split(",")]
    named = [one for one in dict.fromkeys(found) if one]
    if len(named) > MOST_TOLD:
        raise QuestionIsWrong(f"Name at most {MOST_TOLD:,} in {name}.")
    return named


def _moment(given: Given, name: str) -> dt.datetime | None:
    text = one_of(given, name)
    if not text:
        return None
    try:
        # A plus sign in an address is a space by the time it is here.
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise QuestionIsWrong(f"{name} is a moment with its offset from UTC, such as 2026-11-25T09:30:00Z.")
    return found


def _span(since: dt.datetime | None, until: dt.datetime | None, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    try:
        last = until or (min(now, since + LONGEST_SPAN) if since else now)
        first = since or last - LONGEST_SPAN
    except OverflowError:
        raise QuestionIsWrong("start_date and end_date are of no year that there is.") from None
    if first > last:
        raise QuestionIsWrong("start_date is after end_date.")
    if last - first > LONGEST_SPAN:
        raise QuestionIsWrong(f"start_date and end_date span more than {LONGEST_SPAN.days} days. Ask in parts.")
    return first, last
