"""Working days: sums by hand, and properties over any calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.values.calendars import ANY_UK, BankHolidaysAreMissing, nation_calendars
from commonwheel.core.values.working_days import DayIsOutOfRange, WorkingCalendar, any_of, closed_on

# The bank holidays of Christmas 2026 to New Year 2027: Boxing Day falls on a Saturday, so Monday 28 is one.
ENGLAND = {dt.date(2026, 12, 25), dt.date(2026, 12, 28), dt.date(2027, 1, 1)}
SCOTLAND = ENGLAND | {dt.date(2026, 11, 30), dt.date(2027, 1, 4)}
NORTHERN_IRELAND = ENGLAND | {dt.date(2026, 3, 17)}
CALENDAR = WorkingCalendar(holidays=frozenset(ENGLAND), known_until=dt.date(2027, 12, 31))

days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1))
calendars = st.builds(
    WorkingCalendar, holidays=st.frozensets(days, max_size=60), known_until=st.just(dt.date(2060, 12, 31))
)


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (dt.date(2026, 11, 23), 2, dt.date(2026, 11, 25)),  # Monday, so Wednesday
        (dt.date(2026, 11, 28), 2, dt.date(2026, 12, 1)),  # Saturday, so Tuesday
        (dt.date(2026, 11, 29), 1, dt.date(2026, 11, 30)),  # Sunday, so Monday
        (dt.date(2026, 12, 24), 1, dt.date(2026, 12, 29)),  # over Christmas and its Monday
        (dt.date(2026, 12, 25), 1, dt.date(2026, 12, 29)),  # from a holiday
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 4)),  # over New Year
        (dt.date(2026, 11, 28), 0, dt.date(2026, 11, 28)),
        (dt.date(2026, 11, 28), -1, dt.date(2026, 11, 27)),
        (dt.date(2026, 12, 29), -1, dt.date(2026, 12, 24)),
        (dt.date(2028, 2, 28), 1, dt.date(2028, 2, 29)),
    ],
)
def test_the_nth_working_day(start: dt.date, number: int, expected: dt.date) -> None:
    assert CALENDAR.add_working_days(start, number) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (dt.date(2026, 11, 23), dt.date(2026, 11, 25), 2),
        (dt.date(2026, 11, 25), dt.date(2026, 11, 23), -2),
        (dt.date(2026, 11, 27), dt.date(2026, 11, 30), 1),
        (dt.date(2026, 11, 28), dt.date(2026, 11, 29), 0),
        (dt.date(2026, 12, 24), dt.date(2026, 12, 29), 1),
        (dt.date(2026, 12, 24), dt.date(2026, 12, 24), 0),
    ],
)
def test_the_working_days_between(first: dt.date, second: dt.date, expected: int) -> None:
    assert CALENDAR.working_days_between(first, second) == expected


@given(calendar=calendars, day=days, number=st.integers(1, 500))
def test_adding_then_counting_gives_the_number_again(calendar: WorkingCalendar, day: dt.date, number: int) -> None:
    found = calendar.add_working_days(day, number)
    assert calendar.is_working_day(found)
    assert calendar.working_days_between(day, found) == number


@given(calendar=calendars, first=days, second=days)
def test_counting_agrees_with_walking_day_by_day(calendar: WorkingCalendar, first: dt.date, second: dt.date) -> None:
    first, second = min(first, second), min(max(first, second), min(first, second) + dt.timedelta(days=400))
    walked = [first + dt.timedelta(days=n) for n in range(1, (second - first).days + 1)]
    assert calendar.working_days_between(first, second) == sum(map(calendar.is_working_day, walked))
    assert calendar.working_days_between(second, first) == -calendar.working_days_between(first, second)


@pytest.mark.parametrize("number", [10**15, -(10**15), 2_999_999, -2_999_999])
def test_a_sum_that_leaves_the_calendar_has_a_name(number: int) -> None:
    with pytest.raises(DayIsOutOfRange) as caught:
        CALENDAR.add_working_days(dt.date(2026, 11, 23), number)
    assert caught.value.days == number
    assert caught.value.day == dt.date(2026, 11, 23)


def test_a_council_closes_on_days_of_its_own() -> None:
    closed = closed_on(CALENDAR, [dt.date(2026, 12, 29), dt.date(2026, 12, 30), dt.date(2026, 12, 31)])
    assert closed.add_working_days(dt.date(2026, 12, 24), 1) == dt.date(2027, 1, 4)
    assert closed.known_until == CALENDAR.known_until


def test_beyond_the_last_known_year_a_day_is_provisional() -> None:
    assert not CALENDAR.is_provisional(dt.date(2027, 12, 31))
    assert CALENDAR.is_provisional(dt.date(2028, 1, 1))


def test_any_uk_leaves_out_the_holidays_of_every_nation() -> None:
    made = nation_calendars(
        {"england-and-wales": ENGLAND, "scotland": sorted(SCOTLAND), "northern-ireland": NORTHERN_IRELAND}
    )
    assert set(made) == {"england-and-wales", "scotland", "northern-ireland", ANY_UK}
    assert made["england-and-wales"].is_working_day(dt.date(2026, 11, 30))
    assert not made["scotland"].is_working_day(dt.date(2026, 11, 30))
    assert not made[ANY_UK].is_working_day(dt.date(2026, 11, 30))
    assert not made[ANY_UK].is_working_day(dt.date(2026, 3, 17))
    assert made["scotland"].known_until == dt.date(2027, 12, 31)


def test_the_union_is_known_only_as_far_as_the_shortest() -> None:
    short = WorkingCalendar(holidays=frozenset(), known_until=dt.date(2026, 12, 31))
    assert any_of(CALENDAR, short).known_until == dt.date(2026, 12, 31)


def test_a_nation_without_bank_holidays_is_named() -> None:
    with pytest.raises(BankHolidaysAreMissing, match="scotland") as caught:
        nation_calendars({"england-and-wales": ENGLAND, "northern-ireland": ENGLAND})
    assert caught.value.nation == "scotland"
