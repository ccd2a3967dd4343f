"""Pieces of expressions that are true or false, each with its opposite, and the values they compare."""

import datetime as dt
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commonwheel.core.forms.terms import Call, Constant, Operator, compared, opposite
from commonwheel.core.problems import Failure

NUMBERS = ("number",)
ONE_OF = ("radios", "select")
TRUTHS = ("yes-no", "declaration")
TEXTS = ("text", "long-text", "email", "phone", "name", "national-insurance", "vehicle", "bank-account")
_LONGEST_PATTERN = 300
_NOT_EVERYWHERE = re.compile(r"\(\?(?![:i])|\\[1-9]|\\[uxc]")
"""What regular expressions of browsers have and the language's do not: looking around, and going back."""
NO_VALUES: Mapping[str, str] = MappingProxyType({})


class CannotBeSaid(Failure):
    """The pattern language has no words for a condition; says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """
    A question that conditions may read.

    Attributes:
        id, kind: in the pattern.
        values: what the pattern keeps for each value of the source, as text.
        decimals: whether its numbers have decimals.
        in_group: whether it is a member of a group, which nothing outside may read.
    """

    id: str
    kind: str
    values: Mapping[str, str] = field(default_factory=lambda: NO_VALUES)
    decimals: bool = False
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of an expression that is true or false: its text, and that of its opposite."""

    text: str
    opposite: str


def among(known: Known, op: Operator, value: Any) -> Any:
    """Return a comparison of a choice as the choices for which it is true, worked out one by one."""
    return chosen_of(known, frozenset(source for source in known.values if _chosen(source, op, value)))


def chosen_of(known: Known, sources: Container[str]) -> Any:
    """Return that one of these choices, by their values in the source, was made."""
    true = [kept for source, kept in known.values.items() if source in sources]
    false = [kept for source, kept in known.values.items() if kept not in true]
    if not true:
        return False
    if not false:
        return True
    return Leaf(_one_of(known.id, true), _one_of(known.id, false) if len(false) == 1 else _none_of(known.id, true))


def _chosen(source: str, op: Operator, value: Any) -> bool:
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return compared(op, float(source), float(value))
        return compared(op, source, text_of(value))
    except ValueError:
        return op == "!="


def _one_of(name: str, values: list[str]) -> str:
    return f"{name} == '{values[0]}'" if len(values) == 1 else f"{name} in [{_listed(values)}]"


def _none_of(name: str, values: list[str]) -> str:
    return f"{name} != '{values[0]}'" if len(values) == 1 else f"!({name} in [{_listed(values)}])"


def _listed(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def compare(left: tuple[str, str], op: Operator, right: tuple[str, str]) -> Leaf:
    """Return a comparison of two values, each a text and what it is; CannotBeSaid where they do not go together."""
    (one, first), (other, second) = left, right
    if {first, second} == {"int", "double"}:
        one, other = (_exact(one), other) if first == "int" else (one, _exact(other))
    elif first != second:
        raise CannotBeSaid(f"it compares a {first} with a {second}.")
    if first in ("bool", "list", "string") and op not in ("==", "!="):
        raise CannotBeSaid(f"it asks which {first} is greater.")
    return Leaf(f"{one} {op} {other}", f"{one} {opposite(op)} {other}")


def matched(known: Known, pattern: str) -> Leaf:
    """Return that a regular expression is found in a text; CannotBeSaid where it is none that both sides have."""
    if known.kind not in TEXTS:
        raise CannotBeSaid("only a text has a form.")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        raise CannotBeSaid("the regular expression cannot be read.") from None
    if len(pattern) > _LONGEST_PATTERN or _NOT_EVERYWHERE.search(pattern):
        raise CannotBeSaid("the regular expression has more in it than the language’s have.")
    text = f"{known.id}.matches({quoted(pattern)})"
    return Leaf(text, f"!{text}")


def constant(value: Any) -> tuple[str, str]:
    """Return the text of a written value and what it is: int, double, string, date or bool."""
    if isinstance(value, bool):
        return ("true" if value else "false"), "bool"
    if isinstance(value, int):
        return str(value), "int"
    if isinstance(value, float):
        return repr(value), "double"
    if isinstance(value, dt.date):
        return f"timestamp('{value.isoformat()}T00:00:00Z')", "date"
    if isinstance(value, str):
        return quoted(value), "string"
    raise CannotBeSaid("it has a value of a kind that no answer has.")


def quoted(text: str) -> str:
    """Return a text as an expression writes it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


def from_today(days: int = 0, months: int = 0, years: int = 0) -> tuple[str, str]:
    """Return the day so far from today."""
    if months or years:
        raise CannotBeSaid("it counts months or years from today.")
    sign = "-" if days < 0 else "+"
    return ("today" if not days else f"today {sign} days({abs(days)})"), "date"


def measured(op: str, text: str, sort: str) -> tuple[str, str]:
    """Return how long a text or list is, or how many years ago a date was."""
    if op == "length":
        if sort not in ("string", "list"):
            raise CannotBeSaid("only a text or a list has a length.")
        return f"size({text})", "int"
    if sort != "date":
        raise CannotBeSaid("only a date has an age.")
    return f"age_on({text}, today)", "int"


def years_of(term: Call) -> int:
    """Return how many years from today a term is, where it counts in nothing else."""
    counted = [one.value for one in term.args if isinstance(one, Constant)]
    return counted[2] if len(counted) == 3 and not any(counted[:2]) else 0  # noqa: PLR2004  # days, months, years


def in_years(left: tuple[str, str], op: Operator, years: int) -> Leaf:
    """Return a comparison with the day so many years from today, told by the years between."""
    name, sort = left
    if sort != "date" or op in ("==", "!="):
        raise CannotBeSaid("it counts years from today for something else than an earlier or later date.")
    next_day = f"{name} + days(1)"
    if years < 0:
        born = name if op in ("<=", ">") else next_day
        return compare((f"age_on({born}, today)", "int"), ">=" if op in ("<=", "<") else "<", (str(-years), "int"))
    until = name if op in (">=", "<") else f"{name} - days(1)"
    return compare((f"age_on(today, {until})", "int"), ">=" if op in (">=", ">") else "<", (str(years), "int"))


def worked_out(op: str, left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str]:
    """Return a sum, difference, product or quotient of two numbers."""
    (one, first), (other, second) = left, right
    if first not in ("int", "double") or second not in ("int", "double"):
        raise CannotBeSaid(f"it calculates with a {first} and a {second}.")
    if op == "/" or first != second:
        one = _exact(one) if first == "int" else one
        other = _exact(other) if second == "int" else other
        first = "double"
    return f"({one} {op} {other})", first


def _exact(text: str) -> str:
    """Return a whole number as one with a point."""
    if text.removeprefix("-").isdecimal():
        return f"{text}.0"
    return f"double{text}" if text.startswith("(") else f"double({text})"


def sort_of(known: Known) -> str:
    """Return what the answer to a question is in expressions."""
    if known.kind in NUMBERS:
        return "double" if known.decimals else "int"
    if known.kind in TRUTHS:
        return "bool"
    if known.kind in (*TEXTS, *ONE_OF):
        return "string"
    sorts = {"date": "date", "checkboxes": "list", "group": "list", "file": "list", "money": "int"}
    if known.kind not in sorts:
        raise CannotBeSaid(f"it compares an answer of type {known.kind}.")
    return sorts[known.kind]


def number_of(value: Any) -> Any:
    """Return a value as a number, where it is a text."""
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        raise CannotBeSaid(f"it compares a number with “{value}”.") from None
    return int(number) if number.is_integer() else number


def day_of(value: Any) -> Any:
    """Return a value as a day, where it is a text."""
    if not isinstance(value, str):
        return value
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        raise CannotBeSaid(f"it compares a date with “{value}”.") from None


def mirrored(op: Operator) -> Operator:
    """Return the comparison that says the same with its sides changed."""
    mirrors: Mapping[str, Operator] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    return mirrors.get(op, op)


def text_of(value: Any) -> str:
    """Return a value as the text by which choices are known: truths in lower case, whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
