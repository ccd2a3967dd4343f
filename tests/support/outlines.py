"""Boundaries made by hand: strips beside each other on the line of the streets (`streets.POSTCODES`)."""

import datetime as dt
from pathlib import Path

import numpy as np
import shapely
from tests.support.streets import BRIGHTON, COUNTY, LEWES, WEALDEN, keep_postcodes

from commonwheel.core.places.areas.area_file import pack_areas
from commonwheel.core.places.areas.boundary_set import About, Area, make_boundaries
from commonwheel.core.places.grid import spot_of_grid
from commonwheel.integrations.places.folder import PlaceFolder

APRIL = dt.date(2025, 4, 1)
PARK = "E26000010"
LICENCE = "Contains OS data"


def keep_all(data: Path) -> None:
    """Hold postcodes, districts, a county, a ward and a park: Brighton, Lewes and Wealden from west to east."""
    keep_postcodes(data)
    strips = {BRIGHTON: (530_000, 540_500), LEWES: (540_500, 541_500), WEALDEN: (541_500, 545_000)}
    keep_areas(data, "district", **strips)
    keep_areas(data, "county", **{COUNTY: (540_500, 545_000)})
    keep_areas(data, "national-park", **{PARK: (541_000, 543_000)})
    keep_areas(data, "ward", E05000001=(540_500, 541_500))
    keep_areas(data, "parish", E04000001=(540_500, 541_500), E43000001=(541_500, 545_000))


def keep_areas(data: Path, level: str, **boxes: tuple[int, int]) -> None:
    """Keep areas that lie beside each other on the line of the streets: from and to in metres east."""
    corners = {code: [spot_of_grid(east, north) for east, north in corners_of(*box)] for code, box in boxes.items()}
    rings = [shapely.Polygon([(spot.lon, spot.lat) for spot in ring]) for ring in corners.values()]
    shapes = np.array([*rings, None], dtype=object)[:-1]
    areas = make_boundaries([Area(code, f"Outline of {code}") for code in boxes], shapes)
    PlaceFolder(data).keep_areas(pack_areas(areas, About(level, APRIL, None, f"{level} by hand", LICENCE)))


def corners_of(west: int, east: int) -> list[tuple[int, int]]:
    """Return the corners of a strip, with some along the northern side that a tolerance leaves out."""
    along = [(metres, 120_000 + metres % 7) for metres in range(east, west, -100)]
    return [(west, 100_000), (east, 100_000), *along, (west, 120_000)]
