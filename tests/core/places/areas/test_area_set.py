"""Which area a spot is in: the cells answer what the outlines would, and a file is whole or refused."""

import json
import math
import struct
import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwheel.core.places.areas.area_file import AreaFileIsBroken, pack_areas, read_about, read_areas
from commonwheel.core.places.areas.area_set import NOWHERE, AreaSet, Hit
from commonwheel.core.places.areas.boundary_set import About, Area, make_boundaries
from commonwheel.core.places.areas.cells import make_cells
from commonwheel.core.places.areas.nearness import FARTHEST
from commonwheel.core.places.grid import Spot, grid_of_spot
from commonwheel.core.places.grid_arrays import grid_of_spots

ABOUT = About("district", date(2025, 4, 1), date(2026, 3, 31), "by hand", "OGL")
WEST, SOUTH = -1.0, 51.0


def shapes_of(*polygons: object) -> np.ndarray:
    found = np.empty(len(polygons), dtype=object)
    found[:] = polygons
    return found


def set_of(*polygons: object, codes: Sequence[str] = ()) -> AreaSet:
    names = codes or [f"E0600{number:04}" for number in range(len(polygons))]
    boundaries = make_boundaries([Area(code, f"Area {code}") for code in names], shapes_of(*polygons))
    return read_areas(pack_areas(boundaries, ABOUT))


def box(west: float, south: float, east: float, north: float) -> object:
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


TWO = set_of(box(0, 0, 0.1, 0.1), box(0.1, 0, 0.2, 0.1))
WITH_ISLAND = set_of(
    shapely.difference(box(0, 0, 0.2, 0.1), box(0.05, 0.02, 0.1, 0.06)),
    shapely.union(box(0.05, 0.02, 0.1, 0.06), box(0.5, 0.5, 0.6, 0.6)),
)


def code_at(areas: AreaSet, x: float, y: float) -> str | None:
    hit = areas.find(WEST + x, SOUTH + y)
    return hit.area.code if hit else None


def test_a_spot_is_in_its_area() -> None:
    assert code_at(TWO, 0.05, 0.05) == "E06000000"
    assert code_at(TWO, 0.15, 0.05) == "E06000001"
    assert code_at(WITH_ISLAND, 0.07, 0.04) == "E06000001"
    assert code_at(WITH_ISLAND, 0.55, 0.55) == "E06000001"
    assert code_at(WITH_ISLAND, 0.01, 0.04) == "E06000000"
    assert code_at(WITH_ISLAND, 0.3, 0.3) is None
    assert len(TWO) == 2


def test_a_spot_on_a_border_is_in_the_first_and_the_other_is_told() -> None:
    hit = TWO.find(WEST + 0.1, SOUTH + 0.05)
    assert hit is not None
    assert (hit.area.code, [other.code for other in hit.others], hit.metres) == ("E06000000", ["E06000001"], 0)
    assert TWO.places_of(np.array([WEST + 0.1]), np.array([SOUTH + 0.05])).tolist() == [0]


@pytest.mark.parametrize(
    ("x", "y"), [(0.3, 0.05), (99, 0), (-99, 0), (0, 99), (math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf)]
)
def test_a_spot_in_no_area_is_told_so(x: float, y: float) -> None:
    assert TWO.find(WEST + x, SOUTH + y) is None
    assert TWO.find(WEST + x, SOUTH + y, reach=500) is None
    assert TWO.places_of(np.array([WEST + x]), np.array([SOUTH + y])).tolist() == [NOWHERE]


def test_all_areas_around_a_spot_are_told_the_nearest_first() -> None:
    near = TWO.around(WEST + 0.1005, SOUTH + 0.05, reach=100)
    assert [(hit.area.code, round(hit.metres)) for hit in near] == [("E06000001", 0), ("E06000000", 35)]
    assert [hit.area.code for hit in TWO.around(WEST + 0.05, SOUTH + 0.05, reach=100)] == ["E06000000"]
    assert [hit.area.code for hit in TWO.around(WEST + 0.1, SOUTH + 0.05, reach=100)] == ["E06000000", "E06000001"]


@pytest.mark.parametrize(("x", "y"), [(99, 0), (0, -99), (0.1, 0.2), (math.nan, 0), (0, math.nan)])
def test_around_a_spot_far_away_there_are_none(x: float, y: float) -> None:
    assert TWO.around(WEST + x, SOUTH + y, reach=500) == ()


def test_deep_inside_an_area_and_far_from_all_the_cells_tell_so_alone() -> None:
    assert TWO.alone_around(WEST + 0.05, SOUTH + 0.05, reach=100) == 0
    assert TWO.alone_around(WEST + 0.15, SOUTH + 0.05, reach=100) == 1
    assert WITH_ISLAND.alone_around(WEST + 0.3, SOUTH + 0.4, reach=100) == NOWHERE


@pytest.mark.parametrize(("x", "y"), [(0.1005, 0.05), (0.05, 0.0005), (99, 0), (0, -99), (math.nan, 0), (0, math.nan)])
def test_near_a_border_and_outside_the_grid_the_cells_cannot_tell(x: float, y: float) -> None:
    assert TWO.alone_around(WEST + x, SOUTH + y, reach=100) is None


def test_the_way_to_a_border_is_measured_from_either_side() -> None:
    inside = TWO.metres_to_border("E06000000", WEST + 0.099, SOUTH + 0.05)
    outside = TWO.metres_to_border("E06000000", WEST + 0.101, SOUTH + 0.05)
    assert inside == pytest.approx(outside) == pytest.approx(70, rel=0.01)


def test_areas_beside_others_are_told() -> None:
    row = set_of(box(0, 0, 0.1, 0.1), box(0.1, 0, 0.2, 0.1), box(0.201, 0, 0.3, 0.1), box(0.31, 0.05, 0.4, 0.1))
    assert row.beside([0]) == [1]
    assert row.beside([1]) == [0, 2]
    assert row.beside([0, 1]) == [2]
    assert row.beside([3]) == []
    slanted = set_of(shapely.Polygon([(-1, 51), (-0.9, 51), (-1, 51.1)]), box(0.06, 0.06, 0.1, 0.1))
    assert slanted.beside([0]) == []


def test_the_nearest_area_is_found_with_its_distance() -> None:
    hit = TWO.find(WEST + 0.202, SOUTH + 0.05, reach=500)
    assert hit is not None
    east, north = grid_of_spot(Spot(SOUTH + 0.05, WEST + 0.202))
    near_east, near_north = grid_of_spot(Spot(SOUTH + 0.05, WEST + 0.2))
    assert hit.area.code == "E06000001"
    assert hit.metres == pytest.approx(math.hypot(east - near_east, north - near_north), rel=0.01)
    assert TWO.find(WEST + 0.202, SOUTH + 0.05, reach=100) is None


def test_beyond_the_farthest_nothing_is_near_however_far_one_asks() -> None:
    assert TWO.find(WEST + 0.2 + 1.1 * FARTHEST / 70_000, SOUTH + 0.05, reach=10**9) is None


@given(south=st.integers(50, 60), away=st.floats(0.001, 0.005), to_north=st.booleans())
def test_a_distance_is_right_to_half_a_hundredth_everywhere_in_the_country(
    *, south: int, away: float, to_north: bool
) -> None:
    areas = set_of(shapely.box(-3, south - 0.1, -2.9, south))
    x, y = (-2.95, south + away) if to_north else (-2.9 + away, south - 0.05)
    hit = areas.find(x, y, reach=1_000)
    assert hit is not None
    eastings, northings = grid_of_spots(np.array([x, min(x, -2.9)]), np.array([y, min(y, south)]))
    assert hit.metres == pytest.approx(math.hypot(*np.diff(eastings), *np.diff(northings)), rel=0.005)


@st.composite
def partitions(draw: st.DrawFn) -> list[object]:
    """Draw areas that fill a square between them: cells around seeds, cut along straight lines."""
    number = draw(st.integers(2, 12))
    seeds = draw(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=number, unique=True))
    cells = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=shapely.box(0, 0, 1000, 1000))
    parts = shapely.intersection(shapely.get_parts(cells), shapely.box(0, 0, 1000, 1000))
    parts = [part for part in shapely.transform(parts, lambda xy: xy / 2000 + (WEST, SOUTH)) if part.area > 1e-9]
    # Some areas are of several cells, so that they have holes and parts apart.
    groups = draw(st.lists(st.integers(0, 4), min_size=len(parts), max_size=len(parts)))
    joined = [
        shapely.union_all([part for part, group in zip(parts, groups, strict=True) if group == each])
        for each in sorted(set(groups))
    ]
    return [area for area in joined if shapely.is_valid(area)]


spots = st.lists(st.tuples(st.floats(-0.05, 0.55), st.floats(-0.05, 0.55)), min_size=1, max_size=40)


@given(partitions(), spots)
@settings(max_examples=60)
def test_cells_answer_what_the_outlines_would(polygons: list[object], at: list[tuple[float, float]]) -> None:
    areas = set_of(*polygons)
    # Corners and edges of the cells themselves are where arithmetic could go wrong.
    frame = areas.cells.frame
    corners = [(frame.west + i * frame.width * 3, frame.south + i * frame.height * 2) for i in range(10)]
    x, y = np.array([*((WEST + east, SOUTH + north) for east, north in at), *corners]).T
    places = areas.places_of(x, y)
    for place, east, north in zip(places.tolist(), x.tolist(), y.tolist(), strict=True):
        holding = [number for number, shape in enumerate(areas.shapes()) if shapely.intersects_xy(shape, east, north)]
        assert place == (holding[0] if holding else NOWHERE)
        hit = areas.find(east, north)
        assert [each.code for each in (hit.area, *hit.others)] if hit else [areas.areas[n].code for n in holding] == []


@given(partitions(), spots, st.sampled_from([10.0, 100.0, 2_000.0]))
@settings(max_examples=60)
def test_what_the_cells_tell_alone_is_what_the_outlines_tell(
    polygons: list[object], at: list[tuple[float, float]], reach: float
) -> None:
    areas = set_of(*polygons)
    for east, north in at:
        alone = areas.alone_around(WEST + east, SOUTH + north, reach=reach)
        around = areas.around(WEST + east, SOUTH + north, reach=reach)
        if alone is not None:
            assert around == (() if alone == NOWHERE else (Hit(areas.areas[alone]),))


@given(partitions())
@settings(max_examples=30)
def test_every_spot_inside_an_area_is_in_it(polygons: list[object]) -> None:
    areas = set_of(*polygons)
    x, y = shapely.get_coordinates(shapely.point_on_surface(areas.shapes())).T
    assert areas.places_of(x, y).tolist() == list(range(len(areas)))


def test_areas_that_overlap_are_both_told() -> None:
    areas = set_of(box(0, 0, 0.2, 0.2), box(0.05, 0.05, 0.15, 0.15))
    hit = areas.find(WEST + 0.1, SOUTH + 0.1)
    assert hit is not None
    assert [each.code for each in (hit.area, *hit.others)] == ["E06000000", "E06000001"]
    assert areas.places_of(np.array([WEST + 0.1]), np.array([SOUTH + 0.1])).tolist() == [0]


def test_many_spots_are_asked_in_blocks() -> None:
    x = np.full(70_000, WEST + 0.15)
    assert set(TWO.places_of(x, np.full(70_000, SOUTH + 0.05)).tolist()) == {1}
    assert TWO.places_of(np.zeros(0), np.zeros(0)).tolist() == []


def test_an_area_is_found_by_its_code_with_its_outline() -> None:
    place = TWO.place_of("E06000001")
    assert place == 1
    assert shapely.equals(TWO.shape(1), box(0.1, 0, 0.2, 0.1))
    assert TWO.place_of("E06000009") is None


def test_most_of_the_cells_of_a_large_area_need_no_outline() -> None:
    cells = make_cells(shapes_of(box(0, 0, 1, 1), box(1, 0, 2, 1)))
    assert (cells.numbers > 2).mean() < 0.25


def test_a_narrow_strip_has_cells_too() -> None:
    assert code_at(set_of(box(0, 0, 2, 0.00001)), 1, 0.000005) == "E06000000"
    assert code_at(set_of(box(0, 0, 0.00001, 2)), 0.000005, 1) == "E06000000"


BOUNDARIES = make_boundaries(
    [Area("E06000002", "B"), Area("E06000001", "Â")], shapes_of(box(0, 0, 1, 1), box(1, 0, 2, 1))
)
WHOLE = pack_areas(BOUNDARIES, ABOUT)


def test_a_file_tells_what_it_holds() -> None:
    areas = read_areas(memoryview(WHOLE))
    assert areas.about == ABOUT
    assert areas.areas == (Area("E06000001", "Â"), Area("E06000002", "B"))
    assert read_about(WHOLE[:4_000]) == ABOUT


def test_a_file_of_very_many_lists_is_read_as_well() -> None:
    """Numbers of cells have two bytes or four."""
    rows = [
        shapely.box(-3 + x / 100, 51 + y / 100, -3 + (x + 1) / 100, 51 + (y + 1) / 100)
        for y in range(260)
        for x in range(255)
    ]
    areas = set_of(*rows, codes=[f"E05{number:06}" for number in range(len(rows))])
    hit = areas.find(-3 + 0.0251, 51 + 2.5951)
    assert hit is not None
    assert hit.area.code == f"E05{259 * 255 + 2:06}"
    assert areas.cells.numbers.itemsize == 4


@given(st.integers(0, len(WHOLE) - 1))
def test_every_shortened_file_is_refused(length: int) -> None:
    with pytest.raises(AreaFileIsBroken):
        read_areas(WHOLE[:length])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_every_wrong_byte_is_found(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    with pytest.raises(AreaFileIsBroken):
        read_areas(bytes(spoilt))


@pytest.mark.parametrize(
    "head", [b"", b"CWAREA01", WHOLE[:60], b"CWAREA02" + WHOLE[8:], struct.pack("<8sII", b"CWAREA01", 0, 2) + b"[]"]
)
def test_a_head_that_tells_nothing_is_refused(head: bytes) -> None:
    with pytest.raises(AreaFileIsBroken):
        read_about(head)


def test_the_check_covers_the_description() -> None:
    magic, check, length = struct.unpack_from("<8sII", WHOLE)
    assert magic == b"CWAREA01"
    assert check == zlib.crc32(WHOLE[12:])
    assert json.loads(WHOLE[16 : 16 + length])["about"]["licence"] == "OGL"
