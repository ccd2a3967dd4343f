"""The one statement by which a page's answers are stored, put together by hand.

Django takes longer to put it into SQL than the database takes to do it, and while it does, other writers wait.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection

from commonwheel.apps.journeys.models import Journey

_SET = ("answers", "passed_stops", "pending", "language", "version", "carried", "updated_at")
_ASKED = ("council", "id", "version", "expires_at")


def update_open_row(changes: Mapping[str, Any], *, of: Mapping[str, Any]) -> bool:
    """
    Change an open journey's row, and say whether there was one.

    Args:
        changes: the new value of each of `_SET`.
        of: which row: `council`, `id`, the `version` it was read at, and the moment (`expires_at`) after
            which it must expire.
    """
    values = [_ready(name, changes[name]) for name in _SET] + [_ready(name, of[name]) for name in _ASKED]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)
        return bool(cursor.rowcount == 1)


@cache
def _statement() -> str:
    changes = ", ".join(f"{_column(name)} = %s" for name in _SET)
    council, key, version, expires = (_column(name) for name in _ASKED)
    table, closed = connection.ops.quote_name(Journey._meta.db_table), _column("closed_at")  # noqa: SLF001  # documented
    return (
        f"UPDATE {table} SET {changes} WHERE {council} = %s AND {key} = %s AND {version} = %s"  # noqa: S608  # our own names
        f" AND {expires} > %s AND {closed} IS NULL"
    )


def _column(name: str) -> str:
    return connection.ops.quote_name(str(Journey._meta.get_field(name).column))  # type: ignore[union-attr]  # noqa: SLF001  # each is a column


def _ready(name: str, value: Any) -> Any:
    return Journey._meta.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]  # noqa: SLF001  # each is a column
