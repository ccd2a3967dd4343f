"""Shared services that ask much the same as a form: to be used instead, with what is local kept as a layer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonwheel.core.forms.prose import line
from commonwheel.core.forms.source import Asked, Form
from commonwheel.core.patterns.checks.subject import Asking, Subject
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.questions import Answerable

LEAST = 0.4
"""Share of a form's questions from which a service is worth a look."""
_FEWEST = 2
"""Questions that both must ask: one may be alike by chance."""
_SAME_WORDS = 0.5
_TELLING = ("name", "email", "phone", "address", "place", "vehicle", "national-insurance", "bank-account")
"""Types of question that ask the same whatever their words are."""
_OF_EVERY_SERVICE = ("name", "email", "phone", "address")
"""Types of question that do not tell what a service is about."""
_SMALL = frozenset((
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "did", "do", "does", "for", "from", "has", "have",
    "how", "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "our", "please", "should", "tell", "that",
    "the", "their", "there", "they", "this", "to", "us", "was", "we", "what", "when", "where", "which", "who", "why",
    "will", "with", "would", "you", "your",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matching:
    """
    The questions of a form beside those of a service; members of groups go with their group.

    Attributes:
        both: each question of the form with the one of the service that asks much the same, in the form's order.
        only_here: the questions of the form that the service does not ask, in order.
        only_there: the questions of the service that the form does not ask, in order.
    """

    both: tuple[tuple[Asked, Asking], ...]
    only_here: tuple[Asked, ...]
    only_there: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    A shared service beside a form.

    Attributes:
        pattern, title: the service, `publisher/name`, and what residents call it.
        both: what both ask: the form's words, the service's words.
        only_here, only_there: what only the form asks, and what only the service does.
    """

    pattern: str
    title: str
    both: tuple[tuple[str, str], ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]

    @property
    def share(self) -> float:
        """How much of the form the service asks, from 0 to 1."""
        return len(self.both) / max(1, len(self.both) + len(self.only_here))


def alike(form: Form, services: Iterable[Bundle]) -> list[Likeness]:
    """Return the services that ask much the same as a form, the likest first."""
    found = (likeness_of(form, service) for service in services)
    return sorted((one for one in found if one is not None), key=lambda one: (-one.share, one.pattern))


def likeness_of(form: Form, service: Bundle) -> Likeness | None:
    """Return how much a service asks the same as a form; None where it is about something else."""
    found = matching(form, service)
    pattern = service.pattern
    one = Likeness(
        pattern.full_name,
        str(pattern.title),
        tuple((line(asked.label), words_of(asking)) for asked, asking in found.both),
        tuple(line(asked.label) for asked in found.only_here),
        tuple(map(words_of, found.only_there)),
    )
    is_about_it = _closeness_of_words(form.title, str(pattern.title)) >= _SAME_WORDS or any(
        _closeness_of_words(here, there) >= _SAME_WORDS and asked.kind not in _OF_EVERY_SERVICE
        for (here, there), (asked, _) in zip(one.both, found.both, strict=True)
    )
    return one if is_about_it and one.share >= LEAST and len(one.both) >= _FEWEST else None


def matching(form: Form, service: Bundle) -> Matching:
    """Return which questions of a form and of a service ask much the same; the closest find each other first."""
    theirs = [one for one in Subject(service).askings if one.group is None and isinstance(one.question, Answerable)]
    ours = list(form.questions)
    near = _Near(form, ours, theirs)
    pairs: dict[int, int] = {}
    for here, there in near.closest_first():
        if here not in pairs and there not in pairs.values():
            pairs[here] = there
    taken = set(pairs.values())
    return Matching(
        tuple((ours[here], theirs[pairs[here]]) for here in sorted(pairs)),
        tuple(asked for number, asked in enumerate(ours) if number not in pairs),
        tuple(asking for number, asking in enumerate(theirs) if number not in taken),
    )


def words_of(asking: Asking) -> str:
    """Return what a service's question says."""
    return str(getattr(asking.question, "label", ""))


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts say the same but for capitals, spaces and punctuation."""
    return _plain(one) == _plain(other)


# Private


class _Near:
    """How close each question of a form is to each of a service."""

    def __init__(self, form: Form, ours: Sequence[Asked], theirs: Sequence[Asking]) -> None:
        self._ids = [form.known[asked.key].id for asked in ours]
        self._ours = [(asked.kind, *_read(line(asked.label))) for asked in ours]
        self._theirs = [(one.question.type, *_read(words_of(one))) for one in theirs]
        self._their_ids = [one.question.id for one in theirs]

    def closest_first(self) -> list[tuple[int, int]]:
        """Return the pairs that ask much the same; of equals, those of one type come first, then by words and id."""
        found = []
        for here, (kind, plain, words) in enumerate(self._ours):
            for there, (other_kind, other_plain, other_words) in enumerate(self._theirs):
                by_words = _shared(plain, words, other_plain, other_words)
                is_same_kind = kind == other_kind
                close = 1.0 if is_same_kind and kind in _TELLING else by_words
                if close >= _SAME_WORDS:
                    is_same_id = self._ids[here] == self._their_ids[there]
                    found.append((-close, not is_same_kind, -by_words, not is_same_id, here, there))
        return [(here, there) for *_, here, there in sorted(found)]


def _closeness_of_words(one: str, other: str) -> float:
    return _shared(*_read(line(one)), *_read(other))


def _shared(plain: str, words: frozenset[str], other_plain: str, other_words: frozenset[str]) -> float:
    """Return how many of the words of two texts both have, from 0 to 1."""
    if plain and plain == other_plain:
        return 1.0
    return len(words & other_words) / len(words | other_words) if words and other_words else 0.0


def _read(text: str) -> tuple[str, frozenset[str]]:
    """Return a text without what does not matter, and its words that tell something."""
    plain = _plain(text)
    return plain, frozenset(word.removesuffix("s") for word in plain.split() if word not in _SMALL)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
