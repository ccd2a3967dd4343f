"""The audit trail: writing entries, checking their chain, and the triggers that keep them."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import rfc8785
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ActorKind = Literal["STAFF", "RESIDENT", "SYSTEM"]


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Who acted.

    Attributes:
        id: key of the staff member or account; "" for a resident who is not signed in and for the system.
    """

    kind: ActorKind
    id: str = ""


SYSTEM = Actor("SYSTEM")
RESIDENT = Actor("RESIDENT")


def record(
    council_id: uuid.UUID,
    *,
    actor: Actor,
    action: str,
    subject: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> uuid.UUID:
    """
    Write down what was done, in the transaction that does it; return the entry's key.

    Args:
        action: verb and thing, lower case with hyphens, such as "case-opened".
        subject: kind and key of what it was done to, such as "case:0190…".
        facts: JSON values that explain it; never a token, never what a resident wrote.
    """
    from commonwheel.foundation.models import AuditEntry
    from commonwheel.foundation.statements import insert

    entry = AuditEntry(
        council_id=council_id,
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        subject=subject,
        facts=dict(facts or {}),
    )
    entry.digest = digest_of(entry)
    insert(entry)
    return entry.id


def digest_of(entry: Any) -> str:
    """Return the SHA-256 of the entry's content over its canonical JSON (RFC 8785)."""
    content = {
        "id": str(entry.id),
        "council": str(entry.council_id),
        "at": entry.at.isoformat(),
        "actor": [entry.actor_kind, entry.actor_id],
        "action": entry.action,
        "subject": entry.subject,
        "facts": entry.facts,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


SQLITE_TRIGGERS = """
CREATE TRIGGER {name}_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {name} are never changed'); END;
CREATE TRIGGER {name}_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {name} are never deleted'); END;
"""
POSTGRESQL_TRIGGERS = """
CREATE OR REPLACE FUNCTION commonwheel_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME; END $$;
CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION commonwheel_append_only();
"""


class AppendOnly(Operation):
    """Refuse to change or delete a row of the table, by triggers, whoever asks."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        return type(self).__name__, [self.table], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the triggers."""
        del app_label, from_state, to_state
        table = schema_editor.quote_name(self.table)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL_TRIGGERS.format(name=self.table, table=table), params=None)
            return
        for statement in SQLITE_TRIGGERS.format(name=self.table, table=table).split("END;"):
            if statement.strip():
                schema_editor.execute(f"{statement} END;", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the triggers away."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.table}_append_only ON {schema_editor.quote_name(self.table)}")
            return
        schema_editor.execute(f"DROP TRIGGER {self.table}_update")
        schema_editor.execute(f"DROP TRIGGER {self.table}_delete")

    def describe(self) -> str:
        """Say what it does."""
        return f"Only ever add rows to {self.table}"
