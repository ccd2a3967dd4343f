"""Row security of the address register: seen by its council alone."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("places", "0001_initial")]
    operations = [RowSecurity("places_property")]
