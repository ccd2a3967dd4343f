"""Which of several vintages holds on a day."""

from collections.abc import Iterable
from datetime import date


def newest(days: Iterable[date], on: date) -> date | None:
    """Return the last of the days on which something began to hold that is not after `on`; None for none."""
    return max((day for day in days if day <= on), default=None)
