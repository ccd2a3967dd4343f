"""What somebody asks about a place: a postcode or a council, and a day."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from commonwheel.apps.places.rules import Asked
from commonwheel.core.patterns.answering.fields import Misread, real_date
from commonwheel.core.places.grid import Spot
from commonwheel.core.places.point import NotOnTheMap, read_point
from commonwheel.core.values.postcode import NotAPostcode, normalise

_LONGEST = 60
EARLIEST, LATEST = dt.date(2009, 4, 1), dt.date(2099, 12, 31)
"""The register's history begins on the first; nothing is announced beyond the second."""


def read_asked(given: Mapping[str, str], *, today: dt.date) -> Asked:
    """Read what was asked; a postcode, or a point in its place, comes before a council."""
    postcode, area = given.get("postcode", "").strip()[:_LONGEST], given.get("area", "").strip()[:_LONGEST]
    parts = tuple((part, given.get(f"on-{part}", "").strip()[:_LONGEST]) for part in ("day", "month", "year"))
    problems: list[tuple[str, str]] = []
    spot = None
    try:
        postcode = normalise(postcode) if postcode else ""
    except NotAPostcode:
        spot, wrong = _point(postcode)
        problems += [("postcode", wrong)] if wrong else []
    on = _day(parts, today)
    if on is None:
        problems.append(("on", _("Enter a real date between 1 April 2009 and the end of 2099, or leave it empty")))
    asked = Asked(postcode, area, parts, on, tuple(problems))
    if asked.is_asked and not (postcode or area):
        problems.insert(0, ("postcode", _("Enter a postcode, or choose a council")))
    return Asked(postcode, area, parts, on, tuple(problems), spot)


def _point(text: str) -> tuple[Spot | None, str]:
    """Return the point that was typed, or what is wrong."""
    try:
        found = read_point(text)
    except NotOnTheMap:
        return None, _("This point is not on the map. Check its letters and numbers")
    return found, "" if found else _("Enter a full UK postcode, such as BN1 1AA")


def _day(parts: tuple[tuple[str, str], ...], today: dt.date) -> dt.date | None:
    if not any(typed for _, typed in parts):
        return today
    try:
        found = dt.date.fromisoformat(real_date(*(typed for _, typed in parts)))
    except Misread:
        return None
    return found if EARLIEST <= found <= LATEST else None
