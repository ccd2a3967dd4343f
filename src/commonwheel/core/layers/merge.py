"""The three-way merge: a layer made against one version, over another.

The law: every upstream change and every local change is visible in the result, or named in a conflict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.core.layers.apply import emptied, lay_on_tree, lay_over
from commonwheel.core.layers.conflicts import Choice, Conflict
from commonwheel.core.layers.entries import Entries
from commonwheel.core.layers.merging import Merging
from commonwheel.core.layers.model import Layer, MadeAgainst, Settled
from commonwheel.core.layers.read import as_texts
from commonwheel.core.layers.refusals import LayerDoesNotFit, Refused
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.versions.compare import Difference, compare
from commonwheel.core.patterns.versions.digest import value_digest, written
from commonwheel.core.patterns.versions.effective import Effective, effective_of


@dataclass(frozen=True, slots=True)
class Merge:
    """
    What came of a merge.

    Attributes:
        layer: the layer over the new version, with what was decided before.
        result: the new version with that layer on it; conflicts are left at the local value.
        conflicts: what is to be decided, in the order of addresses.
        settled: the conflicts that were decided before.
        took_upstream: what the new version changes, conflicts aside.
        kept_local: the entries of the layer that stand, as its file has them.
    """

    layer: Layer
    result: Layered
    conflicts: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]
    took_upstream: tuple[Difference, ...]
    kept_local: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen for the conflict at an address; `own` is the value where the choice is that."""

    conflict: Conflict
    choice: Choice
    own: Any = None


def merge(old: Layered, new: Layered, layer: Layer) -> Merge:
    """
    Merge a layer over a new version of what lies beneath it.

    Args:
        old: what the layer was made against: a release, with the wider layers over it.
        new: the same in the new version.
        layer: where it is made against `new` already, nothing changes.

    Raises:
        LayerDoesNotFit: where it cannot be laid over `old` either.
    """
    beneath = effective_of(new.bundle, new.values)
    if layer.made_against.digest == beneath.digest:
        return Merge(layer, lay_over(new, layer), (), (), (), tuple(_kept(layer)))
    for side in (old, new):
        if layer.pattern != side.bundle.pattern.full_name:
            lay_over(side, layer)  # says that it is for another pattern
    try:
        merging, found, settled = _until_decided(old, new, layer)
    except Refused as refusal:
        everything = lay_on_tree(PatternTree(old), layer, {})
        raise LayerDoesNotFit(tuple(everything)) from refusal
    merged = _merged_layer(merging, layer, beneath)
    empty = (Conflict(one.found, "does-not-check", one.mend) for one in emptied(merging.new))
    return Merge(
        layer=merged,
        result=merging.new.grown(),
        conflicts=tuple(sorted((*_another_base(old, layer), *empty, *found), key=lambda one: (one.at, one.kind))),
        settled=settled,
        took_upstream=tuple(_taken(old, new, found)),
        kept_local=tuple(_kept(merged)),
    )


def settle(old: Layered, new: Layered, layer: Layer, decisions: Sequence[Decision]) -> Merge:
    """
    Merge with decisions: the merged layer has each under `settled`, so that it is not asked for again.

    Args:
        layer: as it was before the merge, made against `old`.

    Raises:
        LayerDoesNotFit: where an own value is refused.
    """
    return merge(old, new, decided(layer, decisions))


def decided(layer: Layer, decisions: Sequence[Decision]) -> Layer:
    """Return a layer that is not merged yet, with decisions on conflicts that merging it names."""
    entries = Entries.of(layer)
    settled: list[Settled] = []
    for one in decisions:
        base, theirs, ours = one.conflict.digests
        if one.choice == "own":
            entries = entries.with_own(one.conflict.sources, as_texts(one.own))
            ours = value_digest(one.own)
        settled.append(Settled(at=one.conflict.at, base=base, theirs=theirs, ours=ours, choice=one.choice))
    return entries.laid_into(layer).model_copy(update={"settled": (*layer.settled, *settled)})


def merge_stack(old: Bundle, new: Bundle, layers: Sequence[Layer]) -> tuple[Merge, ...]:
    """
    Merge several layers, the widest first; each merged result is the new version of what the next lies on.

    Raises:
        LayerDoesNotFit: of the first layer that could not be laid before.
    """
    beneath, above = Layered(old, {}), Layered(new, {})
    found: list[Merge] = []
    for layer in layers:
        merged = merge(beneath, above, layer)
        found.append(merged)
        beneath, above = lay_over(beneath, layer), merged.result
    return tuple(found)


# Private


def _until_decided(
    old: Layered, new: Layered, layer: Layer
) -> tuple[Merging, tuple[Conflict, ...], tuple[Conflict, ...]]:
    """Merge without the entries that were decided against; return what is open, and what was decided before."""
    entries, decided = Entries.of(layer), []
    while True:
        merging = Merging(old, new, entries)
        merging.run()
        found = [one.closed() for one in merging.conflicts]
        chosen = {number: _choice(layer, one) for number, one in enumerate(found)}
        theirs = [one for number, one in enumerate(found) if chosen[number] == "theirs" and one.sources]
        if not theirs:
            decided += [one for number, one in enumerate(found) if chosen[number] is not None]
            return merging, tuple(one for number, one in enumerate(found) if chosen[number] is None), tuple(decided)
        decided += theirs
        entries = entries.without({source for one in theirs for source in one.sources}).fitting(old)


def _choice(layer: Layer, conflict: Conflict) -> Choice | None:
    """Return what was chosen for a conflict when it was met before; None where it is open."""
    here = [one for one in layer.settled if one.at == conflict.at]
    if not here:
        return None
    digests = conflict.digests
    return next((one.choice for one in reversed(here) if (one.base, one.theirs, one.ours) == digests), None)


def _merged_layer(merging: Merging, layer: Layer, beneath: Effective) -> Layer:
    changed = {
        "made_against": MadeAgainst(version=beneath.pattern.version, digest=beneath.digest),
        "settings": merging.settings,
        "changes": tuple(merging.changes),
        "translations": merging.translations,
    }
    return layer.model_copy(update=changed)


def _another_base(old: Layered, layer: Layer) -> Iterator[Conflict]:
    beneath = effective_of(old.bundle, old.values)
    if layer.made_against.digest != beneath.digest:
        says = (
            f"Your layer says that it was made against {layer.made_against.version} "
            f"({layer.made_against.digest[:12]}), and it was merged from {beneath.pattern.version} "
            f"({beneath.digest[:12]}): what changed between the two was not looked at."
        )
        yield Conflict("made_against", "another-base", says, base=layer.made_against.digest, theirs=beneath.digest)


def _taken(old: Layered, new: Layered, conflicts: Sequence[Conflict]) -> Iterator[Difference]:
    """Yield what the new version changes, but for what is in conflict."""
    named = {one.at for one in conflicts}
    for difference in compare(old.bundle, new.bundle):
        if difference.address not in named:
            yield difference
    for name in sorted({*old.values, *new.values}):
        at, before, after = f"settings.{name}", written(old.values.get(name)), written(new.values.get(name))
        if before != after and at not in named:
            yield Difference(at, "changed", before, after, f"{at} was {before} and is now {after}.")


def _kept(layer: Layer) -> Iterator[Mapping[str, Any]]:
    for name, value in layer.settings.items():
        yield {"at": f"settings.{name}", "value": value}
    for change in layer.changes:
        yield change.model_dump(mode="json", by_alias=True, exclude_none=True)
    for language, entries in layer.translations.items():
        yield from ({"at": f"translations.{language}.{address}"} for address in entries)
