"""Row security of partners and reports."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("open311", "0001_initial")]
    operations = [RowSecurity("open311_partner"), RowSecurity("open311_report")]
