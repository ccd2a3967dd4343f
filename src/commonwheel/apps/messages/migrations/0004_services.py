"""The service that a message speaks of, to which officers of shared services are kept."""

from django.db import migrations, models

from commonwheel.foundation.row_security import ServicesOnly


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("messages", "0003_letters_and_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="service_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        ServicesOnly("messages_outboxmessage"),
    ]
