"""Opening a request: once per journey, whole, with its clocks, timeline and messages."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from tests.support.missed_bin import MONDAY, Open

from commonwheel.apps.cases.api import NoReferenceLeft
from commonwheel.apps.cases.models import Case, CaseClock, CaseEvent, CaseLink
from commonwheel.apps.messages import api as messages
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.core.values.reference import read_reference
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def test_it_opens_in_the_first_state_with_clock_timeline_audit_and_message(
    council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        case = Case.objects.of(council_a.id).get(id=opened.id)
        events = list(CaseEvent.objects.filter(case_id=case.id).order_by("number").values_list("kind", "to_state"))
        clock = CaseClock.objects.get(case_id=case.id)
        (message,) = messages.list_messages_of_case(council_a.id, case_id=case.id)
        audit = AuditEntry.objects.filter(council_id=council_a.id, action="case-opened", subject=f"case:{case.id}")
        assert audit.count() == 1
    assert read_reference(opened.reference) == opened.reference
    assert opened.reference.startswith("MB-")
    assert (case.state, case.is_open, case.version) == ("received", True, 1)
    assert case.due_on.isoformat() == clock.due_on.isoformat() == "2026-11-25"
    assert events == [("OPENED", "received"), ("MESSAGE", "resident")]
    assert (case.contact_name, case.surname, case.postcode) == ("Amina Yusuf", "yusuf", "BN1 1JE")
    assert message.to == "amina@residents.example"
    assert opened.reference in message.subject
    assert "25 November 2026" in message.text
    assert "1 Invented Street" in message.text
    assert "Follow your report: …" in message.text


def test_the_message_carries_a_signed_link_that_is_kept_only_as_a_hash(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        row = OutboxMessage.objects.of(council_a.id).get(case_id=opened.id)
        link = CaseLink.objects.get(case_id=opened.id)
    token = row.link.rstrip("/").rpartition("/")[2]
    assert len(token) >= 22
    assert token not in link.token_hash
    assert token not in row.text + row.html
    assert row.link_mark in row.text
    assert row.link_mark in row.html


def test_a_second_call_returns_the_first_case_and_writes_nothing(council_a: CouncilView, open_a: Open) -> None:
    journey_id = uuid.uuid4()
    first = open_a(journey_id=journey_id)
    assert open_a(journey_id=journey_id) == first
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).count() == 1
        assert CaseEvent.objects.filter(case_id=first.id).count() == 2
        assert OutboxMessage.objects.of(council_a.id).count() == 1


def test_nothing_is_left_when_the_journeys_transaction_is_undone(council_a: CouncilView, open_a: Open) -> None:
    def die_after_opening() -> None:
        with transaction.atomic():
            open_a()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die_after_opening()
    with council_scope(council_a.id):
        assert not Case.objects.of(council_a.id).exists()
        assert not OutboxMessage.objects.of(council_a.id).exists()


def test_without_any_way_to_reach_them_nobody_is_told_and_the_timeline_says_so(
    council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers={"email": None, "full_name": None})
    with council_scope(council_a.id):
        assert messages.list_messages_of_case(council_a.id, case_id=opened.id) == []
        kinds = CaseEvent.objects.filter(case_id=opened.id).order_by("number").values_list("kind", flat=True)
        assert list(kinds) == ["OPENED", "UNREACHED"]


def test_a_welsh_request_is_answered_in_welsh(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a(language="cy")
    with council_scope(council_a.id):
        (message,) = messages.list_messages_of_case(council_a.id, case_id=opened.id)
    assert message.language == "cy"
    assert message.subject.startswith("Mae eich adroddiad")
    assert "25 Tachwedd 2026" in message.text
    assert "Cyngor Glan yr Harbwr" in message.text


def test_what_a_resident_typed_is_never_markup(council_a: CouncilView, open_a: Open) -> None:
    line = "[click](https://evil.example) <script>1</script>"
    opened = open_a(answers={"property": {"line": line, "postcode": "BN1 1JE"}})
    with council_scope(council_a.id):
        row = OutboxMessage.objects.of(council_a.id).get(case_id=opened.id)
    assert "<script" not in row.html
    assert 'href="https://evil.example"' not in row.html


def test_the_timeline_is_never_rewritten(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        events = CaseEvent.objects.filter(case_id=opened.id)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            events.update(note="Nothing happened")
        with pytest.raises(DatabaseError, match="kept as long"), transaction.atomic():
            events.delete()
        Case.objects.of(council_a.id).filter(id=opened.id).update(is_being_erased=True)
        assert events.delete()[0] == 2


@pytest.mark.parametrize(
    ("received_at", "due_on"),
    [(MONDAY, "2026-11-25"), (MONDAY.replace(day=21), "2026-11-24"), (MONDAY.replace(month=12, day=24), "2026-12-30")],
)
def test_its_date_counts_working_days(
    council_a: CouncilView, open_a: Open, received_at: dt.datetime, due_on: str
) -> None:
    opened = open_a(received_at=received_at)
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).get(id=opened.id).due_on.isoformat() == due_on


def test_a_reference_that_is_taken_is_drawn_again_and_chance_that_never_changes_is_told(
    council_a: CouncilView, open_a: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([bytes(16), bytes(16), bytes(15) + b"\x01"])
    monkeypatch.setattr("secrets.token_bytes", lambda _number: next(drawn, bytes(16)))
    first, second = open_a(answers={"email": None}), open_a(answers={"email": None})
    assert first.reference != second.reference
    with pytest.raises(NoReferenceLeft):
        open_a(answers={"email": None})
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).count() == 2
