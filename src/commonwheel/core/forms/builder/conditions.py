"""Named conditions of a form builder, read as terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.builder.written import CannotRead, read_written
from commonwheel.core.forms.cursor import Cursor
from commonwheel.core.forms.terms import Answer, Call, Constant, Operator, Term, both, either, negated

_COMPARES: Mapping[str, Operator] = {
    "is": "==", "is not": "!=", "is before": "<", "is after": ">",
    "is at least": ">=", "is at most": "<=", "is less than": "<", "is more than": ">",
}  # fmt: skip
_LENGTHS: Mapping[str, Operator] = {"is longer than": ">", "is shorter than": "<", "has length": "=="}
_PAST: Mapping[str, Operator] = {
    "is at least": "<=", "is at most": ">=", "is less than": ">", "is more than": "<",
}  # fmt: skip
"""A day at least a week in the past is one that is no later than a week ago."""
_DENIALS = ("is not", "does not contain")
_UNITS = ("days", "months", "years")
_DEEPEST = 20
_MOST_PARTS = 200


@dataclass(slots=True)
class Conditions:
    """
    The conditions of one form, by name, each read when it is first used.

    Attributes:
        sources: the objects of the source, by name and by id.
        keys_of: the questions that keep what a condition's field names, as their keys: several where pages on
            different ways ask for one thing, none where no page asks it.
        value_of: the value that an item of a list has, by list and item.
        used: names of those that something reads.
        missing_is_not: whether “is not” is true of what was not answered, as in the second version of DEFRA's engine.
    """

    sources: Mapping[str, Cursor]
    keys_of: Callable[[Cursor], Sequence[str]]
    value_of: Callable[[str, str], Any]
    missing_is_not: bool
    used: set[str] = field(default_factory=set)
    _read: dict[str, Term] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def named(self, name: str) -> Term:
        """
        Return the condition of a name.

        Raises:
            CannotRead: there is none of that name, or it cannot be read.
        """
        if name not in self.sources:
            raise CannotRead(f"no condition is called {name}.")
        self.used.add(name)
        if name in self._open or len(self._open) > _DEEPEST:
            raise CannotRead("it is made of itself.")
        if name not in self._read:
            self._open.append(name)
            try:
                self._read[name] = self._whole(self.sources[name])
            finally:
                self._open.pop()
        return self._read[name]

    def _whole(self, source: Cursor) -> Term:
        value = source.value.get("value")
        if isinstance(value, str):
            return read_written(source.text("value"))
        if isinstance(value, dict):
            model = source.inside("value")
            model.take("name")
            return self._list(model.each("conditions"), "")
        return self._list(source.each("items"), source.text("coordinator"))

    def _list(self, parts: list[Cursor], coordinator: str) -> Term:
        """Return conditions joined in a row; `and` binds closer than `or`."""
        if not parts:
            raise CannotRead("it has nothing in it.")
        if len(parts) > _MOST_PARTS:
            raise CannotRead(f"it has more than {_MOST_PARTS} comparisons.")
        alternatives: list[list[Term]] = [[]]
        for number, part in enumerate(parts):
            joined = (part.text("coordinator") or coordinator).lower()
            if number and joined == "or":
                alternatives.append([])
            alternatives[-1].append(self._one(part))
        return either(*(both(*terms) for terms in alternatives))

    def _one(self, part: Cursor) -> Term:
        part.take("id")
        if "conditions" in part.value:
            return self._list(part.each("conditions"), "")
        if "conditionName" in part.value or "conditionId" in part.value:
            part.take("conditionDisplayName")
            return self.named(part.text("conditionName", "conditionId"))
        return self._comparison(part)

    def _comparison(self, part: Cursor) -> Term:
        operator, value = part.text("operator").lower(), self._value(part)
        terms = [self._of_answer(part, operator, Answer(key), value) for key in self.keys_of(part)]
        return both(*terms) if self.missing_is_not and operator in _DENIALS else either(*terms)

    def _of_answer(self, part: Cursor, operator: str, answer: Answer, value: Any) -> Term:
        if isinstance(value, Call):
            return Call(self._relative(part, operator), (answer, value))
        constant = Constant(value)
        if operator in _LENGTHS:
            return Call(_LENGTHS[operator], (Call("length", (answer,)), Constant(_number(value))))
        if operator == "contains":
            return Call("has", (answer, constant))
        if operator == "does not contain":
            return self._denied(Call("has", (answer, constant)), answer)
        if operator == "is not":
            return self._denied(Call("==", (answer, constant)), answer)
        if operator not in _COMPARES:
            raise CannotRead(f"“{operator}” is a comparison that is not known.")
        return Call(_COMPARES[operator], (answer, constant))

    def _denied(self, term: Term, answer: Answer) -> Term:
        if self.missing_is_not:
            return negated(term)
        if isinstance(term, Call) and term.op == "==":
            return Call("!=", term.args)
        return both(Call("given", (answer,)), negated(term))

    def _relative(self, part: Cursor, operator: str) -> Operator:
        ahead = "future" in str(self._raw(part).get("direction", ""))
        table = _COMPARES if ahead else _PAST
        if operator not in _PAST:
            raise CannotRead(f"“{operator}” does not go with a time from today.")
        return table[operator]

    @staticmethod
    def _raw(part: Cursor) -> dict[str, Any]:
        value = part.value.get("value")
        return value if isinstance(value, dict) else {}

    def _value(self, part: Cursor) -> Any:
        """Return what is compared with: a plain value, or a `today` so far from now."""
        raw, kind = self._raw(part), part.text("type")
        part.take("value")
        if not raw:
            return part.value.get("value")
        if "itemId" in raw:
            return self.value_of(str(raw.get("listId", "")), str(raw["itemId"]))
        if raw.get("type") == "RelativeTime" or kind in ("RelativeDate", "RelativeDateValue") or "period" in raw:
            return _from_today(raw)
        return raw.get("value")


# Private


def _from_today(raw: Mapping[str, Any]) -> Call:
    unit = str(raw.get("timeUnit") or raw.get("unit") or "")
    if unit not in _UNITS:
        raise CannotRead(f"it counts {unit or 'nothing'} from now.")
    number = _number(raw.get("timePeriod", raw.get("period")))
    number = number if "future" in str(raw.get("direction", "")) else -number
    counted = [Constant(number if unit == one else 0) for one in _UNITS]
    return Call("today", tuple(counted))


def _number(value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise CannotRead(f"it counts “{value}”.") from None
