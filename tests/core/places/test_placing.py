"""Where a position lies: by outlines, by the postcodes around it where there are none, and in which park."""

from datetime import date

import numpy as np
import pytest
import shapely

from commonwheel.core.places.areas.area_file import pack_areas, read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, make_boundaries
from commonwheel.core.places.areas.boundary_set import Area as Outlined
from commonwheel.core.places.grid import Spot, spot_of_grid
from commonwheel.core.places.placing import (
    NOWHERE,
    Placing,
    place_council,
    place_point,
    with_parish,
    with_park,
    with_postcode,
)
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace, read_table
from commonwheel.core.places.register.authority import ALWAYS, Authority, Dated, Days, Kind, Name, Part
from commonwheel.core.places.register.register import Register
from commonwheel.core.places.responsibility import NO_PARK, Area

DAY = date(2026, 4, 1)
LEWES, WEALDEN = "E07000063", "E07000065"
TABLE = read_table(pack_table([PostcodePlace("BN7 1AA", LEWES, "E10000011", 541_000, 110_000)], source="codes"))


def outlines(level: str, **boxes: tuple[float, float, float, float]) -> AreaSet:
    """Return areas of a level, each a box of degrees."""
    shapes = np.array([shapely.box(*box) for box in boxes.values()] + [None], dtype=object)[:-1]
    areas = make_boundaries([Outlined(code, code) for code in boxes], shapes)
    return read_areas(pack_areas(areas, About(level, DAY, None, f"{level} by hand", "")))


DISTRICTS = outlines("district", **{LEWES: (0, 50.8, 0.1, 51), WEALDEN: (0.1, 50.8, 0.3, 51)})
# About 70 metres of longitude at this latitude.
STEP = 0.001


def placed(lon: float, lat: float = 50.9) -> Placing:
    return place_point(Spot(lat, lon), districts=DISTRICTS, table=TABLE)


def test_deep_in_an_outline_there_is_one_area() -> None:
    assert placed(0.05) == Placing((Area(LEWES),), "outline", 0, "district by hand")
    assert placed(0.1 + 2 * STEP).areas == (Area(WEALDEN),)


def test_near_a_border_there_are_both_and_the_one_it_is_in_comes_first() -> None:
    assert placed(0.1 - STEP) == Placing((Area(LEWES), Area(WEALDEN)), "border", 0, "district by hand")
    assert placed(0.1 + STEP).areas == (Area(WEALDEN), Area(LEWES))


def test_outside_every_outline_it_is_the_nearest_and_that_is_said() -> None:
    found = placed(-5 * STEP)
    assert (found.areas, found.how) == ((Area(LEWES),), "nearest")
    assert found.metres == pytest.approx(351, abs=2)


def test_off_the_coast_at_a_border_it_may_be_both() -> None:
    found = placed(0.1 - STEP, 50.8 - STEP)
    assert (found.areas, found.how) == ((Area(LEWES), Area(WEALDEN)), "nearest")


def test_far_from_every_outline_nothing_tells_also_where_postcodes_are_held() -> None:
    assert placed(-10 * STEP) is NOWHERE


def test_where_no_outlines_are_held_the_postcodes_around_tell() -> None:
    here = place_point(spot_of_grid(541_000, 110_000), districts=None, table=TABLE)
    assert here == Placing((Area(LEWES, "E10000011"),), "postcodes-around", 0, "codes")
    assert place_point(Spot(57, -4), districts=None, table=TABLE) is NOWHERE
    assert place_point(Spot(57, -4), districts=None, table=None) is NOWHERE


PARK, OTHER = "E26000010", "E26000009"


def authority(name: str, code: str, kind: Kind) -> Authority:
    return Authority(name, (Dated(Name(name, name)),), (Dated(code),), (Dated(kind),), "england")


REGISTER = Register(
    [
        authority("lewes", LEWES, "district"),
        authority("wealden", WEALDEN, "district"),
        authority("park", PARK, "national-park"),
        authority("other", OTHER, "national-park"),
    ],
    [
        Part("park", "lewes", is_partly=True),
        Part("park", "wealden", is_partly=True),
        Part("other", "wealden", is_partly=True),
    ],
    as_of=DAY,
)
PARKS = outlines("national-park", **{PARK: (0, 50.8, 0.2, 50.9)})


def park_of(lon: float, lat: float, *, code: str = LEWES, parks: AreaSet | None = PARKS) -> str:
    (found,) = with_park([Area(code)], Spot(lat, lon), parks=parks, register=REGISTER, on=DAY)
    return found.park


def test_a_spot_in_a_park_has_its_code_and_one_outside_has_none() -> None:
    assert park_of(0.05, 50.85) == PARK
    assert park_of(0.05, 50.95) == NO_PARK


@pytest.mark.parametrize("lat", [50.9 - STEP / 2, 50.9, 50.9 + STEP / 2])
def test_near_a_park_s_border_it_is_not_known(lat: float) -> None:
    assert park_of(0.05, lat) == ""


def test_without_the_outlines_of_every_park_of_the_district_it_is_not_known() -> None:
    assert park_of(0.05, 50.95, parks=None) == ""
    assert park_of(0.25, 50.95, code=WEALDEN) == ""


def test_what_is_known_of_a_park_stays() -> None:
    (found,) = with_park([Area(LEWES, park=NO_PARK)], Spot(50.85, 0.05), parks=PARKS, register=REGISTER, on=DAY)
    assert found.park == NO_PARK


PARISHES = outlines("parish", E04000001=(0, 50.8, 0.1, 51), E43000001=(0.1, 50.8, 0.3, 51))


def parish_of(lon: float, *, known: str = "", parishes: AreaSet | None = PARISHES) -> str:
    (found,) = with_parish([Area(LEWES, parish=known)], Spot(50.9, lon), parishes=parishes)
    return found.parish


def test_a_spot_deep_in_a_parish_has_its_code_and_near_its_border_it_is_not_known() -> None:
    assert (parish_of(0.05), parish_of(0.2)) == ("E04000001", "E43000001")
    assert [parish_of(lon) for lon in (0.1 - STEP, 0.1 + STEP, -STEP, -1)] == ["", "", "", ""]


def test_what_is_known_of_a_parish_stays_and_without_outlines_nothing_is_known() -> None:
    assert parish_of(0.05, known="E04000009") == "E04000009"
    assert parish_of(0.05, parishes=None) == ""


def test_a_postcode_beats_an_outline_but_near_a_border_the_others_stay_possible() -> None:
    told = Area(WEALDEN, "E10000011")
    deep = Placing((Area(LEWES),), "outline")
    border = Placing((Area(LEWES), Area(WEALDEN)), "border")
    assert with_postcode(deep, told, register=REGISTER) == (told,)
    assert with_postcode(border, told, register=REGISTER) == (told, Area(LEWES))
    assert with_postcode(NOWHERE, told, register=REGISTER) == (told,)


def test_an_area_has_the_codes_of_all_its_days() -> None:
    barnsley = Authority(
        "barnsley", (Dated(Name("B", "B")),), (Dated("E08000016"), Dated("E08000038")), (Dated("metropolitan"),), "england"
    )  # fmt: skip
    register = Register([barnsley], as_of=DAY)
    around = Placing((Area("E08000038"), Area("X99000001")), "border")
    assert with_postcode(around, Area("E08000016"), register=register) == (Area("E08000016"), Area("X99000001"))


def council(name: str, *codes: str, into: tuple[str, ...] = (), days: Days = ALWAYS) -> Authority:
    told = tuple(Dated(code) for code in codes)
    return Authority(name, (Dated(Name(name, name)),), told, (Dated("unitary"),), "england", days, into)


def test_a_council_is_found_by_its_last_code_or_while_it_has_none_by_a_forerunner_that_leads_to_it_alone() -> None:
    before, after = Days(ends=DAY), Days(begins=DAY)
    register = Register(
        [
            council("county", "E10000030", into=("east", "west"), days=before),
            council("woking", "E07000217", into=("west",), days=before),
            council("west", days=after),
            council("east", days=after),
            council("sheffield", "E08000019", "E08000039"),
            council("nowhere"),
        ],
        as_of=DAY,
    )
    found = {
        name: [area.district for area in place_council(register.get(name), register=register, on=DAY).areas]
        for name in ("west", "east", "sheffield", "nowhere")
    }
    assert found == {"west": ["E07000217"], "east": ["E10000030"], "sheffield": ["E08000039"], "nowhere": []}
