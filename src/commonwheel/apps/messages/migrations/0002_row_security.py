"""Row security of the outbox. The demonstration's mailbox belongs to no council."""

from django.db import migrations

from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("messages", "0001_initial")]
    operations = [RowSecurity("messages_outboxmessage")]
