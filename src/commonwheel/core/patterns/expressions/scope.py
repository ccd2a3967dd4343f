"""A scope: the names an expression may read, with their types, and the engine's environment for them."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property, lru_cache

from cel_expr_python import cel
from google.protobuf.descriptor_pool import DescriptorPool

from commonwheel.core.patterns.expressions.sorts import DATE, Sort

_MAP = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
_PLAIN = {
    "bool": cel.Type.BOOL,
    "int": cel.Type.INT,
    "double": cel.Type.DOUBLE,
    "string": cel.Type.STRING,
    "minutes": cel.Type.INT,
    "date": cel.Type.TIMESTAMP,
    "moment": cel.Type.TIMESTAMP,
    "map": _MAP,
    "any": cel.Type.DYN,
}


def _days(count: int) -> dt.timedelta:
    """Return so many days; too many is a fault of the expression (OverflowError becomes the engine's error)."""
    return dt.timedelta(days=count)


def _age_on(born: dt.datetime, on: dt.datetime) -> int:
    """Return a person's age in whole years; who was born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _overload(name: str, takes: list[cel.Type], gives: cel.Type, impl: object = None) -> cel.FunctionDecl:
    more = {} if impl is None else {"impl": impl}
    return cel.FunctionDecl(name, [cel.Overload(f"commonwheel_{name}", return_type=gives, parameters=takes, **more)])


_INT, _TIME, _TEXT, _BOOL = cel.Type.INT, cel.Type.TIMESTAMP, cel.Type.STRING, cel.Type.BOOL
LATE = {
    "answered": ([_TEXT], _BOOL),
    "add_working_days": ([_TIME, _INT], _TIME),
    "working_days_between": ([_TIME, _TIME], _INT),
    "in_area": ([_MAP, _TEXT], _BOOL),
}
"""Functions whose answer depends on the council and the journey: bound when an expression is run."""
_EXTENSION = cel.CelExtension(
    "commonwheel",
    [
        _overload("days", [_INT], cel.Type.DURATION, _days),
        _overload("age_on", [_TIME, _TIME], _INT, _age_on),
        *(_overload(name, takes, gives) for name, (takes, gives) in LATE.items()),
    ],
)

_NO_MESSAGES = DescriptorPool()
"""Expressions make no protobuf messages; the process's own pool would be translated anew for each environment."""


class Scope:
    """
    The names an expression may read.

    Equal names make equal scopes, and `scope_of` hands out one object for them, so that all
    councils which run a pattern share its compiled expressions.
    """

    def __init__(self, names: Mapping[str, Sort]) -> None:
        """Declare `names` (by full name, such as `settings.x`); `today` is always there."""
        self.names: Mapping[str, Sort] = {"today": DATE, **names}
        self._key = tuple(sorted(self.names.items(), key=lambda entry: entry[0]))
        self._hash = hash(self._key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Scope) and self._key == other._key)

    def __repr__(self) -> str:
        return f"Scope({', '.join(self.names)})"

    def within(self, names: Mapping[str, Sort]) -> "Scope":
        """Return a scope with more names: a group's members, or `decision.x`."""
        return scope_of({**self.names, **names})

    @cached_property
    def env(self) -> cel.Env:
        """The engine's environment."""
        variables = {name: cel_type(sort) for name, sort in self.names.items()}
        return cel.NewEnv(_NO_MESSAGES, variables=variables, extensions=[_EXTENSION])


def cel_type(sort: Sort) -> cel.Type:
    """Return the engine's type for a sort."""
    if sort.kind == "list":
        return cel.Type.List(cel.Type.DYN if sort.of is None else cel_type(sort.of))
    return _PLAIN[sort.kind]


@lru_cache(maxsize=256)
def _shared(scope: Scope) -> Scope:
    return scope


def scope_of(names: Mapping[str, Sort]) -> Scope:
    """Return the one scope for these names."""
    return _shared(Scope(names))
