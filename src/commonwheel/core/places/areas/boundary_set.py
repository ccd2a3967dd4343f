"""A boundary set: the areas of one level, as they were from a day on, with what is said of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.problems import Failure

Shapes = npt.NDArray[np.object_]
LEVELS = ("district", "county", "combined-authority", "region", "country", "ward", "parish", "national-park")
"""The levels of which this node may hold areas; a file's codes tell its level (`level_of_codes`)."""
_BY_PREFIX = {
    "E06": "district", "E07": "district", "E08": "district", "E09": "district", "S12": "district", "W06": "district",
    "N09": "district", "E10": "county", "E47": "combined-authority", "E12": "region", "E92": "country",
    "S92": "country", "W92": "country", "N92": "country", "E05": "ward", "W05": "ward", "S13": "ward", "N08": "ward",
    "E04": "parish", "E43": "parish", "W04": "parish", "E26": "national-park", "W18": "national-park",
    "S21": "national-park",
}  # fmt: skip
_MOST_SHOWN = 3


class AreasAreWrong(Failure):
    """Areas cannot be kept as they are."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(f"{why}. {mend} Nothing was changed.")
        self.why = why
        self.mend = mend


@dataclass(frozen=True, slots=True)
class About:
    """
    What is known of a boundary set as a whole.

    Attributes:
        level: one of `LEVELS`.
        holds_from: the day from which its areas were as they are here.
        holds_until: the last day of it, where known.
        source: what it was made from, with its release.
        licence: the words that must be shown with it; "" where the file told none.
    """

    level: str
    holds_from: date
    holds_until: date | None
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a set: its code (GSS, where it has one) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Boundaries:
    """
    Areas with their outlines, as read from a file.

    Attributes:
        areas: in the order of their codes, none twice.
        shapes: their polygons, longitude and latitude in degrees (WGS 84), one for each area.
        mended: codes of areas whose outline crossed itself and was mended.
    """

    areas: tuple[Area, ...]
    shapes: Shapes
    mended: tuple[str, ...] = ()


def make_boundaries(areas: Sequence[Area], shapes: Shapes) -> Boundaries:
    """
    Return areas sorted by code, with outlines that hold what they should.

    Raises:
        AreasAreWrong: there are none; a code is missing or comes twice; an outline is empty, holds what is no
            number, or lies outside the United Kingdom.
    """
    if not areas:
        raise AreasAreWrong("There are no areas in it", "Check that the right file or layer was given.")
    _check_codes(areas)
    order = sorted(range(len(areas)), key=lambda place: areas[place].code)
    sorted_areas = tuple(areas[place] for place in order)
    sound, mended = _sound(sorted_areas, shapes[order])
    _check_places(sorted_areas, sound)
    return Boundaries(sorted_areas, sound, mended)


def join(first: Boundaries, second: Boundaries) -> Boundaries:
    """
    Return the areas of both.

    Raises:
        AreasAreWrong: a code is in both.
    """
    both = make_boundaries([*first.areas, *second.areas], np.concatenate([first.shapes, second.shapes]))
    return replace(both, mended=tuple(sorted((*first.mended, *second.mended))))


def level_of_codes(areas: Sequence[Area]) -> str:
    """Return the level that the codes of most areas name; "" where they name none."""
    levels = [_BY_PREFIX.get(area.code[:3], "") for area in areas]
    return max(sorted(set(levels)), key=levels.count, default="")


def _check_codes(areas: Sequence[Area]) -> None:
    missing = sum(not area.code for area in areas)
    if missing:
        raise AreasAreWrong(f"{missing:,} areas have no code", "Name the column of the codes with --code.")
    twice = sorted(code for code, number in Counter(area.code for area in areas).items() if number > 1)
    if twice:
        raise AreasAreWrong(
            f"{len(twice):,} codes come more than once: {_some(twice)}",
            "Name another column with --code, give the day with --vintage, or join the parts of each area first.",
        )


def _sound(areas: tuple[Area, ...], shapes: Shapes) -> tuple[Shapes, tuple[str, ...]]:
    """Mend outlines that cross themselves, as generalised ones do; refuse those of which nothing is left."""
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    wild = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
    if len(wild):
        raise _outline_problem(areas, wild, "holds what is no number")
    crossed = ~shapely.is_valid(shapes)
    sound = shapes.copy()
    # By this method a detailed outline takes a thirtieth of the time, and nothing but polygons comes out.
    sound[crossed] = shapely.make_valid(shapes[crossed], method="structure", keep_collapsed=False)
    empty = np.flatnonzero(shapely.area(sound) == 0)
    if len(empty):
        raise _outline_problem(areas, empty, "encloses nothing")
    return sound, tuple(areas[place].code for place in np.flatnonzero(crossed))


def _check_places(areas: tuple[Area, ...], shapes: Shapes) -> None:
    west, south, east, north = shapely.bounds(shapes).T
    outside = np.flatnonzero((west < -11) | (east > 4) | (south < 48) | (north > 63))  # noqa: PLR2004  # degrees
    if not len(outside):
        return
    if np.all((west >= 48) & (east <= 63) & (south >= -11) & (north <= 4)):  # noqa: PLR2004  # degrees
        raise AreasAreWrong(
            "Its latitudes stand where longitudes should", "Export it again with longitude first, as GeoJSON asks."
        )
    first = areas[outside[0]]
    raise AreasAreWrong(
        f"{first.name or first.code} ({first.code}) lies at {west[outside[0]]:.6g}, {south[outside[0]]:.6g}, which is "
        "outside the United Kingdom in degrees",
        "If its numbers are metres of the National Grid, say --crs 27700; otherwise export it as WGS 84.",
    )


def _outline_problem(areas: tuple[Area, ...], places: npt.NDArray[np.intp], what: str) -> AreasAreWrong:
    names = [f"{areas[place].name} ({areas[place].code})" for place in places]
    return AreasAreWrong(f"The outline of {_some(names)} {what}", "Download the file again, or mend it in a GIS.")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_SHOWN:,} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more
