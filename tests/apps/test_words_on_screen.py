"""
The words on screen are the words of those who read them.

Residents meet reports, applications and requests; officers meet services and requests. What the makers call things
(pattern, journey, case, node…) is for the documentation and the command line. The names of the product itself and of
its examples are names.
"""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests.apps.test_walk import COUNCILS, read
from tests.support.cast import Person, sign_in
from tests.support.walk import SAMPLES, Address

from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.design import catalogue
from commonwheel.foundation.access import Audience
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

MAKERS = (
    "patterns? | journeys? | nodes? | adopt(?:s|ed|ion|ions|ing)? | layers? | merg(?:e|es|ed|ing) | commons | releases?"
)
FOR_OFFICERS = re.compile(rf"\b(?:{MAKERS})\b".replace(" ", ""), re.IGNORECASE)
FOR_RESIDENTS = re.compile(rf"\b(?:{MAKERS} | cases?)\b".replace(" ", ""), re.IGNORECASE)
ORDINARY = re.compile(
    r"\bin (?:any|that|this|which) case\b|\bin case\b|\b(?:court|legal) cases?\b|\bpress releases?\b|\brelease of information\b",
    re.IGNORECASE,
)
"""Where such a word is plain English."""
HOLES = re.compile(r"\{\{.*?\}\}", re.DOTALL)
FOR_MAKERS = ("project/preview/", "cli/")
SEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
READ_OUT = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')
SERVICES = sorted(path.parent for path in (Path(__file__).parents[2] / "patterns").glob("*/pattern.yaml"))


def wrong_words(text: str, *, wrong: re.Pattern[str]) -> list[str]:
    """Return the words that should not be there, each with what stands around it."""
    plain = ORDINARY.sub("", HOLES.sub("", text))
    return [plain[max(0, found.start() - 40) : found.end() + 40] for found in wrong.finditer(plain)]


def seen_on(html: str) -> str:
    """Return what a page says, to the eye and to a screen reader."""
    html = SEEN.sub(" ", html)
    return re.sub(r"<[^>]*>", " ", html) + " ".join(READ_OUT.findall(html))


def test_no_message_of_the_interface_uses_the_makers_words() -> None:
    found = []
    for message in catalogue.gathered():
        places = [place for place, _line in message.locations if not place.startswith(FOR_MAKERS)]
        if not message.id or not places:
            continue
        wrong = FOR_OFFICERS if all(catalogue._is_for_staff(place) for place in places) else FOR_RESIDENTS
        forms = message.id if isinstance(message.id, list | tuple) else (message.id,)
        found += [(places[0], words) for form in forms for words in wrong_words(form, wrong=wrong)]
    assert found == []


on_each_address = pytest.mark.parametrize("address", COUNCILS, ids=lambda address: address.name)


@on_each_address
def test_no_page_of_a_council_uses_the_makers_words(address: Address, ben: Person, council_b: CouncilView) -> None:
    del council_b
    with council_scope(ben.council.id):
        arguments = SAMPLES[address.name](ben) if address.arguments - {"council"} else {}
    staff = address.openness is not None and address.openness.audience is Audience.STAFF
    client = sign_in(Client(), ben) if staff else Client()
    answer = client.get(council_url(ben.council, address.name, **arguments))
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        assert wrong_words(seen_on(read(answer)), wrong=FOR_OFFICERS if staff else FOR_RESIDENTS) == []


@pytest.mark.parametrize("path", ["/", "/account/", "/account/about/", "/account/deleted/", "/accessibility/"])
@pytest.mark.django_db
def test_no_page_of_the_front_uses_the_makers_words(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert wrong_words(seen_on(read(answer)), wrong=FOR_RESIDENTS) == []


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_no_service_uses_the_makers_words(folder: Path) -> None:
    files = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    bundle = read_folder(files).bundle
    assert bundle is not None
    letters = {name: text.decode() for name, text in files.items() if name.startswith("messages/")}
    texts = {address: str(spot.value) for address, spot in Subject(bundle).texts.items()} | letters
    assert texts
    found = {address: wrong_words(text, wrong=FOR_RESIDENTS) for address, text in texts.items()}
    assert {address: words for address, words in found.items() if words} == {}
