"""Lengths of time put to use: counting days of one kind, months, hours."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commonwheel.core.patterns.model.casework import Length
from commonwheel.core.problems import Failure
from commonwheel.core.values.working_days import DayIsOutOfRange, WorkingCalendar

AUTHORITY = "authority"
SCHOOL = "school"


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


def counting(length: Length, *, calendar_name: str, calendars: Mapping[str, WorkingCalendar]) -> Counting:
    """
    Return how the days of a length are counted; the days of a month are calendar days.

    Args:
        length: in days, working days, school days or months.
        calendar_name: whose working days count.
        calendars: by name: `authority`, the nations, `any-uk`, and `school` for school days.

    Raises:
        CalendarIsMissing: the one that is needed is not among them.
    """
    if length.working_days is None and length.school_days is None:
        return CALENDAR_DAYS
    name = calendar_name if length.school_days is None else SCHOOL
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
