"""Conditions of forms as expressions of the pattern language."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.core.forms.leaves import (
    NUMBERS,
    ONE_OF,
    TEXTS,
    TRUTHS,
    CannotBeSaid,
    Known,
    Leaf,
    among,
    chosen_of,
    compare,
    constant,
    day_of,
    from_today,
    in_years,
    matched,
    measured,
    mirrored,
    number_of,
    quoted,
    sort_of,
    text_of,
    worked_out,
    years_of,
)
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
    either,
    negated,
)

_YES = ("true", "yes", "1")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")


def expression(
    term: Term,
    known: Mapping[str, Known],
    *,
    always: frozenset[str] = frozenset(),
    compulsory: frozenset[str] = frozenset(),
    asked: Container[str] | None = None,
) -> str:
    """
    Return a condition as the pattern language writes it, "true" or "false" where it is one of them whatever is said.

    Args:
        term: the condition.
        known: the questions by their keys in the source.
        always: keys of the questions that everybody has answered by then.
        compulsory: keys of those that whoever is asked must answer. Where all of a condition must be true, they
            need no guard: not known is as good as false.
        asked: keys of those that are asked by then at all; the answers to others are missing. None for all.

    Raises:
        CannotBeSaid: the language has no words for it.
    """
    by_then = known if asked is None else asked
    said = _Said(known, always, by_then).plain(term)
    if _is_plain_row(said):
        sure = {known[key].id for key in compulsory if key in known}
        said = _without_doubles(_Said(known, always, by_then, compulsory).plain(term), sure)
    return _written(said)


# Private


def _written(said: Any, *, inside: str = "") -> str:
    """Write the tree of leaves down with as few brackets as can be."""
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, Leaf):
        return said.text
    op, parts = said
    if op == "not":
        return f"!({_written(parts[0])})"
    joined = (" && " if op == "and" else " || ").join(_written(part, inside=op) for part in parts)
    return f"({joined})" if inside else joined


@dataclass(frozen=True, slots=True)
class _Said:
    """Turns terms into leaves, with the guards that an answer needs which may not be there."""

    known: Mapping[str, Known]
    always: frozenset[str]
    asked: Container[str]
    unguarded: frozenset[str] = frozenset()

    def plain(self, term: Term) -> Any:  # noqa: PLR0911  # one line a kind of term reads best
        if term in (TRUE, FALSE):
            return term == TRUE
        if isinstance(term, Answer):
            return self._truth(term)
        if isinstance(term, Constant):
            return bool(term.value)
        if term.op in ("and", "or"):
            return self._joined(term.op, [self.plain(one) for one in term.args])
        if term.op == "not":
            return self._not(term.args[0])
        if term.op == "given":
            return self._given(term.args[0])
        return self._guarded(term)

    def _joined(self, op: str, parts: list[Any]) -> Any:
        """Join what must all be true, or of which one must be: without doubles, and without brackets in a row."""
        stops = op == "or"
        if any(part is stops for part in parts):
            return stops
        row = [one for part in parts for one in (part[1] if isinstance(part, tuple) and part[0] == op else [part])]
        left = list({_written(part): part for part in row if not isinstance(part, bool)}.values())
        if not left:
            return not stops
        return left[0] if len(left) == 1 else (op, left)

    def _not(self, term: Term) -> Any:
        """Turn round what is denied, as far inside as can be."""
        if isinstance(term, Call) and term.op in ("and", "or"):
            turn = either if term.op == "and" else both
            return self.plain(turn(*map(negated, term.args)))
        said = self.plain(term)
        if isinstance(said, bool):
            return not said
        return Leaf(said.opposite, said.text) if isinstance(said, Leaf) else ("not", [said])

    def _truth(self, answer: Answer) -> Any:
        """Return an answer read as a truth."""
        if answer.key.startswith("settings."):
            return Leaf(answer.key, f"!{answer.key}")
        kind = self._of(answer.key).kind
        if kind in TRUTHS:
            return self._guarded(Call("==", (answer, TRUE)))
        if kind in NUMBERS:
            return self._guarded(Call("!=", (answer, Constant(0))))
        return self._given(answer)

    def _given(self, term: Term) -> Any:
        if not isinstance(term, Answer):
            raise CannotBeSaid("whether something is there can be asked of an answer only.")
        known = self._of(term.key)
        if term.key not in self.asked:
            return False
        if term.key in self.always:
            return True
        return Leaf(f'answered("{known.id}")', f'!answered("{known.id}")')

    def _guarded(self, term: Call) -> Any:
        """Return a comparison that is false where an answer it reads is missing."""
        said = self._comparison(term)
        read = dict.fromkeys(_keys(term))
        if said is False or any(key not in self.asked for key in read):
            return False
        # What is true of every choice says nothing but that there is an answer.
        sure = self.always if said is True else self.always | self.unguarded
        read = dict.fromkeys(key for key in read if key not in sure)
        guards = [self._given(Answer(key)) for key in read]
        return self._joined("and", [*guards, said])

    def _of(self, key: str) -> Known:
        if key not in self.known:
            raise CannotBeSaid(f"it reads {key}, which the form does not ask.")
        known = self.known[key]
        if known.in_group:
            raise CannotBeSaid(f"it reads {key}, which is asked once for each entry of a list.")
        return known

    def _comparison(self, term: Call) -> Any:
        if term.op == "has":
            return self._has(*term.args)
        if term.op == "matches":
            return self._matches(*term.args)
        if term.op == "in":
            return self._in(*term.args)
        if term.op not in COMPARISONS:
            raise CannotBeSaid("what it works out is neither true nor false.")
        left, right = term.args
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right, op = right, left, mirrored(term.op)
        else:
            op = term.op
        if isinstance(left, Answer) and isinstance(right, Constant):
            return self._with_constant(left, op, right.value)
        if isinstance(right, Call) and right.op == "today" and years_of(right):
            return in_years(self._value(left), op, years_of(right))
        return compare(self._value(left), op, self._value(right))

    def _with_constant(self, answer: Answer, op: Operator, value: Any) -> Any:
        known = self._of(answer.key)
        if known.kind in ONE_OF:
            return among(known, op, value)
        if known.kind in TRUTHS and op in ("==", "!="):
            wanted = (str(value).strip().lower() in _YES) == (op == "==")
            return Leaf(known.id, f"!{known.id}") if wanted else Leaf(f"!{known.id}", known.id)
        if known.kind == "checkboxes" and op in ("==", "!="):
            kept = known.values.get(text_of(value))
            if kept is None:
                return op == "!="
            same, other = f"{known.id} == ['{kept}']", f"{known.id} != ['{kept}']"
            return Leaf(same, other) if op == "==" else Leaf(other, same)
        if known.kind in NUMBERS:
            value = number_of(value)
        if known.kind == "date":
            value = day_of(value)
        return compare(self._value(answer), op, self._value(Constant(value)))

    def _has(self, whole: Term, part: Term) -> Any:
        if not (isinstance(whole, Answer) and isinstance(part, Constant)):
            raise CannotBeSaid("only whether a list of choices holds a written value can be asked.")
        known = self._of(whole.key)
        if known.kind in ONE_OF:
            return among(known, "==", part.value)
        if known.kind in TEXTS:
            text = f"{known.id}.contains({quoted(text_of(part.value))})"
            return Leaf(text, f"!{text}")
        if known.kind != "checkboxes":
            raise CannotBeSaid(f"{whole.key} is not a list of choices.")
        kept = known.values.get(text_of(part.value))
        return False if kept is None else Leaf(f"'{kept}' in {known.id}", f"!('{kept}' in {known.id})")

    def _in(self, answer: Term, values: Term) -> Any:
        if not (isinstance(answer, Answer) and isinstance(values, Constant)):
            raise CannotBeSaid("only whether an answer is one of several written values can be asked.")
        known = self._of(answer.key)
        if known.kind in ONE_OF:
            return chosen_of(known, frozenset(map(text_of, values.value)))
        if known.kind != "checkboxes":
            raise CannotBeSaid(f"{answer.key} is not a choice.")
        parts = [self._has(answer, Constant(value)) for value in values.value]
        return self._joined("or", parts)

    def _matches(self, text: Term, pattern: Term) -> Leaf:
        if not (isinstance(text, Answer) and isinstance(pattern, Constant)):
            raise CannotBeSaid("only whether an answer has a written form can be asked.")
        return matched(self._of(text.key), str(pattern.value))

    def _value(self, term: Term) -> tuple[str, str]:
        """Return the text of a value and what it is: int, double, string, date, bool or list."""
        if isinstance(term, Constant):
            return constant(term.value)
        if isinstance(term, Answer):
            known = self._of(term.key)
            return known.id, sort_of(known)
        if term.op == "today":
            return from_today(*(one.value for one in term.args if isinstance(one, Constant)))
        parts = [self._value(one) for one in term.args]
        if term.op in ("length", "age"):
            return measured(term.op, *parts[0])
        if term.op in ("+", "-", "*", "/"):
            return worked_out(term.op, *parts)
        raise CannotBeSaid(f"it works with the outcome of `{term.op}`.")


def _is_plain_row(said: Any) -> bool:
    """Whether all of an expression must be true, and none of it is that something is not answered."""
    parts = said[1] if isinstance(said, tuple) and said[0] == "and" else [said]
    return all(isinstance(part, Leaf) and not part.text.startswith("!answered") for part in parts)


def _without_doubles(said: Any, sure: set[str]) -> Any:
    """Leave out that one of these is answered where it is compared as well."""
    if not (isinstance(said, tuple) and said[0] == "and"):
        return said
    compared = [part for part in said[1] if not part.text.startswith("answered")]
    read = {word for part in compared for word in _WORD.findall(part.text)} & sure
    left = [part for part in said[1] if part in compared or _WORD.findall(part.text)[1] not in read]
    return left[0] if len(left) == 1 else ("and", left)


def _keys(term: Term) -> list[str]:
    if isinstance(term, Answer):
        return [] if term.key.startswith("settings.") else [term.key]
    return [key for one in term.args for key in _keys(one)] if isinstance(term, Call) else []
