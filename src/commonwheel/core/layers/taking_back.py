"""Taking entries of a layer back, so that the others stay: each is written down again with the addresses left."""

from collections.abc import Collection

from commonwheel.core.layers.changing import Place, add, make, move, part_at, place_of, set_value
from commonwheel.core.layers.conflicts import Source
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.entries import Entries
from commonwheel.core.layers.model import Add, Change, Layer, Move, Remove
from commonwheel.core.layers.places import added_at, beside, is_attached, moved_to
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.translating import merged_translations
from commonwheel.core.layers.tree import WHOLE, Layered, Part, PatternTree


class TakingBack:
    """
    A layer laid on two trees side by side: on one whole, on the other without some of its entries.

    Attributes:
        old, new: the trees, with and without.
        layer: without the entries, and without what stood only because of them.
    """

    def __init__(self, beneath: Layered, layer: Layer, sources: Collection[Source]) -> None:
        """
        Lay it.

        Raises:
            Refused: where the layer does not fit as it is.
        """
        self.old, self.new = PatternTree(beneath), PatternTree(beneath)
        self._pairs = Counterparts(self.old, self.new)
        left = Entries.of(layer).without(sources)
        for tree, settings in ((self.old, layer.settings), (self.new, left.settings)):
            for name, value in settings.items():
                set_value(tree, name, value)
        kept: dict[int, Change] = {}
        for number, change in enumerate(layer.changes):
            made = self._make(change, left.changes.get(number))
            if made is not None:
                kept[number] = made
        translations, _ = merged_translations(left.translations, beneath, beneath, self.old, self._pairs)
        self.layer = Entries(left.settings, kept, translations).laid_into(layer)

    def twin(self, part: Part) -> Part | None:
        """Return the part of the new tree that one of the old tree is; None where it is not there."""
        twins = self._pairs.of(part)
        found = [self.new.find(part.address or WHOLE)] if twins is None else twins
        return next((twin for twin in found if twin is not None and is_attached(twin)), None)

    def _make(self, change: Change, kept: Change | None) -> Change | None:
        """Make one change on the old tree, and what is kept of it on the new one; return that, as it is made there."""
        fresh = self._written_again(kept) if kept is not None else None
        if not isinstance(change, Add):
            make(self.old, change)
            return fresh if fresh is not None and self._can_be_made(fresh) else None
        old = add(self.old, place_of(self.old, change), change.add)
        new = self._added(fresh)
        self._pairs.link_whole(old, new)
        return fresh if new is not None else None

    def _can_be_made(self, change: Change) -> bool:
        try:
            make(self.new, change)
        except Refused:
            return False
        return True

    def _added(self, change: Change | None) -> Part | None:
        try:
            return add(self.new, place_of(self.new, change), change.add) if isinstance(change, Add) else None
        except Refused:
            return None

    def _written_again(self, change: Change) -> Change | None:
        if isinstance(change, Add):
            place = self._place(change)
            return added_at(change.add, place) if place is not None else None
        if isinstance(change, Move):
            twin, place = self.twin(part_at(self.old, change.move)), self._place(change)
            return moved_to(twin.address, place) if twin is not None and place is not None else None
        key = "remove" if isinstance(change, Remove) else "at"
        twin = self.twin(part_at(self.old, getattr(change, key)))
        return change.model_copy(update={key: twin.address or WHOLE}) if twin is not None else None

    def _place(self, change: Add | Move) -> Place | None:
        place = place_of(self.old, change)
        neighbour = place.after or place.before
        twin = self.twin(neighbour) if neighbour is not None else None
        if twin is not None:
            return beside(twin, after=place.after is not None)
        owner = self.twin(place.owner)
        return Place(owner, place.attribute) if owner is not None else None


def moved_by(layer: Layer, beneath: Layered, part_address: str) -> tuple[Source, ...]:
    """Return the entries of a layer that move the part which stands at an address once it is laid."""
    tree = PatternTree(beneath)
    moved: list[tuple[int, Part]] = []
    for number, change in enumerate(layer.changes):
        if isinstance(change, Move):
            part = part_at(tree, change.move)
            move(part, place_of(tree, change), address=change.move)
            moved.append((number, part))
        else:
            make(tree, change)
    wanted = tree.find(part_address)
    return tuple((f"changes.{number}", "") for number, part in moved if part is wanted)
