"""One pass of a merge: a layer's entries, one after the other, made anew over the new version.

Two trees are changed side by side: the old one as the layer was written, the new one as it shall be. So each
entry names its part in the old tree, the part's counterpart in the new one is looked up, and the entry is written
down again with the counterpart's address. What upstream changed stays unless an entry stands against it; only
there can anything be lost, and there a conflict is noted.
"""

from collections.abc import Iterable
from typing import Any

from commonwheel.core.layers.changing import (
    Place,
    add,
    make,
    move,
    part_at,
    place_of,
    remove,
    set_keys,
    set_value,
    unset_keys,
)
from commonwheel.core.layers.conflicts import OpenConflict, Source, key_spoken, spoken, value_spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.entries import Entries
from commonwheel.core.layers.joins import Kept, reaching_more
from commonwheel.core.layers.model import Add, Change, Move, Remove, Set, Unset
from commonwheel.core.layers.near import in_its_own_list, nearest, still_near
from commonwheel.core.layers.order import Moved, order_conflicts
from commonwheel.core.layers.places import added_at, beside, is_attached, moved_to
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.removal import carried_off, removed_here
from commonwheel.core.layers.revival import Revival
from commonwheel.core.layers.translating import merged_translations
from commonwheel.core.layers.tree import WHOLE, Layered, Part, PatternTree, attribute_of, value_of, whole
from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.versions.digest import written


class Merging:
    """
    A merge under way.

    Attributes:
        changes, settings, translations: what the layer says over the new version.
        conflicts: those found so far.
    """

    def __init__(self, old: Layered, new: Layered, entries: Entries) -> None:
        """Begin with what lay beneath the layer, and what lies there now."""
        self.entries = entries
        self.beneath, self.above = old, new
        self.old, self.new = PatternTree(old), PatternTree(new)
        self.pairs = Counterparts(self.old, self.new)
        self.changes: list[Change] = []
        self.settings: dict[str, Any] = {}
        self.translations: dict[str, dict[str, Translated]] = {}
        self.conflicts: list[OpenConflict] = []
        self._revival = Revival(self.pairs, self.new, self.changes, self.conflicts, self._nearest)
        self._moved: list[Moved] = []
        self._given: dict[tuple[Part, str], tuple[Part, Any]] = {}
        self._kept: list[Kept] = []

    def run(self) -> None:
        """Make every entry anew."""
        for name, value in self.entries.settings.items():
            self._setting(name, value, (f"settings.{name}", ""))
        for number, change in self.entries.changes.items():
            self._change(change, f"changes.{number}")
        self.conflicts += order_conflicts(self.pairs, self._moved)
        self.conflicts += reaching_more(self.pairs, self._kept, {(one.part, one.key) for one in self.conflicts})
        self.translations, conflicts = merged_translations(
            self.entries.translations, self.beneath, self.above, self.old, self.pairs
        )
        self.conflicts += conflicts
        for language, entries in self.translations.items():
            self.new.translations.setdefault(language, {}).update(entries)

    def twins(self, part: Part, *sources: Source) -> list[Part]:
        """Return the counterparts of a part; where upstream removed it, it is brought back."""
        found = self.pairs.of(part)
        if found is None:
            self._revival.revive(part)
            found = self.pairs.of(part) or []
        for source in sources:
            self._revival.note_source(part, source)
        return [twin for twin in found if is_attached(twin)]

    def note(self, kind: Any, part: Part | None, key: str, says: str, *sources: Source, **values: Any) -> None:
        """Note a conflict; one about the same key of the same part gives way to it."""
        if key:
            self.conflicts[:] = [one for one in self.conflicts if not (one.part is part and one.key == key)]
        self.conflicts.append(OpenConflict(kind, part, key, says, sources=list(sources), **values))

    def _note_all(self, conflicts: Iterable[OpenConflict], source: Source) -> None:
        for conflict in conflicts:
            conflict.sources.append(source)
            self.conflicts.append(conflict)

    def place(self, place: Place, source: Source, *, but: Part | None = None) -> Place | None:
        """Return a place of the old tree in the new one; None where it is gone with what it was in."""
        neighbour = place.after or place.before
        if neighbour is None:
            owners = self.twins(place.owner, source)
            self._note_split(place.owner, owners, source)
            return Place(owners[0], place.attribute) if owners else None
        near = still_near(self.pairs, place, neighbour)
        self._note_split(neighbour, near, source)
        if near:
            return beside(near[-1], after=True) if place.after else beside(near[0], after=False)
        return self._nearest(place, neighbour, source, but=but)

    def _nearest(self, place: Place, gone: Part, *sources: Source, but: Part | None = None) -> Place | None:
        return nearest(self.pairs, place, gone, self.twins(place.owner, *sources), but=but)

    # One kind of entry each

    def _setting(self, name: str, value: Any, source: Source) -> None:
        part = part_at(self.old, f"settings.{name}")
        base = self.beneath.values.get(name, getattr(part.shape, "default", None))
        ours = set_value(self.old, name, value)
        twins = [twin for twin in self.pairs.of(part) or () if is_attached(twin)]
        if not twins:
            says = f"The new version has no setting “{name}” any more. Your value was {value_spoken(written(ours))}."
            self.note("cannot-stand", None, f"settings.{name}", says, source, base=written(base), ours=written(ours))
            return
        for twin in twins:
            theirs = self.new.values.get(twin.name, getattr(twin.shape, "default", None))
            from_layers = twin.name in self.above.values or name in self.beneath.values
            try:
                set_value(self.new, twin.name, value)
            except Refused as refusal:
                says = f"Your value {value_spoken(written(ours))} of {spoken(twin)} is refused now. {refusal.mend}"
                self.note(
                    "cannot-stand", None, f"settings.{twin.name}", says, source,
                    base=written(base), theirs=written(theirs), ours=written(ours),
                )  # fmt: skip
                continue
            self.settings[twin.name] = value
            if from_layers and theirs not in (base, ours):
                says = _both(f"the value of {spoken(twin)}", written(base), written(theirs), written(ours))
                self.note(
                    "both-changed", None, f"settings.{twin.name}", says, source,
                    base=written(base), theirs=written(theirs), ours=written(ours),
                )  # fmt: skip

    def _change(self, change: Change, address: str) -> None:
        if isinstance(change, Set | Unset):
            self._keys(change, address)
        elif isinstance(change, Add):
            self._add(change, (address, ""))
        elif isinstance(change, Move):
            self._move(change, (address, ""))
        else:
            self._remove(change, (address, ""))

    def _keys(self, change: Set | Unset, address: str) -> None:
        part = part_at(self.old, change.at)
        make(self.old, change)
        twins = self.twins(part, (address, ""))
        names = tuple(change.set) if isinstance(change, Set) else change.unset
        self._note_split(part, twins, *((address, name) for name in names))
        for twin in twins:
            kept = [name for name in names if self._keep(part, twin, name, (address, name))]
            made = self._make_keys(change, part, twin, kept, address)
            self._link_replanted(part, twin, made)
            if made:
                self.changes.append(_keys_at(change, twin.address or WHOLE, made))

    def _note_split(self, part: Part, twins: list[Part], *sources: Source) -> None:
        if len(twins) > 1:
            says = (
                f"{_capital(spoken(part))} became {len(twins)} parts in the new version: "
                f"{', '.join(f'`{twin.address}`' for twin in twins)}. Look in which of them your change is needed."
            )
            names = [name for _, name in sources if name]
            theirs = [twin.name for twin in twins]
            self.note("split", twins[0], "", says, *sources, base=part.name, theirs=theirs, ours=names)

    def _keep(self, part: Part, twin: Part, name: str, source: Source) -> bool:
        """Note what stands against a key of the layer; whether the key stays in the layer."""
        attribute = attribute_of(type(part.shape), name)
        ours = value_of(part.shape, attribute)
        before = self._given.setdefault((twin, name), (part, ours))
        if before[0] is not part and before[1] != ours:
            says = (
                f"{_capital(spoken(before[0]))} and {spoken(part)} became one in the new version, and you had changed "
                f"the {key_spoken(name)} of both: to {value_spoken(before[1])}, and to {value_spoken(ours)}."
            )
            self.note("joined", twin, name, says, source, base=None, theirs=before[1], ours=ours)
            return False
        if twin.origin is None:
            return True
        self._kept.append((part, twin, name, source))
        base = value_of(part.origin, attribute) if part.origin is not None else None
        theirs = value_of(twin.origin, attribute)
        bases = [value_of(each.origin, attribute) for each in self.pairs.behind(twin) if each.origin is not None]
        if theirs != ours and any(theirs != each for each in bases or [None]):
            says = _both(f"the {key_spoken(name)} of {spoken(part)}", base, theirs, ours)
            self.note("both-changed", twin, name, says, source, base=base, theirs=theirs, ours=ours)
        return True

    def _make_keys(self, change: Set | Unset, part: Part, twin: Part, names: list[str], address: str) -> list[str]:
        """Change the keys of a counterpart, all together or else one by one; return those that could be changed."""
        if not names:
            return []
        try:
            _give(self.new, twin, change, names)
        except Refused as refusal:
            if len(names) > 1:
                return [name for name in names if self._make_keys(change, part, twin, [name], address)]
            self._cannot_stand(part, twin, names[0], refusal, (address, names[0]))
            return []
        return names

    def _link_replanted(self, part: Part, twin: Part, names: list[str]) -> None:
        """Pair the parts in a key that was set whole: they are new in both trees."""
        for name in names:
            attribute = attribute_of(type(part.shape), name)
            if attribute in part.singles and attribute in twin.singles:
                self.pairs.link_whole(part.singles[attribute], twin.singles[attribute])

    def _cannot_stand(self, part: Part, twin: Part, name: str, refusal: Refused, source: Source) -> None:
        attribute = attribute_of(type(part.shape), name)
        ours = value_of(part.shape, attribute)
        says = (
            f"Your {key_spoken(name)} of {spoken(twin)}, {value_spoken(ours)}, cannot stand in the new version. "
            f"{refusal.mend}"
        )
        base = value_of(part.origin, attribute) if part.origin is not None else None
        theirs = value_of(twin.shape, attribute)
        self.note("cannot-stand", twin, name, says, source, base=base, theirs=theirs, ours=ours)

    def _add(self, change: Add, source: Source) -> None:
        spot = place_of(self.old, change)
        neighbour_gone = self._neighbour_gone(spot)
        place = self.place(spot, source)
        part = add(self.old, spot, change.add)
        twin = None if place is None else self._add_there(change, part, place, source)
        self.pairs.link_whole(part, twin)
        if twin is not None and neighbour_gone is not None:
            self._place_gone(part, twin, neighbour_gone, source)

    def _add_there(self, change: Add, part: Part, place: Place, source: Source) -> Part | None:
        while True:  # each round takes one part of the new version out of the way
            written_out = added_at(change.add, place)
            try:
                twin = add(self.new, place, change.add)
            except Refused as refusal:
                clash = self._clash(refusal, place)
                if clash is None:
                    self._cannot_be_added(part, place, refusal, source)
                    return None
                if whole(clash.shape, self.new.bundle) == whole(part.shape, self.old.bundle):
                    return clash
                if not self._give_way(clash, part, source):
                    return None
                place = self._without(place, clash)
                continue
            self.changes.append(written_out)
            return twin

    def _clash(self, refusal: Refused, place: Place) -> Part | None:
        """Return the new version's part that has the id which the layer's part shall have."""
        if refusal.code != "repeated-id":
            return None
        there = place.owner.lists[place.attribute]
        beside = next((entry for entry in there if entry.name == refusal.found), None)
        return beside or next(iter(self.new.questions.get(refusal.found, ())), None)

    def _give_way(self, clash: Part, part: Part, source: Source) -> bool:
        """Take the new version's part of the same id out, so that the layer's stands; whether that could be done."""
        address = clash.address
        theirs, ours = whole(clash.shape, self.new.bundle), whole(part.shape, self.old.bundle)
        says = (
            f"The new version adds {spoken(clash)}, and you had added {spoken(part)} under the same id, "
            f"`{clash.name}`. Yours is kept so far."
        )
        try:
            remove(self.new, clash, address=address)
        except Refused as refusal:
            self.note("cannot-stand", clash, "", f"{says} {refusal.mend}", source, theirs=theirs, ours=ours)
            return False
        self.changes.append(Remove(remove=address, because="Our own part of the same id stands here."))
        self.note("both-added", clash, "", says, source, theirs=theirs, ours=ours)
        return True

    def _without(self, place: Place, gone: Part) -> Place:
        """Return a place that does not name a part which is gone."""
        return Place(place.owner, place.attribute) if gone in (place.after, place.before) else place

    def _cannot_be_added(self, part: Part, place: Place, refusal: Refused, source: Source) -> None:
        key = f"{place.attribute}.{part.name}"
        says = f"{_capital(spoken(part))}, which you had added, cannot stand in the new version. {refusal.mend}"
        self.note("cannot-stand", place.owner, key, says, source, ours=whole(part.shape, self.old.bundle))

    def _neighbour_gone(self, place: Place) -> Part | None:
        neighbour = place.after or place.before
        return neighbour if neighbour is not None and not still_near(self.pairs, place, neighbour) else None

    def _place_gone(self, part: Part, twin: Part, neighbour: Part, source: Source) -> None:
        says = (
            f"{_capital(spoken(part))} stood beside {spoken(neighbour)}, which the new version does not have there. "
            "It stands as near to there as can be: look whether it is asked at the right place."
        )
        self.note("place-gone", twin, "", says, source, base=neighbour.name, ours=twin.name)

    def _move(self, change: Move, source: Source) -> None:
        part, spot = part_at(self.old, change.move), place_of(self.old, change)
        neighbour_gone = self._neighbour_gone(spot)
        twins, place = self.twins(part, source), self.place(spot, source, but=part)
        move(part, spot, address=change.move)
        if place is None:
            return
        for twin in twins:
            address, there = twin.address, in_its_own_list(self.pairs, spot, place, twin)
            written_out = moved_to(address, there)
            try:
                move(twin, there, address=address)
            except Refused as refusal:
                says = f"{_capital(spoken(twin))}, which you had moved, cannot stand there any more. {refusal.mend}"
                self.note("cannot-stand", twin, "", says, source, ours=change.model_dump(by_alias=True))
                continue
            self.changes.append(written_out)
            self._note_joined_moves(part, twin, source)
            self._moved.append((part, twin, source))
            if neighbour_gone is not None:
                self._place_gone(part, twin, neighbour_gone, source)

    def _note_joined_moves(self, part: Part, twin: Part, source: Source) -> None:
        others = [other for other, moved, _ in self._moved if moved is twin and other is not part]
        if others:
            says = (
                f"{_capital(spoken(others[0]))} and {spoken(part)} became one in the new version, and you had moved "
                "both. It stands where you put the second."
            )
            self.note("joined", twin, "", says, source, ours=part.name)

    def _remove(self, change: Remove, source: Source) -> None:
        part = part_at(self.old, change.remove)
        remove(self.old, part, address=change.remove)
        for twin in filter(is_attached, self.pairs.of(part) or ()):
            address = twin.address
            if any(is_attached(other) for other in self.pairs.behind(twin) if other is not part):
                says = f"{_capital(spoken(part))}, which you had removed, became part of {spoken(twin)}, which stays."
                self.note("joined", twin, "", says, source, theirs=whole(twin.shape, self.new.bundle))
                continue
            self._note_all(removed_here(self.pairs, part, twin, (self.beneath.bundle, self.above.bundle)), source)
            for other, moved_in, _ in self._moved:
                if moved_in is not twin and twin in moved_in.outwards():
                    both = (self.beneath.bundle, self.above.bundle)
                    self._note_all(removed_here(self.pairs, other, moved_in, both), source)
            self._note_all(carried_off(self.pairs, twin, self.new.bundle), source)
            try:
                remove(self.new, twin, address=address)
            except Refused as refusal:
                says = f"You had removed {spoken(twin)}, which cannot be removed any more. {refusal.mend}"
                self.note("cannot-stand", twin, "", says, source, theirs=whole(twin.shape, self.new.bundle))
                continue
            self.changes.append(Remove(remove=address, because=change.because))


def _give(tree: PatternTree, part: Part, change: Set | Unset, names: list[str]) -> None:
    address = part.address or WHOLE
    if isinstance(change, Set):
        set_keys(tree, part, {name: change.set[name] for name in names}, address=address)
    else:
        unset_keys(tree, part, tuple(names), address=address)


def _keys_at(change: Set | Unset, address: str, names: list[str]) -> Change:
    if isinstance(change, Set):
        return Set(at=address, set={name: value for name, value in change.set.items() if name in names})
    return Unset(at=address, unset=tuple(names))


def _both(what: str, base: Any, theirs: Any, ours: Any) -> str:
    return (
        f"The new version changes {what} from {value_spoken(base)} to {value_spoken(theirs)}. "
        f"You had changed it to {value_spoken(ours)}."
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
