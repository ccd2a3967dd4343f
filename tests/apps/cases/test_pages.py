"""Officers' pages: the queue, the search, one request, its moves; another council's officer finds nothing."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.support.missed_bin import ANSWERS, MONDAY, Open

from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries import queue
from commonwheel.apps.cases.queries.queue import PageMark, Tab, list_queue, search_requests
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

QUEUE = "/staff/harbourside/requests/"


def page_of(case_id: uuid.UUID) -> str:
    return f"{QUEUE}{case_id}/"


def test_the_queue_shows_what_is_due_first(ben_client: Client, open_a: Open) -> None:
    late = open_a(received_at=MONDAY - dt.timedelta(days=10))
    soon = open_a(received_at=MONDAY)
    html = ben_client.get(QUEUE).content.decode()
    assert html.index(late.reference) < html.index(soon.reference)
    assert "overdue" in html
    assert "Report a missed bin" in html


@pytest.mark.parametrize("tab", ["due", "mine", "unassigned", "open", "closed", "nonsense"])
def test_every_tab_opens_empty_or_not(ben_client: Client, open_a: Open, tab: str) -> None:
    assert ben_client.get(QUEUE, {"tab": tab}).status_code == 200
    open_a()
    assert ben_client.get(QUEUE, {"tab": tab, "after": "x~y", "service": "z"}).status_code == 200


def test_a_request_is_found_by_reference_name_and_postcode(council_a: CouncilView, open_a: Open) -> None:
    wanted = open_a(answers={"full_name": "Zoë O’Brien-Lamb"})
    open_a(answers={"property": {"line": "9 Other Street", "postcode": "TN34 1AA"}, "full_name": "Bob Carr"})
    slips = [wanted.reference.lower().replace("-", " "), wanted.reference[:6], "zoe o'brien", "Lamb", "zoë lamb"]
    with council_scope(council_a.id):
        for words in (*slips, "bn11je"):
            found = search_requests(council_a.id, words=words, mark=PageMark())
            assert [row.reference for row in found.rows] == [wanted.reference], words
        for words in ("", "   ", "Nobody", "%", "'; drop table", "BN1 9ZZ"):
            assert search_requests(council_a.id, words=words, mark=PageMark()).rows == ()


def test_a_search_finds_longer_names_too_newest_first_and_each_once(
    council_a: CouncilView, open_a: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    names = ["Lamb", "Zoë Lamb", "Lambert Carr", "Bob Lambert", "Lamb Lamb", "Bob Carr"]
    opened = [
        open_a(answers={"full_name": name}, received_at=MONDAY + dt.timedelta(hours=n)).reference
        for n, name in enumerate(names)
    ]
    seen: list[str] = []
    with council_scope(council_a.id):
        page = search_requests(council_a.id, words="lamb", mark=PageMark())
        seen += [row.reference for row in page.rows]
        while page.after:
            page = search_requests(council_a.id, words="lamb", mark=PageMark(after=page.after))
            seen += [row.reference for row in page.rows]
        back = search_requests(council_a.id, words="lamb", mark=PageMark(before=page.before))
    assert seen == opened[4::-1]
    assert [row.reference for row in back.rows] == seen[2:4]


def test_a_search_keeps_to_the_council(council_a: CouncilView, council_b: CouncilView, open_a: Open) -> None:
    theirs = open_a(answers={"full_name": "Zoë Lamb"})
    with council_scope(council_b.id):
        for words in ("Lamb", "zoe lamb", "La", theirs.reference, theirs.reference[:6]):
            assert search_requests(council_b.id, words=words, mark=PageMark()).rows == (), words
        assert not Case.objects.with_keys(council_b.id, [theirs.id]).exists()


def test_pages_of_the_queue_are_stable_while_requests_arrive(
    council_a: CouncilView, open_a: Open, ben_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 3)
    first = [open_a(received_at=MONDAY + dt.timedelta(minutes=n)).reference for n in range(8)]
    seen: list[str] = []
    with council_scope(council_a.id):
        page = list_queue(council_a.id, tab=Tab.OPEN, staff_id=uuid.uuid4(), mark=PageMark())
        assert page.before == ""
        while True:
            seen += [row.reference for row in page.rows]
            open_a(received_at=MONDAY + dt.timedelta(hours=1 + len(seen)))
            if not page.after:
                break
            page = list_queue(council_a.id, tab=Tab.OPEN, staff_id=uuid.uuid4(), mark=PageMark(after=page.after))
        assert seen == first[::-1]
        back = list_queue(council_a.id, tab=Tab.OPEN, staff_id=uuid.uuid4(), mark=PageMark(before=page.before))
        assert [row.reference for row in back.rows] == first[2:5][::-1]
    html = ben_client.get(QUEUE, {"tab": "due"}).content.decode()
    assert "after=" in html


def test_a_request_shows_everything_on_one_page_and_reading_it_is_written_down(
    ben_client: Client, open_a: Open, council_a: CouncilView
) -> None:
    opened = open_a()
    html = ben_client.get(page_of(opened.id)).content.decode()
    for words in (
        opened.reference,
        "1 Invented Street",
        "20 November 2026",
        "Amina Yusuf",
        "amina@residents.example",
        "We aim to come back by",
        "25 November 2026",
        "We have your report",
        "Collection arranged",
        "Nobody yet",
    ):
        assert words in html
    assert not re.search(r'request-words">\s', html), "an empty line before an answer parts it from its question"
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(action="case-read", subject=f"case:{opened.id}").count() == 1


def test_a_move_is_previewed_made_and_cannot_be_made_twice(ben_client: Client, open_a: Open) -> None:
    opened = open_a()
    address = f"{page_of(opened.id)}move/arranged/"
    assert "A crew is coming back" in ben_client.get(address).content.decode()
    typed = {"-version": "1", "return_on-day": "26", "return_on-month": "11", "return_on-year": "2096"}
    preview = ben_client.post(address, {**typed, "do": "preview"})
    assert "A crew is coming back on 26 November 2096" in preview.content.decode()
    assert 'value="26"' in preview.content.decode()
    assert ben_client.post(address, typed).status_code == 302
    again = ben_client.post(address, typed)
    assert again.status_code == 409
    assert "Somebody else changed this request" in again.content.decode()


def test_a_move_with_slips_keeps_what_was_typed_and_says_what_to_mend(ben_client: Client, open_a: Open) -> None:
    opened = open_a()
    answer = ben_client.post(
        f"{page_of(opened.id)}move/arranged/",
        {"-version": "1", "return_on-day": "31", "return_on-month": "2", "return_on-year": "2026"},
    )
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    past = ben_client.post(
        f"{page_of(opened.id)}move/arranged/",
        {"-version": "1", "return_on-day": "3", "return_on-month": "2", "return_on-year": "2020"},
    )
    assert past.status_code == 422
    assert "The date must be today or in the future" in past.content.decode()
    empty = ben_client.post(f"{page_of(opened.id)}move/arranged/", {"-version": "1"})
    assert "Enter a date for “" in empty.content.decode()
    assert 'value="31"' in answer.content.decode()
    refused = ben_client.post(f"{page_of(opened.id)}move/not-missed/", {"-version": "1", "-reason": " "})
    assert refused.status_code == 422
    assert "Enter a reason" in refused.content.decode()


def test_notes_and_assignments_from_the_page(ben_client: Client, open_a: Open, council_a: CouncilView) -> None:
    opened = open_a()
    assert ben_client.post(f"{page_of(opened.id)}note/", {"note": ""}).status_code == 422
    assert ben_client.post(f"{page_of(opened.id)}note/", {"note": "Asked crew 4"}).status_code == 302
    html = ben_client.get(page_of(opened.id)).content.decode()
    assert "Asked crew 4" in html
    key = html.split('name="to" value="')[1].split('"')[0]
    assert ben_client.post(f"{page_of(opened.id)}assign/", {"to": key, "version": "1"}).status_code == 302
    assert opened.reference in ben_client.get(QUEUE, {"tab": "mine"}).content.decode()
    assert ben_client.post(f"{page_of(opened.id)}assign/", {"to": "", "version": "1"}).status_code == 409
    assert ben_client.post(f"{page_of(opened.id)}assign/", {"to": "x", "version": "2"}).status_code == 409


def test_another_councils_officer_sees_nothing(
    cara_client: Client, open_a: Open, open_b: Open, council_a: CouncilView
) -> None:
    opened, own = open_a(), open_b(answers={"full_name": "Bob Carr"})
    there, here = "/staff/fellgate/requests/", page_of(opened.id)
    assert cara_client.get(QUEUE).status_code == 404
    for tab in Tab:
        assert opened.reference not in cara_client.get(there, {"tab": tab.value}).content.decode()
    for words in (opened.reference, "Amina", ANSWERS["property"]["postcode"]):
        assert opened.reference not in cara_client.get(there, {"q": words}).content.decode().replace(
            f'value="{opened.reference}"', ""
        ).replace(f"<strong>{opened.reference}</strong>", "")
    assert own.reference in cara_client.get(there).content.decode()
    for prefix in (here, f"{there}{opened.id}/"):
        assert cara_client.get(prefix).status_code == 404
        assert cara_client.get(f"{prefix}move/duplicate/").status_code == 404
        assert cara_client.get(f"{prefix}files/{uuid.uuid4()}/").status_code == 404
        for form in ("move/duplicate/", "note/", "assign/"):
            assert cara_client.post(f"{prefix}{form}", {"note": "x", "version": "1"}).status_code == 404
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).get(id=opened.id).version == 1


def test_nobody_gets_in_without_signing_in(client: Client, open_a: Open) -> None:
    opened = open_a()
    for address in (QUEUE, page_of(opened.id)):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("query", "asked"),
    [({}, 8), ({"tab": "closed"}, 8), ({"q": "Yusuf"}, 10), ({"q": "Amina Yusuf"}, 11), ({"q": "BN1 1JE"}, 7)],
)
def test_a_list_asks_the_database_a_fixed_number_of_times(
    ben_client: Client,
    open_a: Open,
    django_assert_num_queries: DjangoAssertNumQueries,
    query: dict[str, str],
    asked: int,
) -> None:
    for _ in range(12):
        open_a()
    ben_client.get(QUEUE, query)
    # PostgreSQL is told of the transaction, and whose rows may be seen, before and after.
    with django_assert_num_queries(asked if connection.vendor == "sqlite" else asked + 6):
        ben_client.get(QUEUE, query)
