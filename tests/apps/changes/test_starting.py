"""A service owner starts a service of the council's own from a few words, and changes it on the same pages."""

from typing import Any

import pytest
from django.test import Client
from tests.support import missed_bin
from tests.support.cast import Person, sign_in
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.services import api as services
from commonwheel.core.packages.release import read_release
from commonwheel.foundation.audit import SYSTEM
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


def test_a_service_of_ones_own_is_downloaded_as_a_release_with_its_changes(council_a: CouncilView, dev: Person) -> None:
    start(council_a, dev)
    browser = sign_in(Client(), dev)
    here = council_url(council_a, "changes:download", slug="ask-for-a-bench")
    assert here in browser.get(council_url(council_a, "changes:overview", slug="ask-for-a-bench")).content.decode()
    with council_scope(council_a.id):
        written = services.get_written(council_a.id, "ask-for-a-bench")
        layer = (
            f"language: 1\nlayer: harbourside\npattern: harbourside/ask-for-a-bench\nmade_against:\n  version: 0.1.0\n"
            f"  digest: {written.service.digest}\nchanges:\n  - at: steps.first\n    set:\n      title: Where shall it be?\n"
        )
        services.set_layer(council_a.id, slug="ask-for-a-bench", layer=layer, actor=SYSTEM, now=missed_bin.MONDAY)
    assert 'value="0.2.0"' in browser.get(here).content.decode()
    answer = browser.post(here, {"version": "0.2.0", "changed": "A clearer title."})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="ask-for-a-bench-0.2.0.tar"'
    release = read_release(answer.content)
    assert release.manifest.full_name == "harbourside/ask-for-a-bench"
    assert release.bundle.pattern.steps[0].title == "Where shall it be?"
    for wrong in ({"version": "two"}, {"changed": ""}):
        assert browser.post(here, {"version": "0.2.0", "changed": "x", **wrong}).status_code == 422


def test_a_service_of_another_publisher_is_not_downloaded_under_its_name(council_a: CouncilView, dev: Person) -> None:
    missed_bin.adopt(council_a)
    browser = sign_in(Client(), dev)
    assert browser.get(council_url(council_a, "changes:download", slug="report-missed-bin")).status_code == 404
