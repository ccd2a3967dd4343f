"""Uploads may be passed on to the council that follows."""

from django.db import migrations

from commonwheel.foundation.row_security import PassedOn


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("files", "0003_longer_names")]
    operations = [PassedOn("files_upload")]
