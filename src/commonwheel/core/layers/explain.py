"""Who said what of a service: for any field, each layer that set it, what it was before, and since when."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from commonwheel.core.layers.changing import make, part_at, place_of, set_value
from commonwheel.core.layers.model import Add, Change, Layer, Move, Remove, Set
from commonwheel.core.layers.tree import WHOLE, Layered, Part, PatternTree, attribute_of, value_of, whole
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.versions.digest import written

Event = Literal["released", "set", "added", "moved", "removed", "translated"]


@dataclass(frozen=True, slots=True)
class Laid:
    """A layer in a stack, and the day since which it has been in force."""

    layer: Layer
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """
    One thing that somebody said of a part.

    Attributes:
        owner: the publisher, or whose layer it is.
        event: what was done; `released` is how the pattern itself has it.
        address: where it stands once all layers are laid (where it stood, for what was removed).
        before, after: the values, in the notation of examples; None where there is none.
        since: the day, where it is known.
        because: why it was removed.
    """

    owner: str
    event: Event
    address: str
    before: Any
    after: Any
    since: dt.date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A field's value, and everything that was said of it, the first first."""

    address: str
    value: Any
    history: tuple[Said, ...]


def explain(
    bundle: Bundle, layers: Sequence[Laid], address: str, *, released: dt.date | None = None
) -> Explained | None:
    """
    Explain one field, or one part, of a service.

    Args:
        bundle: the release.
        layers: from the widest to the council's own; each fits.
        address: of a field (`steps.bin.title`), a part (`steps.bin`), or a setting's value (`settings.days`).
        released: the day of the release.

    Returns:
        None where nothing stands at that address, and nothing was removed there.
    """
    telling = _Telling(bundle)
    for laid in layers:
        telling.lay(laid)
    return telling.explained(address, bundle.pattern.publisher, released)


def local_changes(bundle: Bundle, layers: Sequence[Laid]) -> tuple[Said, ...]:
    """Return all that layers say, in their order: what differs from the shared version, and who says so."""
    telling = _Telling(bundle)
    for laid in layers:
        telling.lay(laid)
    return tuple(heard.said() for heard in telling.heard)


# Private


@dataclass(slots=True)
class _Heard:
    """What was said, while its part may still move."""

    owner: str
    event: Event
    part: Part | None
    key: str
    before: Any
    after: Any
    since: dt.date | None
    because: str = ""

    def said(self) -> Said:
        return Said(self.owner, self.event, self.address, self.before, self.after, self.since, self.because)

    def puts_there(self, address: str, part: Part | None) -> bool:
        """Whether this put there what holds a part, or took away what held an address."""
        if self.event == "removed":
            return f"{address}.".startswith(f"{self.address}.")
        return self.event == "added" and part is not None and any(each is self.part for each in part.outwards())

    @property
    def address(self) -> str:
        base = self.part.address if self.part is not None else ""
        return ".".join(filter(None, (base, self.key))) or WHOLE


class _Telling:
    """Layers being laid on a tree, with an ear to what each says."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.tree = PatternTree(Layered(bundle, {}))
        self.heard: list[_Heard] = []

    def lay(self, laid: Laid) -> None:
        """Lay a layer, and note what it says."""
        owner, since = laid.layer.layer, laid.since
        for name, value in laid.layer.settings.items():
            before = self._setting(name)
            after = written(set_value(self.tree, name, value))
            self.heard.append(_Heard(owner, "set", None, f"settings.{name}", before, after, since))
        for change in laid.layer.changes:
            self.heard += list(self._heard(change, owner, since))
        for language, entries in laid.layer.translations.items():
            known = self.tree.translations.setdefault(language, {})
            for address, entry in entries.items():
                key = f"translations.{language}.{address}"
                before = written(known.get(address))
                self.heard.append(_Heard(owner, "translated", None, key, before, written(entry), since))
                known[address] = entry

    def explained(self, address: str, publisher: str, released: dt.date | None) -> Explained | None:
        """Return what was said of an address."""
        spot = self._spot(address)
        about = [heard for heard in self.heard if heard.address == address or heard.puts_there(address, spot.part)]
        if not spot.is_there and not about:
            return None
        origin = spot.origin
        gone = next((heard for heard in about if heard.event == "removed" and heard.address == address), None)
        if gone is not None and gone.part is not None and gone.part.origin is not None:
            origin = gone.before
        first = [Said(publisher, "released", address, None, origin, released)] if origin is not None else []
        return Explained(address, spot.value, (*first, *(heard.said() for heard in about)))

    def _heard(self, change: Change, owner: str, since: dt.date | None) -> Iterator[_Heard]:
        if isinstance(change, Add):
            place = place_of(self.tree, change)
            before = set(map(id, place.owner.lists[place.attribute]))
            make(self.tree, change)
            part = next(one for one in place.owner.lists[place.attribute] if id(one) not in before)
            yield _Heard(owner, "added", part, "", None, whole(part.shape, self.bundle), since)
        elif isinstance(change, Move):
            part = part_at(self.tree, change.move)
            before_address = part.address
            make(self.tree, change)
            yield _Heard(owner, "moved", part, "", before_address, part.address, since)
        elif isinstance(change, Remove):
            part = part_at(self.tree, change.remove)
            make(self.tree, change)
            yield _Heard(owner, "removed", part, "", whole(part.shape, self.bundle), None, since, change.because)
        else:
            part = part_at(self.tree, change.at)
            names = tuple(change.set) if isinstance(change, Set) else change.unset
            attributes = {name: attribute_of(type(part.shape), name) for name in names}
            values = {name: value_of(part.built(), attribute) for name, attribute in attributes.items()}
            make(self.tree, change)
            for name, attribute in attributes.items():
                after = value_of(part.built(), attribute)
                yield _Heard(owner, "set", part, name, values[name], after, since)

    def _setting(self, name: str) -> Any:
        part = self.tree.find(f"settings.{name}")
        default = getattr(part.shape, "default", None) if part is not None else None
        return written(self.tree.values.get(name, default))

    def _spot(self, address: str) -> "_Spot":
        """Return what stands at an address: a setting's value, a part, or a key of a part."""
        part = self.tree.find(address)
        if part is not None and part.key == "settings":
            return _Spot(part, self._setting(part.name), written(getattr(part.origin, "default", None)), is_there=True)
        if part is not None:
            origin = whole(part.origin, self.bundle) if part.origin is not None else None
            return _Spot(part, whole(part.built(), self.bundle), origin, is_there=True)
        before, _, name = address.rpartition(".")
        owner = self.tree.find(before or WHOLE)
        key = attribute_of(type(owner.shape), name) if owner is not None else name
        if owner is None or key not in type(owner.shape).model_fields:
            return _Spot(None, None, None, is_there=False)
        origin = value_of(owner.origin, key) if owner.origin is not None else None
        return _Spot(owner, value_of(owner.built(), key), origin, is_there=True)


@dataclass(frozen=True, slots=True)
class _Spot:
    """What stands at an address: the part it is, or is a key of; its value; the value the release gives it."""

    part: Part | None
    value: Any
    origin: Any
    is_there: bool
