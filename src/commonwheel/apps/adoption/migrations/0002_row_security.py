"""Row security of what councils say they run: seen by their council."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("adoption", "0001_initial")]
    operations = [RowSecurity("adoption_speaking"), RowSecurity("adoption_statement")]
