"""Who serves a place, on a page: a postcode or a council, today or on another day, service by service."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from tests.support.cast import BY_THE_OPERATOR, add_council
from tests.support.outlines import LICENCE

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.presenters.duty_names import duty_name
from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.core.places.register.authority import KINDS
from commonwheel.design.authorities import kind_words
from commonwheel.integrations.places.folder import PlaceFolder

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables_with_parishes(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    rows = (
        PostcodePlace("BN7 1AA", "E07000063", "E10000011", 541_000, 110_000, parish="E04000001"),
        PostcodePlace("CF10 1AA", "W06000015", "", 318_000, 176_000, parish="W04000001"),
    )
    PlaceFolder(tmp_path).keep_postcodes(pack_table(rows, source="by hand"))


def asked(status: int = 200, **query: str) -> str:
    answer = Client().get("/places/", {name.replace("_", "-"): value for name, value in query.items()})
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_an_empty_page_asks_and_finds_no_fault() -> None:
    page = asked()
    assert "Who serves your area" in page
    assert "There is a problem" not in page
    assert "known as of 30 April 2026" in page


@pytest.mark.usefixtures("street_postcodes")
def test_a_postcode_is_served_by_a_district_and_a_county_service_by_service() -> None:
    page = asked(postcode="bn71aa")
    assert "Who serves BN7 1AA" in page
    for words in (
        "Lewes District Council",
        "East Sussex County Council",
        "Sussex Police",
        "East Sussex Fire Authority",
    ):
        assert words in page
    assert "On a trunk road it is National Highways." in page
    assert 'href="https://www.legislation.gov.uk/ukpga/1980/66/section/41"' in page
    assert "Street cleaning, graffiti and fly-posting" in page
    assert "We cannot say who has these" in page
    assert "It depends on whether the place is inside the national park." in page
    assert "National park, if the place is inside it" in page


def test_a_council_about_to_be_merged_says_so_and_the_day_after_is_another() -> None:
    before = asked(area="woking", on_day="31", on_month="3", on_year="2027")
    assert "On 1 April 2027 Woking Borough Council ends, and West Surrey Council follows." in before
    after = asked(area="woking", on_day="1", on_month="April", on_year="2027")
    assert "What will change" not in after
    assert "West Surrey Council" in after
    assert "It is the only council for this place, so it has this duty." in after


def test_where_only_several_can_be_named_it_says_so() -> None:
    page = asked(area="cumberland", on_day="31", on_month="3", on_year="2023")
    assert "We only know that it was one of these on that day." in page
    for name in ("Allerdale", "Carlisle", "Copeland", "Cumbria County Council"):
        assert name in page


@pytest.mark.usefixtures("held")
def test_the_parish_is_named_where_its_outline_tells_and_none_where_there_is_none() -> None:
    named = "It is in the parish of Outline of E04000001. A parish or town council there may look after"
    assert named in asked(postcode="BN7 1AA")
    assert "The place is in no parish" in asked(postcode="BN8 1AA")
    near_its_border = spot_of_grid(541_520, 110_000)
    page = asked(postcode=f"{near_its_border.lat}, {near_its_border.lon}")
    assert "Whether a parish or town council serves the place is not known here." in page


@pytest.mark.usefixtures("tables_with_parishes")
def test_a_parish_without_an_outline_is_told_by_the_code_of_its_postcode() -> None:
    assert "It is in the parish with the code E04000001." in asked(postcode="BN7 1AA")
    assert "It is in the community with the code W04000001." in asked(postcode="CF10 1AA")


@pytest.mark.parametrize(
    ("council", "words"),
    [
        ("cardiff", "Which community or town council serves the place is not known here."),
        ("fife", "Whether a community council serves the place is not known here."),
        ("lewes", "Whether a parish or town council serves the place is not known here."),
    ],
)
def test_where_the_parish_is_not_known_that_is_said_by_the_names_of_the_nation(council: str, words: str) -> None:
    assert words in asked(area=council)


def test_northern_ireland_has_no_parish_councils_to_speak_of() -> None:
    assert "not known here" not in asked(area="belfast")


@pytest.mark.usefixtures("street_postcodes")
def test_what_councils_agreed_is_told_with_what_it_rests_on() -> None:
    county = add_council("east-sussex", name="East Sussex", gss_code="E10000011", tier="county")
    agreed = authorities.NewAgreement(duty="parking-permits", holder="lewes", rests_on="Agency agreement of 2026")
    authorities.declare_agreement(county.id, "parking", agreed, **BY_THE_OPERATOR)
    page = asked(postcode="BN7 1AA")
    assert "The councils of this place agreed that it does this." in page
    assert "Agency agreement of 2026" in page


@pytest.mark.usefixtures("held")
def test_a_point_is_taken_in_the_place_of_a_postcode_and_marked_on_the_map() -> None:
    for typed in ("541000 110000", "TQ 4105 1005", "50.8722, 0.0027"):
        page = asked(postcode=typed)
        assert f"Who serves {typed}" in page
        assert "Lewes District Council" in page
        assert "The dot is the point." in page
        assert page.count('class="house-map__mark"') == 1


@pytest.mark.usefixtures("held")
def test_near_a_border_each_council_is_named_and_outside_every_area_the_nearest() -> None:
    near = asked(postcode="541480 110000")
    assert "The place lies near a border. We name every council that it may be." in near
    assert "Wealden District Council" in near
    off = asked(postcode="545200 110000")
    assert "The nearest one is 2" in off or "The nearest one is 1" in off
    assert "We do not know whose area this point is in." in asked(422, postcode="549000 110000")


@pytest.mark.usefixtures("held")
def test_the_map_has_a_title_a_description_and_a_table_that_names_what_its_numbers_are() -> None:
    page = asked(postcode="BN7 1AA")
    assert '<title id="map-title">Map of BN7 1AA</title>' in page
    assert "It shows the area of Lewes District Council, and around it Wealden District Council" in page
    assert [page.count(f'class="house-map__{role}"') for role in ("here", "county", "beside", "above")] == [1, 1, 1, 1]
    rows = re.findall(r"<td[^>]*>(\d+)</td> <th[^>]*>([^<]+)</th> <td[^>]*>([^<]+)</td>", page)
    assert rows == [
        ("1", "Lewes District Council", "The area you asked about"),
        ("2", "Wealden District Council", "In the same county"),
        ("3", "Brighton and Hove City Council", "Beside it"),
    ]
    assert "Boundaries as of 1 April 2025, simplified." in page
    assert LICENCE in page
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.usefixtures("street_postcodes")
def test_without_boundaries_there_is_no_map() -> None:
    assert "<svg" not in asked(postcode="BN7 1AA").partition("<main")[2].partition("</main>")[0]


@pytest.mark.usefixtures("held")
def test_a_council_whose_boundaries_are_not_held_has_no_map() -> None:
    assert "Map of" not in asked(area="woking")


def test_a_council_that_is_announced_answers_from_its_first_day_on() -> None:
    page = asked(area="west-surrey", on_day="1", on_month="4", on_year="2027")
    assert "Who serves West Surrey Council" in page
    assert "near a border" not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"postcode": "nonsense"}, "Enter a full UK postcode, such as BN1 1AA"),
        ({"postcode": "BN99 9ZZ"}, "We do not know this postcode. Check it, or choose a council instead."),
        ({"postcode": "ZZ 999 999"}, "This point is not on the map. Check its letters and numbers"),
        ({"postcode": "0, 0"}, "Enter a full UK postcode, such as BN1 1AA"),
        ({"postcode": "0.0, 0.0"}, "This point is not on the map. Check its letters and numbers"),
        ({"area": "atlantis"}, "Choose a council from the list"),
        ({"on_day": "1", "on_month": "4", "on_year": "2027"}, "Enter a postcode, or choose a council"),
        ({"area": "woking", "on_day": "31", "on_month": "2", "on_year": "2027"}, "Enter a real date between"),
        ({"area": "woking", "on_day": "1", "on_month": "1", "on_year": "1974"}, "Enter a real date between"),
        ({"area": "woking", "on_day": "1"}, "Enter a real date between"),
        ({"postcode": "<script>" * 1_000}, "Enter a full UK postcode, such as BN1 1AA"),
    ],
)
@pytest.mark.usefixtures("street_postcodes")
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(query: dict[str, str], words: str) -> None:
    page = asked(422, **query)
    assert "There is a problem" in page
    assert words in page
    assert "<script>" not in page.partition("<main")[2]
    assert escape(query.get("postcode", "")[:60].strip()) in page


def test_a_node_without_postcodes_says_so() -> None:
    assert "This site has no list of postcodes yet. Choose a council instead." in asked(422, postcode="BN7 1AA")


def test_it_speaks_welsh_where_a_council_of_the_node_does() -> None:
    add_council("caerdydd", name="Cardiff Council", gss_code="W06000015", languages=("en", "cy"), nation="wales")
    page = asked(area="cardiff", language="cy")
    assert "Pwy sy’n gwasanaethu Caerdydd" in page
    assert "Casglu gwastraff ac ailgylchu" in page
    assert "Heddlu" in page


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_duty_and_each_kind_has_a_name_in_each_language(language: str) -> None:
    with translation.override(language):
        names = {duty_name(duty) for duty in DUTIES.values()} | {kind_words(kind) for kind in KINDS}
    assert len(names) == len(DUTIES) + len(KINDS)
    if language == "en":
        assert {duty.label for duty in DUTIES.values()} < names
    else:
        assert not names & {duty.label for duty in DUTIES.values()}


def test_no_council_can_take_the_place_of_the_page() -> None:
    with pytest.raises(authorities.CouncilCannotBe):
        add_council("places", name="Places", gss_code="")
