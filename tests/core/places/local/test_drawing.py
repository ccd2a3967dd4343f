"""The map: one panel for each geography, borders and numbers, nothing told by colour alone."""

from xml.etree.ElementTree import fromstring

import pytest
from tests.support.local_ground import row_of, square, squares

from commonwheel.core.places.local.drawing import draw, draw_parts, frame_of
from commonwheel.core.places.local.geography import drawn
from commonwheel.core.places.local.ground import Outlined

BLOCKS = row_of(3)
CODES = [piece.code for piece in BLOCKS]
OUTLINED = Outlined(BLOCKS, squares(*(square(place) for place in range(3))))
SVG = "{http://www.w3.org/2000/svg}"


def test_each_geography_has_a_panel_with_its_councils_by_number_and_name() -> None:
    two = drawn("two <b>", [CODES[:2], CODES[2:]], BLOCKS)
    image = fromstring(draw([two, drawn("one", [CODES], BLOCKS)], OUTLINED, "Contains <data>"))  # noqa: S314  # our own
    texts = [each.text for each in image.iter(f"{SVG}text")]
    assert texts == ["two <b>", "1", "2", "one", "1"]
    titles = [each.text for each in image.iter(f"{SVG}title")]
    assert [each.text for each in image.iter(f"{SVG}desc")] == ["Contains <data>"]
    assert titles[:3] == ["two <b>; one", "1: 1: Square 0 + Square 1", "2: 2: Square 2"]
    assert len(list(image.iter(f"{SVG}path"))) == 3


@pytest.mark.parametrize(("side", "outlines"), [(400, 1), (2_000, 2)])
def test_a_gap_between_outlines_is_left_out_and_land_of_others_is_not(side: int, outlines: int) -> None:
    middle = square(0).centroid.buffer(side / 2, cap_style="square")
    holed = Outlined(BLOCKS[:1], squares(square(0).difference(middle)))
    (found,) = draw_parts(drawn("one", [CODES[:1]], holed.pieces).parts, holed, frame_of(holed))
    assert found.path.count("M") == outlines


def test_it_keeps_the_shape_of_the_land() -> None:
    image = fromstring(draw([drawn("one", [CODES], BLOCKS)], OUTLINED, "Contains <data>"))  # noqa: S314  # our own
    assert image.attrib["role"] == "img"
    (path,) = image.iter(f"{SVG}path")
    spots = [tuple(map(float, each.split())) for each in path.attrib["d"].strip("MZ").split("L")]
    (west, east), (north, south) = ((min(each), max(each)) for each in zip(*spots, strict=True))
    # Three squares side by side, by a degree askew because the grid's north is not the map's.
    assert (east - west) / (south - north) == pytest.approx(3, rel=0.06)


def test_a_council_too_small_for_its_number_is_drawn_without_it() -> None:
    small = Outlined(BLOCKS[:2], squares(square(0), square(1, height=10)))
    image = fromstring(draw([drawn("two", [CODES[:1], CODES[1:2]], small.pieces)], small, ""))  # noqa: S314  # our own
    assert [each.text for each in image.iter(f"{SVG}text")] == ["two", "1"]
    assert len(list(image.iter(f"{SVG}path"))) == 2


def test_joined_pieces_have_no_border_between_them() -> None:
    image = fromstring(draw([drawn("one", [CODES], BLOCKS)], OUTLINED, "Contains <data>"))  # noqa: S314  # our own
    (path,) = image.iter(f"{SVG}path")
    assert path.attrib["d"].count("M") == 1
    assert path.attrib["d"].count("L") == 3
