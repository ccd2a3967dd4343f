"""Where both sides moved the same part: found when all entries are made, since only then its place is known."""

from collections.abc import Iterator, Sequence
from typing import Any

from commonwheel.core.layers.conflicts import OpenConflict, Source, spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.places import is_attached
from commonwheel.core.layers.tree import Part


def order_conflicts(pairs: Counterparts, moved: Sequence[tuple[Part, Part, Source]]) -> Iterator[OpenConflict]:
    """Yield a conflict for each part that the layer moved, so that an upstream change of its place cannot be seen."""
    sources: dict[Part, list[Source]] = {}
    for _, twin, source in moved:
        sources.setdefault(twin, []).append(source)
    for twin, part in {twin: part for part, twin, _ in moved}.items():
        formers = [each for each in pairs.behind(twin) if each in pairs.old_homes] if twin in pairs.new_homes else []
        if is_attached(twin) and any(_is_lost(pairs, former, twin) for former in formers):
            yield OpenConflict(
                "both-moved", twin, "",
                f"The new version puts {spoken(twin)} elsewhere, and you had moved it too. It stands at your place.",
                base=_place(pairs.old_homes, part), theirs=_place(pairs.new_homes, twin), ours=_now(twin),
                sources=sources[twin],
            )  # fmt: skip


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
