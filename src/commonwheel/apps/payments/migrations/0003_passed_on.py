"""Charges and payments may be passed on to the council that follows; what a request costs stays fixed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonwheel.foundation.row_security import PassedOn

TABLES = ("payments_charge", "payments_payment", "payments_simulatedledger")
FIXED = "case_id, reference, titles, lines, total_pence, pay, protect, fixed_at"
DOES = {
    "sqlite": "BEGIN SELECT RAISE(ABORT, 'what a request costs is never changed'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION payments_charge_fixed()",
}


def let_charges_pass(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fix all of a charge but whose it is, and when it was asked for."""
    del apps
    _fix(schema_editor, FIXED)


def keep_charges(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fix whose it is, too."""
    del apps
    _fix(schema_editor, f"council_id, {FIXED}")


def _fix(schema_editor: BaseDatabaseSchemaEditor, columns: str) -> None:
    vendor = schema_editor.connection.vendor
    of_table = " ON payments_charge" if vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER payments_charge_fixed{of_table}", params=None)
    made = f"CREATE TRIGGER payments_charge_fixed BEFORE UPDATE OF {columns} ON payments_charge {DOES[vendor]}"
    schema_editor.execute(made, params=None)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("payments", "0002_row_security")]
    operations = [*map(PassedOn, TABLES), migrations.RunPython(let_charges_pass, keep_charges)]
