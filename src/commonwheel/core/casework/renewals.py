"""Renewals: until which day something runs that falls due again, and when its owner is told.

Source of the last day: docs/sources.md#clocks (corresponding date rule).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.core.casework.lengths import add_days, add_months
from commonwheel.core.casework.states import Moved, Notice, notices_of
from commonwheel.core.patterns.model.casework import Renew

_STATE = "state:"
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Renewal:
    """
    A time that is renewed.

    Attributes:
        runs_until: its last day.
        notice_on: the day the notice goes out; never before the first day.
        notices: what goes out, to the resident first.
    """

    runs_until: dt.date
    notice_on: dt.date
    notices: tuple[Notice, ...]


def renewal_begun(renew: Renew, moved: Moved, *, answers: Mapping[str, Any], on: dt.date) -> Renewal | None:
    """
    Return the time that begins with a move, or None where none does, or its first day is not given yet.

    It begins with the opening, or with the first move into the state that `starts` names: that it is the
    first is for the caller to know. A year that begins on 1 April ends on 31 March; where the month it
    ends in has no such day number, it ends on that month's last day.

    Args:
        moved: the opening, or a move.
        answers: the resident's, in the notation of examples.
        on: the day of the move.

    Raises:
        DayIsOutOfRange: the last day lies beyond the year 9999.

    Source:
        docs/sources.md#clocks
    """
    if not _begins(renew, moved):
        return None
    given = answers if renew.starts == "received" else moved.decision
    if renew.from_ is not None and renew.from_ not in given:
        return None
    first = on if renew.from_ is None else dt.date.fromisoformat(str(given[renew.from_]))
    last = _last_day(first, renew.every.months or (renew.every.years or 0) * _MONTHS_A_YEAR)
    notice_on = max(last - dt.timedelta(days=renew.notice_days), first)
    return Renewal(runs_until=last, notice_on=notice_on, notices=notices_of(renew.tell))


def _begins(renew: Renew, moved: Moved) -> bool:
    if renew.starts == "received":
        return moved.from_state == ""
    return moved.to_state == renew.starts.removeprefix(_STATE)


def _last_day(first: dt.date, months: int) -> dt.date:
    same = add_months(first, months)
    return add_days(same, -1) if same.day == first.day else same
