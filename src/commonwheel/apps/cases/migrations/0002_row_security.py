"""Row security of requests, and a timeline that nobody rewrites."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonwheel.foundation.row_security import RowSecurity

# A timeline is only added to. It goes with its case, when the time to keep that is over and it is marked so.
SQLITE = (
    """
    CREATE TRIGGER cases_caseevent_update BEFORE UPDATE ON cases_caseevent
    BEGIN SELECT RAISE(ABORT, 'what happened to a request is never changed'); END
    """,
    """
    CREATE TRIGGER cases_caseevent_delete BEFORE DELETE ON cases_caseevent
    WHEN EXISTS (SELECT 1 FROM cases_case WHERE id = OLD.case_id AND NOT is_being_erased)
    BEGIN SELECT RAISE(ABORT, 'what happened to a request is kept as long as the request'); END
    """,
)
POSTGRESQL = """
CREATE FUNCTION cases_caseevent_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'what happened to a request is never changed';
  END IF;
  IF EXISTS (SELECT 1 FROM cases_case WHERE id = OLD.case_id AND NOT is_being_erased) THEN
    RAISE EXCEPTION 'what happened to a request is kept as long as the request';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER cases_caseevent_kept BEFORE UPDATE OR DELETE ON cases_caseevent
FOR EACH ROW EXECUTE FUNCTION cases_caseevent_kept();
"""


def keep_timelines(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    del apps
    statements = (POSTGRESQL,) if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


def let_timelines_go(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    del apps
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION cases_caseevent_kept() CASCADE")
        return
    schema_editor.execute("DROP TRIGGER cases_caseevent_update")
    schema_editor.execute("DROP TRIGGER cases_caseevent_delete")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("cases", "0001_initial")]
    operations = [
        RowSecurity("cases_case"),
        RowSecurity("cases_caseevent"),
        RowSecurity("cases_caseclock"),
        RowSecurity("cases_caselink"),
        migrations.RunPython(keep_timelines, let_timelines_go),
    ]
