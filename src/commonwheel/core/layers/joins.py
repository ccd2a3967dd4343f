"""What a layer changed in one of several parts that became one, and what so reaches the others too.

Neither side changed it there. But what it was there may be what a wider layer and the new version made of it, both
alike: nothing lies beneath the layer otherwise than before then, and no other conflict would tell of it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from commonwheel.core.layers.conflicts import OpenConflict, Source, key_spoken, spoken, value_spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.places import is_attached
from commonwheel.core.layers.tree import Part, attribute_of, value_of

Kept: TypeAlias = tuple[Part, Part, str, Source]
"""A part of the old version, its counterpart, the key that the layer changes of it, and the entry that does."""


def reaching_more(
    pairs: Counterparts, kept: Sequence[Kept], named: Collection[tuple[Part | None, str]]
) -> Iterator[OpenConflict]:
    """
    Yield a conflict for each key that the layer changes in one part, and that holds for another too.

    Args:
        kept: the keys that the layer changes, when all its entries are made.
        named: the parts and keys that other conflicts are about.
    """
    sources: dict[tuple[Part, str], list[Source]] = {}
    for _, twin, name, source in kept:
        sources.setdefault((twin, name), []).append(source)
    for (twin, name), part in {(twin, name): part for part, twin, name, _ in kept}.items():
        if (twin, name) in named or twin.origin is None or not is_attached(twin):
            continue
        attribute = attribute_of(type(part.shape), name)
        base, theirs, ours = (
            value_of(shape, attribute) for shape in (part.origin or twin.origin, twin.origin, twin.built())
        )
        others = [each for each in pairs.behind(twin) if each is not part and is_attached(each)]
        other = next((each for each in others if value_of(each.built(), attribute) != ours), None)
        if other is not None and theirs != ours:
            changed = f"You had changed the {key_spoken(name)} of the first only, to {value_spoken(ours)}"
            outcome = f"{changed}: it holds for both so far."
            yield OpenConflict(
                "reaches-more", twin, name, at_once(part, other, outcome),
                base=base, theirs=theirs, ours=ours, sources=sources[twin, name],
            )  # fmt: skip


def at_once(part: Part, other: Part, outcome: str) -> str:
    """Return the sentences for a change of one part that another became one with."""
    both = f"{spoken(part)} and {spoken(other)} became one in the new version."
    return f"{both[:1].upper()}{both[1:]} {outcome}"
