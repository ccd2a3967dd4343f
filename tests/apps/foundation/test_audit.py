"""The audit trail is only ever added to."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from commonwheel.foundation.audit import SYSTEM, digest_of, record
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def entry(council_a: CouncilView) -> AuditEntry:
    with council_scope(council_a.id):
        key = record(council_a.id, actor=SYSTEM, action="case-opened", subject="case:1", at=NOW, facts={"by": "test"})
        return AuditEntry.objects.get(council_id=council_a.id, pk=key)


@pytest.mark.parametrize(
    "words", ["UPDATE foundation_auditentry SET action = 'x'", "DELETE FROM foundation_auditentry"]
)
def test_an_entry_can_be_neither_changed_nor_deleted(entry: AuditEntry, words: str) -> None:
    refused = pytest.raises(DatabaseError, match=r"never|permission denied")
    with council_scope(entry.council_id), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def test_an_entry_s_digest_covers_all_of_it(entry: AuditEntry) -> None:
    assert entry.digest == digest_of(entry)
    entry.subject = f"case:{uuid.uuid4()}"
    assert entry.digest != digest_of(entry)
