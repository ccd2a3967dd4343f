"""Row security of services: seen by their council."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("services", "0001_initial")]
    operations = [RowSecurity("services_service")]
