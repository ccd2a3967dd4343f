"""
Statements that Django's own compiler puts together once for each process, and that are only run from then on.

Putting a query into SQL takes Django longer than the database takes to answer it. On the pages that residents
wait for, each statement is therefore made once, from a queryset or a model as everywhere else, with marks for
what differs; a run binds the values. Nothing here knows a table, and what is read still starts from the council.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from commonwheel.foundation.scope import current_services

Converter = Callable[[Any, Any, Any], Any]
Mark = type[uuid.UUID] | type[str]
_FIELDS: Mapping[Mark, "models.Field[Any, Any]"] = {uuid.UUID: models.UUIDField(), str: models.TextField()}


@dataclass(frozen=True, slots=True)
class _Selection:
    """SQL; what each of its places takes (the number of an argument, or a value); how columns become values."""

    sql: str
    places: tuple[tuple[int, Any], ...]
    converters: Mapping[int, tuple[list[Converter], Any]]


class Selection:
    """
    A query that is run again and again with other values.

    For whoever keeps to some services it is put together afresh, because its selections then say so.

    Args:
        marks: the type of each value that differs: `uuid.UUID` or `str`.
        build: makes the query (`values_list`) from values of these types; it may only compare with them.
    """

    def __init__(self, *marks: Mark, build: Callable[..., "models.QuerySet[Any, Any]"]) -> None:
        self._marks = marks
        self._build = build
        self._made: dict[str, _Selection] = {}

    def all(self, *values: uuid.UUID | str) -> list[tuple[Any, ...]]:
        """Return all rows as tuples of their columns."""
        if current_services() is not None:
            return list(self._build(*values))
        made, cursor = self._run(values)
        with cursor:
            return [_converted(made, row) for row in cursor.fetchall()]

    def first(self, *values: uuid.UUID | str) -> tuple[Any, ...] | None:
        """Return the first row as a tuple of its columns, or None where there is none."""
        if current_services() is not None:
            return next(iter(self._build(*values)), None)
        made, cursor = self._run(values)
        with cursor:
            row = cursor.fetchone()
        return None if row is None else _converted(made, row)

    def _run(self, values: Sequence[uuid.UUID | str]) -> tuple[_Selection, Any]:
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._make()
        prepared = [
            _FIELDS[mark].get_db_prep_value(value, connection) for mark, value in zip(self._marks, values, strict=True)
        ]
        cursor = connection.cursor()
        cursor.execute(made.sql, [constant if number < 0 else prepared[number] for number, constant in made.places])
        return made, cursor

    def _make(self) -> _Selection:
        marks = [_mark(kind, number) for number, kind in enumerate(self._marks)]
        compiler = self._build(*marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        prepared = [
            _FIELDS[kind].get_db_prep_value(mark, connection) for kind, mark in zip(self._marks, marks, strict=True)
        ]
        places = tuple((prepared.index(one), None) if one in prepared else (-1, one) for one in parameters)
        if {number for number, _ in places if number >= 0} != set(range(len(marks))):
            message = "This query does not compare each of its values as it was given, so it cannot be made beforehand."
            raise TypeError(message)
        return _Selection(sql, places, compiler.get_converters([column[0] for column in compiler.select]))


def insert(*rows: models.Model, may_be_there: bool = False) -> None:
    """
    Add rows of one model, each as `row.save(force_insert=True)` would where nobody listens for signals.

    Args:
        may_be_there: whether a row that breaks a unique constraint is left out, as by `ignore_conflicts`.
    """
    if not rows:
        return
    sql, fields = _insertion(type(rows[0]), connection.vendor, may_be_there=may_be_there)
    values = [[field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  # as Django leaves a row it saved


@cache
def _insertion(
    model: type[models.Model], vendor: str, *, may_be_there: bool
) -> tuple[str, tuple["models.Field[Any, Any]", ...]]:
    """Return the statement that adds a row, and the fields whose values it takes; `vendor` is what it is kept by."""
    del vendor
    meta = model._meta  # noqa: SLF001  # Django's documented way to a model's fields
    fields = tuple(meta.local_concrete_fields)
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE if may_be_there else None)
    query.insert_values(fields, [model()], raw=True)
    ((sql, parameters),) = query.get_compiler(connection=connection).as_sql()
    if len(parameters) != len(fields):
        message = f"{model.__name__} has columns that the database fills in, so its rows cannot be added this way."
        raise TypeError(message)
    return sql, fields


def _mark(kind: Mark, number: int) -> uuid.UUID | str:
    return uuid.UUID(int=number + 1) if kind is uuid.UUID else f"mark {number}"


def _converted(made: _Selection, row: Sequence[Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, (converters, expression) in made.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
