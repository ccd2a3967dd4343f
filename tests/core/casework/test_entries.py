"""The day from which clocks count a state that was entered."""

import datetime as dt
import zoneinfo

import pytest

from commonwheel.core.casework.entries import DayIsNotPossible, Entered, check_day, counted
from commonwheel.core.casework.lengths import TimeHasNoZone
from commonwheel.core.patterns.model.casework import Case

LONDON = zoneinfo.ZoneInfo("Europe/London")
CASE = Case.model_validate(
    {
        "reference": "FI",
        "states": [
            {"id": "received", "label": "Received", "next": ["clarifying"]},
            {"id": "clarifying", "label": "Asked", "next": ["clarified"]},
            {
                "id": "clarified",
                "label": "Clarified",
                "ask": [{"id": "received_on", "type": "date", "label": "When", "optional": "true"}],
                "on": "received_on",
                "next": ["done"],
            },
            {"id": "done", "label": "Done", "final": "done"},
        ],
    }
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def counted_at(clarified: str, **decision: str) -> str:
    moves = [
        Entered("received", at("2026-11-02 09:00")),
        Entered("clarifying", at("2026-11-04 10:00")),
        Entered("clarified", at(clarified), decision),
    ]
    last = counted(CASE, moves, timezone=LONDON)[-1]
    assert last.decision == decision
    return last.at.strftime("%Y-%m-%d %H:%M")


def test_a_state_counts_from_the_day_that_the_officer_gave() -> None:
    assert counted_at("2026-11-10 15:00", received_on="2026-11-06") == "2026-11-06 00:00"


def test_the_day_of_the_move_itself_keeps_its_time() -> None:
    assert counted_at("2026-11-10 15:00", received_on="2026-11-10") == "2026-11-10 15:00"


def test_without_a_day_a_state_counts_from_the_move() -> None:
    assert counted_at("2026-11-10 15:00") == "2026-11-10 15:00"


def test_a_day_given_never_comes_before_the_state_that_went_before() -> None:
    # Asked on 4 November at 10:00, answered the same day, written down on the 10th.
    assert counted_at("2026-11-10 15:00", received_on="2026-11-04") == "2026-11-04 10:00"


def test_a_state_that_the_service_no_longer_has_counts_from_the_move() -> None:
    moves = [Entered("gone", at("2026-11-04 10:00"), {"received_on": "2026-11-01"})]
    assert counted(CASE, moves, timezone=LONDON)[0].at == at("2026-11-04 10:00")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TimeHasNoZone):
        counted(CASE, [Entered("received", dt.datetime.fromisoformat("2026-11-04 10:00"))], timezone=LONDON)


@pytest.mark.parametrize(("given", "possible"), [
    ("2026-11-03", False),
    ("2026-11-04", True),
    ("2026-11-10", True),
    ("2026-11-11", False),
])  # fmt: skip
def test_the_day_lies_between_the_state_before_and_today(given: str, possible: bool) -> None:  # noqa: FBT001  # a table's column
    since, today = dt.date(2026, 11, 4), dt.date(2026, 11, 10)
    if possible:
        check_day(CASE.states[2], {"received_on": given}, since=since, today=today)
        return
    with pytest.raises(DayIsNotPossible) as caught:
        check_day(CASE.states[2], {"received_on": given}, since=since, today=today)
    assert (caught.value.question, caught.value.earliest, caught.value.latest) == ("received_on", since, today)


def test_a_state_that_asks_for_no_day_takes_any_decision() -> None:
    check_day(CASE.states[1], {"received_on": "1999-01-01"}, since=dt.date(2026, 11, 4), today=dt.date(2026, 11, 10))
    check_day(CASE.states[2], {}, since=dt.date(2026, 11, 4), today=dt.date(2026, 11, 10))
