"""A journey that was answered, written down as an example: what came out of it is what must come out."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from commonwheel.core.examples.rehearsal import outcome
from commonwheel.core.examples.run import Calendars
from commonwheel.core.patterns.model.companions import Bundle, Example, Expected, ExpectedCase
from commonwheel.core.problems import Failure


class JourneyIsNotFinished(Failure):
    """Only a journey that a resident could send is an example of a request; says what is missing."""


def record_example(bundle: Bundle, answered: Example, *, calendars: Calendars) -> Example:
    """
    Return an example with the pages, the fee, the state and the day that come of its answers.

    Args:
        bundle: with the settings that it is walked with (`proving.with_values`).
        answered: an example; what it expects is not looked at.
        calendars: as `run_examples` takes them.

    Raises:
        JourneyIsNotFinished: where a resident could not send it.
    """
    found = outcome(bundle, answered.model_copy(update={"expect": Expected(), "then": ()}), calendars)
    if ("", "the journey") in found:
        raise JourneyIsNotFinished(found["", "the journey"])
    fee, due_on = found["", "the fee in pence"], found["", "the day it is due"]
    expected: dict[str, Any] = {
        "pages": tuple(found["", "the pages"].split(", ")),
        "case": ExpectedCase(state=found["", "the state"], due_on=_day(due_on)),
        "fee_pence": int(fee) if fee.isdigit() else None,
    }
    return answered.model_copy(update={"expect": Expected(**expected), "then": ()})


def example_of(name: str, answers: Mapping[str, Any], *, today: dt.date, nation: str) -> Example:
    """Return an example that expects nothing yet; answers are in the notation of examples."""
    return Example(id=name, today=today, answers=dict(answers), authority={"nation": nation})


def _day(text: str) -> dt.date | None:
    return None if text == "none" else dt.date.fromisoformat(text)
