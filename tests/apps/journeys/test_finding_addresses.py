"""What the address finder says of a postcode: in the page's title, which is heard first, and at the list itself."""

import re

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import BY_THE_OPERATOR, Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.places import api as places
from commonwheel.core.places.properties import Property, Reading
from commonwheel.foundation.councils import CouncilView

STEPS = """\
  - id: where
    title: Where is it?
    ask:
      - {id: property, type: address, label: Address}
  - id: others
    title: Where else?
    ask:
      - id: others
        type: group
        label: Other places
        entry: Place
        max: 2
        ask:
          - {id: other, type: address, label: Address of the other place}
"""
MANY, ONE, NONE = "BN1 1AA", "BN1 1AB", "BN1 1AD"


def at(uprn: int, postcode: str) -> Property:
    line = f"{uprn} Invented Lane, Rivermouth"
    return Property(str(uprn), line, postcode, "", None, None, None, None, "RD04", is_current=True)


@pytest.fixture
def resident(council_a: CouncilView, dev: Person) -> Resident:
    """Return somebody at the page that asks for an address; council A's register knows four."""
    found = (at(1, MANY), at(2, MANY), at(3, MANY), at(4, ONE))
    places.load_gazetteer(council_a.id, reading=Reading(found, (), len(found)), **BY_THE_OPERATOR)
    put_live(council_a, dev, service_files(STEPS))
    return Resident(Client(), "/harbourside/try-it/").begin()


def find(resident: Resident, postcode: str, question: str = "property") -> Resident:
    return resident.post(resident.url, {"do": f"find.{question}", f"{question}-postcode": postcode})


def title(resident: Resident) -> str:
    found = re.search(r"<title>(.*?)</title>", resident.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("postcode", "said"), [(MANY, "3 addresses found"), (ONE, "1 address found"), (NONE, "No address found")]
)
def test_the_title_says_first_how_many_were_found(resident: Resident, postcode: str, said: str) -> None:
    assert title(resident) == "Where is it? – Try it – Harbourside Council"
    assert title(find(resident, postcode)) == f"{said} – Where is it? – Try it – Harbourside Council"


def test_the_list_is_described_by_how_many_were_found(resident: Resident) -> None:
    find(resident, MANY)
    described = re.search(r'<select[^>]*id="property-uprn"[^>]*aria-describedby="([^"]+)"', resident.text)
    assert described
    assert re.search(rf'id="{described[1]}"[^>]*>\s*3 addresses found\s*<', resident.text)


def test_the_box_is_described_by_the_sentence_that_nothing_was_found(resident: Resident) -> None:
    find(resident, NONE)
    described = re.search(r'<input[^>]*id="property-postcode"[^>]*aria-describedby="([^"]+)"', resident.text)
    assert described
    assert re.search(rf'id="{described[1]}"[^>]*>\s*We found no address for that postcode\.', resident.text)


def test_a_mistake_goes_before_what_was_found(resident: Resident) -> None:
    find(resident, MANY)
    resident.answer(property__postcode=MANY, property__uprn="")
    assert title(resident).startswith("Error: Where is it?")
    assert "3 addresses found" in resident.text


@pytest.mark.parametrize("pressed", ["again.property", "type.property"])
def test_the_title_is_the_page_s_own_once_the_list_is_left(resident: Resident, pressed: str) -> None:
    find(resident, MANY)
    resident.post(resident.url, {"do": pressed, "property-postcode": MANY, "property-uprn": ""})
    assert title(resident).startswith("Where is it?")


def test_an_entry_of_a_group_says_it_as_well(resident: Resident) -> None:
    find(resident, MANY).answer(property__postcode=MANY, property__uprn="2")
    resident.get(f"{resident.base}others/others/1/")
    assert title(find(resident, ONE, "other")) == "1 address found – Place 1 – Try it – Harbourside Council"


@pytest.mark.parametrize(
    ("postcode", "said"),
    [(MANY, "Cafwyd hyd i 3 chyfeiriad"), (ONE, "Cafwyd hyd i 1 cyfeiriad"), (NONE, "Ni chafwyd hyd i gyfeiriad")],
)
def test_it_is_said_in_welsh(resident: Resident, postcode: str, said: str) -> None:
    resident.get(f"{resident.url}?language=cy")
    assert title(find(resident, postcode)).startswith(f"{said} – ")
