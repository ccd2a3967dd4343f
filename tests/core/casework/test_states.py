"""Moves between states, and what follows from each."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.casework.states import (
    CaseIsClosed,
    ClockChange,
    DecisionIsIncomplete,
    DecisionWasNotAsked,
    Moved,
    MoveIsNotAllowed,
    NothingMovesByItself,
    Notice,
    ReasonIsMissing,
    ReasonIsNotAsked,
    StateIsUnknown,
    move,
    move_by_itself,
    moves_from,
    opening,
)
from commonwheel.core.patterns.model.casework import Case

CASE = Case.model_validate(
    {
        "reference": "MB",
        "clocks": [
            {"id": "reply", "length": {"working_days": 10}, "pauses": ["waiting"]},
            {"id": "visit", "length": {"days": 7}, "starts": "state:arranged", "restarts": ["arranged"]},
            {"id": "review", "length": {"days": 7}, "restarts": ["waiting"], "ends": ["arranged"]},
            {"id": "charge", "length": {"days": 7}, "disregards": ["waiting"]},
        ],
        "states": [
            {
                "id": "received",
                "label": "Received",
                "next": ["waiting", "arranged", "refused"],
                "tell": {"resident": "received.md", "officer": "new.md"},
            },
            {
                "id": "waiting",
                "label": "Waiting for you",
                "next": ["arranged"],
                "reason": "optional",
                "after": {"length": {"days": 28}, "go": "withdrawn"},
            },
            {
                "id": "arranged",
                "label": "Arranged",
                "next": ["done"],
                "ask": [
                    {"id": "visit_on", "type": "date", "label": "Date of the visit"},
                    {"id": "crew", "type": "text", "label": "Crew", "optional": True},
                    {"id": "key", "type": "text", "label": "Key", "when": "crew != ''"},
                    {"id": "advice", "type": "show", "text": "Ask the crew first."},
                ],
            },
            {"id": "done", "label": "Done", "final": "done", "tell": {"resident": "done.md"}},
            {"id": "refused", "label": "Refused", "final": "refused", "reason": "required"},
            {"id": "withdrawn", "label": "Withdrawn", "final": "withdrawn"},
        ],
    }
)


def changes(moved: Moved) -> dict[str, str]:
    return {each.clock: each.change for each in moved.effects.clocks}


def test_the_moves_a_state_offers() -> None:
    assert [each.id for each in moves_from(CASE, "received")] == ["waiting", "arranged", "refused"]
    assert moves_from(CASE, "done") == ()


def test_opening_enters_the_first_state_and_tells_everybody() -> None:
    opened = opening(CASE)
    assert (opened.from_state, opened.to_state) == ("", "received")
    assert opened.effects.messages == (Notice("resident", "received.md"), Notice("officer", "new.md"))
    starting = ("reply", "review", "charge")
    assert opened.effects.clocks == tuple(ClockChange(name, "starts") for name in starting)
    assert opened.effects.final is None
    assert opened.effects.after is None


def test_a_state_with_a_standstill_stops_the_clock_and_leaving_it_goes_on() -> None:
    waiting = move(CASE, "received", "waiting", reason="  We need a photo ")
    assert waiting.reason == "We need a photo"
    assert changes(waiting) == {"reply": "pauses", "review": "restarts", "charge": "pauses"}
    assert waiting.effects.after is not None
    assert waiting.effects.after.go == "withdrawn"
    arranged = move(CASE, "waiting", "arranged", decision={"visit_on": "2026-12-01"})
    assert changes(arranged) == {"reply": "resumes", "visit": "starts", "review": "ends", "charge": "resumes"}
    assert arranged.decision == {"visit_on": "2026-12-01"}
    assert arranged.effects.messages == ()


def test_a_final_state_ends_every_clock() -> None:
    done = move(CASE, "arranged", "done")
    assert done.effects.final == "done"
    assert set(changes(done).values()) == {"ends"}
    assert done.effects.messages == (Notice("resident", "done.md"),)


def test_a_move_by_itself_needs_no_reason() -> None:
    moved = move_by_itself(CASE, "waiting")
    assert (moved.from_state, moved.to_state, moved.effects.final) == ("waiting", "withdrawn", "withdrawn")
    with pytest.raises(NothingMovesByItself) as caught:
        move_by_itself(CASE, "received")
    assert caught.value.state == "received"


@pytest.mark.parametrize(
    ("state", "to", "more", "failure"),
    [
        ("received", "lost", {}, StateIsUnknown),
        ("lost", "received", {}, StateIsUnknown),
        ("received", "done", {}, MoveIsNotAllowed),
        ("received", "received", {}, MoveIsNotAllowed),
        ("done", "received", {}, CaseIsClosed),
        ("received", "refused", {"reason": " \n"}, ReasonIsMissing),
        ("arranged", "done", {"reason": "Because"}, ReasonIsNotAsked),
        ("received", "arranged", {}, DecisionIsIncomplete),
        ("received", "arranged", {"decision": {"crew": "A"}}, DecisionIsIncomplete),
        ("received", "arranged", {"decision": {"visit_on": "x", "advice": "y"}}, DecisionWasNotAsked),
        ("received", "refused", {"reason": "No", "decision": {"visit_on": "x"}}, DecisionWasNotAsked),
    ],
)
def test_what_is_refused_has_a_name(state: str, to: str, more: dict[str, Any], failure: type[Exception]) -> None:
    with pytest.raises(failure):
        move(CASE, state, to, **more)


def test_failures_carry_what_explains_them() -> None:
    with pytest.raises(MoveIsNotAllowed) as refused:
        move(CASE, "received", "done")
    assert refused.value.allowed == ("waiting", "arranged", "refused")
    with pytest.raises(DecisionIsIncomplete) as incomplete:
        move(CASE, "received", "arranged")
    assert incomplete.value.missing == ("visit_on",)
    with pytest.raises(DecisionWasNotAsked) as unknown:
        move(CASE, "received", "arranged", decision={"visit_on": 1, "other": 2})
    assert unknown.value.unknown == ("other",)


def test_a_decision_cannot_be_changed_afterwards() -> None:
    given_by_form = {"visit_on": "2026-12-01"}
    moved = move(CASE, "received", "arranged", decision=given_by_form)
    given_by_form["visit_on"] = "2027-01-01"
    assert moved.decision["visit_on"] == "2026-12-01"


@given(st.lists(st.integers(0, 5), max_size=8))
def test_no_closed_case_reopens_whatever_is_tried(choices: list[int]) -> None:
    state, closed = "received", False
    ids = [each.id for each in CASE.states]
    for choice in choices:
        try:
            moved = move(CASE, state, ids[choice], reason="", decision={})
        except (CaseIsClosed, MoveIsNotAllowed, ReasonIsMissing, DecisionIsIncomplete):
            continue
        assert not closed
        state, closed = moved.to_state, moved.effects.final is not None
