"""Words that are shown in English on a Welsh page say so, each, to those who hear the page."""

import re

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.foundation.councils import CouncilView

STEPS = """\
  - id: where
    title: Where is it?
    text: Tell us where.
    ask:
      - {id: street, type: text, label: Street, hint: Such as High Street, optional: true}
      - id: side
        type: radios
        label: Side
        options: [{value: left, label: Left}, {value: right, label: Right}]
      - {id: kind, type: select, label: Kind, options: [{value: a, label: First}]}
      - {id: agree, type: declaration, label: I agree}
"""
WELSH = {
    "steps.where.ask.street.label": ("Street", "Stryd"),
    "steps.where.ask.side.options.left.label": ("Left", "Chwith"),
}


def translations(texts: dict[str, tuple[str, str]]) -> bytes:
    lines = [
        f'"{address}": {{of: "{source_digest(source)}", text: {welsh}, state: checked}}'
        for address, (source, welsh) in texts.items()
    ]
    return "\n".join(lines).encode() + b"\n"


@pytest.fixture
def partly(council_a: CouncilView, dev: Person) -> Resident:
    """Return somebody at a page of which two texts are in Welsh."""
    files = service_files(STEPS)
    put_live(council_a, dev, {**files, "translations/cy.yaml": translations(WELSH)})
    return in_welsh(Resident(Client(), "/harbourside/try-it/").begin())


def in_welsh(resident: Resident) -> Resident:
    return resident.get(f"{resident.url}?language=cy")


def test_each_text_without_welsh_is_marked(partly: Resident) -> None:
    assert '<html lang="cy"' in partly.text
    marked = re.findall(r'<span lang="en">(.*?)</span>', partly.text)
    assert marked == ["Such as High Street", "Side", "Right", "Kind", "I agree"]
    assert re.search(r'<h1[^>]* lang="en">Where is it\?</h1>', partly.text)
    assert re.search(r'<div class="house-words" lang="en">', partly.text)
    assert re.search(r'<option value="a"[^>]* lang="en"', partly.text)
    assert "Stryd" in partly.text
    assert "Chwith" in partly.text


def test_answers_are_listed_with_the_language_of_their_questions(partly: Resident) -> None:
    partly.answer(street="Lôn", side="left", kind="a", agree="yes")
    partly.get(f"{partly.base}check-answers/")
    assert 'lang="en">Side</dt>' in partly.text
    assert 'lang="en">Stryd' not in partly.text


def test_a_service_that_is_not_offered_in_welsh_is_marked_whole(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(STEPS))
    resident = in_welsh(Resident(Client(), "/harbourside/try-it/").begin())
    assert '<html lang="cy"' in resident.text
    assert '<span lang="en">Street</span>' in resident.text
    assert '<span lang="en">Left</span>' in resident.text


def test_an_english_page_is_not_marked(partly: Resident) -> None:
    partly.get(f"{partly.url.partition('?')[0]}?language=en")
    assert '<span lang="en">' not in re.sub(r"<nav.*?</nav>", "", partly.text, flags=re.DOTALL)
