"""The printed copy of what was sent: made once after sending, open to its sender and its council, gone in time."""

import datetime as dt
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from tests.apps.cases.test_keeping import LAST_DAY, tidy
from tests.apps.cases.test_working import move
from tests.support.cast import Person
from tests.support.missed_bin import MONDAY, Open, adopt, opener
from tests.support.papers import faults_of, language_of, words_of

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions import copying
from commonwheel.apps.cases.actions.copying import COPY, TRY_AGAIN_AFTER, make_due_copies
from commonwheel.apps.cases.models import Case
from commonwheel.apps.files import api as files
from commonwheel.design.paper import Paper
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.storage.disk import DiskStorage

DAY = dt.timedelta(days=1)


def make(council: CouncilView, now: dt.datetime = MONDAY) -> int:
    with council_scope(council.id):
        return make_due_copies(council.id, now=now)


def copies(council: CouncilView, case_id: uuid.UUID) -> list[files.UploadView]:
    with council_scope(council.id):
        return [one for one in files.list_uploads(council.id, journey_id=case_id) if one.question == COPY]


def copy_of(council: CouncilView, case_id: uuid.UUID) -> bytes:
    with council_scope(council.id):
        name, content = cases.open_copy(council.id, case_id=case_id)
        with content:
            assert name.endswith(".pdf")
            return content.read()


def test_a_copy_is_made_once_after_sending_and_says_what_was_sent(council_a: CouncilView, open_a: Open) -> None:
    case = open_a()
    before = copy_of(council_a, case.id)
    assert copies(council_a, case.id) == []
    assert (make(council_a), make(council_a)) == (1, 0)
    (kept,) = copies(council_a, case.id)
    assert kept.name == f"{case.reference}.pdf"
    pdf = copy_of(council_a, case.id)
    assert pdf == before
    for words in ("Harbourside", "Report a missed bin", case.reference, "1 Invented Street", "Amina Yusuf", "Sent:"):
        assert words in words_of(pdf)
    assert faults_of(pdf) == []


def test_a_copy_is_in_the_language_in_which_it_was_sent(council_a: CouncilView, open_a: Open) -> None:
    pdf = copy_of(council_a, open_a(language="cy").id)
    assert language_of(pdf).startswith("cy")
    assert "Yr hyn a anfonwyd" in words_of(pdf)
    assert faults_of(pdf) == []


def test_what_came_by_post_says_when_it_was_received(council_a: CouncilView, open_a: Open) -> None:
    pdf = copy_of(council_a, open_a(channel="POST").id)
    assert "Received: 23 November 2026" in words_of(pdf)


def test_another_council_makes_no_copy_of_it_and_opens_none(
    council_a: CouncilView, council_b: CouncilView, open_a: Open
) -> None:
    case = open_a()
    assert make(council_b) == 0
    with council_scope(council_b.id), pytest.raises(cases.RequestNotFound):
        cases.open_copy(council_b.id, case_id=case.id)


def test_a_copy_that_cannot_be_kept_is_tried_again_and_the_others_are_made(
    council_a: CouncilView, open_a: Open, settings: LazySettings, tmp_path: Path
) -> None:
    case = open_a()
    (tmp_path / "file").write_text("in the way")
    storage = settings.UPLOADS_STORAGE
    settings.UPLOADS_STORAGE = DiskStorage(tmp_path / "file")
    assert make(council_a) == 0
    settings.UPLOADS_STORAGE = storage
    other = open_a()
    assert make(council_a) == 1
    assert copies(council_a, other.id)
    assert make(council_a, MONDAY + TRY_AGAIN_AFTER) == 1
    assert copies(council_a, case.id)


def test_an_answer_that_goes_is_not_in_the_copy_any_more(council_a: CouncilView, ben: Person) -> None:
    asked = "label: Address of the property\n"
    service = adopt(council_a, (asked, f"{asked}        keep: {{months: 3, from: closed}}\n"))
    case = opener(council_a, service)()
    make(council_a)
    assert "1 Invented Street" in words_of(copy_of(council_a, case.id))
    move(ben, case.id, "withdrawn")
    later = MONDAY + 100 * DAY
    tidy(council_a, later)
    assert copies(council_a, case.id) == []
    assert "1 Invented Street" not in words_of(copy_of(council_a, case.id))
    assert make(council_a, later) == 1
    assert "1 Invented Street" not in words_of(copy_of(council_a, case.id))


def test_a_copy_goes_with_its_request(council_a: CouncilView, open_a: Open, ben: Person) -> None:
    case = open_a()
    make(council_a)
    move(ben, case.id, "withdrawn")
    assert tidy(council_a, LAST_DAY + DAY) == 1
    assert copies(council_a, case.id) == []


def test_a_copy_of_answers_that_changed_meanwhile_is_not_kept(
    council_a: CouncilView, open_a: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, printed_copy = open_a(), copying.printed_copy

    def change_while_printing(*args: Any, **named: Any) -> Paper:
        Case.objects.of(council_a.id).filter(id=case.id).update(answers={"container": "refuse"})
        return printed_copy(*args, **named)

    monkeypatch.setattr(copying, "printed_copy", change_while_printing)
    assert make(council_a) == 0
    monkeypatch.undo()
    assert make(council_a) == 1
    assert "Amina" not in words_of(copy_of(council_a, case.id))


def test_a_request_that_cannot_be_printed_keeps_no_other_from_it(
    council_a: CouncilView, open_a: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other, printed_copy = open_a(), open_a(), copying.printed_copy

    def refuse_one(case: Any, *args: Any, **named: Any) -> Paper:
        if case.id == broken.id:
            raise ValueError("a layout that cannot be")
        return printed_copy(case, *args, **named)

    monkeypatch.setattr(copying, "printed_copy", refuse_one)
    assert make(council_a) == 1
    assert (len(copies(council_a, broken.id)), len(copies(council_a, other.id))) == (0, 1)
    monkeypatch.undo()
    assert make(council_a, MONDAY + TRY_AGAIN_AFTER) == 1


def test_a_copy_that_cannot_be_named_keeps_no_other_from_it(
    council_a: CouncilView, open_a: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other, name_made = open_a(), open_a(), files.name_made

    def refuse_one(council_id: uuid.UUID, *, made: Any, **named: Any) -> None:
        if broken.id in made:
            raise OSError("the disk is full")
        name_made(council_id, made=made, **named)

    monkeypatch.setattr(copying.files, "name_made", refuse_one)
    assert make(council_a) == 1
    assert (len(copies(council_a, broken.id)), len(copies(council_a, other.id))) == (0, 1)


@pytest.mark.parametrize("number", [1, 21])
def test_many_copies_are_made_with_as_many_queries_as_one(
    council_a: CouncilView, open_a: Open, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        open_a()
    with django_assert_max_num_queries(40):
        assert make(council_a) == number


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_copy(council_a: CouncilView, open_a: Open) -> None:
    case, made, both = open_a(), [], threading.Barrier(2)

    def work() -> None:
        both.wait()
        try:
            made.append(make(council_a))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(made) == 1
    assert len(copies(council_a, case.id)) == 1


def test_officers_of_the_council_have_it_and_the_reading_is_written_down(
    ben_client: Client, open_a: Open, council_a: CouncilView
) -> None:
    case = open_a()
    answer = ben_client.get(f"/staff/harbourside/requests/{case.id}/copy/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f'filename="{case.reference}.pdf"' in answer.headers["Content-Disposition"]
    assert case.reference in words_of(b"".join(answer))
    assert "Download a copy" in ben_client.get(f"/staff/harbourside/requests/{case.id}/").content.decode()
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(
            council_id=council_a.id, action="case-read", subject=f"case:{case.id}"
        ).exists()
