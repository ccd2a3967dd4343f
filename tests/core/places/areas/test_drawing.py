"""Areas drawn as paths: north is up, metres are as long in either direction, and what cannot be seen is left out."""

import re

import pytest
import shapely

from commonwheel.core.places.areas.drawing import WIDTH, Frame, draw, frame_around

LEWES = (0.0, 50.8, 0.2, 51.0)
FRAME = frame_around([LEWES])


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(across), float(down)) for across, down in re.findall(r"([-0-9.]+) ([-0-9.]+)", path)]


def test_the_frame_shows_the_boxes_with_some_land_around_them() -> None:
    (west, north), (east, south) = FRAME.spot(0, 51), FRAME.spot(0.2, 50.8)
    assert 0 < west < east < WIDTH
    assert 0 < north < south < FRAME.height
    assert FRAME.spot(0.1, 50.9) == (WIDTH / 2, FRAME.height / 2)
    both = frame_around([LEWES, (0.2, 50.8, 0.4, 51.0)])
    assert both.spot(0.2, 50.9) == (WIDTH / 2, both.height / 2)


def test_a_metre_is_as_long_in_either_direction() -> None:
    middle, north, east = FRAME.spot(0.1, 50.9), FRAME.spot(0.1, 50.95), FRAME.spot(0.1 + 0.05 / 0.6307, 50.9)
    assert middle[1] - north[1] == pytest.approx(east[0] - middle[0], abs=0.2)


@pytest.mark.parametrize("box", [(0, 50.9, 1, 50.9), (0, 50, 0, 52), (0, 51, 0, 51)])
def test_a_flat_or_a_narrow_box_has_a_picture_of_a_useful_size(box: tuple[float, float, float, float]) -> None:
    frame = frame_around([box])
    assert 300 <= frame.height <= 720


def test_an_outline_is_a_closed_path_with_its_holes() -> None:
    ring = shapely.Polygon(shapely.box(*LEWES).exterior.coords, [shapely.box(0.05, 50.85, 0.15, 50.95).exterior.coords])
    drawn = draw([ring], FRAME)
    assert (drawn.path.count("M"), drawn.path.count("Z")) == (2, 2)
    assert numbers(draw([shapely.box(*LEWES)], FRAME).path)[0] in {
        FRAME.spot(lon, lat) for lon in (0, 0.2) for lat in (50.8, 51)
    }
    assert drawn.label is not None
    across, down = drawn.label
    assert FRAME.spot(0, 51)[0] < across < FRAME.spot(0.2, 51)[0]
    assert FRAME.spot(0, 51)[1] < down < FRAME.spot(0, 50.8)[1]


def test_what_lies_outside_is_cut_off_beyond_the_edge() -> None:
    wide = draw([shapely.box(-5, 50.85, 5, 50.9)], FRAME)
    assert {across for across, _ in numbers(wide.path)} == {-10, WIDTH + 10}
    assert draw([shapely.box(3, 50.85, 5, 50.9)], FRAME).path == ""
    assert draw([shapely.box(3, 50.85, 5, 50.9)], FRAME).label is None


def test_islands_too_small_to_see_are_left_out_and_small_ones_have_no_label() -> None:
    islands = shapely.MultiPolygon([shapely.box(0, 50.8, 0.1, 50.9), shapely.box(0.15, 50.95, 0.15001, 50.95001)])
    assert draw([islands], FRAME).path.count("M") == 1
    small = draw([shapely.box(0.1, 50.9, 0.105, 50.905)], FRAME)
    assert small.path
    assert small.label is None


def test_corners_finer_than_the_picture_are_left_out() -> None:
    fine = shapely.Point(0.1, 50.9).buffer(0.08, quad_segs=2_000)
    assert len(numbers(draw([fine], FRAME).path)) < 120
    assert isinstance(FRAME, Frame)


def test_areas_that_make_up_one_have_one_outline() -> None:
    both = draw([shapely.box(0, 50.8, 0.1, 51), shapely.box(0.1, 50.8, 0.2, 51)], FRAME)
    assert both.path.count("M") == 1
    assert FRAME.spot(0.1, 50.9)[0] not in {across for across, _ in numbers(both.path)}
