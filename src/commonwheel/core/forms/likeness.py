"""Shared services that ask much the same as a form: to be used instead, with what is local kept as a layer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commonwheel.core.forms.prose import line
from commonwheel.core.forms.source import Asked, Form
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.questions import Answerable

LEAST = 0.4
"""Share of a form's questions from which a service is worth a look."""
_SAME_WORDS = 0.5
_TELLING = ("name", "email", "phone", "address", "vehicle", "national-insurance", "bank-account")
"""Types of question that ask the same whatever their words are."""
_SMALL = frozenset((
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "did", "do", "does", "for", "from", "has", "have",
    "how", "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "our", "please", "should", "tell", "that",
    "the", "their", "there", "they", "this", "to", "us", "was", "we", "what", "when", "where", "which", "who", "why",
    "will", "with", "would", "you", "your",
))  # fmt: skip


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
    found = (_beside(form, service) for service in services)
    return sorted((one for one in found if one.share >= LEAST), key=lambda one: (-one.share, one.pattern))


# Private


def _beside(form: Form, service: Bundle) -> Likeness:
    left = [one.question for one in Subject(service).askings if isinstance(one.question, Answerable)]
    both, only_here = [], []
    for asked in form.questions:
        match = max(left, key=lambda one: _closeness(asked, one), default=None)
        if match is not None and _closeness(asked, match) >= _SAME_WORDS:
            both.append((line(asked.label), str(match.label)))
            left.remove(match)
        else:
            only_here.append(line(asked.label))
    pattern = service.pattern
    rest = tuple(str(one.label) for one in left)
    return Likeness(pattern.full_name, str(pattern.title), tuple(both), tuple(only_here), rest)


def _closeness(asked: Asked, question: Answerable) -> float:
    """Return how far two questions ask the same, from 0 to 1: by type where that tells, or else by their words."""
    kind = getattr(question, "type", "")
    if asked.kind == kind and kind in _TELLING:
        return 1.0
    ours, theirs = _words(line(asked.label)), _words(str(question.label))
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z0-9]+", text.lower())
    return frozenset(word.removesuffix("s") for word in found if word not in _SMALL)
