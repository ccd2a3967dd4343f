"""Which of several vintages holds on a day, and which code an area had on it."""

from collections.abc import Iterable, Mapping
from datetime import date

# An area whose code changed and whose border did not: the old code, the new one, the day. Source:
# docs/sources.md#boundaries.
RECODED = (
    ("E06000048", "E06000057", date(2013, 4, 1)),
    ("E08000020", "E08000037", date(2013, 4, 1)),
    ("E07000097", "E07000242", date(2012, 4, 1)),
    ("E07000101", "E07000243", date(2012, 4, 1)),
    ("E07000100", "E07000240", date(2012, 4, 1)),
    ("E07000104", "E07000241", date(2012, 4, 1)),
    ("S12000015", "S12000047", date(2018, 4, 1)),
    ("S12000024", "S12000048", date(2018, 4, 1)),
    ("S12000044", "S12000050", date(2019, 4, 1)),
    ("S12000046", "S12000049", date(2019, 4, 1)),
    ("E08000016", "E08000038", date(2025, 4, 1)),
    ("E08000019", "E08000039", date(2025, 4, 1)),
)


def newest(days: Iterable[date], on: date) -> date | None:
    """Return the last of the days on which something began to hold that is not after `on`; None for none."""
    return max((day for day in days if day <= on), default=None)


def recoded(on: date) -> Mapping[str, str]:
    """Return for each code that was not in use on a day the one that was."""
    return dict((old, new) if on >= day else (new, old) for old, new, day in RECODED)


def code_on(code: str, on: date) -> str:
    """Return the code that an area had on a day, by a code it had on any."""
    return recoded(on).get(code, code)
