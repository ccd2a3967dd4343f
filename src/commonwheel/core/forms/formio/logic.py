"""JSON Logic, with the few operators that Open Forms adds, read as terms."""

from collections.abc import Callable, Mapping
from typing import Any

from commonwheel.core.forms.terms import (
    COMPARISONS,
    FALSE,
    TRUE,
    Answer,
    Call,
    Constant,
    Operator,
    Term,
    both,
    compared,
    either,
    negated,
)
from commonwheel.core.problems import Failure

_DEEPEST = 40
_SAME: Mapping[str, Operator] = {"==": "==", "===": "==", "!=": "!=", "!==": "!="}
_REACHES = ("+", "-", "*", "/")
_LISTS = ("map", "filter", "reduce", "all", "some", "none", "merge", "cat", "substr", "log", "max", "min", "%")


class CannotRead(Failure):
    """A rule says something that a term cannot; says what."""


def read_logic(rule: Any, answer_of: Callable[[str], Term], *, missing_is_zero: bool = False) -> Term:
    """
    Return the condition that a rule of JSON Logic says.

    In it, what is missing equals nothing: so a `!=` of it is true.

    Args:
        rule: as JSON has it.
        missing_is_zero: whether what is missing is less or greater as 0 would be, as in a browser; where it is not,
            as in Open Forms, it is less and greater than nothing.
        answer_of: returns what a variable names, and raises CannotRead where there is nothing of that name.

    Raises:
        CannotRead: it has an operator that no condition of a pattern can have.
    """
    return _Reader(answer_of, zero=missing_is_zero).term(rule, 0)


# Private


class _Reader:
    def __init__(self, answer_of: Callable[[str], Term], *, zero: bool) -> None:
        self.answer_of, self.zero = answer_of, zero

    def term(self, rule: Any, depth: int) -> Term:
        if depth > _DEEPEST:
            raise CannotRead("it is too deep.")
        if not isinstance(rule, dict):
            return Constant(tuple(rule) if isinstance(rule, list) else rule)
        if len(rule) != 1:
            raise CannotRead("an object in it has more than one operator.")
        (op, args), *_ = rule.items()
        if op == "var":
            return self._answer(args)
        listed = args if isinstance(args, list) else [args]
        return self._applied(op, [self.term(one, depth + 1) for one in listed])

    def _answer(self, args: Any) -> Term:
        name, *more = args if isinstance(args, list) and args else [args]
        if more and more[0] not in (None, ""):
            raise CannotRead("it gives a value for what is missing.")
        return self.answer_of(str(name))

    def _applied(self, op: str, args: list[Term]) -> Term:
        if op in _LISTS or (not args and op != "today"):
            raise CannotRead(f"it uses `{op}`.")
        if op in ("and", "or"):
            return (both if op == "and" else either)(*map(_truth, args))
        if op in ("!", "!!"):
            return negated(_truth(args[0])) if op == "!" else _truth(args[0])
        if op in ("if", "?:"):
            return _chosen(args)
        if op == "missing":
            return either(*(negated(Call("given", (one,))) for one in map(self._named, args)))
        return self._value(op, args)

    def _named(self, name: Term) -> Term:
        return self.answer_of(str(name.value)) if isinstance(name, Constant) else name

    def _value(self, op: str, args: list[Term]) -> Term:
        if op in _SAME or op in COMPARISONS:
            return _compared(op, args, zero=self.zero)
        if op == "in" and len(args) == 2:  # noqa: PLR2004  # what, and in what
            return _inside(*args)
        if op == "rdelta":
            return _far(args)
        if op in _REACHES:
            return _worked_out(op, args)
        if op == "date":
            return args[0]
        if op == "today":
            return Call("today", (Constant(0), Constant(0), Constant(0)))
        raise CannotRead(f"it uses `{op}`.")


def _truth(term: Term) -> Term:
    if isinstance(term, Constant):
        return TRUE if term.value not in (None, "", 0, False, ()) else FALSE
    return term


def _chosen(args: list[Term]) -> Term:
    """Return an if with its otherwise, one after the other, as a condition."""
    *pairs, otherwise = args if len(args) % 2 else [*args, FALSE]
    found = _truth(otherwise)
    for condition, then in reversed(list(zip(pairs[::2], pairs[1::2], strict=True))):
        asked = _truth(condition)
        found = either(both(asked, _truth(then)), both(negated(asked), found))
    return found


def _compared(op: str, args: list[Term], *, zero: bool) -> Term:
    if len(args) == 3 and op in ("<", "<="):  # noqa: PLR2004  # between
        return both(_compared(op, args[:2], zero=zero), _compared(op, args[1:], zero=zero))
    if len(args) != 2:  # noqa: PLR2004  # two sides
        raise CannotRead(f"`{op}` does not stand between two values.")
    left, right = args
    if op not in _SAME:
        found = Call(op, (left, right))  # type: ignore[arg-type]  # one of COMPARISONS
        return either(found, _as_zero(op, left, right)) if zero else found
    same = _same(left, right)
    if zero and op in ("==", "!="):
        same = either(same, _as_zero("==", left, right))
    return same if _SAME[op] == "==" else negated(same)


def _as_zero(op: str, left: Term, right: Term) -> Term:
    """Return that an answer is missing, where 0 in its place would do."""
    numbers = [one.value if isinstance(one, Constant) else 0 for one in (left, right)]
    missing = [negated(Call("given", (one,))) for one in (left, right) if isinstance(one, Answer)]
    plain = all(isinstance(one, (int, float)) for one in numbers)
    return missing[0] if len(missing) == 1 and plain and compared(op, *numbers) else FALSE


def _same(left: Term, right: Term) -> Term:
    """Return that two are the same; nothing is the same as what is missing."""
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and other.value in (None, "") and isinstance(one, Answer):
            return negated(Call("given", (one,)))
    return Call("==", (left, right))


def _inside(part: Term, whole: Term) -> Term:
    """Return that a value is among others, written down or chosen."""
    if isinstance(whole, Constant) and isinstance(whole.value, tuple):
        return either(*(_same(part, Constant(one)) for one in whole.value))
    return Call("has", (whole, part))


def _far(args: list[Term]) -> Term:
    """Return so many years, months and days, as a time from today."""
    years, months, days = (*args, Constant(0), Constant(0))[:3]
    return Call("today", (days, months, years))


def _worked_out(op: str, args: list[Term]) -> Term:
    """Return a sum and the like of any number of values; a time from today where it takes one off or adds one."""
    if len(args) == 2 and isinstance(args[0], Call) and args[0].op == "today":  # noqa: PLR2004  # two sides
        return _shifted(op, args[0], args[1])
    found = args[0]
    for one in args[1:]:
        found = Call(op, (found, one))  # type: ignore[arg-type]  # one of _REACHES
    return found if len(args) > 1 else Call("-", (Constant(0), found)) if op == "-" else found


def _shifted(op: str, today: Call, far: Term) -> Term:
    if op not in ("+", "-") or not (isinstance(far, Call) and far.op == "today"):
        raise CannotRead("it calculates with today in a way that no pattern can.")
    sign = 1 if op == "+" else -1
    pairs = zip(today.args, far.args, strict=True)
    counted = [
        one.value + sign * other.value
        for one, other in pairs
        if isinstance(one, Constant) and isinstance(other, Constant)
    ]
    return Call("today", tuple(map(Constant, counted)))
