"""What a condition of a form means, worked out plainly: the pattern's expression is held against it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from commonwheel.core.forms.terms import Answer, Call, Constant, Term

MISSING = object()
COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


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
        return applied(term.op, values, today)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return MISSING


def applied(op: str, values: list[Any], today: dt.date) -> Any:
    if op in COMPARED:
        return COMPARED[op](values[0], values[1])
    return WORKED_OUT[op](today, *values)


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


WORKED_OUT: Mapping[str, Callable[..., Any]] = {
    "has": lambda _, whole, part: part in whole,
    "length": lambda _, whole: len(whole),
    "age": lambda today, born: age_on(born, today),
    "today": lambda today, *far: shifted(today, *map(int, far)),
    "/": lambda _, left, right: left / right,
    "*": lambda _, left, right: left * right,
    "+": lambda _, left, right: left + right,
    "-": lambda _, left, right: left - right,
}
