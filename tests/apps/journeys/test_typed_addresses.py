"""A typed address that must be within the council's area: its postcode says, where it is known."""

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import add_council, add_person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.core.patterns.answering.fields import LONGEST_FIELD

STEPS = """\
  - id: where
    title: Where is it?
    ask:
      - {id: property, type: address, label: Address, within: authority}
"""
BRIGHTON, LEWES = "BN1 1AA", "BN7 1BT"


@pytest.fixture
def at_brighton(db: None, settings: pytest.FixtureRequest) -> Resident:
    """Return somebody at a council in whose area Brighton's postcodes lie, on a node that knows postcodes."""
    settings.DEMONSTRATION = True
    council = add_council("harbourside", name="Harbourside Council", gss_code="E06000043")
    put_live(council, add_person("Dev Rao", council=council, roles=("SERVICE_OWNER",)), service_files(STEPS))
    return Resident(Client(), "/harbourside/try-it/").begin()


def typed(resident: Resident, postcode: str) -> Resident:
    return resident.answer(
        property__typed="yes", property__line_1="1 High Street", property__town="Town", property__postcode=postcode
    )


def test_an_address_in_the_area_is_taken(at_brighton: Resident) -> None:
    assert typed(at_brighton, BRIGHTON).heading == "Check your answers before you send"


def test_an_address_outside_it_is_said_and_kept_as_typed(at_brighton: Resident) -> None:
    typed(at_brighton, LEWES)
    (said,) = at_brighton.errors
    assert said.startswith("This postcode is outside the council’s area. Check it.")
    assert 'value="1 High Street"' in at_brighton.text


@pytest.mark.parametrize("postcode", ["AA3 1AB", ""])
def test_an_address_of_which_nothing_is_known_is_taken(at_brighton: Resident, postcode: str) -> None:
    assert typed(at_brighton, postcode).heading == "Check your answers before you send"


def test_a_postcode_of_a_whole_book_is_refused_with_a_length_that_can_be_kept(at_brighton: Resident) -> None:
    at_brighton.answer(property__postcode="X" * (LONGEST_FIELD + 1))
    assert at_brighton.errors == ["“Address” must be 25,000 characters or fewer"]
