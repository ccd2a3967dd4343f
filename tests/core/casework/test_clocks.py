"""Clocks, worked by hand on real calendars, and what must hold for any of them."""

import datetime as dt
import zoneinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.casework.clocks import authority_calendars, due, move_due_at
from commonwheel.core.casework.entries import Entered
from commonwheel.core.casework.lengths import CalendarIsMissing, TimeHasNoZone, local_day
from commonwheel.core.patterns.model.casework import After, Clock
from commonwheel.core.values.calendars import nation_calendars
from commonwheel.core.values.working_days import DayIsOutOfRange, WorkingCalendar

LONDON = zoneinfo.ZoneInfo("Europe/London")
EVERYWHERE = {dt.date(2026, 4, 3), dt.date(2026, 12, 25), dt.date(2026, 12, 28), dt.date(2027, 1, 1)}
NATIONS = nation_calendars(
    {
        "england-and-wales": EVERYWHERE | {dt.date(2026, 4, 6), dt.date(2026, 8, 31)},
        "scotland": EVERYWHERE | {dt.date(2026, 8, 3), dt.date(2026, 11, 30), dt.date(2027, 1, 4)},
        "northern-ireland": EVERYWHERE | {dt.date(2026, 3, 17), dt.date(2026, 4, 6), dt.date(2026, 7, 13)},
    }
)
# Half-term: the week of 26 October 2026.
SCHOOL = WorkingCalendar(
    holidays=frozenset(dt.date(2026, 10, 26) + dt.timedelta(days=n) for n in range(5)),
    known_until=dt.date(2026, 12, 31),
)
CALENDARS = authority_calendars({**NATIONS, "school": SCHOOL}, authority=NATIONS["england-and-wales"])
OPEN = "received"


def clock(length: dict[str, int], **more: Any) -> Clock:
    return Clock.model_validate({"id": "reply", "length": length, **more})


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def due_on(which: Clock, received: str, *entries: tuple[str, str]) -> str:
    found = due(
        which,
        received_at=at(received),
        entries=[Entered(OPEN, at(received)), *(Entered(state, at(when)) for state, when in entries)],
        calendars=CALENDARS,
        timezone=LONDON,
    )
    assert found is not None
    when = found.at.strftime("%Y-%m-%d %H:%M") if found.at else found.on.isoformat()
    standing = " met" if found.met_at else "" if found.running else " stopped"
    return when + standing + (" provisional" if found.provisional else "")


@pytest.mark.parametrize("starts", ["received", "next-day"])
@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-23 09:00", "2026-11-25"),  # Monday, so Wednesday
        ("2026-11-23 23:59", "2026-11-25"),
        ("2026-11-28 12:00", "2026-12-01"),  # Saturday, so Tuesday
        ("2026-11-29 12:00", "2026-12-01"),  # Sunday, so Tuesday
        ("2026-12-24 12:00", "2026-12-30"),  # Christmas Eve: Tuesday 29 is day 1
        ("2026-12-25 12:00", "2026-12-30"),
        ("2026-12-30 12:00", "2027-01-04"),
    ],
)
def test_two_working_days_come_to_the_same_either_way(starts: str, received: str, expected: str) -> None:
    assert due_on(clock({"working_days": 2}, starts=starts), received) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        # Section 10: the twentieth working day following receipt, on no part of the UK's bank holiday.
        ("2026-11-02 10:00", "2026-12-01"),  # St Andrew's Day, 30 November, does not count
        ("2026-12-07 10:00", "2027-01-08"),  # 25 and 28 December, 1 and (Scotland) 4 January do not
        ("2026-07-01 10:00", "2026-07-30"),  # the Twelfth, kept on 13 July in Northern Ireland
    ],
)
def test_freedom_of_information_is_due_on_the_twentieth_working_day(received: str, expected: str) -> None:
    law = "Freedom of Information Act 2000, section 10"
    assert due_on(clock({"working_days": 20}, calendar="any-uk", law=law), received) == expected


@pytest.mark.parametrize(
    ("length", "starts", "received", "expected"),
    [
        ({"days": 10}, "received", "2026-11-23 09:00", "2026-12-03"),
        ({"days": 10}, "next-day", "2026-11-23 09:00", "2026-12-03"),
        ({"days": 1}, "received", "2028-02-28 09:00", "2028-02-29"),
        ({"months": 1}, "received", "2027-01-31 09:00", "2027-02-28"),
        ({"months": 1}, "received", "2028-01-31 09:00", "2028-02-29"),
        ({"months": 1}, "next-day", "2027-01-30 09:00", "2027-02-28"),
        ({"months": 1}, "next-day", "2026-11-30 09:00", "2027-01-01"),
        ({"months": 12}, "received", "2028-02-29 09:00", "2029-02-28"),
        ({"months": 2}, "received", "2026-12-15 09:00", "2027-02-15"),
        ({"school_days": 3}, "received", "2026-10-22 09:00", "2026-11-03"),
        ({"hours": 24}, "received", "2026-11-23 09:30", "2026-11-24 09:30"),
        ({"hours": 4}, "next-day", "2026-11-23 09:30", "2026-11-24 04:00"),
        # The clocks go back on 25 October 2026 and forward on 28 March 2027.
        ({"hours": 24}, "received", "2026-10-24 12:00", "2026-10-25 11:00"),
        ({"hours": 24}, "received", "2027-03-27 12:00", "2027-03-28 13:00"),
        ({"days": 1}, "received", "2026-10-24 23:59", "2026-10-25"),
        ({"working_days": 1}, "received", "2028-12-20 09:00", "2028-12-21 provisional"),
    ],
)
def test_lengths_of_every_unit(length: dict[str, int], starts: str, received: str, expected: str) -> None:
    assert due_on(clock(length, starts=starts), received) == expected


def test_the_day_of_receipt_is_the_authoritys_and_not_greenwichs() -> None:
    received = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # half past midnight on 1 July in London
    found = due(
        clock({"days": 1}), received_at=received, entries=[Entered(OPEN, received)], calendars={}, timezone=LONDON
    )
    assert found is not None
    assert found.on == dt.date(2026, 7, 2)


def test_a_clock_that_starts_with_a_state_waits_for_it() -> None:
    visit = clock({"working_days": 5}, starts="state:arranged")
    received = at("2026-11-23 09:00")
    assert (
        due(visit, received_at=received, entries=[Entered(OPEN, received)], calendars=CALENDARS, timezone=LONDON)
        is None
    )
    assert due_on(visit, "2026-11-23 09:00", ("arranged", "2026-11-25 09:00")) == "2026-12-02"


def test_a_state_entered_again_does_not_start_its_clock_again() -> None:
    visit = clock({"days": 7}, starts="state:arranged")
    history = (("arranged", "2026-11-24 09:00"), ("waiting", "2026-11-25 09:00"), ("arranged", "2026-11-26 09:00"))
    assert due_on(visit, "2026-11-23 09:00", *history) == "2026-12-01"


@pytest.mark.parametrize(
    ("length", "entries", "expected"),
    [
        # Monday 23 November; five working days end on Monday 30.
        ({"working_days": 5}, [("waiting", "2026-11-24 15:00"), ("working", "2026-11-26 09:00")], "2026-12-02"),
        ({"working_days": 5}, [("waiting", "2026-11-24 15:00"), ("working", "2026-11-24 17:00")], "2026-11-30"),
        ({"working_days": 5}, [("waiting", "2026-11-27 15:00"), ("working", "2026-11-29 09:00")], "2026-11-30"),
        ({"working_days": 5}, [("waiting", "2026-11-24 15:00")], "2026-11-30 stopped"),
        # On the last day itself it can still stand still; after it, no longer.
        ({"working_days": 5}, [("waiting", "2026-11-30 15:00"), ("working", "2026-12-04 09:00")], "2026-12-04"),
        ({"working_days": 5}, [("waiting", "2026-12-01 15:00"), ("working", "2026-12-04 09:00")], "2026-11-30"),
        ({"working_days": 5}, [("waiting", "2026-12-01 15:00")], "2026-11-30"),
        # Two standstills; the second begins within the extension that the first gave.
        (
            {"working_days": 2},
            [
                ("waiting", "2026-11-24 09:00"),
                ("working", "2026-11-26 09:00"),
                ("waiting", "2026-11-27 09:00"),
                ("working", "2026-11-30 09:00"),
            ],
            "2026-11-30",
        ),
        # From one pausing state straight into another is one standstill.
        (
            {"days": 5},
            [("waiting", "2026-11-24 09:00"), ("held", "2026-11-25 09:00"), ("working", "2026-11-26 09:00")],
            "2026-11-30",
        ),
        ({"months": 1}, [("waiting", "2026-11-24 15:00"), ("working", "2026-12-01 09:00")], "2026-12-30"),
        ({"hours": 10}, [("waiting", "2026-11-23 10:00"), ("working", "2026-11-23 12:30")], "2026-11-23 21:30"),
        ({"hours": 10}, [("waiting", "2026-11-23 10:00")], "2026-11-23 19:00 stopped"),
        ({"hours": 10}, [("waiting", "2026-11-24 10:00")], "2026-11-23 19:00"),
    ],
)
def test_a_standstill_extends_a_clock(length: dict[str, int], entries: list[tuple[str, str]], expected: str) -> None:
    assert due_on(clock(length, pauses=["waiting", "held"]), "2026-11-23 09:00", *entries) == expected


def test_a_standstill_before_the_clock_begins_changes_nothing() -> None:
    tomorrow = clock({"hours": 10}, starts="next-day", pauses=["waiting"])
    entries = (("waiting", "2026-11-23 10:00"), ("working", "2026-11-23 12:00"))
    assert due_on(tomorrow, "2026-11-23 09:00", *entries) == "2026-11-24 10:00"
    overnight = (("waiting", "2026-11-23 10:00"), ("working", "2026-11-24 02:00"))
    assert due_on(tomorrow, "2026-11-23 09:00", *overnight) == "2026-11-24 12:00"
    later = clock({"days": 5}, starts="state:working", pauses=["waiting"])
    assert due_on(later, "2026-11-23 09:00", *entries) == "2026-11-28"


def test_a_restart_begins_anew_and_forgets_what_stood_still_before() -> None:
    which = clock({"working_days": 5}, restarts=["reopened"], pauses=["waiting"])
    history = (
        ("waiting", "2026-11-24 09:00"),
        ("working", "2026-11-26 09:00"),
        ("reopened", "2026-12-07 09:00"),
    )
    assert due_on(which, "2026-11-23 09:00", *history) == "2026-12-14"
    assert due_on(which, "2026-11-23 09:00", *history, ("waiting", "2026-12-08 09:00")) == "2026-12-14 stopped"
    again = (*history, ("working", "2026-12-08 09:00"), ("reopened", "2026-12-09 09:00"))
    assert due_on(which, "2026-11-23 09:00", *again) == "2026-12-16"


def test_a_restart_before_the_start_changes_nothing() -> None:
    which = clock({"days": 5}, starts="state:working", restarts=["reopened"])
    history = (("reopened", "2026-11-24 09:00"), ("working", "2026-11-25 09:00"))
    assert due_on(which, "2026-11-23 09:00", *history) == "2026-11-30"


@pytest.mark.parametrize(
    ("length", "entries", "expected"),
    [
        # Monday 23 November; five working days end on Monday 30. Tuesday, Wednesday and Thursday are left out.
        ({"working_days": 5}, [("fee", "2026-11-24 15:00"), ("working", "2026-11-26 09:00")], "2026-12-03"),
        # Asked and paid on one day: that day is left out.
        ({"working_days": 5}, [("fee", "2026-11-24 15:00"), ("working", "2026-11-24 17:00")], "2026-12-01"),
        # Day 0 does not count anyway: Tuesday is left out.
        ({"working_days": 5}, [("fee", "2026-11-23 15:00"), ("working", "2026-11-24 09:00")], "2026-12-01"),
        # From Friday to Sunday only Friday would have counted.
        ({"working_days": 5}, [("fee", "2026-11-27 15:00"), ("working", "2026-11-29 09:00")], "2026-12-01"),
        ({"working_days": 5}, [("fee", "2026-11-24 15:00")], "2026-11-30 stopped"),
        ({"working_days": 5}, [("fee", "2026-12-01 15:00")], "2026-11-30"),
        # Wednesday ends the first standstill and begins the second: it is left out once. Tuesday to Thursday are three.
        (
            {"working_days": 5},
            [
                ("fee", "2026-11-24 09:00"),
                ("working", "2026-11-25 09:00"),
                ("fee", "2026-11-25 10:00"),
                ("working", "2026-11-26 09:00"),
            ],
            "2026-12-03",
        ),
        # In hours, whole days are left out: 24 and 25 November, 48 hours.
        ({"hours": 24}, [("fee", "2026-11-24 07:00"), ("working", "2026-11-25 08:00")], "2026-11-26 09:00"),
        ({"hours": 24}, [("fee", "2026-11-24 07:00")], "2026-11-24 09:00 stopped"),
    ],
)
def test_disregarded_days_do_not_count_the_first_included(
    length: dict[str, int], entries: list[tuple[str, str]], expected: str
) -> None:
    assert due_on(clock(length, disregards=["fee"]), "2026-11-23 09:00", *entries) == expected


LONGER = [
    {"id": "extended", "after": "extended", "length": {"working_days": 10}},
    {"id": "weighing", "after": "weighing", "until": "decide_by"},
]


def test_a_longer_time_counts_from_the_same_day_0() -> None:
    which = clock({"working_days": 5}, longer=LONGER, pauses=["waiting"], restarts=["reopened"])
    assert due_on(which, "2026-11-23 09:00", ("extended", "2026-11-27 09:00")) == "2026-12-07"
    still = (("waiting", "2026-11-24 09:00"), ("working", "2026-11-26 09:00"), ("extended", "2026-11-27 09:00"))
    assert due_on(which, "2026-11-23 09:00", *still) == "2026-12-09"
    anew = (("extended", "2026-11-27 09:00"), ("reopened", "2026-11-30 09:00"))
    assert due_on(which, "2026-11-23 09:00", *anew) == "2026-12-07"


@pytest.mark.parametrize(
    ("length", "entries", "expected"),
    [
        ({"working_days": 5}, [], "2026-12-18"),
        ({"hours": 5}, [], "2026-12-18"),
        # What stood still before the day was given is in it; what stands still after it is not.
        ({"working_days": 5}, [("waiting", "2026-12-14 09:00"), ("working", "2026-12-16 09:00")], "2026-12-22"),
        ({"hours": 5}, [("waiting", "2026-12-14 09:00"), ("working", "2026-12-16 09:00")], "2026-12-20"),
    ],
)
def test_a_clock_can_end_on_the_day_that_an_officer_gave(
    length: dict[str, int], entries: list[tuple[str, str]], expected: str
) -> None:
    which = clock(length, longer=LONGER, pauses=["waiting"])
    history = [
        Entered(OPEN, at("2026-11-23 09:00")),
        Entered("waiting", at("2026-11-24 09:00")),
        Entered("weighing", at("2026-11-26 09:00"), {"decide_by": "2026-12-18"}),
        *(Entered(state, at(when)) for state, when in entries),
    ]
    found = due(which, received_at=history[0].at, entries=history, calendars=CALENDARS, timezone=LONDON)
    assert found is not None
    assert found.on.isoformat() == expected


def test_without_a_day_given_the_clock_keeps_its_own_length() -> None:
    which = clock({"working_days": 5}, longer=LONGER)
    assert due_on(which, "2026-11-23 09:00", ("weighing", "2026-11-26 09:00")) == "2026-11-30"


def test_a_clock_is_met_once_and_begins_anew_with_a_restart() -> None:
    which = clock({"working_days": 5}, ends=["answered"], restarts=["reopened"], pauses=["waiting"])
    answered = ("answered", "2026-11-25 09:00")
    assert due_on(which, "2026-11-23 09:00", answered) == "2026-11-30 met"
    assert due_on(which, "2026-11-23 09:00", answered, ("waiting", "2026-11-26 09:00")) == "2026-11-30 met"
    assert due_on(which, "2026-11-23 09:00", answered, ("reopened", "2026-12-07 09:00")) == "2026-12-14"
    found = due(
        which,
        received_at=at("2026-11-23 09:00"),
        entries=[Entered(OPEN, at("2026-11-23 09:00")), Entered("answered", at("2026-11-25 09:00"))],
        calendars=CALENDARS,
        timezone=LONDON,
    )
    assert found is not None
    assert found.met_at == at("2026-11-25 09:00")
    assert not found.running


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ({"hours": 24}, "2026-11-24 09:00"),
        ({"days": 3}, "2026-11-27 00:00"),
        ({"working_days": 5}, "2026-12-01 00:00"),
        ({"months": 1}, "2026-12-24 00:00"),
    ],
)
def test_a_move_by_itself_waits_until_the_last_day_is_over(length: dict[str, int], expected: str) -> None:
    after = After.model_validate({"length": length, "go": "closed"})
    found = move_due_at(after, entered_at=at("2026-11-23 09:00"), calendars=CALENDARS, timezone=LONDON)
    assert found == at(expected)


@pytest.mark.parametrize(("last", "expected"), [("2027-03-27", "2027-03-28 00:00"), ("", "")])
def test_a_move_by_itself_can_wait_until_the_last_day_that_is_renewed_is_over(last: str, expected: str) -> None:
    after = After.model_validate({"until": "renewal", "go": "closed"})
    runs_until = dt.date.fromisoformat(last) if last else None
    entered_at = at("2026-11-23 09:00")
    found = move_due_at(after, entered_at=entered_at, calendars=CALENDARS, timezone=LONDON, runs_until=runs_until)
    assert found == (at(expected) if expected else None)


@pytest.mark.parametrize("given", [{}, {"length": {"days": 1}, "until": "renewal"}])
def test_a_move_by_itself_has_one_time(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one of length or until"):
        After.model_validate({**given, "go": "closed"})


def test_a_calendar_that_is_not_there_is_named() -> None:
    with pytest.raises(CalendarIsMissing, match="school") as caught:
        due(
            clock({"school_days": 1}),
            received_at=at("2026-11-23 09:00"),
            entries=[],
            calendars=NATIONS,
            timezone=LONDON,
        )
    assert caught.value.name == "school"


def test_a_time_without_a_zone_is_refused() -> None:
    naive = dt.datetime.fromisoformat("2026-11-23 09:00")
    with pytest.raises(TimeHasNoZone) as caught:
        due(clock({"days": 1}), received_at=naive, entries=[], calendars=CALENDARS, timezone=LONDON)
    assert caught.value.at == naive
    with pytest.raises(TimeHasNoZone):
        local_day(naive, LONDON)


@pytest.mark.parametrize("unit", ["hours", "days", "working_days", "months"])
def test_a_length_that_leaves_the_calendar_has_a_name(unit: str) -> None:
    with pytest.raises(DayIsOutOfRange):
        due_on(clock({unit: 9_999}), "9999-11-23 09:00")


@pytest.mark.parametrize("unit", ["hours", "days", "working_days", "school_days", "months"])
def test_the_longest_length_there_is_ends_in_the_calendar(unit: str) -> None:
    assert due_on(clock({unit: 9_999}), "2026-11-23 09:00") < "9999"


moments = st.builds(
    lambda hours: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hours), st.integers(0, 12_000)
)
lengths = st.one_of(
    *(st.fixed_dictionaries({unit: st.integers(1, 40)}) for unit in ("hours", "days", "working_days", "months"))
)


@given(length=lengths, starts=st.sampled_from(["received", "next-day"]), received=moments, gap=st.integers(0, 2_000))
def test_a_standstill_never_brings_a_clock_forward(
    length: dict[str, int], starts: str, received: dt.datetime, gap: int
) -> None:
    which = clock(length, starts=starts, pauses=["waiting"])
    stopped = received + dt.timedelta(hours=1)
    resumed = stopped + dt.timedelta(hours=gap)
    plain = due(which, received_at=received, entries=[Entered(OPEN, received)], calendars=CALENDARS, timezone=LONDON)
    entries = [Entered(OPEN, received), Entered("waiting", stopped), Entered(OPEN, resumed)]
    paused = due(which, received_at=received, entries=entries, calendars=CALENDARS, timezone=LONDON)
    assert plain is not None
    assert paused is not None
    assert plain.on <= paused.on
    assert paused.on >= local_day(received, LONDON)
