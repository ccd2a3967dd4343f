"""The one statement that every page of a journey begins with, put together once and not on each request.

Django takes longer to put a join of twenty columns into SQL than the database takes to answer it.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from commonwheel.apps.journeys.models import Journey

Converter = Callable[[Any, Any, Any], Any]

COLUMNS = (
    "id", "council_id", "handle", "service_id", "service__slug", "service__titles", "service__phone",
    "service__phone_hours", "service__phone_hours_cy", "service__languages", "service__is_live", "effective_id",
    "language", "answers", "passed_stops", "pending", "version", "expires_at", "closed_at", "reference",
    "secret_hashes",
)  # fmt: skip
_MARKS = ("a-handle", "a-slug")


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with places for council, handle and service, and how each column becomes a value, by its number."""

    sql: str
    converters: Mapping[int, tuple[list[Converter], Any]]


def find_row(council_id: uuid.UUID, *, handle: str, service_slug: str) -> tuple[Any, ...] | None:
    """Return the columns of a council's journey, or None where it has none of that handle and service."""
    statement = _statement(connection.vendor)
    field = Journey._meta.get_field("council")  # noqa: SLF001  # Django's documented way to a field
    council = field.get_db_prep_value(council_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [council, handle, service_slug])
        found = cursor.fetchone()
    return None if found is None else _converted(statement, found)


@cache
def _statement(vendor: str) -> _Statement:
    """Return the statement for a kind of database; `vendor` is what it is remembered by."""
    del vendor
    query = _rows(uuid.UUID(int=0), *_MARKS).query
    compiler = query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    if tuple(parameters[1:]) != _MARKS:
        message = "Django orders the conditions of this statement otherwise than it is called."
        raise RuntimeError(message)
    expressions = [column[0] for column in compiler.select]
    return _Statement(sql, compiler.get_converters(expressions))


def _rows(council_id: uuid.UUID, handle: str, service_slug: str) -> "QuerySet[Any, Any]":
    rows = Journey.objects.of(council_id).filter(handle=handle, service__slug=service_slug)
    return rows.values_list(*COLUMNS)


def _converted(statement: _Statement, row: tuple[Any, ...]) -> tuple[Any, ...]:
    values = list(row)
    for place, (converters, expression) in statement.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
