"""A small invented region: square districts side by side, with a postcode every 500 metres."""

import datetime as dt
from pathlib import Path

import numpy as np
import shapely

from commonwheel.core.places.areas.area_file import pack_areas, read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, Area, Boundaries, Shapes, make_boundaries
from commonwheel.core.places.grid_arrays import spots_of_grid
from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.geography import Piece
from commonwheel.core.places.local.homes import Homes, homes_in
from commonwheel.core.places.local.kept import MEASURES, Kept
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace, PostcodeTable, read_table
from commonwheel.integrations.places.figures import FigureFolder
from commonwheel.integrations.places.folder import PlaceFolder

WEST, SOUTH, SIDE = 500_000, 150_000, 4_000
STEP = 500
SURREY = [f"E070002{place:02}" for place in range(7, 18)]
"""Codes of its eleven districts, by their names."""
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


def keep_surrey(data: Path) -> None:
    """Hold Surrey as eleven squares in a row, Elmbridge in two wards, with a postcode every 500 metres."""
    folder = PlaceFolder(data)
    rows = [
        PostcodePlace(f"GU{place + 1} {number // 26 + 1}A{chr(65 + number % 26)}", code, "E10000030", *spot)
        for place, code in enumerate(SURREY)
        for number, spot in enumerate(postcode_spots(place))
    ]
    folder.keep_postcodes(pack_table(rows, source="by hand"))
    districts = area_set("district", *((code, "", square(place)) for place, code in enumerate(SURREY)))
    southern, northern = square(0, height=1_000), square(0, south=1_000, height=3_000)
    wards = area_set("ward", ("E05000001", "South", southern), ("E05000002", "North", northern))
    for areas in (districts, wards):
        folder.keep_areas(pack_areas(Boundaries(areas.areas, areas.shapes()), areas.about))


def keep_people(data: Path, **more: float) -> None:
    """Keep residents of each district of Surrey: 10,000, 11,000 and so on; and figures of some measures by `more`."""
    folder = FigureFolder(data)
    values = {code: 1_000.0 * place for place, code in enumerate(SURREY, start=10)}
    folder.keep(Kept("population", "", Figures(values, 2026, "People by hand")))
    for measure in MEASURES:
        if measure in more:
            each = Figures(dict.fromkeys(SURREY, more[measure]), 2026, f"{measure} by hand".capitalize())
            folder.keep(Kept(measure, "waste-collection", each))
