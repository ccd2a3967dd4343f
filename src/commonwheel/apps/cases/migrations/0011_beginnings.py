"""Indexes from which a search by the beginning of a name or a reference is read."""

from django.db import migrations, models


def beginnings_of(column: str, *also: str, name: str) -> migrations.AddIndex:
    """Return the operation that makes the index of a column."""
    index = models.Index(
        fields=["council", column, "received_at", "id", "is_being_erased", "service", *also],
        opclasses=["uuid_ops", "varchar_pattern_ops", "timestamptz_ops", "uuid_ops", "bool_ops", "uuid_ops"]
        + ["varchar_ops"] * len(also),
        name=name,
    )
    return migrations.AddIndex("case", index)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("cases", "0010_services_only")]
    operations = [
        migrations.RemoveIndex("case", "cases_surname"),
        beginnings_of("surname", "search_name", name="cases_surnames"),
        beginnings_of("search_name", name="cases_names"),
        beginnings_of("reference", name="cases_references"),
    ]
