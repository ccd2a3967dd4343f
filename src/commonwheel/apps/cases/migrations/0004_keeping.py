"""When something of a closed request is to go, whether somebody holds it, and whether somebody has to decide."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """See the module; no column has a default, so that SQLite adds it without making the table anew."""

    dependencies = [("cases", "0003_channels")]
    operations = [
        migrations.AddField("case", "goes_on", models.DateField(blank=True, null=True)),
        migrations.AddField("case", "held_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("case", "to_review_since", models.DateField(blank=True, null=True)),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["council", "goes_on"],
                name="cases_goes",
                condition=Q(is_open=False, is_being_erased=False, held_at=None),
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["council", "to_review_since"],
                name="cases_to_review",
                condition=Q(to_review_since__isnull=False),
            ),
        ),
    ]
