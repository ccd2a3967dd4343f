"""What an officer types who enters something for somebody. Validation only."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.journeys.actions.entering import CHANNELS, Arrival
from commonwheel.apps.journeys.rules.receiving import DayOutOfRange, check_received
from commonwheel.apps.services.api import ServiceView
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.fields import BLANK, Form, Misread, read_field
from commonwheel.core.patterns.model.questions import Date
from commonwheel.core.patterns.running.programme import Placed

Posted = Mapping[str, Sequence[str]]
RECEIVED = "received_on"
_RECEIVED = Placed(Date(id=RECEIVED, type="date", label="Date received"), RECEIVED, "")


@dataclass(frozen=True, slots=True)
class ArrivalRead:
    """
    What was typed.

    Attributes:
        service: that was chosen; None where none was.
        arrival: None where anything is wrong.
        errors: what is wrong, by the ids of the questions: `service`, `channel`, `received_on`, `language`.
    """

    service: ServiceView | None
    arrival: Arrival | None
    errors: tuple[AnswerError, ...] = ()


def read_arrival(
    posted: Posted, *, offered: Sequence[ServiceView], languages: Sequence[str], today: dt.date
) -> ArrivalRead:
    """
    Read what service somebody needs, and how and when it reached the council.

    Args:
        offered: the services that can be chosen.
        languages: of the council; the person's is asked where there is more than one.
    """
    service = next((one for one in offered if one.slug == _one(posted, "service")), None)
    received_on, wrong = _received(posted, today)
    language = _one(posted, "language") if len(languages) > 1 else languages[0]
    chosen = {"service": service is not None, "channel": _one(posted, "channel") in CHANNELS}
    chosen["language"] = language in languages
    errors = [AnswerError(name, "", "required") for name, is_chosen in chosen.items() if not is_chosen]
    errors += [wrong] if wrong else []
    if errors or service is None or received_on is None:
        return ArrivalRead(service, None, tuple(errors))
    # Nobody is written to in a language that the service is not offered in.
    known = language if language in service.languages else service.languages[0]
    return ArrivalRead(service, Arrival(channel=_one(posted, "channel"), received_on=received_on, language=known))


def _one(posted: Posted, name: str) -> str:
    return next(iter(posted.get(name, ())), "")


def _received(posted: Posted, today: dt.date) -> tuple[dt.date | None, AnswerError | None]:
    """Return the day that was typed, or what is wrong with it."""
    try:
        found: Any = read_field(_RECEIVED, Form(posted, lambda _uprn: None, lambda _postcode: None, {}))
    except Misread as misread:
        code, part = misread.faults[0]
        return None, AnswerError(RECEIVED, part, code)
    if found is BLANK:
        return None, AnswerError(RECEIVED, "", "required")
    received_on = dt.date.fromisoformat(found)
    return received_on, next(_out_of_range(received_on, today), None)


def _out_of_range(received_on: dt.date, today: dt.date) -> Iterator[AnswerError]:
    try:
        check_received(received_on, today=today)
    except DayOutOfRange as failure:
        late = received_on > failure.latest
        bounds = {"max": failure.latest.isoformat()} if late else {"min": failure.earliest.isoformat()}
        yield AnswerError(RECEIVED, "", "too-late" if late else "too-early", bounds)
