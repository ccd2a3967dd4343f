"""Compiled expressions, the facts they are run over, and what they come to."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any, Protocol

from cel_expr_python import cel
from google.protobuf.timestamp_pb2 import Timestamp

from commonwheel.core.patterns.expressions.analysis import Analysis, Expected, examine
from commonwheel.core.patterns.expressions.limits import ExpressionProblem, printable
from commonwheel.core.patterns.expressions.outcomes import Fault, Outcome, Unknown
from commonwheel.core.patterns.expressions.scope import LATE, Scope
from commonwheel.core.patterns.expressions.tree import read_tree
from commonwheel.core.problems import Failure

_MISSING_NAME = re.compile(r'No value with name "([^"]*)" found in Activation')
_MISSING_KEY = "NOT_FOUND: Key not found in map : "
_NOT_KNOWN = "commonwheel: not known"
_FURTHEST_WORKING_DAYS = 3_660
_LONGEST_PERIOD = dt.timedelta(days=45_000)


class ExpressionRefused(Failure):
    """
    An expression cannot be used.

    Attributes:
        problems: why, at least one, in order of place.
    """

    def __init__(self, text: str, problems: Sequence[ExpressionProblem]) -> None:
        self.text = text
        self.problems = tuple(problems)
        super().__init__(f"The expression {printable(text, 80)!r} cannot be used: {self.problems[0].help}")


class Calendar(Protocol):
    """The working days of an authority; `core.values.working_days.WorkingCalendar` is one."""

    def add_working_days(self, date: dt.date, count: int, /) -> dt.date:
        """Return the `count`th working day after `date`."""
        ...

    def working_days_between(self, first: dt.date, second: dt.date, /) -> int:
        """Return how many working days lie after `first`, up to and including `second`."""
        ...


InArea = Callable[[Mapping[str, Any], str], bool | None]


@dataclass(frozen=True, eq=False)
class Facts:
    """
    What expressions are run over: values by name, and what the council's functions know.

    Attributes:
        scope: the names that may have a value.
        values: values by declared name, as `answering.cel_values` makes them; a name without one is not known.
        calendar: the authority's working days.
        in_area: whether a place or address lies in a named area; None where that is not known.
    """

    scope: Scope
    values: Mapping[str, Any]
    calendar: Calendar
    in_area: InArea

    def without(self, names: frozenset[str]) -> "Facts":
        """Return these facts with some names no longer known."""
        kept = {name: value for name, value in self.values.items() if name not in names}
        return Facts(self.scope, kept, self.calendar, self.in_area)

    def within(self, scope: Scope, values: Mapping[str, Any]) -> "Facts":
        """Return these facts with more names known, in a scope that declares them."""
        return Facts(scope, {**self.values, **values}, self.calendar, self.in_area)

    @cached_property
    def activation(self) -> cel.Activation:
        """The engine's form of these facts, made once and shared by all expressions."""
        # None of these may hold `self`: the engine is out of the collector's sight, so the ring would never be freed.
        bound: Mapping[str, Callable[..., Any]] = {
            "answered": self.values.__contains__,
            "add_working_days": partial(_add_working_days, self.calendar),
            "working_days_between": partial(_working_days_between, self.calendar),
            "in_area": partial(_in_area, self.in_area),
        }
        functions = [cel.Function(name, takes, False, bound[name], gives) for name, (takes, gives) in LATE.items()]
        return self.scope.env.Activation(
            {name: _given(value) for name, value in self.values.items()}, functions=functions
        )


def _add_working_days(days: Calendar, after: dt.datetime, count: int) -> dt.datetime:
    if abs(count) > _FURTHEST_WORKING_DAYS:
        raise OverflowError(f"{count} working days is more than {_FURTHEST_WORKING_DAYS}")
    return as_timestamp(days.add_working_days(after.date(), count))


def _working_days_between(days: Calendar, first: dt.datetime, second: dt.datetime) -> int:
    if abs(second - first) > _LONGEST_PERIOD:
        raise OverflowError("the dates lie more than 120 years apart")
    return days.working_days_between(first.date(), second.date())


def _in_area(known_in: InArea, spot: Mapping[str, Any], area: str) -> bool:
    known = known_in(spot, area)
    if known is None:
        raise LookupError(_NOT_KNOWN)
    return known


def as_timestamp(day: dt.date) -> dt.datetime:
    """Return a calendar day as expressions see it: 00:00 UTC."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def as_part(moment: dt.datetime) -> Timestamp:
    """Return an instant as it must stand inside a map or list, where the engine takes no Python datetime."""
    return Timestamp(seconds=calendar.timegm(moment.utctimetuple()))


def _given(value: Any) -> Any:
    """Return a value as any environment takes it: of a Python datetime it would have to know the name."""
    return as_part(value) if isinstance(value, dt.datetime) else value


@dataclass(frozen=True, eq=False)
class Compiled:
    """An expression ready to run, as often as needed and from any thread."""

    text: str
    scope: Scope
    expected: Expected
    analysis: Analysis
    _program: cel.Expression = field(repr=False)

    def run(self, facts: Facts) -> Outcome:
        """Return what the expression comes to over `facts`; never raises."""
        if not facts.values.keys() >= self.analysis.reads:
            return Unknown(tuple(sorted(self.analysis.reads - facts.values.keys())))
        try:
            result = self._program.eval(facts.activation)
            value = result.value()
        except (RuntimeError, TypeError, ValueError, OverflowError) as error:
            return Fault("failed", printable(str(error), 200))
        if self.expected == "bool" and isinstance(value, bool):
            return value
        if self.expected == "int" and isinstance(value, int) and not isinstance(value, bool):
            return value
        if result.type() == cel.Type.ERROR:
            return self._failed(str(value))
        return Fault("wrong-result", f"{result.type().name().lower()} where {self.expected} was declared")

    def tree(self) -> Any:
        """Return its checked tree, as `expressions.tree` describes it."""
        return read_tree(self._program.serialize()).expr

    def _failed(self, message: str) -> Outcome:
        """Return what an error of the engine means: unknown where only a fact is missing, else a fault."""
        name = _MISSING_NAME.search(message)
        if name and name[1] in self.analysis.guarded:
            return Unknown((name[1],))
        if message.startswith(_MISSING_KEY) or message.endswith(_NOT_KNOWN):
            return Unknown()
        return Fault("failed", printable(message, 200))


def compile_expression(text: str, scope: Scope, expected: Expected) -> Compiled:
    """
    Return an expression ready to run.

    Raises:
        ExpressionRefused: with every problem, where it cannot be used.
    """
    analysis, program = examine(text, scope, expected)
    if program is None:
        raise ExpressionRefused(text, analysis.problems)
    return Compiled(text, scope, expected, analysis, program)


@dataclass(frozen=True, eq=False)
class Batch:
    """
    Conditions of one scope, run together: one call of the engine where all they read is known.

    Attributes:
        conditions: expressions whose declared result is bool.
    """

    conditions: tuple[Compiled, ...]

    def run(self, facts: Facts) -> list[Outcome]:
        """Return what each condition comes to, in order; never raises."""
        if facts.values.keys() >= self._reads:
            together = self._together(facts)
            if together is not None:
                return together
        return [condition.run(facts) for condition in self.conditions]

    @cached_property
    def _reads(self) -> frozenset[str]:
        return frozenset().union(*(condition.analysis.reads for condition in self.conditions))

    @cached_property
    def _program(self) -> cel.Expression | None:
        return _list_program(tuple(condition.text for condition in self.conditions), self.conditions[0].scope)

    def _together(self, facts: Facts) -> list[Outcome] | None:
        """Return all outcomes from one call, or None where one of them is not plainly true or false."""
        if self._program is None:
            return None
        try:
            values = self._program.eval(facts.activation).plain_value()
        except (RuntimeError, TypeError, ValueError, OverflowError):
            return None
        if type(values) is list and all(type(value) is bool for value in values):
            return values
        return None


@lru_cache(maxsize=512)
def _list_program(texts: tuple[str, ...], scope: Scope) -> cel.Expression | None:
    """Return the compiled list of conditions; each stands on lines of its own, so that a comment ends with it."""
    try:
        return scope.compile("[" + ",".join(f"({text}\n)" for text in texts) + "]")
    except RuntimeError:
        return None
