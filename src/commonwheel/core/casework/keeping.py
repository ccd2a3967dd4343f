"""How long a closed request, or one answer of it, is kept."""

import datetime as dt

from commonwheel.core.casework.lengths import add_days, add_months
from commonwheel.core.patterns.model.keeping import Keep
from commonwheel.core.values.working_days import DayIsOutOfRange

_COUNTED = frozenset({"closed", "last-contact", "end-of-financial-year"})
_YEAR_ENDS = (3, 31)
"""Month and day on which the financial year of councils ends."""


def is_counted(keep: Keep) -> bool:
    """Return whether the day a time counts from stands in the request itself; a person has to find out the others."""
    return keep.from_ in _COUNTED


def over_on(keep: Keep, *, closed: dt.date, last_contact: dt.date) -> dt.date:
    """
    Return the first day on which something is not kept any more.

    Args:
        closed: the day the request was closed.
        last_contact: the last day on which anything happened with it, not before `closed`.

    Returns:
        The day, counted from the closing where `is_counted` says no; the last day there is for a time beyond it.
    """
    start = _start(keep, closed, last_contact)
    try:
        if keep.days is not None:
            return add_days(start, keep.days)
        return add_months(start, keep.months if keep.months is not None else 12 * (keep.years or 0))
    except DayIsOutOfRange:
        return dt.date.max


def _start(keep: Keep, closed: dt.date, last_contact: dt.date) -> dt.date:
    if keep.from_ == "last-contact":
        return last_contact
    if keep.from_ == "end-of-financial-year":
        return dt.date(closed.year + ((closed.month, closed.day) > _YEAR_ENDS), *_YEAR_ENDS)
    return closed
