"""Where both sides moved the same part: found when all entries are made, since only then its place is known."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from commonwheel.core.layers.conflicts import OpenConflict, Source, spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.joins import at_once
from commonwheel.core.layers.places import is_attached
from commonwheel.core.layers.tree import Part

Moved: TypeAlias = tuple[Part, Part, Source]
"""A part of the old version that the layer moved, its counterpart, and the entry that did."""


def order_conflicts(pairs: Counterparts, moved: Sequence[Moved]) -> Iterator[OpenConflict]:
    """Yield a conflict for each part that the layer moved, so that another change of its place cannot be seen."""
    sources: dict[Part, list[Source]] = {}
    for _, twin, source in moved:
        sources.setdefault(twin, []).append(source)
    for twin, part in {twin: part for part, twin, _ in moved}.items():
        says = _says(pairs, part, twin, [each for each, other, _ in moved if other is twin])
        if says is not None:
            yield OpenConflict(
                "both-moved", twin, "", says,
                base=_place(pairs.old_homes, part), theirs=_place(pairs.new_homes, twin), ours=_now(twin),
                sources=sources[twin],
            )  # fmt: skip


def _says(pairs: Counterparts, part: Part, twin: Part, own: Sequence[Part]) -> str | None:
    """Return what the move of a part by the layer does to another change of its place; None for nothing."""
    if twin not in pairs.new_homes or not is_attached(twin):
        return None
    formers = [each for each in pairs.behind(twin) if each in pairs.old_homes]
    if any(_is_lost(pairs, former, twin) for former in formers):
        return f"The new version puts {spoken(twin)} elsewhere, and you had moved it too. It stands at your place."
    carried = [each for each in formers if each not in own and is_attached(each) and _is_carried(pairs, each, twin)]
    return (
        at_once(part, carried[0], "You had moved the first only: both are at your place so far.") if carried else None
    )


def _is_lost(pairs: Counterparts, part: Part, twin: Part) -> bool:
    """Whether upstream changed the place of a part, and the result does not show it."""
    _, _, before = pairs.old_homes[part]
    owner, attribute, now = pairs.new_homes[twin]
    if pairs.moved(part, twin):
        return twin.parent is not owner or twin.key != attribute or _any_turned(pairs, twin, now)
    for sibling, (home, key, spot) in pairs.old_homes.items():
        if home is not pairs.old_homes[part][0] or key != pairs.old_homes[part][1] or sibling is part:
            continue
        for other in pairs.of(sibling) or ():
            there = pairs.new_homes.get(other)
            if there is None or there[:2] != (owner, attribute) or (spot < before) == (there[2] < now):
                continue
            if is_attached(other) and not _stands_as_upstream(twin, other, other_first=there[2] < now):
                return True
    return False


def _is_carried(pairs: Counterparts, other: Part, twin: Part) -> bool:
    """Whether a part that neither side moved has another place, since it became one with a part that was moved."""
    if twin.holder not in (pairs.of(other.holder) or ()):
        return True
    order = other.siblings
    for sibling in order:
        was_first = order.index(sibling) < order.index(other)  # where the layer has them: it may have turned them
        for there in pairs.of(sibling) or ():
            if there is twin or there not in twin.siblings or _stands_as_upstream(twin, there, other_first=was_first):
                continue
            if _stood_first(pairs, there, twin) is not (not was_first):
                return True
    return False


def _stood_first(pairs: Counterparts, other: Part, twin: Part) -> bool | None:
    """Whether one part stood before another in the new version; None where it did not stand in that list."""
    home, own = pairs.new_homes.get(other), pairs.new_homes[twin]
    return home[2] < own[2] if home is not None and home[:2] == own[:2] else None


def _any_turned(pairs: Counterparts, twin: Part, now: int) -> bool:
    """Whether a part that upstream put into this list stands among its neighbours otherwise than there."""
    homes = ((other, pairs.new_homes.get(other)) for other in twin.siblings if other is not twin)
    return any(
        home is not None
        and home[:2] == (twin.parent, twin.key)
        and not _stands_as_upstream(twin, other, other_first=home[2] < now)
        for other, home in homes
    )


def _stands_as_upstream(twin: Part, other: Part, *, other_first: bool) -> bool:
    if twin.parent is not other.parent or twin.key != other.key:
        return False
    order = twin.siblings
    return (order.index(other) < order.index(twin)) == other_first


def _place(homes: Any, part: Part) -> dict[str, Any]:
    owner, attribute, spot = homes[part]
    before = [each for each, home in homes.items() if home == (owner, attribute, spot - 1)]
    return _as_value(owner, attribute, before[0] if before else None)


def _now(twin: Part) -> dict[str, Any]:
    spot = twin.siblings.index(twin)
    return _as_value(twin.holder, twin.key, twin.siblings[spot - 1] if spot else None)


def _as_value(owner: Part, attribute: str, after: Part | None) -> dict[str, Any]:
    return {
        "in": f"{owner.address}.{attribute}".removeprefix("."),
        "after": after.name if after is not None else None,
    }
