"""A service owner starts a service of the council's own from a few words, and changes it on the same pages."""

from typing import Any

import pytest
from django.test import Client
from tests.support import missed_bin
from tests.support.cast import Person, sign_in
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.services import api as services
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
SAID = {
    "title": "Ask for a bench", "summary": "Ask for a bench in a park.", "page": "Where is a bench needed?",
    "question": "Which park, and where in it", "duty": "parks", "power": "Localism Act 2011, section 1",
    "basis": "public-task", "years": "2",
}  # fmt: skip


def start(council: CouncilView, person: Person, **changes: str) -> Any:
    return sign_in(Client(), person).post(council_url(council, "changes:start"), {**SAID, **changes})


def slugs(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        return [one.slug for one in services.list_services(council.id)]


def test_a_service_is_started_once_and_changed_on_the_same_pages(council_a: CouncilView, dev: Person) -> None:
    browser = sign_in(Client(), dev)
    page = browser.get(council_url(council_a, "changes:start")).content.decode()
    assert wrong_words(seen_on(page), wrong=FOR_OFFICERS) == []
    answers = [start(council_a, dev) for _ in range(2)]
    assert [one.headers["Location"] for one in answers] == [
        council_url(council_a, "changes:overview", slug="ask-for-a-bench")
    ] * 2
    assert slugs(council_a) == ["ask-for-a-bench"]
    page = browser.get(answers[0].headers["Location"]).content.decode()
    assert "Which park, and where in it" in page
    with council_scope(council_a.id):
        made = services.get_service(council_a.id, "ask-for-a-bench")
    assert (made.pattern_name, made.is_live) == (f"{council_a.slug}/ask-for-a-bench", False)


@pytest.mark.parametrize(
    "wrong",
    [{name: ""} for name in SAID]
    + [{"title": "…"}, {"title": "Track"}, {"years": "0"}, {"years": "many"}, {"duty": "nothing"}, {"basis": "luck"},
       {"question": "{{ nothing }}"}, {"title": "x" * 500}, {"page": "\x00"}],
)  # fmt: skip
def test_what_cannot_be_is_said_and_starts_nothing(council_a: CouncilView, dev: Person, wrong: dict[str, str]) -> None:
    answer = start(council_a, dev, **wrong)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    assert slugs(council_a) == []


def test_another_service_of_the_same_name_is_refused_and_changes_nothing(council_a: CouncilView, dev: Person) -> None:
    start(council_a, dev)
    answer = start(council_a, dev, summary="Something else.")
    assert (answer.status_code, "of that name already" in answer.content.decode()) == (422, True)


def test_who_may_not_change_services_starts_none(council_a: CouncilView, ben: Person) -> None:
    assert start(council_a, ben).status_code == 403


def test_a_service_begins_with_questions_that_another_one_shares(council_a: CouncilView, dev: Person) -> None:
    missed_bin.adopt(council_a)
    page = sign_in(Client(), dev).get(council_url(council_a, "changes:start")).content.decode()
    assert "commonwheel-examples/contact-details@1" in page
    answer = start(council_a, dev, block="commonwheel-examples/contact-details@1")
    assert answer.status_code == 302
    with council_scope(council_a.id):
        made = next(one for one in services.list_services(council_a.id) if one.pattern_name.startswith("harbourside/"))
        files = services.get_files(council_a.id, made.slug)
    assert "blocks/commonwheel-examples/contact-details/block.yaml" in files
