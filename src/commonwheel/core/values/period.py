"""Periods of days, half open: the first day belongs to one, the day it ends on does not."""

import datetime as dt
from dataclasses import dataclass

from commonwheel.core.problems import Failure


class PeriodEndsBeforeItBegins(Failure):
    """A period must hold at least one day."""

    def __init__(self, from_on: dt.date, until_on: dt.date) -> None:
        super().__init__(f"A period from {from_on.isoformat()} cannot end before {until_on.isoformat()}; swap the two.")
        self.from_on = from_on
        self.until_on = until_on


@dataclass(frozen=True, slots=True)
class Period:
    """
    The days from one day until another.

    Attributes:
        from_on: the first day.
        until_on: the day after the last; None where there is no end.
    """

    from_on: dt.date
    until_on: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that holds no day."""
        if self.until_on is not None and self.until_on <= self.from_on:
            raise PeriodEndsBeforeItBegins(self.from_on, self.until_on)

    def holds(self, day: dt.date) -> bool:
        """Say whether a day lies in the period."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two periods share a day."""
        return (other.until_on is None or self.from_on < other.until_on) and (
            self.until_on is None or other.from_on < self.until_on
        )
