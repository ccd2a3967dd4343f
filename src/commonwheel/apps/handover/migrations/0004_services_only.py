"""On PostgreSQL, officers of shared services are kept to the rows of its services."""

from django.db import migrations

from commonwheel.foundation.row_security import ServicesOnly


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("handover", "0003_heard_status")]
    operations = [ServicesOnly("handover_destination")]
