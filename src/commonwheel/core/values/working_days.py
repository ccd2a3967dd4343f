"""Working days: a calendar of holidays passed in, and sums over it.

A calendar knows its holidays up to a day; beyond that day only weekends are left out, so a
result there is provisional.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

import numpy as np

from commonwheel.core.problems import Failure

# More working days than the whole calendar holds; a count beyond it need not be tried.
_MOST_DAYS = 3_000_000


class DayIsOutOfRange(Failure):
    """A sum leads to a day before the year 1 or after 9999."""

    def __init__(self, day: dt.date, days: int) -> None:
        super().__init__(f"{days} days from {day.isoformat()} is not a day the calendar holds; use a smaller number.")
        self.day = day
        self.days = days


@dataclass(frozen=True)
class WorkingCalendar:
    """
    Which days are working days.

    Attributes:
        holidays: days that are not working days although they are no Saturday or Sunday.
        known_until: the last day whose holidays are known; later results are provisional.
    """

    holidays: frozenset[dt.date]
    known_until: dt.date
    _days: np.busdaycalendar = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the index that the sums run on."""
        days = np.busdaycalendar(holidays=[np.datetime64(day, "D") for day in sorted(self.holidays)])
        object.__setattr__(self, "_days", days)

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether a day is a working day."""
        return bool(np.is_busday(np.datetime64(day, "D"), busdaycal=self._days))

    def is_provisional(self, day: dt.date) -> bool:
        """Say whether a day lies beyond the holidays that are known."""
        return day > self.known_until

    def add_working_days(self, day: dt.date, number: int) -> dt.date:
        """
        Return the nth working day after a day.

        Args:
            day: where to begin; need not be a working day itself.
            number: how many; 0 gives the day itself, a negative number the nth working day before.

        Raises:
            DayIsOutOfRange: the result lies outside the years 1 to 9999.
        """
        if number == 0:
            return day
        if abs(number) > _MOST_DAYS:
            raise DayIsOutOfRange(day, number)
        # Rolling against the direction first makes the next working day day 1, wherever we begin.
        roll: Literal["backward", "forward"] = "backward" if number > 0 else "forward"
        found = np.busday_offset(np.datetime64(day, "D"), number, roll=roll, busdaycal=self._days).item()
        if not isinstance(found, dt.date):
            raise DayIsOutOfRange(day, number)
        return found

    def working_days_between(self, first: dt.date, second: dt.date) -> int:
        """Return the working days after the first day, up to and including the second; negative when reversed."""
        if second < first:
            return -self.working_days_between(second, first)
        begin, end = np.datetime64(first, "D") + 1, np.datetime64(second, "D") + 1
        return int(np.busday_count(begin, end, busdaycal=self._days))


def closed_on(calendar: WorkingCalendar, days: Iterable[dt.date]) -> WorkingCalendar:
    """Return a calendar that is closed on further days too, such as those between Christmas and New Year."""
    return WorkingCalendar(holidays=calendar.holidays | frozenset(days), known_until=calendar.known_until)


def any_of(*calendars: WorkingCalendar) -> WorkingCalendar:
    """Return the calendar on which a holiday of any of the calendars is a holiday. At least one is given."""
    holidays: frozenset[dt.date] = reduce(frozenset.union, (each.holidays for each in calendars))
    return WorkingCalendar(holidays=holidays, known_until=min(each.known_until for each in calendars))
