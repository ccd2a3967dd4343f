"""Requests may be passed on to the council that follows, and their timelines go with them as they are."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonwheel.foundation.row_security import PassedOn

TABLES = ("cases_case", "cases_accountcase", "cases_caseevent", "cases_caseclock", "cases_caselink")
COLUMNS = "id, case_id, kind, number, at, actor_id, actor_name, from_state, to_state, reason, note, decision, about"
# Of what happened nothing changes but whose it is, and that only to the council that has the request already.
SQLITE = (
    "DROP TRIGGER cases_caseevent_update",
    f"""
    CREATE TRIGGER cases_caseevent_update BEFORE UPDATE OF {COLUMNS} ON cases_caseevent
    BEGIN SELECT RAISE(ABORT, 'what happened to a request is never changed'); END
    """,
    """
    CREATE TRIGGER cases_caseevent_pass BEFORE UPDATE OF council_id ON cases_caseevent
    WHEN NOT EXISTS (SELECT 1 FROM cases_case WHERE id = NEW.case_id AND council_id = NEW.council_id)
    BEGIN SELECT RAISE(ABORT, 'what happened to a request is where the request is'); END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER cases_caseevent_pass",
    "DROP TRIGGER cases_caseevent_update",
    """
    CREATE TRIGGER cases_caseevent_update BEFORE UPDATE ON cases_caseevent
    BEGIN SELECT RAISE(ABORT, 'what happened to a request is never changed'); END
    """,
)
PASSED = """
    IF to_jsonb(NEW) - 'council_id' = to_jsonb(OLD) - 'council_id'
      AND EXISTS (SELECT 1 FROM cases_case WHERE id = NEW.case_id AND council_id = NEW.council_id) THEN
      RETURN NEW;
    END IF;"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION cases_caseevent_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN{passed}
    RAISE EXCEPTION 'what happened to a request is never changed';
  END IF;
  IF EXISTS (SELECT 1 FROM cases_case WHERE id = OLD.case_id AND NOT is_being_erased) THEN
    RAISE EXCEPTION 'what happened to a request is kept as long as the request';
  END IF;
  RETURN OLD;
END $$;
"""


def let_timelines_pass(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let a timeline go where its request is."""
    del apps
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL.format(passed=PASSED),) if is_postgresql else SQLITE:
        schema_editor.execute(statement, params=None)


def keep_timelines(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let no timeline go anywhere."""
    del apps
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL.format(passed=""),) if is_postgresql else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("cases", "0011_beginnings")]
    operations = [*map(PassedOn, TABLES), migrations.RunPython(let_timelines_pass, keep_timelines)]
