"""Row security of staff: seen by their council, and by themselves."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("authorities", "0001_initial")]
    operations = [RowSecurity("authorities_staffmember", account_column="user_id")]
