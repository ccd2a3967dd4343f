"""Dates on which something is due, in plain words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwheel.design.moments import day

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class DueWords:
    """A date in words; `colour` is that of its tag, "" for none, and `on` the date itself."""

    text: str
    colour: str
    on: str


def due_words(due_on: dt.date | None, *, today: dt.date) -> DueWords:
    """Return "2 days overdue", "due today", "due tomorrow", "due in 3 days" or "due 4 December 2026"."""
    if due_on is None:
        return DueWords("", "", "")
    return DueWords(_text(due_on, today), _colour((due_on - today).days), day(due_on))


def _text(due_on: dt.date, today: dt.date) -> str:
    days = (due_on - today).days
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    near = {0: _("due today"), 1: _("due tomorrow")}
    if days in near:
        return near[days]
    if days <= SOON_DAYS:
        return ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days}
    return _("due %(day)s") % {"day": day(due_on)}


def _colour(days: int) -> str:
    if days < 0:
        return "red"
    return "yellow" if days <= 1 else "grey"
