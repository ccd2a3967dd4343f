"""Row security of journeys and their links: seen by their council."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("journeys", "0001_initial")]
    operations = [RowSecurity("journeys_journey"), RowSecurity("journeys_resumelink")]
