"""What a program sends that says how a request stands where it is worked."""

import datetime as dt
import re

from django.http import HttpRequest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from commonwheel.apps.cases.actions.hearing import Said
from commonwheel.apps.cases.forms.listing import LONGEST_NOTE
from commonwheel.apps.cases.forms.moving import LONGEST_REASON
from commonwheel.core.problems import Failure

MOST_BYTES = 65_536
CLOCKS_DIFFER = dt.timedelta(minutes=5)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class StatusIsUnreadable(Failure):
    """What came is no status; says where and how to mend it."""


class _Status(BaseModel):
    """The body of a status, as it comes."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(min_length=1, max_length=100, pattern=r"^[!-~]+$")
    state: str = Field(min_length=1, max_length=41)
    at: AwareDatetime
    reason: str = Field("", max_length=LONGEST_REASON)
    note: str = Field("", max_length=LONGEST_NOTE)
    answers: dict[str, str | bool | int | float | list[str]] = Field({}, max_length=100)


def read_status(request: HttpRequest, *, now: dt.datetime) -> Said:
    """
    Read a status that a program sends.

    Raises:
        StatusIsUnreadable: says what is wrong.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise StatusIsUnreadable(f"Send at most {MOST_BYTES:,} bytes.")
    try:
        found = _Status.model_validate_json(request.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the body"
        raise StatusIsUnreadable(f"{place}: {first['msg']}.") from error
    if found.at > now + CLOCKS_DIFFER:
        raise StatusIsUnreadable("at: is in the future. Send when it came about, with the offset from UTC.")
    return Said(**dict(found))


def as_typed(said: Said) -> dict[str, list[str]]:
    """Return what a program sent as an officer would have typed it, so that the same rules hold for both."""
    typed = {"-reason": [said.reason]}
    for name, answer in said.answers.items():
        values = answer if isinstance(answer, list) else [str(answer)]
        typed[name] = values
        if len(values) == 1 and _ISO_DAY.fullmatch(values[0]):
            parts = zip(("year", "month", "day"), values[0].split("-"), strict=True)
            typed |= {f"{name}-{part}": [number] for part, number in parts}
    return typed
