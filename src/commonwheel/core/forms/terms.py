"""Conditions of forms, in one shape whichever system they come from, and what they mean.

A comparison is false where a value that it reads is missing. Where the source means something else, its reader
says so with `given`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Operator = Literal[
    "and", "or", "not", "==", "!=", "<", "<=", ">", ">=", "has", "given", "+", "-", "*", "/", "length", "age", "today",
]  # fmt: skip
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to the question of this key; missing where it was not."""

    key: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the form has written down. A calendar day is a `datetime.date`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Call:
    """
    An operator with what it is applied to.

    Beside the usual ones: `has` (a list, a value in it), `given` (an answer: whether it is there), `length` (of a
    text), `age` (whole years from a day to today), `today` (so many days, months, years from today).
    """

    op: Operator
    args: tuple["Term", ...] = ()


Term = Answer | Constant | Call
TRUE, FALSE = Constant(value=True), Constant(value=False)
MISSING = object()
_OPPOSITE: Mapping[str, Operator] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def both(*terms: Term) -> Term:
    """Return the condition that all of these are true, in its simplest form."""
    parts = tuple(dict.fromkeys(part for term in terms for part in _parts("and", term) if part != TRUE))
    if FALSE in parts or any(negated(part) in parts for part in parts):
        return FALSE
    return TRUE if not parts else parts[0] if len(parts) == 1 else Call("and", parts)


def either(*terms: Term) -> Term:
    """Return the condition that one of these is true, in its simplest form."""
    parts = tuple(dict.fromkeys(part for term in terms for part in _parts("or", term) if part != FALSE))
    if TRUE in parts or any(negated(part) in parts for part in parts):
        return TRUE
    parts = tuple(part for part in parts if not any(other != part and _follows(part, other) for other in parts))
    if len(parts) <= 1:
        return parts[0] if parts else FALSE
    shared = tuple(one for one in _parts("and", parts[0]) if all(one in _parts("and", part) for part in parts))
    if not shared:
        return Call("or", parts)
    return both(*shared, either(*(both(*(x for x in _parts("and", part) if x not in shared)) for part in parts)))


def negated(term: Term) -> Term:
    """Return the condition that this is not true."""
    if term in (TRUE, FALSE):
        return FALSE if term == TRUE else TRUE
    if isinstance(term, Call) and term.op == "not":
        return term.args[0]
    return Call("not", (term,))


def opposite(op: Operator) -> Operator:
    """Return the comparison that is true just where this one is false, both values being there."""
    return _OPPOSITE[op]


def names(term: Term) -> Iterator[str]:
    """Yield the keys of the answers that a condition reads."""
    if isinstance(term, Answer):
        yield term.key
    elif isinstance(term, Call):
        for inner in term.args:
            yield from names(inner)


def renamed(term: Term, key: Mapping[str, str]) -> Term:
    """Return a condition with the answers it reads under other keys."""
    if isinstance(term, Answer):
        return Answer(key.get(term.key, term.key))
    if isinstance(term, Call):
        return Call(term.op, tuple(renamed(inner, key) for inner in term.args))
    return term


def holds(term: Term, answers: Mapping[str, Any], *, today: dt.date) -> bool:
    """Tell whether a condition is true of these answers, by key; days are `datetime.date`, choices of many lists."""
    if isinstance(term, Call) and term.op == "and":
        return all(holds(one, answers, today=today) for one in term.args)
    if isinstance(term, Call) and term.op == "or":
        return any(holds(one, answers, today=today) for one in term.args)
    if isinstance(term, Call) and term.op == "not":
        return not holds(term.args[0], answers, today=today)
    if isinstance(term, Call) and term.op == "given":
        return value_of(term.args[0], answers, today=today) is not MISSING
    value = value_of(term, answers, today=today)
    return value is not MISSING and bool(value)


def value_of(term: Term, answers: Mapping[str, Any], *, today: dt.date) -> Any:
    """Return the value of a term, or `MISSING`. A comparison of what does not go together is missing too."""
    if isinstance(term, Constant):
        return term.value
    if isinstance(term, Answer):
        value = answers.get(term.key)
        return MISSING if value is None or value in ("", []) else value
    if term.op in ("and", "or", "not", "given"):
        return holds(term, answers, today=today)
    values = [value_of(one, answers, today=today) for one in term.args]
    if any(value is MISSING for value in values):
        return MISSING
    try:
        return _applied(term.op, values, today)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return MISSING


# Private


def _parts(op: str, term: Term) -> tuple[Term, ...]:
    return term.args if isinstance(term, Call) and term.op == op else (term,)


def _follows(part: Term, other: Term) -> bool:
    """Whether the one is true only where the other is: `a and b` beside `a`."""
    return set(_parts("and", other)) < set(_parts("and", part))


def _applied(op: str, values: list[Any], today: dt.date) -> Any:
    if op in COMPARISONS:
        return compared(op, values[0], values[1])
    return _WORKED_OUT[op](today, *values)


def compared(op: str, left: Any, right: Any) -> bool:
    """Tell whether a comparison is true. Raises TypeError where the two do not go together."""
    if op == "==":
        return bool(left == right)
    if op == "!=":
        return bool(left != right)
    if op == "<":
        return bool(left < right)
    if op == "<=":
        return bool(left <= right)
    return bool(left > right) if op == ">" else bool(left >= right)


def age_on(born: dt.date, day: dt.date) -> int:
    """Return whole years from one day to another."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def shifted(day: dt.date, days: int, months: int = 0, years: int = 0) -> dt.date:
    """Return the day so long after another; a month that is too short ends on its last day."""
    whole = day.year * 12 + day.month - 1 + months + 12 * years
    first = dt.date(whole // 12, whole % 12 + 1, 1)
    following = dt.date((whole + 1) // 12, (whole + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return first.replace(day=min(day.day, last)) + dt.timedelta(days=days)


_WORKED_OUT: Mapping[str, Callable[..., Any]] = {
    "has": lambda _, whole, part: part in whole,
    "length": lambda _, whole: len(whole),
    "age": lambda today, born: age_on(born, today),
    "today": lambda today, *far: shifted(today, *map(int, far)),
    "/": lambda _, left, right: left / right,
    "*": lambda _, left, right: left * right,
    "+": lambda _, left, right: left + right,
    "-": lambda _, left, right: left - right,
}
