"""Editing a layer: one thing that a person wants otherwise, as the layer that then has it.

Whoever writes a layer by hand puts one entry after another. Here each wish finds the entry that it replaces: a
word that is changed twice is one entry, one that is given back to what is shared is none. Nothing is changed in
place, and each result fits what lies beneath. Values are texts, as in a layer's file.
"""

import contextlib
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from commonwheel.core.layers.apply import emptied
from commonwheel.core.layers.changing import Place, add, make, part_at, place_of, set_value
from commonwheel.core.layers.conflicts import Source
from commonwheel.core.layers.entries import Entries
from commonwheel.core.layers.model import Add, Change, Layer, Remove, Set, Unset
from commonwheel.core.layers.places import beside, moved_to
from commonwheel.core.layers.read import as_texts
from commonwheel.core.layers.refusals import Refused, no_such
from commonwheel.core.layers.taking_back import TakingBack, moved_by
from commonwheel.core.layers.tree import ASK, WHOLE, Layered, Part, PatternTree, attribute_of, value_of
from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.versions.digest import source_digest

Direction = Literal["up", "down"]


def tree_of(layer: Layer, beneath: Layered) -> PatternTree:
    """
    Return what lies beneath with a layer on it.

    Raises:
        Refused: where the layer does not fit.
    """
    return _Laid(beneath, layer).tree


def give(layer: Layer, beneath: Layered, at: str, values: Mapping[str, Any]) -> Layer:
    """
    Give keys of one part new values; None takes a value away, and the shared one takes the entry out.

    Args:
        at: the part's address once the layer is laid; `pattern` for the service itself.

    Raises:
        Refused: where one of them may not have it.
    """
    laid = _Laid(beneath, layer)
    part = part_at(laid.tree, at)
    written = {name: None if value is None else as_texts(value) for name, value in values.items()}
    own = laid.added_by(part)
    entries = Entries.of(layer).without(laid.sources(part, written))
    if own is not None:
        return _laid_into(layer, beneath, _with_element(entries, own, written))
    address = part.address or WHOLE
    given = _laid_into(layer, beneath, _with_values(entries, laid.last_set(part, entries), address, written))
    after = _Laid(beneath, given)
    changed = after.tree.find(address) or part
    shared = [name for name in written if _is_as_shared(changed, name)]
    if not shared:
        return given
    return Entries.of(given).without(after.sources(changed, shared)).laid_into(given)


def give_setting(layer: Layer, beneath: Layered, name: str, value: Any) -> Layer:
    """
    Give a setting its value; None, or the shared value, takes the entry out.

    Where each council decides a setting for itself, the shared value is a decision as well, and its entry stays.

    Raises:
        Refused: where the setting cannot have it.
    """
    tree = PatternTree(beneath)
    shared = beneath.values.get(name, _default(tree, name))
    settings = {known: kept for known, kept in layer.settings.items() if known != name}
    if value is not None and (set_value(tree, name, as_texts(value)) != shared or _is_decided(tree, name)):
        settings[name] = as_texts(value)
    return layer.model_copy(update={"settings": settings})


@dataclass(frozen=True, slots=True)
class Checked:
    """Who speaks the language and has checked a translation, and when."""

    by: str
    on: dt.date


def translate(
    layer: Layer,
    beneath: Layered,
    language: str,
    at: str,
    *,
    source: str,
    text: str,
    checked: Checked | None = None,
) -> Layer:
    """
    Give a text its translation; "" takes it out.

    Args:
        source: the text that it translates.
        checked: None where nobody has checked it.
    """
    known = {code: dict(by) for code, by in layer.translations.items()}
    known.setdefault(language, {}).pop(at, None)
    before = beneath.bundle.translations.get(language, {}).get(at)
    state = {"state": "checked", "by": checked.by, "on": checked.on} if checked else {}
    entry = Translated.model_validate({"of": source_digest(source), "text": text, **state}) if text else None
    if entry is not None and entry != before:
        known[language][at] = entry
    return layer.model_copy(update={"translations": {code: by for code, by in known.items() if by}})


def add_part(layer: Layer, beneath: Layered, element: Mapping[str, Any], place: Mapping[str, str]) -> Layer:
    """
    Add a part of the council's own.

    Args:
        place: one of `after`, `before` and `in`, with an address.

    Raises:
        Refused: where it is no such part, its id is taken, or nothing stands there.
    """
    return _and(layer, beneath, Add.model_validate({"add": as_texts(dict(element)), **place}))


def remove_part(layer: Layer, beneath: Layered, at: str, because: str) -> Layer:
    """
    Take a part away; what the layer itself added is taken back, with what stood in it.

    Raises:
        Refused: where a layer may not.
    """
    laid = _Laid(beneath, layer)
    own = laid.added_by(part_at(laid.tree, at))
    if own is not None:
        return put_back(layer, beneath, [(f"changes.{own}", "")])
    return _and(layer, beneath, Remove(remove=at, because=because))


def shift(layer: Layer, beneath: Layered, at: str, direction: Direction) -> Layer:
    """
    Move a part one place up or down among its siblings; at the end of them it stays.

    Raises:
        Refused: where a layer may not move it.
    """
    part = part_at(tree_of(layer, beneath), at)
    if part.parent is None or part.key not in part.parent.lists:
        raise no_such(at)
    number = part.siblings.index(part) + (1 if direction == "down" else -1)
    if not 0 <= number < len(part.siblings):
        return layer
    return _moved(layer, beneath, part, beside(part.siblings[number], after=direction == "down"))


def to_page(layer: Layer, beneath: Layered, at: str, page: str) -> Layer:
    """
    Move a question to the end of another page.

    Raises:
        Refused: where a layer may not move it, or nothing stands at one of the addresses.
    """
    tree = tree_of(layer, beneath)
    part, owner = part_at(tree, at), part_at(tree, page)
    if part.parent is owner:
        return layer
    return _moved(layer, beneath, part, Place(owner, ASK))


def put_back(layer: Layer, beneath: Layered, sources: Collection[Source]) -> Layer:
    """
    Take local changes back, with what depended on them.

    Args:
        sources: entries of the layer: the address in its file, and the key ("" for the whole entry).

    Raises:
        Refused: where nothing would be left in a list that must hold something.
    """
    left = TakingBack(beneath, layer, sources)
    _refuse_emptied(left.new)
    return left.layer


def sources_of(layer: Layer) -> tuple[Source, ...]:
    """Return where each thing that a layer says stands in it, in the order of `explain.local_changes`."""
    changes: list[Source] = []
    for number, change in enumerate(layer.changes):
        names: Sequence[str] = _keys(change) or ("",)
        changes += [(f"changes.{number}", name) for name in names]
    return (
        *((f"settings.{name}", "") for name in layer.settings),
        *changes,
        *((f"translations.{code}.{at}", "") for code, by in layer.translations.items() for at in by),
    )


# Private


class _Laid:
    """A layer laid on a tree, with the part that each of its changes is about."""

    def __init__(self, beneath: Layered, layer: Layer) -> None:
        self.tree = PatternTree(beneath)
        self._layer = layer
        self._about: list[Part] = []
        for name, value in layer.settings.items():
            set_value(self.tree, name, value)
        for change in layer.changes:
            self._about.append(self._made(change))
        for language, entries in layer.translations.items():
            self.tree.translations.setdefault(language, {}).update(entries)

    def added_by(self, part: Part) -> int | None:
        """Return the number of the change that added a part; None where it lay beneath, or came with another."""
        return next((number for number, change in self._of(part) if isinstance(change, Add)), None)

    def sources(self, part: Part, names: Collection[str]) -> list[Source]:
        """Return the keys of entries that set or unset keys of a part."""
        return [
            (f"changes.{number}", name) for number, change in self._of(part) for name in _keys(change) if name in names
        ]

    def last_set(self, part: Part, entries: Entries) -> int | None:
        """Return the number of the last entry that sets keys of a part, of those that are left."""
        kept = [number for number, _ in self._of(part) if isinstance(entries.changes.get(number), Set)]
        return kept[-1] if kept else None

    def _of(self, part: Part) -> list[tuple[int, Change]]:
        changes = enumerate(zip(self._layer.changes, self._about, strict=True))
        return [(number, change) for number, (change, about) in changes if about is part]

    def _made(self, change: Change) -> Part:
        if isinstance(change, Add):
            return add(self.tree, place_of(self.tree, change), change.add)
        address = change.at if isinstance(change, Set | Unset) else change.remove if isinstance(change, Remove) else ""
        part = part_at(self.tree, address or getattr(change, "move", ""))
        make(self.tree, change)
        return part


def _keys(change: Change) -> Sequence[str]:
    return tuple(change.set) if isinstance(change, Set) else change.unset if isinstance(change, Unset) else ()


def _with_element(entries: Entries, number: int, values: Mapping[str, Any]) -> Entries:
    """Return the entries with other keys in an element that one of them adds."""
    change = entries.changes[number]
    element = {**getattr(change, "add", {}), **values}
    own = change.model_copy(update={"add": {name: value for name, value in element.items() if value is not None}})
    return Entries(entries.settings, {**entries.changes, number: own}, entries.translations)


def _with_values(entries: Entries, last: int | None, address: str, values: Mapping[str, Any]) -> Entries:
    """Return the entries with one that sets keys of a part, or sets more of them, and one that unsets others."""
    changes = dict(entries.changes)
    end = max(changes, default=-1) + 1
    given = {name: value for name, value in values.items() if value is not None}
    taken = tuple(name for name, value in values.items() if value is None)
    known = changes[last] if last is not None else None
    if given and last is not None and isinstance(known, Set):
        changes[last] = Set(at=known.at, set={**known.set, **given})
    elif given:
        changes[end] = Set(at=address, set=given)
    if taken:
        changes[end + 1] = Unset(at=address, unset=taken)
    return Entries(entries.settings, changes, entries.translations)


def _laid_into(layer: Layer, beneath: Layered, entries: Entries) -> Layer:
    made = entries.laid_into(layer)
    tree_of(made, beneath)
    return made


def _and(layer: Layer, beneath: Layered, change: Change) -> Layer:
    made = layer.model_copy(update={"changes": (*layer.changes, change)})
    _refuse_emptied(tree_of(made, beneath))
    return made


def _moved(layer: Layer, beneath: Layered, part: Part, place: Place) -> Layer:
    """Return the layer with a part moved, in as few moves of that part as do it."""
    heaped = _and(layer, beneath, moved_to(part.address, place))
    wanted = tree_of(heaped, beneath).grown()
    rest = TakingBack(beneath, layer, moved_by(layer, beneath, part.address))
    twin = rest.twin(rest.old.find(part.address) or part) or part
    once = rest.layer.model_copy(update={"changes": (*rest.layer.changes, moved_to(twin.address, place))})
    for shorter in (rest.layer, once):
        with contextlib.suppress(Refused):
            if tree_of(shorter, beneath).grown() == wanted:
                return shorter
    return heaped


def _refuse_emptied(tree: PatternTree) -> None:
    for refusal in emptied(tree):
        raise refusal


def _is_as_shared(part: Part, name: str) -> bool:
    attribute = attribute_of(type(part.shape), name)
    return part.origin is not None and value_of(part.built(), attribute) == value_of(part.origin, attribute)


def _is_decided(tree: PatternTree, name: str) -> bool:
    part = tree.find(f"settings.{name}")
    return part is not None and bool(getattr(part.shape, "decide", False))


def _default(tree: PatternTree, name: str) -> Any:
    part = tree.find(f"settings.{name}")
    return getattr(part.shape, "default", None) if part is not None else None
