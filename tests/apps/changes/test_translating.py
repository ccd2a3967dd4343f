"""A service owner changes the Welsh of a page beside its English, and says whether a speaker has checked it."""

import pytest
from tests.support.owner import Owner, published, retitle

from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer

pytestmark = pytest.mark.django_db
TITLE = "steps.bin.title"


def boxes(owner: Owner) -> dict[str, str]:
    """What stands in the page's boxes before anything is typed."""
    import re

    page = owner.open("welsh", at="steps.bin")
    found = dict(re.findall(r'name="(steps[^"]*)"[^>]*value="([^"]*)"', page))
    return found | dict(re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<', page))


def layer(owner: Owner) -> Layer:
    found = read_layer(owner.layer().encode()).layer
    assert found is not None
    return found


def test_the_welsh_is_changed_beside_the_english(owner: Owner) -> None:
    owner.begun()
    page = owner.open("welsh", at="steps.bin")
    assert "English: Which bin was missed?" in page
    assert "Change the Welsh" in owner.open("overview")
    typed = {**boxes(owner), TITLE: "Pa fin a adawyd?", "checked": "no"}
    assert owner.press("welsh", typed, at="steps.bin").status_code == 302
    published(owner)
    (at,) = layer(owner).translations["cy"]
    assert at == TITLE
    entry = layer(owner).translations["cy"][TITLE]
    assert (entry.text, entry.state, entry.by) == ("Pa fin a adawyd?", "draft", None)


def test_whoever_has_it_checked_puts_a_name_to_the_page(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which box was left?")
    assert "The English has changed since." in owner.open("welsh", at="steps.bin")
    typed = {**boxes(owner), TITLE: "Pa flwch a adawyd?", "checked": "yes"}
    assert owner.press("welsh", typed, at="steps.bin").status_code == 302
    published(owner)
    entry = layer(owner).translations["cy"][TITLE]
    assert (entry.text, entry.state) == ("Pa flwch a adawyd?", "checked")
    assert entry.by
    assert entry.on


def test_what_has_no_words_has_no_welsh(owner: Owner) -> None:
    owner.begun()
    assert owner.browser.get(owner.url("welsh", at="steps.nothing")).status_code == 404
