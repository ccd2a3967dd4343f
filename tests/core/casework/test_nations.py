"""A service as the councils of one nation have it."""

import pytest

from commonwheel.core.patterns.model.casework import Case
from commonwheel.core.patterns.model.nations import case_in

CASE = Case.model_validate(
    {
        "reference": "FI",
        "clocks": [
            {"id": "answer", "length": {"working_days": 20}, "nations": ["england", "wales", "northern-ireland"]},
            {"id": "answer-scotland", "length": {"working_days": 20}, "nations": ["scotland"]},
            {"id": "everywhere", "length": {"days": 5}},
        ],
        "states": [
            {
                "id": "received",
                "label": "Received",
                "next": ["weighing", "done"],
                "after": {"length": {"days": 9}, "go": "weighing"},
            },
            {"id": "weighing", "label": "Weighing", "nations": ["england"], "next": ["done"]},
            {"id": "done", "label": "Done", "final": "done"},
        ],
    }
)


@pytest.mark.parametrize(
    ("nation", "clocks"),
    [
        ("england", ["answer", "everywhere"]),
        ("northern-ireland", ["answer", "everywhere"]),
        ("scotland", ["answer-scotland", "everywhere"]),
        ("", ["everywhere"]),
    ],
)
def test_a_clock_runs_in_its_own_nations_only(nation: str, clocks: list[str]) -> None:
    assert [clock.id for clock in case_in(CASE, nation).clocks] == clocks


def test_no_move_leads_to_a_state_of_another_nation() -> None:
    here, there = case_in(CASE, "england"), case_in(CASE, "wales")
    assert [state.id for state in here.states] == ["received", "weighing", "done"]
    assert here.states[0].after is not None
    assert [state.id for state in there.states] == ["received", "done"]
    assert there.states[0].next == ("done",)
    assert there.states[0].after is None


def test_a_service_without_nations_is_the_same_for_all() -> None:
    case = case_in(CASE, "wales").model_copy(update={"clocks": ()})
    assert case_in(case, "scotland") is case
