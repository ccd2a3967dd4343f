"""In which areas a spot may lie, by the postcodes around it."""

import pytest

from commonwheel.core.places.borders import areas_at
from commonwheel.core.places.grid import Spot, spot_of_grid
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace, PostcodeTable, read_table
from commonwheel.core.places.responsibility import Area

LEWES = Area("E07000063", "E10000011")
WEALDEN = Area("E07000065", "E10000011")


def row(postcode: str, area: Area, easting: int, northing: int = 110_000) -> PostcodePlace:
    """Return a postcode of an area."""
    return PostcodePlace(postcode, area.district, area.county, easting, northing)


def table(*rows: PostcodePlace) -> PostcodeTable:
    """Return a table of these."""
    return read_table(pack_table(rows, source="by hand"))


TWO = table(row("BN7 1AA", LEWES, 541_000), row("BN8 1AA", WEALDEN, 542_000), row("BN7 1AB", LEWES, 540_000))


def at(easting: int, northing: int = 110_000) -> tuple[Area, ...]:
    """Return the areas at a position among two districts whose border is at 541,500."""
    return areas_at(TWO, spot_of_grid(easting, northing))


def test_deep_in_an_area_there_is_one() -> None:
    assert at(541_000) == (LEWES,)
    assert at(542_000) == (WEALDEN,)
    assert at(540_000) == (LEWES,)


def test_exactly_on_the_border_there_are_both() -> None:
    """500 metres to either: neither is nearer than twice the other."""
    assert set(at(541_500)) == {LEWES, WEALDEN}


def test_near_the_border_there_are_both_and_the_nearer_comes_first() -> None:
    """350 metres to the one and 650 to the other, which is less than 2 times 350 and 100."""
    assert at(541_350) == (LEWES, WEALDEN)
    assert at(541_650) == (WEALDEN, LEWES)


def test_a_little_further_there_is_one() -> None:
    """200 metres to the one; 800 to the other is more than 2 times 200 and 100."""
    assert at(541_200) == (LEWES,)


def test_two_areas_at_one_spot_are_both_possible() -> None:
    both = table(row("BN7 1AA", LEWES, 541_000), row("BN8 1AA", WEALDEN, 541_080))
    assert areas_at(both, spot_of_grid(541_000, 110_000)) == (LEWES, WEALDEN)


def test_far_from_every_postcode_nobody_can_say() -> None:
    """The sea off Newhaven, more than five kilometres from each."""
    assert at(541_000, 90_000) == ()


@pytest.mark.parametrize("spot", [Spot(0, 0), Spot(90, 180), Spot(-90, -180), Spot(48.85, 2.35), Spot(60, 60)], ids=str)
def test_outside_the_grid_nobody_can_say(spot: Spot) -> None:
    assert areas_at(TWO, spot) == ()


def test_postcodes_without_a_position_or_an_area_say_nothing() -> None:
    silent = table(PostcodePlace("GIR 0AA", "", "", None, None), PostcodePlace("BN7 1AA", "", "", 541_000, 110_000))
    assert areas_at(silent, spot_of_grid(541_000, 110_000)) == ()
    assert areas_at(table(), spot_of_grid(541_000, 110_000)) == ()


def test_a_council_of_either_tier_knows_its_areas() -> None:
    assert TWO.areas_of("E07000063") == [("E07000063", "E10000011")]
    assert TWO.areas_of("E10000011") == [("E07000063", "E10000011"), ("E07000065", "E10000011")]
    assert TWO.areas_of("E06000043") == []
