"""What councils agreed on the duties that the law gives them."""

import django.db.models.deletion
from django.db import migrations, models

import commonwheel.foundation.models
from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("authorities", "0007_last_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=commonwheel.foundation.models.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("duty", models.CharField(max_length=60)),
                ("holder", models.CharField(blank=True, max_length=120)),
                ("holder_name", models.CharField(blank=True, max_length=120)),
                ("holder_page", models.URLField(blank=True)),
                ("holder_phone", models.CharField(blank=True, max_length=40)),
                ("districts", models.JSONField(default=list)),
                ("rests_on", models.CharField(max_length=1000)),
                ("rests_on_page", models.URLField(blank=True)),
                ("begins_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authorities.council"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("council", "slug"), name="authorities_agreement_once_a_council"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("begins_on")),
                            _connector="OR",
                        ),
                        name="authorities_agreement_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rests_on", ""), _negated=True),
                        name="authorities_agreement_rests_on_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder", ""), ("holder_name", ""), _connector="XOR"),
                        name="authorities_agreement_has_one_holder",
                    ),
                ],
            },
        ),
        RowSecurity("authorities_agreement"),
    ]
