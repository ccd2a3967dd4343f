"""A scope: the names an expression may read, with their types, and the engine's environment for them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

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

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NO_MESSAGES = DescriptorPool()
"""Expressions make no protobuf messages; the process's own pool would be translated anew for each environment."""


class Scope:
    """
    The names an expression may read.

    Equal names make equal scopes, and `scope_of` hands out one object for them, so that all
    councils which run a pattern share its compiled expressions. A scope and those within it share
    one environment of the engine, since making one costs as much as reading a dozen conditions.

    Attributes:
        names: sorts by full name, such as `settings.x`; `today` is always there.
        environment: the engine's, which declares none of these names otherwise.
        added: the names that a scope within another has more than the outermost.
    """

    def __init__(self, names: Mapping[str, Sort], inner: Sequence[Mapping[str, Sort]] = ()) -> None:
        """Declare `names`; `inner` are those that scopes within this one are likely to add, for each of them."""
        self.names: Mapping[str, Sort] = {"today": DATE, **names}
        self.added = _Named({})
        agreed = _agreed(inner)
        self.environment = _Environment({**agreed, **self.names})
        self._know((_sorted(self.names), _sorted(agreed)))

    def _know(self, key: object) -> None:
        self._key = key
        self._hash = hash(key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Scope) and self._key == other._key)

    def __repr__(self) -> str:
        return f"Scope({', '.join(self.names)})"

    def within(self, names: Mapping[str, Sort]) -> "Scope":
        """Return a scope with more names: a group's members, or `decision.x`."""
        return _shared(_ScopeWithin(self, names))

    @property
    def env(self) -> cel.Env:
        """The engine's environment to run expressions in. It declares none of this scope's names otherwise."""
        return self.environment.engine

    def compile(self, expression: str) -> cel.Expression:
        """
        Return the engine's compiled form of an expression that reads only this scope's names.

        Raises:
            RuntimeError: the engine refuses it.
        """
        words = frozenset(_WORD.findall(expression))
        read = {*self.environment.named.among(words), *self.added.among(words)}
        if all(_alike(self.names.get(name), self.environment.sorts.get(name)) for name in read):
            return self.env.compile(expression)
        return _Environment({name: self.names[name] for name in read if name in self.names}).engine.compile(expression)


class _ScopeWithin(Scope):
    """A scope within another, of which it shares the environment."""

    def __init__(self, outer: Scope, names: Mapping[str, Sort]) -> None:
        self.names = {**outer.names, **names}
        shared = outer.environment
        fits = all(_alike(sort, shared.sorts.get(name, sort)) for name, sort in names.items())
        self.environment = shared if fits else _Environment(self.names)
        self.added = _Named({**outer.added.sorts, **names})
        self._know((outer, _sorted(names)))


@dataclass(frozen=True, eq=False)
class _Named:
    """Names with their sorts, found by the words of an expression."""

    sorts: Mapping[str, Sort]

    @cached_property
    def _by_last(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.sorts:
            found.setdefault(name.rpartition(".")[2], []).append(name)
        return found

    def among(self, words: frozenset[str]) -> Iterator[str]:
        """Yield each name all of whose parts are among the words: no other can be meant."""
        for word in words:
            for name in self._by_last.get(word, ()):
                if words.issuperset(name.split(".")):
                    yield name


@dataclass(frozen=True, eq=False)
class _Environment:
    """The engine's environment of these names, made when it is first needed."""

    sorts: Mapping[str, Sort]

    @cached_property
    def engine(self) -> cel.Env:
        variables = {name: cel_type(sort) for name, sort in self.sorts.items()}
        return cel.NewEnv(_NO_MESSAGES, variables=variables, extensions=[_EXTENSION])

    @cached_property
    def named(self) -> _Named:
        return _Named(self.sorts)


def _sorted(names: Mapping[str, Sort]) -> tuple[tuple[str, Sort], ...]:
    return tuple(sorted(names.items(), key=itemgetter(0)))


def _agreed(inner: Iterable[Mapping[str, Sort]]) -> dict[str, Sort]:
    """Return the names that have one type wherever they are added: only those can be declared once for all."""
    found: dict[str, Sort] = {}
    apart: set[str] = set()
    for names in inner:
        apart.update(name for name, sort in names.items() if not _alike(found.setdefault(name, sort), sort))
    return {name: sort for name, sort in found.items() if name not in apart}


def _alike(one: Sort | None, other: Sort | None) -> bool:
    """Tell whether two sorts are of one type to the engine; None for a name that is not there."""
    if one is None or other is None:
        return one is other
    return one is other or cel_type(one) == cel_type(other)


def cel_type(sort: Sort) -> cel.Type:
    """Return the engine's type for a sort."""
    if sort.kind == "list":
        return cel.Type.List(cel.Type.DYN if sort.of is None else cel_type(sort.of))
    return _PLAIN[sort.kind]


@lru_cache(maxsize=256)
def _shared(scope: Scope) -> Scope:
    return scope


def scope_of(names: Mapping[str, Sort], *, inner: Sequence[Mapping[str, Sort]] = ()) -> Scope:
    """
    Return the one scope for these names.

    Args:
        inner: names that scopes within it are likely to add, for each of them; others may be added too, at a cost.
    """
    return _shared(Scope(names, inner))
