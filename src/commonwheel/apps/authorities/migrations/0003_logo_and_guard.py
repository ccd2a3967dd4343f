"""The logo's digest; on PostgreSQL, a council's row is changed only in the council's own scope."""

from django.db import migrations, models

from commonwheel.foundation.row_security import OwnRowOnly


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("authorities", "0002_row_security")]
    operations = [
        migrations.AddField(
            model_name="council",
            name="logo_digest",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        OwnRowOnly("authorities_council"),
    ]
