"""On which day something reached the council, where an officer enters it for somebody."""

import datetime as dt

from commonwheel.core.casework.lengths import local_day, start_of_day
from commonwheel.core.problems import Failure

LONGEST_BACK = dt.timedelta(days=92)
"""How long ago something can have been received: a quarter. What is older is mostly a slip in the year."""


class DayOutOfRange(Failure):
    """
    Nothing can have been received on this day, or it is too long ago.

    Attributes:
        earliest, latest: between which the day lies, both included.
    """

    def __init__(self, *, earliest: dt.date, latest: dt.date) -> None:
        super().__init__(f"The day must be between {earliest.isoformat()} and {latest.isoformat()}, which is today.")
        self.earliest = earliest
        self.latest = latest


def check_received(received_on: dt.date, *, today: dt.date) -> None:
    """
    Refuse a day that has not come yet, or is too long ago.

    Raises:
        DayOutOfRange.
    """
    earliest = today - LONGEST_BACK
    if not earliest <= received_on <= today:
        raise DayOutOfRange(earliest=earliest, latest=today)


def received_at(received_on: dt.date | None, *, now: dt.datetime, timezone: dt.tzinfo) -> dt.datetime:
    """Return from when something counts: now, or the beginning of an earlier day on which it was received."""
    if received_on is None or received_on == local_day(now, timezone):
        return now
    return start_of_day(received_on, timezone)
