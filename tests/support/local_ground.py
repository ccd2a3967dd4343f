"""A small invented region: square districts side by side, with a postcode every 500 metres."""

import datetime as dt

import numpy as np
import shapely

from commonwheel.core.places.areas.area_file import pack_areas, read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, Area, Shapes, make_boundaries
from commonwheel.core.places.grid_arrays import spots_of_grid
from commonwheel.core.places.local.geography import Piece
from commonwheel.core.places.local.homes import Homes, homes_in
from commonwheel.core.places.postcode_table import PostcodePlace, PostcodeTable, pack_table, read_table

WEST, SOUTH, SIDE = 500_000, 150_000, 4_000
STEP = 500
DAY = dt.date(2026, 6, 1)


def square(place: int, *, south: int = 0, height: int = SIDE) -> shapely.Polygon:
    """The square of a place in the row, metres."""
    return shapely.box(WEST + place * SIDE, SOUTH + south, WEST + (place + 1) * SIDE, SOUTH + south + height)


def squares(*shapes: shapely.Polygon) -> Shapes:
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def row_of(count: int) -> tuple[Piece, ...]:
    """Districts from west to east."""
    return tuple(Piece(f"E070001{place:02}", f"Square {place}", f"E070001{place:02}") for place in range(count))


def homes_of(pieces: tuple[Piece, ...]) -> Homes:
    """A postcode every 500 metres of a row of districts."""
    spots = [(east, north, place) for place in range(len(pieces)) for east, north in postcode_spots(place)]
    east, north, district = (np.array(each) for each in zip(*spots, strict=True))
    shapes = squares(*(square(place) for place in range(len(pieces))))
    return homes_in(pieces, shapes, east.astype(float), north.astype(float), district.astype(np.int64))


def postcode_spots(place: int) -> list[tuple[int, int]]:
    """Where the postcodes of a square are, metres."""
    offsets = range(STEP // 2, SIDE, STEP)
    return [(WEST + place * SIDE + east, SOUTH + north) for east in offsets for north in offsets]


def area_set(level: str, *areas: tuple[str, str, shapely.Polygon]) -> AreaSet:
    """Areas as the node holds them, from squares in metres."""
    metres = squares(*(shape for _, _, shape in areas))
    degrees = shapely.transform(metres, lambda spots: np.column_stack(spots_of_grid(*spots.T)))
    made = make_boundaries([Area(code, name) for code, name, _ in areas], degrees)
    return read_areas(pack_areas(made, About(level, dt.date(2025, 4, 1), None, "by hand", "")))


def postcode_table(*codes: str, more: tuple[PostcodePlace, ...] = ()) -> PostcodeTable:
    """The postcodes of a row of districts."""
    rows = [
        PostcodePlace(
            f"{'GRKE'[place]}U{number // 100 + 1} {number // 10 % 10}A{chr(65 + number % 10)}", code, "", *spot
        )
        for place, code in enumerate(codes)
        for number, spot in enumerate(postcode_spots(place))
    ]
    return read_table(pack_table([*rows, *more], source="by hand"))
