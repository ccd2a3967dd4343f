"""
What a council says of the shared services it runs, to be signed: which, since when, and how much they are used.

There is nothing of a person in it. A number below ten is not told, and others are told to the nearest five, so that
no two statements, and no two numbers of one, can be taken from each other to find a small one.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import StringConstraints, ValidationError, model_validator

from commonwheel.core.packages.refusals import over_limit, refusal
from commonwheel.core.patterns.model.keys import Digest, FullName, Shape, Slug, Version, Whole, doc
from commonwheel.core.patterns.versions.digest import canonical

FORMAT = 1
SMALLEST_TOLD = 10
TOLD_TO_THE_NEAREST = 5
MOST_STATEMENT_BYTES = 200_000
MOST_SERVICES = 500
MOST_COUNTED = 999_999_995
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_Day = Annotated[str, StringConstraints(pattern=_DAY)]


class Used(Shape):
    """One shared service that a council runs."""

    service: FullName = doc("`publisher/name`.")
    version: Version = doc("The version that is live.")
    digest: Digest = doc("SHA-256 of the release's bytes.")
    live_since: _Day = doc("The day since which residents can use the service.")
    requests: Whole | None = doc(
        "How many requests came in the months told of, to the nearest 5; none where fewer than 10.", ge=0
    )
    closed: Whole | None = doc("How many of them are closed, told likewise.", ge=0)
    within: Whole | None = doc("How many of those were closed by the day they were due, told likewise.", ge=0)

    @model_validator(mode="after")
    def _numbers_are_told_safely(self) -> "Used":
        for told in (self.requests, self.closed, self.within):
            if told is not None and told != told_of(told):
                message = f"numbers are told to the nearest {TOLD_TO_THE_NEAREST}, and none below {SMALLEST_TOLD}"
                raise ValueError(message)
        return self


class Statement(Shape):
    """What a council says of the shared services it runs."""

    format: Literal[1] = doc("The version of this form.")
    council: Slug = doc("The council's name in the register.")
    number: Whole = doc("Greater than that of any statement of this council before.", ge=1)
    said_on: _Day = doc("The day it was said.")
    first_month: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] = doc(
        "The first of the twelve whole months that the numbers tell of."
    )
    services: tuple[Used, ...] = doc("By name; each once.", max_length=MOST_SERVICES)

    @model_validator(mode="after")
    def _each_service_stands_once(self) -> "Statement":
        names = [used.service for used in self.services]
        if names != sorted(set(names)):
            message = "services stand in the order of their names, each once"
            raise ValueError(message)
        return self

    def to_json(self) -> bytes:
        """Return it as RFC 8785 (JCS) JSON: what is signed."""
        return canonical(self)


def told_of(count: int) -> int | None:
    """Return how a count is told: to the nearest five, halves upwards; None where it is below ten."""
    if count < SMALLEST_TOLD:
        return None
    return min((2 * count + TOLD_TO_THE_NEAREST) // (2 * TOLD_TO_THE_NEAREST) * TOLD_TO_THE_NEAREST, MOST_COUNTED)


def months_told_of(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first day of the twelve whole months before a day, and the day after their last."""
    until = today.replace(day=1)
    return until.replace(year=until.year - 1), until


def read_statement(data: bytes) -> Statement:
    """
    Return the statement in some bytes.

    Raises:
        ReleaseRefused: where they are none, down to the last byte.
    """
    if len(data) > MOST_STATEMENT_BYTES:
        raise over_limit("too-large", f"{len(data):,} bytes", f"at most {MOST_STATEMENT_BYTES:,} bytes")
    try:
        statement = Statement.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise refusal("not-a-statement", f"{where}: {fault['msg']}" if where else fault["msg"]) from None
    if statement.to_json() != data:
        raise refusal("not-canonical", "the same in other bytes", mend="Write a statement as RFC 8785 has it.")
    return statement
