"""Who has a duty at a place. Each case is worked by hand from the law it names."""

import datetime as dt
from collections.abc import Sequence

import pytest
from tests.support.register import TODAY, ground, the_register

from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.laws import LAWS
from commonwheel.core.places.register.authority import Authority, Dated, Days, Name
from commonwheel.core.places.responsibility import (
    NO_PARK,
    Area,
    Arrangement,
    Candidate,
    Road,
    usual_councils,
)
from commonwheel.core.places.responsibility import candidates as candidates_on

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


def candidates(
    duty: str, areas: Sequence[Area], *agreed: Arrangement, on: dt.date | str = TODAY, road: Road | None = None
) -> tuple[Candidate, ...]:
    """Return who may have a duty, by the register that comes with Commonwheel."""
    return candidates_on(duty, areas, ground=ground(on, *agreed), road=road)


def only(duty: str, *areas: Area, on: dt.date | str = TODAY, road: Road | None = None) -> Candidate:
    """Return the one who has the duty."""
    (found,) = candidates(duty, areas, on=on, road=road)
    return found


@pytest.mark.parametrize("duty", ["highways", "traffic", "street-lighting"])
def test_roads_of_two_tiers_are_the_countys(duty: str) -> None:
    """Highways Act 1980, section 1(2): outside Greater London the county council, where there is one."""
    found = only(duty, LEWES)
    assert (found.code, found.reason, found.authority.id) == ("E10000011", "county", "east-sussex")


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
    assert (found.code, found.authority.name.full, found.reason) == ("", "Department for Infrastructure", "national")


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


def test_nobody_can_say_of_a_duty_that_has_no_law_here() -> None:
    """Local land charges are not councils' in Northern Ireland, and who is it there we have not looked up."""
    assert candidates("land-charges", [BELFAST]) == ()
    assert only("land-charges", LEWES).code == "E07000063"


def test_each_duty_is_somebodys_in_england() -> None:
    without = {name for name in DUTIES if (name, "england") not in LAWS}
    assert without == {"consultations", "grants"}
    assert all(candidates(name, [LEWES]) for name in DUTIES if name not in without)


def test_each_law_is_of_a_duty_on_the_list_and_each_body_in_the_register() -> None:
    assert {duty for duty, _ in LAWS} <= set(DUTIES)
    assert all(the_register().find(law.body) for law in LAWS.values() if law.body)


@pytest.mark.parametrize("duty", ["highways", "traffic", "street-lighting"])
@pytest.mark.parametrize("code", [f"E090000{number:02}" for number in range(1, 34)])
def test_roads_in_london_name_who_has_the_red_routes(duty: str, code: str) -> None:
    """Greater London Authority Act 1999, sections 259 and 271: in the 32 boroughs and the City (E09000001)."""
    found = only(duty, Area(code))
    assert (found.code, found.reason) == (code, "only-council")
    assert [(each.reason, each.authority.id) for each in found.elsewhere] == [
        ("red-route", "transport-for-london"),
        ("trunk-road", "national-highways"),
    ]


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
    found = candidates(duty, [area])
    assert found
    assert not [other for each in found for other in each.elsewhere if other.reason == "red-route"]


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
        ("council-tax", [Area("L93000001")], set()),
    ],
)
def test_which_councils_usually_have_a_duty_in_all_of_some_areas(duty: str, areas: list[Area], codes: set[str]) -> None:
    assert usual_councils(duty, areas, ground=ground()) == codes


DERBYSHIRE_DALES = Area("E07000035", "E10000007")
CANTERBURY = Area("E07000106", "E10000016")
EXETER = Area("E07000041", "E10000008")
YORK = Area("E06000014")
GUILDFORD = Area("E07000209", "E10000030")
SURREY = Area("E10000030")
CUMBERLAND = Area("E06000063")
SOMERSET = Area("E06000066")
PEAK_DISTRICT = "E26000006"


def test_planning_in_a_town_inside_a_national_park_is_the_parks() -> None:
    """
    Bakewell lies in the Peak District. Town and Country Planning Act 1990, section 4A: where a National Park authority
    has been established for an area, it is the sole local planning authority for it.
    """
    bakewell = Area("E07000035", "E10000007", park=PEAK_DISTRICT)
    found = only("planning", bakewell)
    assert (found.authority.id, found.reason) == ("peak-district-national-park-authority", "park")
    assert found.law == "Town and Country Planning Act 1990, section 4A"
    assert only("council-tax", bakewell).authority.id == "derbyshire-dales"


def test_planning_in_a_town_beside_the_park_is_the_districts() -> None:
    """Matlock lies in the same district, outside the park."""
    matlock = Area("E07000035", "E10000007", park=NO_PARK)
    assert (only("planning", matlock).authority.id, only("planning", matlock).reason) == (
        "derbyshire-dales",
        "district",
    )


def test_whether_it_is_in_the_park_is_not_guessed() -> None:
    assert [(each.authority.id, each.reason) for each in candidates("planning", [DERBYSHIRE_DALES])] == [
        ("peak-district-national-park-authority", "park-or-not"),
        ("derbyshire-dales", "park-or-not"),
    ]


def test_in_a_district_without_a_park_nobody_asks() -> None:
    assert only("planning", Area("E08000003")).authority.id == "manchester"


def test_a_code_of_another_park_is_taken_for_no_park() -> None:
    assert only("planning", Area("E07000035", park="E26000001")).authority.id == "derbyshire-dales"


def test_in_the_cairngorms_the_council_decides_and_in_loch_lomond_the_park() -> None:
    """National Parks (Scotland) Act 2000, section 10, and the designation order of each park: Cairngorms calls in."""
    assert only("planning", Area("S12000017", park="S21000003")).authority.id == "highland"
    assert only("planning", Area("S12000030", park="S21000002")).authority.id == (
        "loch-lomond-and-the-trossachs-national-park-authority"
    )


def test_a_parking_permit_is_the_districts_where_it_enforces_for_the_county() -> None:
    """
    Traffic Management Act 2004, schedule 8, paragraph 8: the county council is the enforcement authority; in Kent
    districts act for it, under agreements by section 101 of the Local Government Act 1972.
    """
    kent, canterbury = the_register().get("kent"), the_register().get("canterbury")
    agreed = Arrangement(
        kent.id,
        "parking-permits",
        canterbury,
        "Agency agreement for civil parking enforcement",
        districts=frozenset({canterbury.id}),
    )
    (found,) = candidates("parking-permits", [CANTERBURY], agreed)
    assert (found.authority.id, found.code, found.reason) == ("canterbury", "E07000106", "agreed")
    assert found.law == "Agency agreement for civil parking enforcement"
    others = candidates("parking-permits", [Area("E07000105", "E10000016")], agreed)
    assert [each.authority.id for each in others] == ["ashford", "kent"]


def test_a_parking_permit_is_the_countys_where_it_enforces_itself() -> None:
    county = the_register().get("east-sussex")
    own = Arrangement(county.id, "parking-permits", county, "The county runs all parking on streets")
    (found,) = candidates("parking-permits", [LEWES], own)
    assert (found.authority.id, found.reason) == ("east-sussex", "agreed")


def test_without_a_word_of_the_councils_a_parking_permit_may_be_either_tiers() -> None:
    assert [each.authority.id for each in candidates("parking-permits", [LEWES])] == ["lewes", "east-sussex"]


def test_an_agreement_holds_from_its_first_day_to_before_its_last_and_for_its_duty_only() -> None:
    partnership = Authority(
        "east-kent-waste", (Dated(Name("East Kent Waste", "East Kent")),), (), (Dated("joint"),), "england"
    )
    days = Days(dt.date(2025, 4, 1), dt.date(2026, 4, 1))
    agreed = Arrangement(
        "canterbury", "waste-collection", partnership, "Joint committee", days, page="https://example.org/a"
    )
    for on, holder in (("2025-03-31", "canterbury"), ("2025-04-01", "east-kent-waste"), ("2026-04-01", "canterbury")):
        (found,) = candidates("waste-collection", [CANTERBURY], agreed, on=on)
        assert (on, found.authority.id) == (on, holder)
    (cleaning,) = candidates("street-cleaning", [CANTERBURY], agreed, on="2025-05-01")
    assert cleaning.authority.id == "canterbury"


@pytest.mark.parametrize(
    ("area", "body"),
    [
        (LEWES, "national-highways"),
        (CARDIFF, "welsh-government-trunk-roads"),
        (GLASGOW, "transport-scotland"),
        (BELFAST, "department-for-infrastructure"),
    ],
)
def test_a_pothole_on_a_trunk_road_is_the_nations(area: Area, body: str) -> None:
    """Infrastructure Act 2015, section 1; Highways Act 1980, section 1; Roads (Scotland) Act 1984, section 2."""
    assert only("highways", area, road="trunk").authority.id == body


def test_a_pothole_on_another_road_is_the_councils_and_nothing_is_said_of_trunk_roads() -> None:
    found = only("highways", LEWES, road="other")
    assert (found.authority.id, found.elsewhere) == ("east-sussex", ())


def test_a_red_route_is_transport_for_londons_in_london_only() -> None:
    assert only("highways", CAMDEN, road="red-route").authority.id == "transport-for-london"
    assert only("highways", LEWES, road="red-route").authority.id == "east-sussex"
    assert only("street-cleaning", CAMDEN, road="trunk").authority.id == "camden"


@pytest.mark.parametrize(
    ("area", "on", "holders"),
    [
        (EXETER, "2025-02-04", ["devon"]),
        (EXETER, "2025-02-05", ["devon-and-torbay-combined-county-authority"]),
        (YORK, "2023-12-31", ["york"]),
        (YORK, "2024-02-01", ["york-and-north-yorkshire-combined-authority"]),
        (Area("E06000012"), "2025-02-04", ["north-east-lincolnshire"]),
        (
            Area("E06000012"),
            "2026-03-31",
            ["greater-lincolnshire-combined-county-authority", "north-east-lincolnshire"],
        ),
        (Area("E06000012"), "2026-04-01", ["greater-lincolnshire-combined-county-authority"]),
        (Area("E08000021"), "2018-11-01", ["north-east-combined-authority-2014"]),
        (Area("E08000021"), "2018-11-02", ["north-of-tyne-combined-authority"]),
        (Area("E08000021"), "2024-05-07", ["north-east-combined-authority"]),
        (CAMDEN, "2026-06-01", ["greater-london-authority"]),
        (LEWES, "2026-06-01", ["east-sussex"]),
        (CARDIFF, "2026-06-01", []),
    ],
)
def test_a_transport_plan_is_the_combined_authoritys_from_the_day_its_powers_begin(
    area: Area, on: str, holders: list[str]
) -> None:
    """Transport Act 2000, section 108, and the order or regulations that made each combined authority."""
    assert [each.authority.id for each in candidates("transport-planning", [area], on=on)] == holders


def test_where_a_power_is_shared_for_a_time_both_say_so() -> None:
    found = candidates("transport-planning", [Area("E06000012")], on="2026-03-31")
    assert {each.reason for each in found} == {"shared"}


def test_waste_of_merseyside_is_collected_by_its_councils_and_disposed_of_by_their_joint_authority() -> None:
    """Waste Regulation and Disposal (Authorities) Order 1985."""
    knowsley = Area("E08000011")
    assert only("waste-collection", knowsley).authority.id == "knowsley"
    found = only("waste-disposal", knowsley)
    assert (found.authority.id, found.reason) == ("merseyside-recycling-and-waste-authority", "joint")


def test_wigan_disposes_of_its_own_waste_and_manchester_does_not() -> None:
    assert only("waste-disposal", Area("E08000010")).authority.id == "wigan"
    assert only("waste-disposal", MANCHESTER).authority.id == "greater-manchester-combined-authority"


@pytest.mark.parametrize(
    ("area", "duty", "on", "holders"),
    [
        (GUILDFORD, "waste-collection", "2027-03-31", ["guildford"]),
        (GUILDFORD, "waste-collection", "2027-04-01", ["west-surrey"]),
        (GUILDFORD, "highways", "2027-03-31", ["surrey"]),
        (GUILDFORD, "highways", "2027-04-01", ["west-surrey"]),
        (SURREY, "highways", "2026-06-01", ["surrey"]),
        (SURREY, "highways", "2027-04-01", ["east-surrey", "west-surrey"]),
        (CUMBERLAND, "waste-collection", "2023-04-01", ["cumberland"]),
        (CUMBERLAND, "waste-collection", "2023-03-31", ["allerdale", "carlisle", "copeland"]),
        (CUMBERLAND, "highways", "2023-03-31", ["cumbria"]),
        (Area("E07000028", "E10000006"), "highways", "2023-03-31", ["cumbria"]),
        (Area("E07000028", "E10000006"), "highways", "2023-04-01", ["cumberland"]),
        (SOMERSET, "highways", "2023-03-31", ["somerset"]),
        (
            SOMERSET,
            "council-tax",
            "2018-06-01",
            ["mendip", "sedgemoor", "south-somerset", "taunton-deane", "west-somerset"],
        ),
    ],
)
def test_dates_past_and_future_work(area: Area, duty: str, on: str, holders: list[str]) -> None:
    assert [each.authority.id for each in candidates(duty, [area], on=on)] == holders


def test_a_council_that_went_on_under_another_code_is_told_by_the_code_of_the_day() -> None:
    """Barnsley was E08000016 until 31 March 2025, and North Yorkshire a county until 31 March 2023."""
    assert only("council-tax", Area("E08000016"), on="2026-06-01").code == "E08000038"
    assert only("council-tax", Area("E08000038"), on="2025-03-31").code == "E08000016"
    assert only("highways", Area("E06000065"), on="2023-03-31").code == "E10000023"


def test_a_usual_council_of_an_area_that_was_several_is_one_that_serves_them_all() -> None:
    assert usual_councils("highways", [CUMBERLAND], ground=ground("2023-03-31")) == {"E10000006"}
    assert usual_councils("council-tax", [CUMBERLAND], ground=ground("2023-03-31")) == frozenset()
