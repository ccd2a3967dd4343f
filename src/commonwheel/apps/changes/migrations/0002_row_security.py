"""Row security of changing services."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity, ServicesOnly


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("changes", "0001_initial")]
    operations = [
        RowSecurity("changes_draft"),
        RowSecurity("changes_publication"),
        ServicesOnly("changes_draft"),
        ServicesOnly("changes_publication"),
    ]
