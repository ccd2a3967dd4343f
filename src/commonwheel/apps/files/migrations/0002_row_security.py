"""Row security of uploads: seen by their council."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("files", "0001_initial")]
    operations = [RowSecurity("files_upload")]
