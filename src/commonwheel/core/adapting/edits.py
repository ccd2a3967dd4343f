"""What a form asks of a shared service, each laid by itself, so that what cannot be is told of and the rest stands."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.core.forms.report import Note
from commonwheel.core.layers.changing import add, part_at, place_of, remove, set_keys, set_value
from commonwheel.core.layers.editing import tree_of
from commonwheel.core.layers.model import Add, Change, Layer, Remove, Set
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered, PatternTree

_CONDITIONS = frozenset(("when", "check", "that"))
Spot = tuple[str, str]
"""Where a part goes: `after`, `before` or `in`, and an address."""


class Laying:
    """A layer being written down, with the tree that it makes of what lies beneath."""

    def __init__(self, layer: Layer, beneath: Layered) -> None:
        """
        Begin with a layer that is there already.

        Raises:
            Refused: where it does not fit.
        """
        self.tree = tree_of(layer, beneath)
        self._layer = layer
        self._settings: dict[str, Any] = dict(layer.settings)
        self._changes: list[Change] = list(layer.changes)

    @property
    def layer(self) -> Layer:
        """The layer as it is now."""
        return self._layer.model_copy(update={"settings": dict(self._settings), "changes": tuple(self._changes)})

    def give(self, at: str, key: str, value: Any) -> None:
        """Set one key of a part."""
        set_keys(self.tree, part_at(self.tree, at), {key: value}, address=at)
        last = self._changes[-1] if len(self._changes) > len(self._layer.changes) else None
        if isinstance(last, Set) and last.at == at:
            self._changes[-1] = Set(at=at, set={**last.set, key: value})
        else:
            self._changes.append(Set(at=at, set={key: value}))

    def give_setting(self, name: str, value: Any) -> None:
        """Give a setting its value."""
        set_value(self.tree, name, value)
        self._settings[name] = value

    def put(self, element: Mapping[str, Any], spots: Sequence[Spot]) -> None:
        """Add a part at the first of these places that is there."""
        for how, address in spots[:-1]:
            if self.tree.find(address) is not None:
                spot = (how, address)
                break
        else:
            spot = spots[-1]
        change = Add.model_validate({"add": dict(element), spot[0]: spot[1]})
        add(self.tree, place_of(self.tree, change), change.add)
        self._changes.append(change)

    def put_on_page(self, page: Mapping[str, Any], element: Mapping[str, Any], spots: Sequence[Spot]) -> None:
        """Add a part to a page of the layer's own, and the page first where it is not there."""
        address = f"steps.{page['id']}"
        if self.tree.find(address) is None:
            self.put({**page, "ask": [element]}, spots)
            return
        change = Add.model_validate({"add": dict(element), "in": f"{address}.ask"})
        add(self.tree, place_of(self.tree, change), change.add)
        number, whole = next(
            (number, one.add)
            for number, one in enumerate(self._changes)
            if isinstance(one, Add) and one.add.get("id") == page["id"] and "ask" in one.add
        )
        grown = {**whole, "ask": [*whole["ask"], dict(element)]}
        self._changes[number] = self._changes[number].model_copy(update={"add": grown})

    def hide(self, at: str, because: str) -> None:
        """Remove a part, with the page that would ask nothing without it."""
        part = part_at(self.tree, at)
        if part.holder.key == "steps" and len(part.siblings) == 1:
            part = part.holder
        address = part.address
        remove(self.tree, part, address=address)
        self._changes.append(Remove(remove=address, because=because))


@dataclass(frozen=True, slots=True)
class Edit(ABC):
    """
    One thing that the form asks for.

    Attributes:
        note: what it is, where it stands in the form, and what becomes of it.
        at: the address of what it is about, once it is laid.
    """

    note: Note
    at: str

    @property
    def has_condition(self) -> bool:
        """Whether it adds an expression to the service."""
        return False

    @abstractmethod
    def lay(self, laying: Laying) -> None:
        """
        Lay it.

        Raises:
            Refused: where it cannot be.
        """


@dataclass(frozen=True, slots=True)
class Give(Edit):
    """A key of a question with the form's own value."""

    part: str
    key: str
    value: Any

    def lay(self, laying: Laying) -> None:
        """Lay it."""
        laying.give(self.part, self.key, self.value)


@dataclass(frozen=True, slots=True)
class GiveSetting(Edit):
    """A setting with the form's own choices."""

    name: str
    value: Any

    def lay(self, laying: Laying) -> None:
        """Lay it."""
        laying.give_setting(self.name, self.value)


@dataclass(frozen=True, slots=True)
class Put(Edit):
    """A part of the form's own among those that are shared; at the first of these places that is there."""

    element: Mapping[str, Any]
    spots: tuple[Spot, ...]

    @property
    def has_condition(self) -> bool:
        """Whether it adds an expression to the service."""
        return not _CONDITIONS.isdisjoint(self.element)

    def lay(self, laying: Laying) -> None:
        """Lay it."""
        laying.put(self.element, self.spots)


@dataclass(frozen=True, slots=True)
class PutOnPage(Edit):
    """A part of the form's own on a page of its own."""

    page: Mapping[str, Any]
    element: Mapping[str, Any]
    spots: tuple[Spot, ...]

    @property
    def has_condition(self) -> bool:
        """Whether it adds an expression to the service."""
        return not _CONDITIONS.isdisjoint((*self.page, *self.element))

    def lay(self, laying: Laying) -> None:
        """Lay it."""
        laying.put_on_page(self.page, self.element, self.spots)


@dataclass(frozen=True, slots=True)
class Hide(Edit):
    """A shared question that somebody wants hidden."""

    because: str

    def lay(self, laying: Laying) -> None:
        """Lay it."""
        laying.hide(self.at, self.because)


def why_not(tree: PatternTree, at: str, refusal: Refused) -> str:
    """Return why a layer cannot do something, with the reason that the shared service gives for what it protects."""
    reason = reason_of_protection(tree, at)
    if refusal.code == "protected" and reason:
        return f"It cannot be changed here, because the shared service protects it: {reason}."
    return f"It cannot be changed here. {refusal.mend}"


def reason_of_protection(tree: PatternTree, at: str) -> str:
    """Return why what stands at an address, or holds it, is protected, and by what; "" where it is not."""
    steps = at.split(".")
    near = (tree.find(".".join(steps[:length])) for length in range(len(steps), 0, -1))
    part = next((one for one in near if one is not None), tree.root)
    shields = (getattr(one.shape, "protected", None) for one in part.outwards())
    return next((f"{one.because} ({one.source})" for one in shields if one is not None), "")
