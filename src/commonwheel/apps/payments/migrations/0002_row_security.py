"""Row security of payments, and charges that nobody changes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonwheel.foundation.row_security import RowSecurity

# All but `asked_at`. A charge is taken away with its case, when the time to keep that is over.
FIXED = "council_id, case_id, reference, titles, lines, total_pence, pay, protect, fixed_at"
SQLITE = f"""
CREATE TRIGGER payments_charge_fixed BEFORE UPDATE OF {FIXED} ON payments_charge
BEGIN SELECT RAISE(ABORT, 'what a request costs is never changed'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION payments_charge_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what a request costs is never changed'; END $$;
CREATE TRIGGER payments_charge_fixed BEFORE UPDATE OF {FIXED} ON payments_charge
FOR EACH ROW EXECUTE FUNCTION payments_charge_fixed();
"""


def fix_charges(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the trigger."""
    del apps
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def let_charges_change(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away."""
    del apps
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION payments_charge_fixed() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER payments_charge_fixed")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("payments", "0001_initial")]
    operations = [
        RowSecurity("payments_charge"),
        RowSecurity("payments_payment"),
        RowSecurity("payments_simulatedledger"),
        migrations.RunPython(fix_charges, let_charges_change),
    ]
