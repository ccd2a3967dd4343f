"""Services that councils run together, and who acts in them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import commonwheel.foundation.models
from commonwheel.foundation.row_security import RowSecurity


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("authorities", "0005_staff_by_council_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="staffmember",
            name="begins_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="home",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="authorities.council",
            ),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="services",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="shared_name",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.CreateModel(
            name="SharedService",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=commonwheel.foundation.models.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("agreement", models.CharField(max_length=1000)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("services", models.JSONField(default=list)),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authorities.council"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="staffmember",
            name="shared",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="authorities.sharedservice",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begins_on", None), ("ends_on", None), ("home", None), ("shared", None)),
                    models.Q(
                        ("begins_on__isnull", False),
                        ("ends_on__isnull", False),
                        ("home__isnull", False),
                        ("shared__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="authorities_shared_staff_has_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedservice",
            constraint=models.UniqueConstraint(fields=("council", "slug"), name="authorities_shared_once_a_council"),
        ),
        migrations.AddConstraint(
            model_name="sharedservice",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                name="authorities_shared_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedservice",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreement", ""), _negated=True), name="authorities_shared_rests_on_agreement"
            ),
        ),
        RowSecurity("authorities_sharedservice"),
    ]
