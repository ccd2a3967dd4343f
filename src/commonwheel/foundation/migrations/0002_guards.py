"""Row security of the audit, and the table of the cache that all processes share."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonwheel.foundation.audit import AppendOnly
from commonwheel.foundation.row_security import RowSecurity


def make_cache_table(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table that `settings.CACHES` names."""
    del apps
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("foundation", "0001_initial")]
    operations = [
        RowSecurity("foundation_auditentry"),
        AppendOnly("foundation_auditentry"),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
