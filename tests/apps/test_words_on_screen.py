"""
The words on screen are the words of those who read them.

Residents meet reports, applications and requests; officers meet services and requests. What the makers call things
(pattern, journey, case, node…) is for the documentation and the command line. The names of the product itself and of
its examples are names. The pages of councils are read in the walk of all addresses (`test_walk.py`).
"""

from pathlib import Path

import pytest
from django.test import Client
from tests.support.words_on_screen import FOR_OFFICERS, FOR_RESIDENTS, seen_on, wrong_words

from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.design import catalogue

FOR_MAKERS = ("project/preview/", "cli/")
SERVICES = sorted(path.parent for path in (Path(__file__).parents[2] / "patterns").glob("*/pattern.yaml"))


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


@pytest.mark.parametrize("path", ["/", "/account/", "/account/about/", "/account/deleted/", "/accessibility/"])
@pytest.mark.django_db
def test_no_page_of_the_front_uses_the_makers_words(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert wrong_words(seen_on(answer.content.decode()), wrong=FOR_RESIDENTS) == []


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
