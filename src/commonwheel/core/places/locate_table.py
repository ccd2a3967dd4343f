"""A table of places in a CSV file, to which the councils of each are added, some thousand rows at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from commonwheel.core.places.grid_arrays import Floats
from commonwheel.core.places.locate import Located, Parents, Sources, locate_grid, locate_points, locate_postcodes
from commonwheel.core.problems import Failure

ADDED = ("district", "county", "combined_authority", "problem")
"""The columns that are added, in this order."""
By = Literal["postcode", "point"]
_POSTCODE = ("postcode",)
_POINTS = (("lat", "lon"), ("latitude", "longitude"), ("easting", "northing"))
_METRES = "easting"
_MOST_SHOWN = 12
_TOO_LONG = "This row has more cells than the heading; those beyond it were left out."
_NONE = Parents()


class NoPlaces(Failure):
    """The heading names no column by which a place is known."""

    def __init__(self, heading: Sequence[str], by: By | None) -> None:
        wanted = {"postcode": "postcode", "point": "lat and lon, or easting and northing"}
        asked = wanted[by] if by else ", ".join(wanted.values())
        shown = ", ".join(heading[:_MOST_SHOWN]) or "none"
        super().__init__(f"The input needs columns {asked}. Its columns: {shown}. Nothing was written.")
        self.heading = tuple(heading)


@dataclass(frozen=True, slots=True)
class Heading:
    """
    The columns of a table of places.

    Attributes:
        columns: how many.
        postcode: which one, from 0; None where it is not asked.
        point: which two (north and east of a pair of degrees, or easting and northing); None where not asked.
        is_grid: whether the two are metres.
    """

    columns: int
    postcode: int | None
    point: tuple[int, int] | None
    is_grid: bool


@dataclass(slots=True)
class Counted:
    """How many rows there were, how many have a district, and of how many something is said."""

    rows: int = 0
    located: int = 0
    problems: int = 0


def read_heading(heading: Sequence[str], by: By | None) -> Heading:
    """
    Return where the places stand.

    Args:
        heading: the first row.
        by: what to go by; None for the postcode, and the point of those rows whose postcode is not known.

    Raises:
        NoPlaces: there is no such column.
    """
    names = [name.strip().lower() for name in heading]
    postcode = names.index("postcode") if "postcode" in names and by != "point" else None
    pair = next((pair for pair in _POINTS if by != "postcode" and set(pair) <= set(names)), None)
    if postcode is None and pair is None:
        raise NoPlaces(heading, by)
    point = (names.index(pair[0]), names.index(pair[1])) if pair else None
    return Heading(len(names), postcode, point, is_grid=bool(pair) and pair[0] == _METRES if pair else False)


def add_councils(
    sources: Sources, heading: Heading, rows: Sequence[Sequence[str]], counted: Counted
) -> Iterator[list[str]]:
    """Yield rows with the columns of `ADDED` behind their own, and count them."""
    even = [_even(row, heading.columns) for row in rows]
    found = _located(sources, heading, even)
    for row, given, district, problem in zip(even, rows, found.districts, found.problems, strict=True):
        above = sources.parents.get(district, _NONE)
        said = problem if len(given) <= heading.columns else f"{_TOO_LONG} {problem}".rstrip()
        counted.rows += 1
        counted.located += bool(district)
        counted.problems += bool(said)
        yield [*row, district, above.county, above.combined_authority, said]


def _even(row: Sequence[str], columns: int) -> list[str]:
    return [*row[:columns], *[""] * (columns - len(row))]


def _located(sources: Sources, heading: Heading, rows: Sequence[Sequence[str]]) -> Located:
    if heading.postcode is None:
        return _by_point(sources, heading, rows)
    place = heading.postcode
    found = locate_postcodes(sources, [row[place] for row in rows])
    unknown = np.flatnonzero(found.districts == "").tolist()
    if heading.point is not None and unknown:
        by_point = _by_point(sources, heading, [rows[row] for row in unknown])
        answered = by_point.districts != ""
        these = np.array(unknown)[answered]
        found.districts[these] = by_point.districts[answered]
        found.problems[these] += " The point was taken instead."
    return found


def _by_point(sources: Sources, heading: Heading, rows: Sequence[Sequence[str]]) -> Located:
    first, second = heading.point or (0, 0)
    one, other = numbers_of([row[first] for row in rows]), numbers_of([row[second] for row in rows])
    return locate_grid(sources, one, other) if heading.is_grid else locate_points(sources, other, one)


def numbers_of(texts: Sequence[str]) -> Floats:
    """Return texts as numbers; not-a-number for those that are none."""
    try:
        return np.array([float(text) for text in texts])
    except ValueError:
        return np.array([_number(text) for text in texts])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
