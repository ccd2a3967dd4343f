"""Row security of the counts of wrong tries."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("my_account", "0001_initial")]
    operations = [RowSecurity("my_account_trackingtries")]
