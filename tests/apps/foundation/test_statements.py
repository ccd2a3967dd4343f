"""Statements that are put together once and run with other values each time."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from tests.support.cast import add_council

from commonwheel.apps.authorities.models import Council
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.foundation.audit import RESIDENT, digest_of, record
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.statements import Selection, insert
from commonwheel.foundation.transactions import atomic

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)

BY_SLUG = Selection(
    str, build=lambda slug: Council.objects.filter(slug=slug, is_open=True).values_list("id", "slug", "languages")
)
BY_KEY = Selection(uuid.UUID, build=lambda key: Council.objects.filter(id=key).order_by("slug").values_list("slug"))


@pytest.fixture
def two() -> tuple[CouncilView, CouncilView]:
    return add_council("north", name="North"), add_council("south", name="South")


def message(council: CouncilView, number: int) -> OutboxMessage:
    return OutboxMessage(
        council_id=council.id,
        dedup_key=f"fact {number}",
        message_id=f"<{number}@node.example>",
        sender="north@node.example",
        to="sam@residents.example",
        subject="Your report",
        text="Received.",
        written_at=NOW,
        due_at=NOW,
    )


def test_a_selection_answers_for_each_value_what_its_query_would(two: tuple[CouncilView, CouncilView]) -> None:
    for council in two:
        assert BY_SLUG.first(council.slug) == (council.id, council.slug, list(council.languages))
        assert BY_KEY.all(council.id) == [(council.slug,)]


def test_a_selection_finds_nothing_for_a_value_that_nobody_has(two: tuple[CouncilView, CouncilView]) -> None:
    assert BY_SLUG.first("' OR 1=1 --") is None
    assert BY_KEY.all(uuid.uuid4()) == []


def test_a_selection_is_one_statement(two: tuple[CouncilView, CouncilView]) -> None:
    with CaptureQueriesContext(connection) as asked:
        BY_SLUG.first("north")
    assert len(asked) == 1


def test_a_query_that_does_not_compare_what_it_was_given_is_refused() -> None:
    lowered = Selection(str, build=lambda slug: Council.objects.filter(slug__startswith=slug).values_list("id"))
    with pytest.raises(TypeError, match="cannot be made beforehand"):
        lowered.first("north")


def test_a_row_that_was_added_reads_as_one_that_was_saved(two: tuple[CouncilView, CouncilView]) -> None:
    with council_scope(two[0].id):
        row = message(two[0], 1)
        insert(row)
        assert not row._state.adding
        found = OutboxMessage.objects.get(id=row.id)
        fields = [field.attname for field in OutboxMessage._meta.concrete_fields]
        assert {name: getattr(found, name) for name in fields} == {name: getattr(row, name) for name in fields}


def test_several_rows_are_added_together(two: tuple[CouncilView, CouncilView]) -> None:
    with council_scope(two[0].id):
        insert(*(message(two[0], number) for number in range(3)))
        assert OutboxMessage.objects.of(two[0].id).count() == 3


def test_adding_no_rows_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert()
    assert len(asked) == 0


def test_a_row_that_is_there_is_refused_or_left_as_it_is(two: tuple[CouncilView, CouncilView]) -> None:
    with council_scope(two[0].id):
        insert(message(two[0], 1))
        again = message(two[0], 1)
        with pytest.raises(IntegrityError), atomic():
            insert(again)
        again.subject = "Other words"
        insert(again, may_be_there=True)
        assert list(OutboxMessage.objects.of(two[0].id).values_list("subject", flat=True)) == ["Your report"]


def test_an_audit_entry_keeps_its_digest(two: tuple[CouncilView, CouncilView]) -> None:
    with council_scope(two[0].id):
        key = record(
            two[0].id, actor=RESIDENT, action="case-opened", subject="case:1", at=NOW, facts={"to": "received"}
        )
        entry = AuditEntry.objects.get(id=key)
        assert entry.digest == digest_of(entry)
