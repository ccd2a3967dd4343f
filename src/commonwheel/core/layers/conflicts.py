"""What two sides of a merge cannot both have, each said in a sentence that a service owner can decide on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from commonwheel.core.layers.tree import Part
from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.patterns.versions.digest import value_digest

Kind = Literal[
    "both-changed",
    "removed-upstream",
    "removed-here",
    "both-added",
    "both-moved",
    "place-gone",
    "split",
    "joined",
    "reaches-more",
    "cannot-stand",
    "does-not-check",
    "another-base",
]
Source: TypeAlias = tuple[str, str]
"""An entry of the layer that a conflict is about: its address in the layer's file, and the key ("" for the whole)."""
Choice = Literal["theirs", "ours", "own"]

_CHOICES: Mapping[Kind, tuple[Choice, ...]] = {
    "both-changed": ("theirs", "ours", "own"),
    "split": ("theirs", "ours"),
    "joined": ("theirs", "own"),
    "cannot-stand": ("theirs",),
    "does-not-check": (),
    "another-base": (),
}
_ABOUT_THE_WHOLE = ("removed-upstream", "both-moved")
_NOUNS: Mapping[str, str] = {
    "Step": "page", "Stop": "stop", "Check": "check", "Option": "option", "Clock": "time limit", "State": "state",
    "FeeLine": "line of the fee", "Then": "next service", "Use": "block", "Notice": "message", "Pattern": "service",
    "Longer": "longer time", "Case": "request", "Fee": "fee", "Renew": "renewal", "Book": "appointment",
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "say": "error message", "that": "rule", "when": "condition", "sms": "text message", "max": "upper limit",
    "min": "lower limit", "next": "list of next states", "text": "words", "amount": "amount", "optional": "“optional”",
    "tell": "messages sent", "missing": "words when it is left unanswered",
    "options": "choices", "length": "length of time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    One thing to decide.

    Attributes:
        at: the address in the new version.
        kind: what happened.
        says: both sides, in a sentence or two.
        base, theirs, ours: the value beneath when the layer was made, in the new version, and in the layer, in
            the notation of examples; None where there is none.
        sources: the entries of the layer that it is about.
    """

    at: str
    kind: Kind
    says: str
    base: Any = None
    theirs: Any = None
    ours: Any = None
    sources: tuple[Source, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen; none where the pattern itself must be mended."""
        return _CHOICES.get(self.kind, ("theirs", "ours"))

    @property
    def digests(self) -> tuple[str, str, str]:
        """
        The digests of the three values, which a decision is kept under.

        Where a part was removed or moved, what is ours depends on what else is decided: it is left out.
        """
        ours = None if self.kind in _ABOUT_THE_WHOLE else self.ours
        return value_digest(self.base), value_digest(self.theirs), value_digest(ours)


@dataclass(slots=True, eq=False)
class OpenConflict:
    """A conflict while merging goes on: its part may still move, and more entries may turn out to be about it."""

    kind: Kind
    part: Part | None
    key: str
    says: str
    base: Any = None
    theirs: Any = None
    ours: Any = None
    sources: list[Source] = field(default_factory=list)
    ours_at_the_end: Callable[[], Any] | None = None

    def closed(self) -> Conflict:
        """Return it as it stands at the end."""
        ours = self.ours if self.ours_at_the_end is None else self.ours_at_the_end()
        address = self.part.address if self.part is not None else ""
        at = ".".join(filter(None, (address, self.key))) or "pattern"
        return Conflict(at, self.kind, self.says, self.base, self.theirs, ours, tuple(self.sources))


def spoken(part: Part) -> str:
    """Return what a person calls a part, in the words that lay beneath: the question “Which bin?”, the service."""
    shape = part.origin or part.shape
    name = type(shape).__name__
    noun = _NOUNS.get(name) or ("setting" if name.endswith("Setting") else "question" if hasattr(shape, "type") else "")
    if part.parent is None:
        return "the service"
    words = next((getattr(shape, key) for key in ("label", "title", "subject") if getattr(shape, key, None)), part.name)
    if not noun:
        return f"“{part.name}” of {spoken(part.parent)}" if part.parent.parent is not None else f"“{part.name}”"
    return f"the {noun} “{shorten(words)}”"


def key_spoken(name: str) -> str:
    """Return what a person calls a key."""
    return _WORDS.get(name, name.replace("_", " "))


def value_spoken(value: Any) -> str:
    """Return a value as a sentence shows it."""
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"“{shorten(', '.join(map(_one_spoken, value)))}”"
    return f"“{shorten(_one_spoken(value))}”"


def _one_spoken(value: Any) -> str:
    if isinstance(value, dict):
        said = next((value[key] for key in ("label", "title", "other", "id") if value.get(key)), None)
        pairs = (f"{inner} {key.replace('_', ' ')}" for key, inner in value.items() if inner is not None)
        return _one_spoken(said) if said is not None else ", ".join(pairs)
    return str(value)
