"""Row security of a council's own examples."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity, ServicesOnly


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("services", "0005_own_examples")]
    operations = [RowSecurity("services_ownexample"), ServicesOnly("services_ownexample")]
