"""What only the shared service asks, why it does, and what of it may be hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonwheel.core.adapting.edits import reason_of_protection
from commonwheel.core.adapting.meeting import Meeting
from commonwheel.core.layers.changing import part_at
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.rules import may_remove
from commonwheel.core.layers.tree import PatternTree
from commonwheel.core.patterns.checks.subject import Asking
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.wording.words import names_in

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_QUESTION = re.compile(r"\bask\.([a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Besides:
    """
    A question that only the shared service asks.

    Attributes:
        words, at: what it says, and its address.
        why: why it stays, in a sentence.
        may_hide: whether a layer may hide it.
    """

    words: str
    at: str
    why: str
    may_hide: bool


def besides(meeting: Meeting, tree: PatternTree) -> Iterator[Besides]:
    """Yield what only the shared service asks; `tree` is the service with the council's layer on it."""
    read = _read(meeting)
    for asking in meeting.found.only_there:
        why = _why_it_stays(asking, tree, read)
        stays = why or "It is part of the shared service, and can be hidden."
        yield Besides(meeting.spoken(asking), asking.address, stays, may_hide=not why)


# Private


def _why_it_stays(asking: Asking, tree: PatternTree, read: frozenset[str]) -> str:
    reason = reason_of_protection(tree, asking.address)
    if reason:
        return f"It is protected: {reason}."
    if asking.question.id in read:
        return "The service works with the answer."
    try:
        may_remove(part_at(tree, asking.address), address=asking.address)
    except Refused as why:
        return why.mend
    return ""


def _read(meeting: Meeting) -> frozenset[str]:
    """Return the names that anything in the service reads, but for what a question says of its own answer."""
    bundle = meeting.there.bundle
    found: set[str] = set()
    for spot in [*meeting.there.spots, *(spot for block in bundle.blocks.values() for spot in walk(block))]:
        if spot.key.expression is not None and isinstance(spot.value, str):
            found |= {*_NAME.findall(spot.value)} - {*_QUESTION.findall(spot.owner_address)}
        elif spot.key.text and isinstance(spot.value, str):
            found |= names_in(spot.value)
        elif spot.name == "carry":
            found |= {*spot.value.values()}
    for message in bundle.messages.values():
        found |= names_in(message.text)
    return frozenset(found)
