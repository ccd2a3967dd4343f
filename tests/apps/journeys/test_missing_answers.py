"""A pattern may say in its own words what is wrong where an answer is missing; else a sentence for its type is said."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.apps.journeys.test_untranslated_words import in_welsh, translations
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.foundation.councils import CouncilView

STEPS = """\
  - id: first
    title: What is it?
    ask:
      - {id: thing, type: text, label: Thing}
  - id: bin
    title: Where is the bin?
    ask:
      - {id: where, type: text, label: Where is the bin?, missing: "Tell us where the bin is, {{ thing }} and all"}
      - {id: colour, type: radios, label: Colour, missing: Choose its colour, options: [{value: red, label: Red}]}
      - {id: seen_on, type: date, label: Day, missing: Say when you saw it}
      - {id: agree, type: declaration, label: I agree, missing: Agree before you go on}
      - {id: plain, type: text, label: Anything}
"""
GROUP = """\
  - id: cars
    title: Cars
    ask:
      - id: cars
        type: group
        label: Cars
        missing: Tell us about a car
        ask: [{id: plate, type: text, label: Plate, missing: Tell us its plate}]
"""
Begin = Callable[..., Resident]


@pytest.fixture
def begin(council_a: CouncilView, dev: Person) -> Begin:
    """Return a function that opens a service made of steps and begins it."""

    def opened(steps: str, **files: bytes) -> Resident:
        put_live(council_a, dev, {**service_files(steps), **files})
        return Resident(Client(), "/harbourside/try-it/").begin()

    return opened


def test_the_pattern_s_words_stand_in_the_summary_and_at_the_question(begin: Begin) -> None:
    resident = begin(STEPS).answer(thing="lid")
    resident.answer()
    assert resident.errors == [
        "Tell us where the bin is, lid and all",
        "Choose its colour",
        "Say when you saw it",
        "Agree before you go on",
        "Enter an answer to “Anything”",
    ]
    assert resident.text.count("Tell us where the bin is, lid and all") == 2


def test_another_fault_is_said_in_the_sentence_for_it(begin: Begin) -> None:
    resident = begin(STEPS).answer(thing="lid")
    resident.answer(where="x" * 201, seen_on__day="1", seen_on__month="2", seen_on__year="")
    assert "“Where is the bin?” must be 200 characters or fewer" in resident.errors
    assert "“Day” must include a year" in resident.errors


def test_they_are_said_in_welsh_where_they_have_welsh(begin: Begin) -> None:
    welsh = translations({"steps.bin.ask.colour.missing": ("Choose its colour", "Dewiswch ei liw")})
    resident = begin(STEPS, **{"translations/cy.yaml": welsh}).answer(thing="lid")
    in_welsh(resident).answer()
    assert "Dewiswch ei liw" in resident.errors


def test_a_group_and_its_members_have_words_of_their_own(begin: Begin) -> None:
    resident = begin(GROUP)
    page = resident.url
    resident.answer()
    assert resident.errors == ["Tell us about a car"]
    resident.post(f"{page}cars/1/", {"plate": ""})
    assert resident.errors == ["Tell us its plate"]
