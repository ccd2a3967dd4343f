"""What is known wherever a condition is true, by which other conditions become shorter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from commonwheel.core.forms.planx.logic import Logic, choice_of, one_of
from commonwheel.core.forms.terms import FALSE, TRUE, Answer, Call, Term, names, negated


@dataclass(frozen=True, slots=True)
class Place:
    """
    What is known somewhere.

    Attributes:
        need: which choices may have been made, by the key of each single choice that was surely answered.
        true: conditions that are true.
    """

    need: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    true: frozenset[Term] = frozenset()


ANYWHERE = Place()


@dataclass(slots=True)
class Needs:
    """
    Knows what leads to each question.

    Attributes:
        of: what is known where a question is put to people, by its key.
    """

    logic: Logic
    of: dict[str, Place] = field(default_factory=dict)

    def put(self, key: str, asked: Term) -> None:
        """Note when a question is put to people."""
        self.of[key] = self.place(asked)

    def place(self, term: Term) -> Place:
        """Return what is known where a condition is true; where it never is, nothing is."""
        return self._where(term) or ANYWHERE

    def possible(self, term: Term) -> Term:
        """Return a condition, or FALSE where no answers meet it."""
        return FALSE if self._where(term) is None else term

    def under(self, term: Term, place: Place) -> Term:
        """Return a condition as short as it can be where so much is known. Raises TooMany."""
        if term in place.true:
            return TRUE
        if not isinstance(term, Call):
            return term
        if term.op in ("and", "or", "not"):
            parts = [self.under(part, place) for part in term.args]
            if term.op == "not":
                return negated(parts[0])
            return self.logic.all_of(*parts) if term.op == "and" else self.logic.any_of(parts)
        return self._leaf(term, place)

    def _leaf(self, term: Call, place: Place) -> Term:
        found = choice_of(term)
        if found is not None and found[0] in place.need:
            may = place.need[found[0]]
            left = may & found[1]
            return FALSE if not left else TRUE if left == may else one_of(found[0], left)
        if any(self._never(key, place) for key in names(term)):
            return FALSE
        first = term.args[0] if term.args else None
        surely = term.op == "given" and isinstance(first, Answer) and first.key in place.need
        return TRUE if surely else term

    def _where(self, term: Term) -> Place | None:
        """Return what is known where a condition is true; None where it never is."""
        if term == FALSE:
            return None
        if isinstance(term, Call) and term.op == "and":
            return _with(_all([self._where(part) for part in term.args]), term)
        if isinstance(term, Call) and term.op == "or":
            return _with(_any([self._where(part) for part in term.args]), term)
        found = choice_of(term)
        if found is not None:
            before = self.of.get(found[0], ANYWHERE)
            need = {**before.need, found[0]: found[1]} if found[0] in self.logic.single else before.need
            return Place(need, before.true | {term})
        if isinstance(term, Call) and term.op != "not":
            return _with(_all([self.of.get(key, ANYWHERE) for key in names(term)]), term)
        return Place(true=frozenset((term,)))

    def _never(self, key: str, place: Place) -> bool:
        """Whether a question is put to nobody who comes here."""
        before = self.of.get(key, ANYWHERE).need
        few, many = (before, place.need) if len(before) < len(place.need) else (place.need, before)
        return any(name in many and not many[name] & values for name, values in few.items())


# Private


def _with(place: Place | None, term: Term) -> Place | None:
    return None if place is None else Place(place.need, place.true | {term})


def _all(places: list[Place | None]) -> Place | None:
    need: dict[str, frozenset[str]] = {}
    true: frozenset[Term] = frozenset()
    for place in places:
        if place is None:
            return None
        for key, values in place.need.items():
            need[key] = need[key] & values if key in need else values
            if not need[key]:
                return None
        true |= place.true
    return Place(need, true)


def _any(places: list[Place | None]) -> Place | None:
    there = [place for place in places if place is not None]
    if not there:
        return None
    shared = set(there[0].need).intersection(*(place.need for place in there[1:]))
    need = {key: frozenset[str]().union(*(place.need[key] for place in there)) for key in shared}
    return Place(need, there[0].true.intersection(*(place.true for place in there[1:])))
