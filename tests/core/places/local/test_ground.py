"""The ground of a comparison: pieces with outlines, postcodes in them, service points on them."""

import numpy as np
import pytest
from tests.support.local_ground import DAY, SIDE, SOUTH, WEST, area_set, postcode_table, square
from tests.support.register import the_register

from commonwheel.core.places.grid_arrays import spots_of_grid
from commonwheel.core.places.local.ground import (
    GroundIsMissing,
    Outlined,
    PointsAreWrong,
    outline,
    points_in,
    read_points,
    settle,
)
from commonwheel.core.places.locate_table import NoPlaces
from commonwheel.core.places.postcode_table import PostcodePlace, PostcodeTable

GUILDFORD, WOKING, ELMBRIDGE = "E07000209", "E07000217", "E07000207"
SOUTHERN, NORTHERN, ABROAD = "E05000001", "E05000002", "E05000003"
DISTRICTS = [the_register().get(each) for each in (GUILDFORD, WOKING)]
AREAS = area_set(
    "district",
    (GUILDFORD, "Guildford", square(0)),
    (WOKING, "Woking", square(1)),
    (ELMBRIDGE, "Elmbridge", square(2)),
)
WARDS = area_set(
    "ward",
    (SOUTHERN, "South", square(0, height=1_000)),
    (NORTHERN, "North", square(0, south=1_000, height=SIDE - 1_000)),
    (ABROAD, "Abroad", square(2)),
    ("E05000004", "At sea", square(9)),
)
TABLE = postcode_table(GUILDFORD, WOKING, ELMBRIDGE)


def outlined(*named: str) -> Outlined:
    return outline(DISTRICTS, AREAS, WARDS, named=named, on=DAY)


def test_the_pieces_are_the_districts_with_their_outlines_in_metres() -> None:
    found = outlined(GUILDFORD)
    assert [(piece.code, piece.district) for piece in found.pieces] == [(GUILDFORD,) * 2, (WOKING,) * 2]
    assert found.shapes[0].area == pytest.approx(SIDE**2, rel=1e-6)


def test_a_named_ward_breaks_its_district_into_all_its_wards() -> None:
    found = outlined(SOUTHERN)
    assert {(piece.code, piece.district) for piece in found.pieces} == {
        (WOKING, WOKING),
        (SOUTHERN, GUILDFORD),
        (NORTHERN, GUILDFORD),
    }


def test_a_ward_of_elsewhere_breaks_nothing() -> None:
    assert [piece.code for piece in outlined(ABROAD, "E05009999").pieces] == [GUILDFORD, WOKING]


def test_wards_cannot_be_named_where_none_are_held() -> None:
    with pytest.raises(GroundIsMissing, match="E05000001 is no district of the region, and outlines of wards are not"):
        outline(DISTRICTS, AREAS, None, named=[SOUTHERN], on=DAY)


def test_a_district_without_an_outline_is_named() -> None:
    waverley = the_register().get("E07000216")
    with pytest.raises(GroundIsMissing, match=r"No outline is held of Waverley\. Take in districts of 2026"):
        outline([*DISTRICTS, waverley], AREAS, None, named=[], on=DAY)


def test_only_postcodes_in_use_with_a_place_in_the_region_count() -> None:
    more = (
        PostcodePlace("GU9 1AA", GUILDFORD, "", WEST + 10, SOUTH + 10, "", "2019-06"),
        PostcodePlace("GU9 1AB", GUILDFORD, "", None, None),
        PostcodePlace("GU9 1AC", "", "", WEST + 10, SOUTH + 10),
        PostcodePlace("GU9 1AD", "E06000063", "", WEST + 10, SOUTH + 10),
    )
    found = settle(outlined(), postcode_table(GUILDFORD, WOKING, ELMBRIDGE, more=more), the_register(), on=DAY)
    assert found.counts(2).tolist() == [64, 64]


def test_postcodes_of_a_broken_district_are_in_its_wards() -> None:
    ground = outlined(SOUTHERN)
    counts = settle(ground, TABLE, the_register(), on=DAY).counts(3)
    assert dict(zip([piece.code for piece in ground.pieces], counts.tolist(), strict=True)) == {
        WOKING: 64,
        SOUTHERN: 16,
        NORTHERN: 48,
    }


def test_a_table_with_codes_of_another_day_is_carried_to_the_day() -> None:
    barnsley = [the_register().get("E08000038")]
    areas = area_set("district", ("E08000038", "Barnsley", square(0)))
    ground = outline(barnsley, areas, None, named=[], on=DAY)
    assert settle(ground, postcode_table("E08000016"), the_register(), on=DAY).counts(1).tolist() == [64]


def test_a_piece_without_postcodes_is_refused() -> None:
    with pytest.raises(GroundIsMissing, match="No postcode of by hand lies in Woking"):
        settle(outlined(), postcode_table(GUILDFORD), the_register(), on=DAY)


def test_a_table_of_elsewhere_is_refused() -> None:
    with pytest.raises(GroundIsMissing, match="lies in Guildford, Woking"):
        settle(outlined(), postcode_table(ELMBRIDGE), the_register(), on=DAY)


def points(*lines: str, table: PostcodeTable = TABLE) -> tuple[list[float], list[int]]:
    (east, _), piece = points_in(outlined(), read_points(lines, table, name="points.csv"))
    return [round(each) for each in east.tolist()], piece.tolist()


def test_points_are_read_by_metres_degrees_or_postcode_and_those_outside_are_passed_over() -> None:
    inside, outside = (WEST + 5_000, SOUTH + 100), (WEST - 5_000, SOUTH)
    lines = [f"{east},{north}\n" for east, north in (inside, outside)]
    assert points("easting,northing\n", *lines, "\n") == ([inside[0]], [1])
    (lon,), (lat,) = spots_of_grid(np.array([float(inside[0])]), np.array([float(inside[1])]))
    assert points("name,lat,lon\n", f"x,{lat},{lon}\n") == ([inside[0]], [1])
    assert points("name,postcode\n", "x,gu1 0aa\n") == ([WEST + 250], [0])


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["postcode\n", "GU1 0AA\n", "ZZ1 1ZZ\n"], "row 3: it has no place"),
        (["easting,northing\n", "500000\n"], "row 2: it has no place"),
        (["easting,northing\n", "100000,100000\n"], "no point of it lies in the region"),
        (["easting,northing\n"], "no point of it lies in the region"),
    ],
)
def test_a_point_without_a_place_or_none_at_all_is_refused(lines: list[str], why: str) -> None:
    with pytest.raises(PointsAreWrong, match=why):
        points(*lines)


def test_a_file_without_places_is_refused() -> None:
    with pytest.raises(NoPlaces):
        points("name\n", "x\n")


def test_a_missing_list_is_cut_short() -> None:
    seven = [the_register().get(f"E070002{place:02}") for place in range(10, 17)]
    with pytest.raises(GroundIsMissing, match="and 2 more"):
        outline(seven, AREAS, None, named=[], on=DAY)
