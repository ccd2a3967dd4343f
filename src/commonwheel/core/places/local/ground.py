"""The ground of a comparison: the pieces of a region with their outlines, its postcodes, and service points on it."""

import csv
import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import Shapes
from commonwheel.core.places.grid_arrays import Floats, grid_of_spots
from commonwheel.core.places.local.candidates import code_of, districts_of
from commonwheel.core.places.local.geography import Piece
from commonwheel.core.places.local.homes import OUTLINE_ERROR, Homes, Places, homes_in, nearest_piece
from commonwheel.core.places.locate_table import numbers_of, read_heading
from commonwheel.core.places.postcode_keys import keys_of
from commonwheel.core.places.postcode_table import PostcodeTable
from commonwheel.core.places.register.authority import Authority
from commonwheel.core.places.register.register import Register
from commonwheel.core.problems import Failure

_MOST_SHOWN = 5


class GroundIsMissing(Failure):
    """The node holds too little of a region to compare anything there."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend} docs/how-to/load-postcodes-and-boundaries.md tells where such files are.")
        self.what = what
        self.mend = mend


class PointsAreWrong(Failure):
    """A file of service points cannot be used."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source}: {why}. Nothing was compared.")
        self.source = source
        self.why = why


@dataclass(frozen=True)
class Outlined:
    """Pieces of a region, and the outline of each in metres of the National Grid."""

    pieces: tuple[Piece, ...]
    shapes: Shapes


@dataclass(frozen=True)
class Points:
    """Service points: metres of the National Grid, and the file they are from."""

    easting: Floats
    northing: Floats
    source: str


@dataclass(frozen=True)
class Ground:
    """
    A region on a day, as far as postcodes and outlines tell.

    Attributes:
        districts: the lowest councils in it, by id.
        homes: its postcodes, in the pieces that are outlined.
    """

    on: dt.date
    districts: tuple[Authority, ...]
    outlined: Outlined
    homes: Homes


def take_ground(
    register: Register,
    region: Authority,
    *,
    table: PostcodeTable,
    areas: AreaSet,
    on: dt.date,
    wards: AreaSet | None = None,
    named: Collection[str] = (),
) -> Ground:
    """
    Return the ground of a region; the arguments are those of `outline` and `settle`.

    Raises:
        RegionHasNoCouncils, GroundIsMissing: as they say.
    """
    districts = districts_of(register, region, on=on)
    outlined = outline(districts, areas, wards, named=named, on=on)
    return Ground(on, districts, outlined, settle(outlined, table, register, on=on))


def outline(
    districts: Sequence[Authority],
    areas: AreaSet,
    wards: AreaSet | None,
    *,
    named: Collection[str],
    on: dt.date,
) -> Outlined:
    """
    Return the pieces of a region: its districts, and the wards instead of each district of which a ward is named.

    Args:
        areas: outlines of districts; wards: of wards; None where none are held.
        named: codes that candidates are drawn of.

    Raises:
        GroundIsMissing: a district has no outline; or wards are named, and no outlines of wards are held.
    """
    found = _districts(districts, areas, on)
    known = {piece.code for piece in found.pieces}
    wanted = {code for code in named if code not in known}
    if not wanted:
        return found
    if wards is None:
        raise GroundIsMissing(
            f"{_listed(sorted(wanted))} is no district of the region, and outlines of wards are not held",
            "Take them in with `commonwheel places import`.",
        )
    return _broken(found, areas, wards, wanted)


def settle(outlined: Outlined, table: PostcodeTable, register: Register, *, on: dt.date) -> Homes:
    """
    Return the postcodes in use in a region's pieces.

    Raises:
        GroundIsMissing: a piece has none.
    """
    first: dict[str, int] = {}
    for place, piece in enumerate(outlined.pieces):
        first.setdefault(piece.district, place)
    of_code = np.array([_place(code, first, register, on) for code in table.codes], dtype=np.int64)
    place = of_code[table.rows["districts"]]
    rows = np.flatnonzero((place >= 0) & (table.rows["ended"] == 0) & (table.rows["eastings"] > 0))
    easting, northing = (table.rows[column][rows].astype(np.float64) for column in ("eastings", "northings"))
    homes = homes_in(outlined.pieces, outlined.shapes, easting, northing, place[rows])
    empty = np.flatnonzero(homes.counts(len(outlined.pieces)) == 0).tolist()
    if empty:
        raise GroundIsMissing(
            f"No postcode of {table.source} lies in {_listed([outlined.pieces[each].name for each in empty])}",
            "Take in a file that has its postcodes with `commonwheel places import`.",
        )
    return homes


def read_points(lines: Iterable[str], table: PostcodeTable, *, name: str) -> Points:
    """
    Read service points from a CSV file of `postcode`, or `lat` and `lon`, or `easting` and `northing`.

    Raises:
        NoPlaces: the file has no such columns.
        PointsAreWrong: a row has no place.
    """
    rows = csv.reader(lines)
    heading = read_heading(next(rows, []), None)
    held = [[*row, *[""] * heading.columns] for row in rows if any(row)]
    if heading.point is not None:
        one, other = (numbers_of([row[column] for row in held]) for column in heading.point)
        easting, northing = (one, other) if heading.is_grid else grid_of_spots(other, one)
    else:
        easting, northing = _of_postcodes([row[heading.postcode or 0] for row in held], table)
    wrong = np.flatnonzero(~(np.isfinite(easting) & np.isfinite(northing)))
    if len(wrong):
        raise PointsAreWrong(f"{name}, row {int(wrong[0]) + 2}", "it has no place that is known")
    return Points(easting, northing, name)


def points_in(outlined: Outlined, points: Points) -> tuple[tuple[Floats, Floats], Places]:
    """
    Return the eastings and northings of the points in a region, and the place of the piece in which each is.

    Raises:
        PointsAreWrong: none lies in it.
    """
    piece, metres = nearest_piece(outlined.shapes, points.easting, points.northing)
    inside = metres <= OUTLINE_ERROR
    if not inside.any():
        raise PointsAreWrong(points.source, "no point of it lies in the region")
    return (points.easting[inside], points.northing[inside]), piece[inside]


def _of_postcodes(texts: Sequence[str], table: PostcodeTable) -> tuple[Floats, Floats]:
    rows = table.places_of(keys_of(texts))
    known = (rows >= 0) & (table.rows["eastings"][rows] > 0)
    return (
        np.where(known, table.rows["eastings"][rows].astype(np.float64), np.nan),
        np.where(known, table.rows["northings"][rows].astype(np.float64), np.nan),
    )


def _districts(districts: Sequence[Authority], areas: AreaSet, on: dt.date) -> Outlined:
    pieces, shapes, missing = [], [], []
    for each in districts:
        place = next((place for code in each.codes if (place := areas.place_of(code.value)) is not None), None)
        if place is None:
            missing.append(each.name.short)
            continue
        code = code_of(each, on)
        pieces.append(Piece(code, each.name.short, code))
        shapes.append(areas.shape(place))
    if missing:
        raise GroundIsMissing(
            f"No outline is held of {_listed(missing)}",
            f"Take in districts of {on.year} with `commonwheel places import`.",
        )
    return Outlined(tuple(pieces), _in_metres(shapes))


def _broken(found: Outlined, areas: AreaSet, wards: AreaSet, wanted: Collection[str]) -> Outlined:
    """Return the pieces with the wards of each district that has a wanted one in its place."""
    districts, outlines = _in_metres(areas.shapes()), _in_metres(wards.shapes())
    own = {place: piece for piece in found.pieces if (place := areas.place_of(piece.code)) is not None}
    home = _districts_of(outlines, districts)
    broken = {home[place] for place, ward in enumerate(wards.areas) if ward.code in wanted} & set(own)
    codes = {own[place].code for place in broken}
    pieces = [
        (piece, shape) for piece, shape in zip(found.pieces, found.shapes, strict=True) if piece.code not in codes
    ]
    pieces += [
        (Piece(ward.code, ward.name, own[home[place]].code), outlines[place])
        for place, ward in enumerate(wards.areas)
        if home[place] in broken
    ]
    shapes = np.empty(len(pieces), dtype=object)
    shapes[:] = [shape for _, shape in pieces]
    return Outlined(tuple(piece for piece, _ in pieces), shapes)


def _districts_of(wards: Shapes, districts: Shapes) -> list[int]:
    """Return, for each ward, the place of the district that holds the most of it; -1 for none."""
    ward, district = shapely.STRtree(districts).query(wards, predicate="intersects")
    common = shapely.area(shapely.intersection(wards[ward], districts[district]))
    found = [-1] * len(wards)
    for place in np.argsort(common, kind="stable").tolist():
        found[int(ward[place])] = int(district[place])
    return found


def _in_metres(shapes: Iterable[object]) -> Shapes:
    held = list(shapes)
    flat = np.empty(len(held), dtype=object)
    flat[:] = held
    return np.asarray(shapely.transform(flat, lambda degrees: np.column_stack(grid_of_spots(*degrees.T))), dtype=object)


def _place(code: str, first: dict[str, int], register: Register, on: dt.date) -> int:
    if code in first:
        return first[code]
    standing = register.standing(code, on=on)
    return first.get(code_of(standing[0].lowest, on), -1) if len(standing) == 1 else -1


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (
        f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    )
