"""Who has a duty at a place. Each case is worked by hand from the law it names."""

import pytest

from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.responsibility import Area, Candidate, candidates, usual_councils

LEWES = Area("E07000063", "E10000011")
WEALDEN = Area("E07000065", "E10000011")
MID_SUSSEX = Area("E07000228", "E10000032")
BRIGHTON = Area("E06000043")
MANCHESTER = Area("E08000003")
CAMDEN = Area("E09000007")
CARDIFF = Area("W06000015")
GLASGOW = Area("S12000049")
BELFAST = Area("N09000003")
STREET_DUTIES = (
    "highways",
    "traffic",
    "street-lighting",
    "fly-tipping",
    "street-cleaning",
    "abandoned-vehicles",
    "parks",
)


def only(duty: str, *areas: Area) -> Candidate:
    """Return the one who has the duty."""
    (found,) = candidates(duty, areas)
    return found


@pytest.mark.parametrize("duty", ["highways", "traffic", "street-lighting"])
def test_roads_of_two_tiers_are_the_countys(duty: str) -> None:
    """Highways Act 1980, section 1(2): outside Greater London the county council, where there is one."""
    found = only(duty, LEWES)
    assert (found.code, found.reason, found.body) == ("E10000011", "county", None)


@pytest.mark.parametrize("duty", ["fly-tipping", "street-cleaning", "abandoned-vehicles"])
def test_clean_streets_of_two_tiers_are_the_districts(duty: str) -> None:
    """
    A district is the waste collection authority (Environmental Protection Act 1990, section 30(3)), the litter
    authority that keeps roads clear (section 89(1)), and removes vehicles (Refuse Disposal (Amenity) Act 1978).
    """
    found = only(duty, LEWES)
    assert (found.code, found.reason) == ("E07000063", "district")


@pytest.mark.parametrize("area", [BRIGHTON, MANCHESTER, CAMDEN, CARDIFF, GLASGOW], ids=lambda area: area.district)
@pytest.mark.parametrize("duty", STREET_DUTIES)
def test_where_there_is_one_council_it_has_them_all(duty: str, area: Area) -> None:
    """Unitary and metropolitan districts, London boroughs, Welsh principal areas and Scottish councils."""
    found = only(duty, area)
    assert (found.code, found.reason) == (area.district, "only-council")


@pytest.mark.parametrize("duty", ["highways", "traffic", "street-lighting"])
def test_roads_in_northern_ireland_are_the_departments(duty: str) -> None:
    """Roads (Northern Ireland) Order 1993: the Department looks after all public roads; no council does."""
    found = only(duty, BELFAST)
    assert found.body is not None
    assert (found.code, found.body.name, found.reason) == ("", "Department for Infrastructure", "national")


@pytest.mark.parametrize("duty", ["fly-tipping", "street-cleaning", "abandoned-vehicles", "parks"])
def test_clean_streets_in_northern_ireland_are_the_councils(duty: str) -> None:
    assert only(duty, BELFAST).code == "N09000003"


@pytest.mark.parametrize(
    ("duty", "area", "law"),
    [
        ("highways", LEWES, "Highways Act 1980, sections 1 and 41"),
        ("highways", CARDIFF, "Highways Act 1980, sections 1 and 41"),
        ("highways", GLASGOW, "Roads (Scotland) Act 1984, section 1"),
        ("highways", BELFAST, "Roads (Northern Ireland) Order 1993"),
        ("street-lighting", GLASGOW, "Roads (Scotland) Act 1984, section 35"),
        ("street-cleaning", CAMDEN, "Environmental Protection Act 1990, sections 86 and 89"),
        ("street-cleaning", BELFAST, "Litter (Northern Ireland) Order 1994"),
        ("fly-tipping", LEWES, "Environmental Protection Act 1990, sections 30 and 59"),
        ("abandoned-vehicles", GLASGOW, "Refuse Disposal (Amenity) Act 1978, section 3"),
    ],
)
def test_each_answer_cites_the_law_of_its_nation(duty: str, area: Area, law: str) -> None:
    found = only(duty, area)
    assert found.law == law
    assert found.law_page.startswith("https://www.legislation.gov.uk/")


def test_a_bench_in_a_park_may_be_either_tiers() -> None:
    """Open Spaces Act 1906, section 1: county, borough and district councils are all local authorities."""
    assert [(each.code, each.reason) for each in candidates("parks", [LEWES])] == [
        ("E07000063", "either"),
        ("E10000011", "either"),
    ]


def test_at_a_border_of_two_districts_the_county_is_certain_and_the_district_is_not() -> None:
    assert only("highways", LEWES, WEALDEN).code == "E10000011"
    assert [each.code for each in candidates("fly-tipping", [LEWES, WEALDEN])] == ["E07000063", "E07000065"]


def test_at_a_border_of_two_counties_both_are_named() -> None:
    assert [each.code for each in candidates("highways", [WEALDEN, MID_SUSSEX])] == ["E10000011", "E10000032"]


def test_at_a_border_of_a_unitary_and_a_county_both_are_named_with_their_own_reason() -> None:
    found = candidates("highways", [BRIGHTON, LEWES])
    assert [(each.code, each.reason) for each in found] == [("E06000043", "only-council"), ("E10000011", "county")]


def test_nobody_can_say_of_a_place_that_is_not_known() -> None:
    assert candidates("highways", []) == ()


@pytest.mark.parametrize("code", ["", "L93000001", "M83000003"])
def test_nobody_can_say_outside_the_four_nations(code: str) -> None:
    assert candidates("highways", [Area(code)]) == ()


def test_nobody_can_say_of_a_duty_that_is_not_in_the_table() -> None:
    others = [name for name in DUTIES if name not in STREET_DUTIES]
    assert others
    assert all(candidates(name, [LEWES]) == () for name in others)


@pytest.mark.parametrize("duty", ["highways", "traffic", "street-lighting"])
@pytest.mark.parametrize("code", [f"E090000{number:02}" for number in range(1, 34)])
def test_roads_in_london_name_who_has_the_red_routes(duty: str, code: str) -> None:
    """Greater London Authority Act 1999, sections 259 and 271: in the 32 boroughs and the City (E09000001)."""
    found = only(duty, Area(code))
    assert (found.code, found.reason) == (code, "only-council")
    assert found.on_red_routes is not None
    assert found.on_red_routes.name == "Transport for London"


@pytest.mark.parametrize(
    ("duty", "area"),
    [
        ("street-cleaning", CAMDEN),
        ("fly-tipping", CAMDEN),
        ("parks", CAMDEN),
        ("highways", BRIGHTON),
        ("highways", LEWES),
    ],
)
def test_there_are_red_routes_in_london_only_and_litter_on_them_stays_the_boroughs(duty: str, area: Area) -> None:
    """Environmental Protection Act 1990, sections 86 and 89: boroughs keep roads clean, whoever repairs them."""
    assert all(each.on_red_routes is None for each in candidates(duty, [area]))


@pytest.mark.parametrize(
    ("duty", "areas", "codes"),
    [
        ("council-tax", [LEWES], {LEWES.district}),
        ("registration", [LEWES], {LEWES.county}),
        ("parking-permits", [LEWES], {LEWES.district, LEWES.county}),
        ("council-tax", [BRIGHTON], {BRIGHTON.district}),
        ("registration", [BRIGHTON], {BRIGHTON.district}),
        ("registration", [LEWES, WEALDEN], {LEWES.county}),
        ("council-tax", [LEWES, WEALDEN], set()),
        ("registration", [LEWES, MID_SUSSEX], set()),
        ("highways", [BELFAST], set()),
        ("council-tax", [], set()),
    ],
)
def test_which_councils_usually_have_a_duty_in_all_of_some_areas(duty: str, areas: list[Area], codes: set[str]) -> None:
    assert usual_councils(duty, areas) == codes
