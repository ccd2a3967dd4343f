"""Messages may be passed on to the council that follows."""

from django.db import migrations

from commonwheel.foundation.row_security import PassedOn


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("messages", "0004_services")]
    operations = [PassedOn("messages_outboxmessage")]
