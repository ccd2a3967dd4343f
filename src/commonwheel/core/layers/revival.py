"""What upstream removed and the layer changes something in: brought back as the council's own, until it is decided."""

from collections.abc import Callable

from commonwheel.core.layers.changing import Place, add, set_keys
from commonwheel.core.layers.conflicts import OpenConflict, Source, spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.model import Change, Set
from commonwheel.core.layers.places import added_at
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import WHOLE, Part, PatternTree, said, whole
from commonwheel.core.patterns.model.keys import Shape

Nearest = Callable[[Place, Part], Place | None]


class Revival:
    """The parts that were brought back, each with the conflict about it."""

    def __init__(
        self,
        pairs: Counterparts,
        new: PatternTree,
        changes: list[Change],
        conflicts: list[OpenConflict],
        nearest: Nearest,
    ) -> None:
        """Begin with none; `changes` and `conflicts` are those of the merge, and grow."""
        self._pairs, self._new, self._changes, self._conflicts = pairs, new, changes, conflicts
        self._nearest = nearest
        self._about: dict[Part, OpenConflict] = {}

    def revive(self, part: Part) -> None:
        """Bring back what upstream removed, as much of it as holds the part."""
        top = part
        while self._pairs.of(top.holder) is None:
            top = top.holder
        owners, origin = self._pairs.of(top.holder), top.origin
        if not owners or origin is None:
            self._pairs.link_whole(top, None)
            return
        try:
            twin = self._back(top, origin, owners[0])
        except Refused as refusal:
            twin = None
            self._note(top, owners[0], f" It cannot be kept. {refusal.mend}")
        if twin is not None:
            self._note(top, twin, " It is kept so far, as your own.")
        self._pairs.link_whole(top, twin)

    def note_source(self, part: Part, source: Source) -> None:
        """Say that an entry of the layer is about something in what was brought back."""
        for each in part.outwards():
            conflict = self._about.get(each)
            if conflict is not None and source not in conflict.sources:
                conflict.sources.append(source)

    def _back(self, top: Part, origin: Shape, owner: Part) -> Part | None:
        kept = self._without_living(top, origin)
        if top.key not in top.holder.lists:
            value = {top.name: said(kept)}
            address = owner.address or WHOLE
            set_keys(self._new, owner, value, address=address)
            self._changes.append(Set(at=address, set=value))
            return owner.singles.get(top.key)
        place = self._nearest(Place(top.holder, top.key, after=top), top) or Place(owner, top.key)
        entry = added_at(said(kept), place)
        twin = add(self._new, place, entry.add)
        self._changes.append(entry)
        return twin

    def _without_living(self, part: Part, origin: Shape) -> Shape:
        """Return what was removed without the questions in it that live on elsewhere: their ids cannot stand twice."""
        living = {
            (attribute, number)
            for each, (holder, attribute, number) in self._pairs.old_homes.items()
            if holder is part and self._pairs.of(each)
        }
        left = {
            attribute: tuple(
                each for number, each in enumerate(getattr(origin, attribute)) if (attribute, number) not in living
            )
            for attribute, _number in living
        }
        return origin.model_copy(update=left) if left else origin

    def _note(self, top: Part, twin: Part, outcome: str) -> None:
        bundle = self._new.bundle
        says = f"The new version removes {spoken(top)}, in which you had changed something.{outcome}"
        base = whole(top.origin, bundle) if top.origin is not None else None
        is_back = twin.name == top.name and twin.key == top.key
        conflict = OpenConflict("removed-upstream", twin, "", says, base=base)
        if is_back:
            conflict.ours_at_the_end = lambda: whole(twin.built(), bundle)
        else:
            conflict.kind, conflict.key = "cannot-stand", f"{top.key}.{top.name}"
        self._conflicts.append(conflict)
        self._about[top] = conflict
