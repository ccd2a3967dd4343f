"""The table that entries are found by: FTS5 on SQLite, a text search vector on PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TEXTS = ("title", "summary", "about", "guidance")
_SQLITE = (
    "CREATE VIRTUAL TABLE commons_entrywords USING fts5("
    "title, summary, about, guidance, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3')"
)
_WEIGHED = " || ".join(
    f"setweight(to_tsvector('english'::regconfig, {text}), '{weight}')"
    for text, weight in zip(_TEXTS, "ABCD", strict=True)
)
_TABLE = (
    "CREATE TABLE commons_entrywords (rowid bigint PRIMARY KEY, title text NOT NULL, summary text NOT NULL, "
    f"about text NOT NULL, guidance text NOT NULL, search tsvector GENERATED ALWAYS AS ({_WEIGHED}) STORED)"
)
_INDEX = "CREATE INDEX commons_entrywords_search ON commons_entrywords USING gin (search)"


def make(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in (_SQLITE,) if schema_editor.connection.vendor == "sqlite" else (_TABLE, _INDEX):
        schema_editor.execute(statement)


def take_away(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE commons_entrywords")


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("commons", "0001_initial")]
    operations = [migrations.RunPython(make, take_away)]
