"""Lengths of time put to use: counting days of one kind, months, hours."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from commonwheel.core.patterns.model.casework import Length
from commonwheel.core.problems import Failure
from commonwheel.core.values.working_days import DayIsOutOfRange, WorkingCalendar

AUTHORITY = "authority"
SCHOOL = "school"
Unit = Literal["hours", "days", "working_days", "school_days", "months"]


class CalendarIsMissing(Failure):
    """A clock counts on a calendar that was not passed in."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no calendar {name!r} for this council. Add its days before using this service.")
        self.name = name


class TimeHasNoZone(Failure):
    """A time was passed in without its time zone, so that its day cannot be known."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(f"{at.isoformat()} has no time zone; pass an aware time.")
        self.at = at


class LengthIsNotKnown(Failure):
    """A length reads a setting that is not there, says no number, or was not asked (`core.casework.settled`)."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The setting {name!r} says no length of time. Run `check` on the pattern.")
        self.name = name


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time that is settled: one or more of a unit."""

    unit: Unit
    number: int


def unit_of(length: Length) -> Unit:
    """Return the one unit that a length is in."""
    return next(each for each in get_args(Unit) if getattr(length, each) is not None)


def span_of(length: Length) -> Span:
    """
    Return how many of its unit a length is.

    Raises:
        LengthIsNotKnown: it reads a setting, and `core.casework.settled` has not asked that.
    """
    unit = unit_of(length)
    number = getattr(length, unit)
    if isinstance(number, str):
        raise LengthIsNotKnown(number)
    return Span(unit, number)


@dataclass(frozen=True, slots=True)
class Counting:
    """
    How one kind of day is counted.

    Attributes:
        add: the nth such day after a day; 0 gives the day itself.
        between: such days after the first, up to and including the second.
        is_provisional: whether a day lies beyond what the calendar knows.
    """

    add: Callable[[dt.date, int], dt.date]
    between: Callable[[dt.date, dt.date], int]
    is_provisional: Callable[[dt.date], bool]


def add_days(day: dt.date, number: int) -> dt.date:
    """
    Return the nth calendar day after a day.

    Raises:
        DayIsOutOfRange: the result lies beyond the year 9999.
    """
    try:
        return day + dt.timedelta(days=number)
    except OverflowError:
        raise DayIsOutOfRange(day, number) from None


def add_months(day: dt.date, number: int) -> dt.date:
    """
    Return the same day number so many months later, or that month's last day where there is none.

    Raises:
        DayIsOutOfRange: the result lies beyond the year 9999.
    """
    years, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + years, month + 1
    if year > dt.MAXYEAR:
        raise DayIsOutOfRange(day, number * 30)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_hours(at: dt.datetime, number: int) -> dt.datetime:
    """
    Return the instant so many hours later, in UTC, so that no hour is lost or doubled when clocks change.

    Raises:
        DayIsOutOfRange: the result lies beyond the year 9999.
    """
    try:
        return at.astimezone(dt.UTC) + dt.timedelta(hours=number)
    except OverflowError:
        raise DayIsOutOfRange(at.date(), number // 24) from None


CALENDAR_DAYS = Counting(
    add=add_days, between=lambda first, second: (second - first).days, is_provisional=lambda _day: False
)


def counting(unit: Unit, *, calendar_name: str, calendars: Mapping[str, WorkingCalendar]) -> Counting:
    """
    Return how the days of a length are counted; the days of a month are calendar days.

    Args:
        unit: of the length; not hours.
        calendar_name: whose working days count.
        calendars: by name: `authority`, the nations, `any-uk`, and `school` for school days.

    Raises:
        CalendarIsMissing: the one that is needed is not among them.
    """
    if unit not in ("working_days", "school_days"):
        return CALENDAR_DAYS
    name = SCHOOL if unit == "school_days" else calendar_name
    if name not in calendars:
        raise CalendarIsMissing(name)
    chosen = calendars[name]
    return Counting(
        add=chosen.add_working_days, between=chosen.working_days_between, is_provisional=chosen.is_provisional
    )


def local_day(at: dt.datetime, timezone: dt.tzinfo) -> dt.date:
    """
    Return the day it is at an instant, in a time zone.

    Raises:
        TimeHasNoZone: the time says no zone of its own.
    """
    if at.tzinfo is None:
        raise TimeHasNoZone(at)
    return at.astimezone(timezone).date()


def start_of_day(day: dt.date, timezone: dt.tzinfo) -> dt.datetime:
    """Return the instant at which a day begins."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone)
