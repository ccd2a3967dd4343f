"""Conditions on which choices were made, kept small: choices of one question are put together."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from commonwheel.core.forms.terms import FALSE, TRUE, Answer, Call, Constant, Term, both, either, names, negated

MOST_PARTS = 150
"""Ways of which one must be taken beyond which no condition can be written."""
_MOST_READ = 3_000
_SIGNS, _GUARD = 6, 18
"""Characters around what is said, and of the guard that a question was answered."""
_LONGEST_NAME, _LONGEST_VALUE = 38, 35


class TooMany(Exception):
    """A condition has more parts than can be written."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A question of which every choice is known, and when everybody who comes by has made one of them."""

    choices: frozenset[str]
    shown: Term


@dataclass(slots=True)
class Logic:
    """
    Puts conditions together.

    Attributes:
        wholes: of the questions that everybody answers who is asked, by key.
        single: keys of questions of which one choice is made.
    """

    wholes: dict[str, Whole] = field(default_factory=dict)
    single: set[str] = field(default_factory=set)

    def any_of(self, terms: Iterable[Term]) -> Term:
        """Return the condition that one of these is true. Raises TooMany."""
        chosen: dict[str, set[str]] = {}
        others: dict[Term, None] = {}
        for number, part in enumerate(_flat("or", terms)):
            if number > _MOST_READ or len(chosen) + len(others) > MOST_PARTS:
                raise TooMany
            if part == TRUE:
                return TRUE
            found = choice_of(part)
            if found is None:
                others[part] = None
            else:
                chosen.setdefault(found[0], set()).update(found[1])
        parts = [self._one_of(key, values) for key, values in chosen.items()]
        return either(*parts, *others)

    def all_of(self, *terms: Term) -> Term:
        """Return the condition that all of these are true."""
        wanted: dict[str, frozenset[str]] = {}
        refused: dict[str, frozenset[str]] = {}
        others: list[Term] = []
        for part in _flat("and", map(_pushed, terms)):
            found = choice_of(part)
            denied = choice_of(part.args[0]) if isinstance(part, Call) and part.op == "not" else None
            if found is not None and found[0] in self.single:
                wanted[found[0]] = wanted.get(found[0], found[1]) & found[1]
            elif denied is not None:
                refused[denied[0]] = refused.get(denied[0], frozenset()) | denied[1]
            else:
                others.append(part)
        parts = [one_of(key, values - refused.pop(key, frozenset())) for key, values in wanted.items()]
        return both(*parts, *others, *(negated(one_of(key, values)) for key, values in refused.items()))

    def none_of(self, *terms: Term) -> Term:
        """Return the condition that none of these is true."""
        return self.all_of(*(negated(part) for part in _flat("or", terms)))

    def _one_of(self, key: str, values: set[str]) -> Term:
        whole = self.wholes.get(key)
        return whole.shown if whole is not None and values >= whole.choices else one_of(key, values)


def one_of(key: str, values: Iterable[str]) -> Term:
    """Return the condition that one of these choices of a question was made."""
    made = tuple(sorted(values))
    return Call("in", (Answer(key), Constant(made))) if made else FALSE


def choice_of(term: Term) -> tuple[str, frozenset[str]] | None:
    """Return the question and the choices of which a condition says that one was made; None where it says else."""
    if isinstance(term, Call) and term.op == "in":
        answer, values = term.args
        if isinstance(answer, Answer) and isinstance(values, Constant):
            return answer.key, frozenset(values.value)
    return None


def written(term: Term, lengths: Mapping[str, int], single: Container[str], most: int) -> int:
    """
    Return how many characters a condition takes at most, or more than `most` where it takes more.

    Args:
        lengths: of the names of questions, by key.
        single: keys of questions of which one choice is made.
    """
    found, left = 0, [term]
    while left and found <= most:
        one = left.pop()
        found += _SIGNS
        if isinstance(one, Call) and one.op in ("and", "or", "not"):
            left += one.args
        elif (choice := choice_of(one)) is not None:
            name = lengths.get(choice[0], _LONGEST_NAME)
            each = 0 if choice[0] in single else name + _SIGNS
            found += 2 * name + _GUARD + sum(each + 4 + min(len(value), _LONGEST_VALUE) for value in choice[1])
        else:
            found += sum(2 * lengths.get(key, _LONGEST_NAME) + _GUARD for key in names(one))
    return found


# Private


def _flat(op: str, terms: Iterable[Term]) -> Iterator[Term]:
    for term in terms:
        if isinstance(term, Call) and term.op == op:
            yield from _flat(op, term.args)
        else:
            yield term


def _pushed(term: Term) -> Term:
    """Return what is denied of several as denials of each."""
    if isinstance(term, Call) and term.op == "not":
        (inner,) = term.args
        if isinstance(inner, Call) and inner.op == "or":
            return both(*(_pushed(negated(one)) for one in inner.args))
    return term
