"""A service owner changes a service on pages: a draft, sign-off, publishing and undoing."""

import re

import pytest
from django.test import Client
from tests.support import missed_bin
from tests.support.cast import Person, sign_in
from tests.support.owner import SLUG, Owner, published, retitle

from commonwheel.apps.services import api as services
from commonwheel.core.layers.read import read_layer, write_layer
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db


def test_nothing_of_a_draft_is_seen_before_it_is_published_and_it_can_be_undone(owner: Owner) -> None:
    owner.begun()
    assert retitle(owner, "Which box was left?").status_code == 302
    assert owner.layer() == ""
    assert "Which box was left?" in owner.open("overview")
    assert "Which box was left?" in owner.open("differences")
    assert published(owner).status_code == 302
    assert "Which box was left?" in owner.layer()
    history = owner.open("history")
    assert "Clearer words" in history
    earlier = re.findall(r"history/([0-9a-f-]{36})/", history)
    assert len(earlier) == 1
    assert owner.browser.post(owner.url("publish-again", publication_id=earlier[0])).status_code == 302
    assert owner.layer() == ""
    assert owner.open("history").count("<section>") == 3


def test_the_file_that_the_pages_make_opens_again(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which: box? # “left” – {yes}")
    owner.press("setting", {"value": "5"}, at="report_within_days")
    published(owner)
    layer = read_layer(owner.layer().encode()).layer
    assert layer is not None
    assert write_layer(layer).decode() == owner.layer()
    assert "{yes}" in owner.begun().open("overview")


def test_a_question_and_a_page_are_added_moved_and_hidden(owner: Owner) -> None:
    owner.begun()
    asked = {
        "label": "Was there a bag?",
        "hint": "Beside it",
        "type": "radios",
        "options": "One\nMore",
        "optional": "yes",
    }
    assert owner.press("add-question", asked, at="steps.bin").status_code == 302
    assert owner.press("add-page", {**asked, "title": "More about it"}, at="steps.bin").status_code == 302
    at = "steps.bin.ask.was_there_a_bag"
    assert owner.press("move", {"do": "up"}, at=at).status_code == 302
    assert owner.press("hide", {"because": "Nobody needs it"}, at="steps.more-about-it").status_code == 302
    page = owner.open("overview")
    assert ("Was there a bag?" in page, "More about it" in page) == (True, False)
    assert "What would not work" not in page
    assert published(owner).status_code == 302
    assert "was_there_a_bag" in owner.layer()


def test_a_question_is_moved_to_another_page_and_only_where_there_is_one(owner: Owner) -> None:
    owner.begun()
    at = "steps.bin.ask.missed_on"
    assert owner.press("move-to", {"page": "steps.nowhere"}, at=at).status_code == 422
    assert owner.press("move-to", {"page": "steps.put-out"}, at=at).status_code == 302
    assert ">Moved<" in re.sub(r"\s+", "", owner.open("differences"))
    page = owner.open("overview")
    assert page.index("Was the bin out on time?") < page.index("When should it have been emptied?")
    assert owner.browser.get(owner.url("move-to", at="steps.bin")).status_code == 404


def test_nothing_is_offered_to_move_beyond_the_ends(owner: Owner) -> None:
    page = owner.begun().open("overview")
    first = page[page.index("Where was the collection missed?") : page.index("Which bin was missed?")]
    assert ('value="up"' in first, 'value="down"' in first) == (False, True)


def test_what_is_put_back_is_as_it_is_shared(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which box was left?")
    source, key = re.findall(r'name="(?:source|key)" value="([^"]*)"', owner.open("differences"))
    assert owner.press("put-back", {"source": source, "key": key}).status_code == 302
    assert "just as it is shared" in owner.open("differences")


def test_of_two_officers_at_once_the_second_is_told_and_overwrites_nothing(owner: Owner) -> None:
    owner.begun()
    seen = owner.seen
    assert retitle(owner, "First", seen=seen).status_code == 302
    assert retitle(owner, "First", seen=seen).status_code == 302, "the same again is as good as once"
    answer = retitle(owner, "Second", seen=seen)
    assert (answer.status_code, "meanwhile" in answer.content.decode()) == (409, True)
    assert "First" in owner.open("overview")
    for name in ("send", "discard"):
        assert owner.press(name, seen=seen).status_code == 409


def test_what_was_changed_after_sending_is_not_published(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "First")
    owner.press("send")
    retitle(owner, "Second")
    assert owner.press("publish").status_code == 409
    assert owner.layer() == ""


def test_a_service_that_was_changed_otherwise_is_not_overwritten(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "First")
    owner.press("send")
    other = "language: 1\nlayer: harbourside\npattern: commonwheel-examples/report-missed-bin\n"
    digest = f"made_against: {{version: 1.0.0, digest: {'a' * 64}}}\nsettings: {{report_within_days: 3}}\n"
    with council_scope(owner.council.id):
        services.set_layer(owner.council.id, slug=SLUG, layer=other + digest, actor=SYSTEM, now=missed_bin.MONDAY)
    assert "changed otherwise" in owner.open("overview")
    assert owner.press("publish").status_code == 409
    assert owner.layer() == other + digest
    assert owner.press("discard").status_code == 302
    assert "Start changing" in owner.open("overview")


def test_publishing_and_discarding_twice_is_as_good_as_once(owner: Owner) -> None:
    owner.begun().begun()
    retitle(owner, "First")
    seen = owner.seen
    owner.press("send", seen=seen)
    assert [owner.press("publish", seen=seen).status_code for _ in range(2)] == [302, 302]
    owner.begun()
    seen = owner.seen
    assert [owner.press("discard", seen=seen).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("value", ["", "many", "-1", "99999", "\x00", "1" * 500, "{{ settings.x }}", "<script>"])
def test_what_a_setting_cannot_be_is_said_and_changes_nothing(owner: Owner, value: str) -> None:
    owner.begun()
    answer = owner.press("setting", {"value": value}, at="report_within_days")
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    assert "just as it is shared" in owner.open("differences")


QUESTION = {"label": "Was there a bag?", "hint": "", "type": "radios", "options": "One\nMore", "optional": "yes"}
TITLE, MISSED_ON = "steps.bin.title", "steps.bin.ask.missed_on"
LONG = "x" * 2_001


@pytest.mark.parametrize(
    ("name", "at", "typed", "box"),
    [
        ("setting", "report_within_days", {"value": "many"}, "value"),
        ("words", "steps.bin", {TITLE: ""}, TITLE),
        ("words", MISSED_ON, {f"{MISSED_ON}.hint": LONG}, f"{MISSED_ON}.hint"),
        ("add-question", "steps.bin", {**QUESTION, "options": ""}, "options"),
        ("add-question", "steps.bin", {**QUESTION, "options": LONG}, "options"),
        ("add-page", "steps.bin", {**QUESTION, "title": "A page", "options": LONG}, "options"),
        ("add-page", "steps.bin", {**QUESTION, "title": "A page", "options": ""}, "options"),
        ("hide", "steps.put-out", {"because": "x" * 401}, "because"),
    ],
)
def test_a_refusal_stands_beside_its_box_and_the_summary_leads_there(
    owner: Owner, name: str, at: str, typed: dict[str, str], box: str
) -> None:
    shown = owner.begun().open(name, at=at)
    full = dict.fromkeys(re.findall(r'name="(steps[^"]+)"', shown), "x")
    answer = owner.press(name, {**full, **typed}, at=at)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'<li>\s*<a href="(#[^"]*)"', page) == [f"#id_{box}"]
    assert f'id="id_{box}-error"' in page
    assert f'id="id_{box}"' in page
    assert "just as it is shared" in owner.open("differences")


def test_words_that_would_not_work_are_said_and_not_published(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which {{ nothing }}?")
    page = owner.open("overview")
    assert "What would not work" in page
    assert "Send for sign-off" not in page
    assert published(owner).status_code == 409
    assert owner.layer() == ""


@pytest.mark.parametrize(
    ("name", "at"),
    [("words", "steps.nowhere"), ("setting", "nothing"), ("add-question", "case"), ("add-page", "pattern"),
     ("words", "settings.report_within_days"), ("hide", "....")],
)  # fmt: skip
def test_what_is_not_there_is_not_found(owner: Owner, name: str, at: str) -> None:
    assert owner.begun().browser.get(owner.url(name, at=at)).status_code == 404


def test_what_is_protected_has_its_reason_and_no_button(owner: Owner) -> None:
    page = owner.begun().open("overview")
    assert "Protected: " in page
    answer = owner.press("hide", {"because": "No"}, at="steps.assisted")
    assert (answer.status_code, "protects this" in answer.content.decode()) == (422, True)
    assert owner.press("move", {"do": "up"}, at="steps.assisted").status_code == 422


def test_who_may_not_change_services_sees_no_way_to(owner: Owner, ben: Person) -> None:
    browser = sign_in(Client(), ben)
    assert browser.get(owner.url("overview")).status_code == 403
    assert "Change this service" not in browser.get(council_url(owner.council, "services:list")).content.decode()
    assert "Change this service" in owner.browser.get(council_url(owner.council, "services:list")).content.decode()


def test_a_translated_page_is_hidden_and_that_is_published(owner: Owner) -> None:
    owner.begun()
    assert owner.press("hide", {"because": "Nobody needs it"}, at="steps.kept").status_code == 302
    assert "What would not work" not in owner.open("overview")
    told = published(owner)
    assert told.status_code == 302
    assert "steps.kept" in owner.layer()
