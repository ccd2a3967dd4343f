"""Who serves a place, on a page: a postcode or a council, today or on another day, service by service."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from tests.support.cast import BY_THE_OPERATOR, add_council

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.presenters.duty_names import duty_name
from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.register.authority import KINDS
from commonwheel.design.authorities import kind_words

pytestmark = pytest.mark.django_db


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


@pytest.mark.usefixtures("street_postcodes")
def test_what_councils_agreed_is_told_with_what_it_rests_on() -> None:
    county = add_council("east-sussex", name="East Sussex", gss_code="E10000011", tier="county")
    agreed = authorities.NewAgreement(duty="parking-permits", holder="lewes", rests_on="Agency agreement of 2026")
    authorities.declare_agreement(county.id, "parking", agreed, **BY_THE_OPERATOR)
    page = asked(postcode="BN7 1AA")
    assert "The councils of this place agreed that it does this." in page
    assert "Agency agreement of 2026" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"postcode": "nonsense"}, "Enter a full UK postcode, such as BN1 1AA"),
        ({"postcode": "BN99 9ZZ"}, "We do not know this postcode. Check it, or choose a council instead."),
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
