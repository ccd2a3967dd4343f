"""Conditions of forms, in one shape whichever system they come from, and what they mean.

A comparison is false where a value that it reads is missing. Where the source means something else, its reader
says so with `given`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Operator = Literal[
    "and", "or", "not", "==", "!=", "<", "<=", ">", ">=", "has", "given", "+", "-", "*", "/", "length", "age", "today",
    "matches", "in",
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
    text), `in` (a choice, whether it is one of several; of a list of choices, whether one of them is),
    `matches` (a text, a regular expression found in it), `age` (whole years from a day to today), `today` (so
    many days, months, years from today).
    """

    op: Operator
    args: tuple["Term", ...] = ()


Term = Answer | Constant | Call
TRUE, FALSE = Constant(value=True), Constant(value=False)
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
    must = [frozenset(_parts("and", part)) for part in parts]
    # Of `a and b` beside `a`, the one that is true only where the other is says nothing more.
    parts = tuple(part for part, all_of in zip(parts, must, strict=True) if not any(other < all_of for other in must))
    if len(parts) <= 1:
        return parts[0] if parts else FALSE
    in_all = frozenset.intersection(*must)
    shared = tuple(one for one in _parts("and", parts[0]) if one in in_all)
    if not shared:
        return Call("or", parts)
    return both(*shared, either(*(both(*(x for x in _parts("and", part) if x not in in_all)) for part in parts)))


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


# Private


def _parts(op: str, term: Term) -> tuple[Term, ...]:
    return term.args if isinstance(term, Call) and term.op == op else (term,)
