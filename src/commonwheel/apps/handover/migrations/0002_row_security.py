"""Row security of handing over."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("handover", "0001_initial")]
    operations = [RowSecurity("handover_destination"), RowSecurity("handover_delivery")]
