"""Row security of sign-offs."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity, ServicesOnly


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("changes", "0004_sign_offs")]
    operations = [
        RowSecurity("changes_signoffrule"),
        RowSecurity("changes_signoff"),
        ServicesOnly("changes_signoff"),
    ]
