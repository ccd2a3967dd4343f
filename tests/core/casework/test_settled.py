"""Lengths that a council decides."""

from typing import Any

import pytest

from commonwheel.core.casework.lengths import LengthIsNotKnown, Span, span_of
from commonwheel.core.casework.settled import settled
from commonwheel.core.patterns.model.casework import Case, Length

CASE = {
    "reference": "MB",
    "clocks": [
        {
            "id": "return",
            "length": {"working_days": "settings.return_days"},
            "longer": [
                {"id": "more", "after": "held", "length": {"working_days": "settings.more_days"}},
                {"id": "agreed", "after": "held", "until": "agreed_on"},
            ],
        },
        {"id": "report", "length": {"months": 2}},
    ],
    "states": [
        {"id": "received", "label": "Received", "next": ["held"]},
        {"id": "held", "label": "Held", "after": {"length": {"hours": "settings.wait"}, "go": "closed"}},
        {"id": "closed", "label": "Closed", "final": "done"},
    ],
}
SETTINGS: dict[str, Any] = {"return_days": 3, "more_days": 9, "wait": 48, "out_by": "07:00"}


def test_every_length_is_as_long_as_the_council_says() -> None:
    made = settled(Case.model_validate(CASE), SETTINGS)
    back, report = made.clocks
    assert span_of(back.length) == Span("working_days", 3)
    assert [each.length and span_of(each.length) for each in back.longer] == [Span("working_days", 9), None]
    assert span_of(report.length) == Span("months", 2)
    held = made.states[1]
    assert held.after
    assert span_of(held.after.length) == Span("hours", 48)
    assert made.states[0] == Case.model_validate(CASE).states[0]


def test_what_reads_no_setting_stays_as_it_is() -> None:
    plain = Case.model_validate({**CASE, "clocks": CASE["clocks"][1:], "states": CASE["states"][2:]})  # type: ignore[index]
    assert settled(plain, {}) is plain


@pytest.mark.parametrize("value", [None, "2", True])
def test_a_setting_that_says_no_length_is_named(value: Any) -> None:
    with pytest.raises(LengthIsNotKnown, match="more_days") as caught:
        settled(Case.model_validate(CASE), {**SETTINGS, "more_days": value})
    assert caught.value.name == "more_days"


def test_a_length_that_nobody_settled_is_not_guessed() -> None:
    with pytest.raises(LengthIsNotKnown, match=r"settings\.return_days"):
        span_of(Length.model_validate({"days": "settings.return_days"}))
