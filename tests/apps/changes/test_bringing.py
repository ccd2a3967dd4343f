"""A service owner brings a form from another system, and sees what became of every part of it."""

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.forms.builder_forms import condition, field, form, page, part
from tests.support.cast import Person, sign_in
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.services import api as services
from commonwheel.foundation import carried_files
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
SAID = {
    "title": "Ask for a bench", "duty": "parks", "power": "Localism Act 2011, section 1", "basis": "public-task",
    "years": "2",
}  # fmt: skip
FORM = form(
    page("/colour", field("RadiosField", "colour", list="colours"), to=[{"path": "/why", "condition": "red"}, {"path": "/summary"}]),
    page("/why", field("TextField", "why", title="Why red?", options={"classes": "wide"}), field("TextField", "sex", title="Sex")),
    conditions=[condition("red", part("colour", "is", "Red"))],
)  # fmt: skip


def bring(council: CouncilView, person: Person, data: bytes | None = None, **changes: str) -> Any:
    told = json.dumps(FORM).encode() if data is None else data
    sent = {**SAID, **changes} | ({"file": SimpleUploadedFile("our-form.json", told)} if told != b"none" else {})
    return sign_in(Client(), person).post(council_url(council, "changes:bring"), sent)


def slugs(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        return [one.slug for one in services.list_services(council.id)]


def test_a_form_becomes_a_draft_and_every_part_is_accounted_for(council_a: CouncilView, dev: Person) -> None:
    asked = sign_in(Client(), dev).get(council_url(council_a, "changes:bring")).content.decode()
    assert wrong_words(seen_on(asked), wrong=FOR_OFFICERS) == []
    for _ in range(2):
        answer = bring(council_a, dev)
        assert answer.status_code == 200
        seen = answer.content.decode()
        assert "Ask for a bench" in seen
        for words in ("What came of the form", "Say what happens to a request", "asks for sex or gender", "`classes`"):
            assert words in seen
        assert "Name the law" not in seen
    assert slugs(council_a) == ["ask-for-a-bench"]
    with council_scope(council_a.id):
        made = services.get_service(council_a.id, "ask-for-a-bench")
    assert (made.pattern_name, made.is_live) == (f"{council_a.slug}/ask-for-a-bench", False)


def test_whoever_signs_it_off_reads_what_was_left_to_be_decided(council_a: CouncilView, dev: Person) -> None:
    bring(council_a, dev)
    page = sign_in(Client(), dev).get(council_url(council_a, "changes:sign-off", slug="ask-for-a-bench"))
    seen = page.content.decode()
    assert "What was left to be decided" in seen
    assert "Say what happens to a request after it is sent." in seen


@pytest.mark.parametrize(
    ("data", "changes", "why"),
    [
        (b"none", {}, "Choose the file of the form"),
        (b"", {}, "Choose the file of the form"),
        (b'{"pages": [', {}, "line 1, column 12"),
        (b"{}", {}, "is not a form of a kind"),
        (None, {"title": "…"}, "Use letters from A to Z"),
        (None, {"title": "Track"}, "the service would never be reached"),
        (None, {"years": "0"}, "from 1 to 99"),
        (None, {"duty": ""}, "Choose one of these"),
    ],
)
def test_what_cannot_be_is_said_and_starts_nothing(
    council_a: CouncilView, dev: Person, data: bytes | None, changes: dict[str, str], why: str
) -> None:
    answer = bring(council_a, dev, data, **changes)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert slugs(council_a) == []


def test_a_file_too_large_to_wait_for_is_refused(
    council_a: CouncilView, dev: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried_files, "LARGEST", 10)
    assert "larger than 1 megabyte" in bring(council_a, dev).content.decode()


def test_a_packed_file_may_not_be_larger_than_another(council_a: CouncilView, dev: Person) -> None:
    packed = gzip.compress(b'{"_root": {"edges": []}, "a": "' + b"x" * carried_files.LARGEST + b'"}')
    assert "larger than 1 megabyte" in bring(council_a, dev, packed).content.decode()
    assert slugs(council_a) == []


def test_another_service_of_that_name_stays_as_it_is(council_a: CouncilView, dev: Person) -> None:
    bring(council_a, dev)
    answer = bring(council_a, dev, power="Another Act")
    assert (answer.status_code, "There is a service of that name already" in answer.content.decode()) == (422, True)


def test_a_form_that_makes_no_sound_service_is_refused_with_why(
    council_a: CouncilView, dev: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = bring(council_a, dev, power="x" * 399, title="Ask {{ nothing }}")
    assert answer.status_code == 422
    assert slugs(council_a) == []


def test_who_may_not_change_services_brings_none(council_a: CouncilView, ben: Person) -> None:
    assert bring(council_a, ben).status_code == 403
