"""A status comes back: for the right token only, where the service allows it, once."""

import datetime as dt
import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.support.cast import Person
from tests.support.contractor import SLUG, send_to
from tests.support.missed_bin import MONDAY, Open, adopt, opener

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.handover import api as handover
from commonwheel.apps.handover.models import HeardStatus
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

AT = "2026-11-23T10:00:00+00:00"
SAID: dict[str, Any] = {"id": "job-1/found", "state": "duplicate", "at": AT}
NOBODYS = {"error": "There is no such request for this token. Check the token, the council and the reference."}


@pytest.fixture
def token(council_a: CouncilView, service_a: ServiceView) -> str:
    send_to(council_a, "CSV")
    with council_scope(council_a.id):
        return handover.renew_token(council_a.id, slug=SLUG, actor=SYSTEM, now=MONDAY).secret


@pytest.fixture
def opened(token: str, open_a: Open) -> cases.OpenedCase:
    return open_a()


def send(reference: str, token: str, *, council: str = "harbourside", **said: Any) -> tuple[int, dict[str, Any]]:
    answer = Client(enforce_csrf_checks=True).post(
        f"/api/{council}/cases/{reference}/status",
        json.dumps({**SAID, **said}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )
    return answer.status_code, answer.json()


def case_of(council: CouncilView, opened: cases.OpenedCase) -> Case:
    with council_scope(council.id):
        return Case.objects.get(id=opened.id)


def events(council: CouncilView, opened: cases.OpenedCase) -> list[tuple[str, str, str]]:
    with council_scope(council.id):
        rows = CaseEvent.objects.filter(case_id=opened.id).exclude(kind="MESSAGE").order_by("number")
        return [(row.kind, row.to_state or row.note, row.actor_name) for row in rows]


def test_a_status_moves_the_request_once_however_often_it_comes(
    council_a: CouncilView, opened: cases.OpenedCase, token: str
) -> None:
    ref = opened.reference
    assert send(ref, token, note="Crew 4") == (200, {"reference": ref, "state": "duplicate", "repeated": False})
    before = events(council_a, opened)
    assert before[1:] == [("MOVED", "duplicate", "Contractor"), ("NOTED", "Crew 4", "Contractor")]
    assert send(ref, token, note="Crew 4") == (200, {"reference": ref, "state": "duplicate", "repeated": True})
    assert events(council_a, opened) == before
    assert not case_of(council_a, opened).is_open


def test_the_same_id_may_not_say_something_else(council_a: CouncilView, opened: cases.OpenedCase, token: str) -> None:
    assert send(opened.reference, token)[0] == 200
    before = events(council_a, opened)
    status, said = send(opened.reference, token, at="2026-11-23T11:00:00+00:00")
    assert (status, "own id" in said["error"]) == (409, True)
    assert events(council_a, opened) == before


def test_a_status_that_comes_again_late_is_not_held_to_where_the_request_stands_by_then(
    council_a: CouncilView,
) -> None:
    """A service whose states lead back: what was right when it was said first would be refused if it were read anew."""
    loops = adopt(
        council_a,
        (
            "next: [collected, could-not-reach, withdrawn]",
            "on: return_on\n      next: [received, collected, could-not-reach, withdrawn]",
        ),
        ("decision.return_on >= today", "decision.return_on <= today"),
    )
    send_to(council_a, "CSV")
    with council_scope(council_a.id):
        token = handover.renew_token(council_a.id, slug=SLUG, actor=SYSTEM, now=MONDAY).secret
    opened = opener(council_a, loops)(received_at=timezone.now() - dt.timedelta(days=10))
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    first = {"id": "job-1/arranged", "state": "arranged", "answers": {"return_on": yesterday}, "note": "Crew 4"}
    back = {"id": "job-1/back", "state": "received"}
    for said in (first, back):
        assert send(opened.reference, token, **said)[0] == 200
    before = events(council_a, opened)
    assert send(opened.reference, token, **first | {"id": "job-1/anew"})[0] == 409
    for said in (first, back, first):
        answer = send(opened.reference, token, **said)
        assert answer == (200, {"reference": opened.reference, "state": "received", "repeated": True})
    assert events(council_a, opened) == before


@pytest.mark.django_db(transaction=True)
def test_the_same_status_twice_at_once_is_taken_once(council_a: CouncilView) -> None:
    service = adopt(council_a)
    send_to(council_a, "CSV")
    with council_scope(council_a.id):
        token = handover.renew_token(council_a.id, slug=SLUG, actor=SYSTEM, now=MONDAY).secret
    opened, both = opener(council_a, service)(), threading.Barrier(2)
    answers: list[tuple[int, dict[str, Any]]] = []

    def call() -> None:
        both.wait()
        try:
            answers.append(send(opened.reference, token, note="Crew 4"))
        finally:
            connection.close()

    callers = [threading.Thread(target=call) for _ in range(2)]
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    assert sorted(said["repeated"] for _, said in answers) == [False, True]
    assert [status for status, _ in answers] == [200, 200]
    assert [kind for kind, _, _ in events(council_a, opened)] == ["OPENED", "MOVED", "NOTED"]


def test_where_it_stands_already_nothing_moves(council_a: CouncilView, opened: cases.OpenedCase, token: str) -> None:
    state = case_of(council_a, opened).state
    assert send(opened.reference, token, state=state)[0] == 200
    assert [kind for kind, _, _ in events(council_a, opened)] == ["OPENED"]


def test_a_state_that_the_service_does_not_allow_is_refused_and_can_be_mended_under_the_same_id(
    council_a: CouncilView, opened: cases.OpenedCase, token: str
) -> None:
    status, said = send(opened.reference, token, state="on-the-moon")
    assert status == 409
    assert said["allowed"] == ["arranged", "not-missed", "duplicate", "withdrawn"]
    with council_scope(council_a.id):
        assert not HeardStatus.objects.exists()
    assert send(opened.reference, token)[0] == 200
    status, said = send(opened.reference, token, id="job-1/again", state="arranged")
    assert (status, said["allowed"]) == (409, [])


def test_the_questions_of_a_state_are_answered_as_officers_answer_them(
    council_a: CouncilView, opened: cases.OpenedCase, token: str
) -> None:
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    arranged = {"id": "job-1/arranged", "state": "arranged"}
    for answers in ({}, {"return_on": "2020-01-01"}, {"return_on": "soon"}, {"return_on": ["a", "b"]}):
        status, said = send(opened.reference, token, **arranged, answers=answers)
        assert (status, said["error"].partition(":")[0]) == (409, "return_on")
    assert send(opened.reference, token, **arranged, answers={"return_on": tomorrow})[0] == 200
    with council_scope(council_a.id):
        assert CaseEvent.objects.get(kind="MOVED").decision == {"return_on": tomorrow}
    status, said = send(opened.reference, token, id="job-1/no", state="could-not-reach")
    assert (status, said["error"]) == (409, "reason: Enter a reason. The resident will read it")
    assert send(opened.reference, token, id="job-1/no", state="could-not-reach", reason="A car stood there.")[0] == 200


def test_token_council_and_reference_are_not_told_apart(
    council_a: CouncilView, council_b: CouncilView, opened: cases.OpenedCase, token: str, open_a: Open
) -> None:
    answers = [
        send(opened.reference, ""),
        send(opened.reference, "cws_" + "A" * 43),
        send("MB-AAA-AAA-AAAA", token),
        send("nonsense", token),
        send(opened.reference, token, council="fellgate"),
    ]
    assert answers == [(404, NOBODYS)] * 5
    send_to(council_a, "HERE")
    here = open_a()
    send_to(council_a, "CSV")
    assert send(here.reference, token) == (404, NOBODYS)
    assert [kind for kind, _, _ in events(council_a, opened)] == ["OPENED"]


def test_a_new_token_ends_the_old_one_and_neither_is_kept(
    council_a: CouncilView, opened: cases.OpenedCase, token: str
) -> None:
    with council_scope(council_a.id):
        new = handover.renew_token(council_a.id, slug=SLUG, actor=SYSTEM, now=MONDAY).secret
    assert send(opened.reference, token) == (404, NOBODYS)
    assert send(opened.reference, new)[0] == 200
    from commonwheel.apps.handover.models import Destination

    with council_scope(council_a.id):
        assert new not in str(Destination.objects.values().get())


def test_wrong_tries_are_limited_and_right_ones_are_not(
    council_a: CouncilView, opened: cases.OpenedCase, token: str
) -> None:
    for number in range(70):
        assert send(opened.reference, token, id=f"job-{number}", state=case_of(council_a, opened).state)[0] == 200
    answers = [send(opened.reference, "cws_wrong")[0] for _ in range(61)]
    assert answers == [404] * 60 + [429]
    assert send(opened.reference, token)[0] == 429


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"id": ""}, "id"),
        ({"id": "a b"}, "id"),
        ({"id": "a" * 101}, "id"),
        ({"at": "2026-11-23T10:00:00"}, "at"),
        ({"at": "yesterday"}, "at"),
        ({"at": (timezone.now() + dt.timedelta(hours=1)).isoformat()}, "at"),
        ({"state": None}, "state"),
        ({"note": "n" * 5_001}, "note"),
        ({"more": "1"}, "more"),
    ],
)
def test_what_cannot_be_read_says_where_and_changes_nothing(
    council_a: CouncilView, opened: cases.OpenedCase, token: str, said: dict[str, Any], place: str
) -> None:
    status, words = send(opened.reference, token, **said)
    assert (status, words["error"].partition(":")[0]) == (422, place)
    assert [kind for kind, _, _ in events(council_a, opened)] == ["OPENED"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"a":' * 5_000, b"x" * 70_000])
def test_a_body_that_is_none_costs_nothing(opened: cases.OpenedCase, token: str, body: bytes) -> None:
    answer = Client().post(
        f"/api/harbourside/cases/{opened.reference}/status", body, content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert answer.status_code == 422


def test_only_posting_is_answered(opened: cases.OpenedCase) -> None:
    assert Client().get(f"/api/harbourside/cases/{opened.reference}/status").status_code == 405


def test_removing_a_request_removes_what_was_heard_of_it(
    council_a: CouncilView, opened: cases.OpenedCase, token: str, ben: Person
) -> None:
    send(opened.reference, token)
    with council_scope(council_a.id):
        handover.remove_handover(council_a.id, case_id=opened.id)
        assert not HeardStatus.objects.exists()
        assert authorities.list_staff(council_a.id)
        assert not handover.list_undelivered(council_a.id)
