"""What must have been answered wherever a condition is true, by which other conditions become shorter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from commonwheel.core.forms.planx.logic import Logic, choice_of, one_of
from commonwheel.core.forms.terms import FALSE, TRUE, Answer, Call, Term, names, negated

Need = Mapping[str, frozenset[str]]
"""Of single choices, by the key of their question, which may have been made."""
NOTHING: Need = MappingProxyType({})


@dataclass(slots=True)
class Needs:
    """
    Knows what leads to each question.

    Attributes:
        of: what must have been answered where a question is put to people, by its key.
    """

    logic: Logic
    of: dict[str, Need] = field(default_factory=dict)

    def where(self, term: Term) -> Need | None:
        """Return what must have been answered where a condition is true; None where it never is."""
        if term == FALSE:
            return None
        if isinstance(term, Call) and term.op == "and":
            return self._all([self.where(part) for part in term.args])
        if isinstance(term, Call) and term.op == "or":
            return _any([self.where(part) for part in term.args])
        found = choice_of(term)
        if found is not None:
            before = self.of.get(found[0], NOTHING)
            return {**before, found[0]: found[1]} if found[0] in self.logic.single else before
        if isinstance(term, Call) and term.op != "not":
            return self._all([self.of.get(key, NOTHING) for key in names(term)])
        return NOTHING

    def under(self, term: Term, need: Need) -> Term:
        """Return a condition as short as it can be where this has been answered."""
        if isinstance(term, Call) and term.op == "and":
            return self.logic.all_of(*(self.under(part, need) for part in term.args))
        if isinstance(term, Call) and term.op == "or":
            return self.logic.any_of([self.under(part, need) for part in term.args])
        if isinstance(term, Call) and term.op == "not":
            return negated(self.under(term.args[0], need))
        found = choice_of(term)
        if found is not None and found[0] in need:
            left = need[found[0]] & found[1]
            return FALSE if not left else TRUE if left == need[found[0]] else one_of(found[0], left)
        if isinstance(term, Call) and any(self._never(key, need) for key in names(term)):
            return FALSE
        if isinstance(term, Call) and term.op == "given" and isinstance(term.args[0], Answer) and term.args[0].key in need:
            return TRUE
        return term

    def _never(self, key: str, need: Need) -> bool:
        """Whether a question is put to nobody who has answered this."""
        before = self.of.get(key, NOTHING)
        few, many = (before, need) if len(before) < len(need) else (need, before)
        return any(name in many and not many[name] & values for name, values in few.items())

    def _all(self, needs: list[Need | None]) -> Need | None:
        found: dict[str, frozenset[str]] = {}
        for need in needs:
            if need is None:
                return None
            for key, values in need.items():
                found[key] = found[key] & values if key in found else values
                if not found[key]:
                    return None
        return found


# Private


def _any(needs: list[Need | None]) -> Need | None:
    there = [need for need in needs if need is not None]
    if not there:
        return None
    shared = set(there[0]).intersection(*there[1:])
    return {key: frozenset().union(*(need[key] for need in there)) for key in shared}
