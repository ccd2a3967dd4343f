"""The five changes a layer can make to a tree: set, unset, add, move and remove."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from commonwheel.core.layers.model import Add, Change, Move, Set, Unset
from commonwheel.core.layers.refusals import Refused, invalid, no_list, no_such
from commonwheel.core.layers.rules import may_add, may_be_set_to, may_move, may_remove, may_set, may_set_value
from commonwheel.core.layers.tree import (
    ASK,
    Part,
    PatternTree,
    attribute_of,
    entry_kind,
    inner_fields,
    plant,
)
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.questions import Use
from commonwheel.core.patterns.reading.faults import nearest
from commonwheel.core.patterns.reading.setting_values import SettingValue, read_value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part goes: a list of some part, and the neighbour it comes after or before (its end where neither)."""

    owner: Part
    attribute: str
    after: Part | None = None
    before: Part | None = None


def make(tree: PatternTree, change: Change) -> None:
    """
    Make one change of a layer.

    Raises:
        Refused: where it cannot be made; the tree is then as it was.
    """
    if isinstance(change, Set):
        set_keys(tree, part_at(tree, change.at), change.set, address=change.at)
    elif isinstance(change, Unset):
        unset_keys(tree, part_at(tree, change.at), change.unset, address=change.at)
    elif isinstance(change, Add):
        add(tree, place_of(tree, change), change.add)
    elif isinstance(change, Move):
        move(part_at(tree, change.move), place_of(tree, change), address=change.move)
    else:
        remove(tree, part_at(tree, change.remove), address=change.remove)


def part_at(tree: PatternTree, address: str) -> Part:
    """
    Return the part at an address.

    Raises:
        Refused: where there is none.
    """
    part = tree.find(address)
    if part is None:
        raise no_such(address)
    return part


def place_of(tree: PatternTree, change: Add | Move) -> Place:
    """
    Return the place that a change names.

    Raises:
        Refused: where it is not there.
    """
    if change.in_ is not None:
        found = tree.find_list(change.in_)
        if found is None:
            raise no_list(change.in_)
        return Place(*found)
    neighbour = part_at(tree, change.after or change.before or "")
    if neighbour.parent is None or neighbour.key not in neighbour.parent.lists:
        raise no_such(change.after or change.before or "")
    return Place(
        neighbour.parent,
        neighbour.key,
        after=neighbour if change.after else None,
        before=None if change.after else neighbour,
    )


def set_keys(tree: PatternTree, part: Part, values: Mapping[str, Any], *, address: str) -> None:
    """
    Give keys of a part new values, together.

    Raises:
        Refused: where one of them may not have it.
    """
    for name, value in values.items():
        may_set(part, name, address=address)
        may_set_value(part, name, value, address=address)
    _reshape(tree, part, dict(values), address=address)


def unset_keys(tree: PatternTree, part: Part, names: tuple[str, ...], *, address: str) -> None:
    """
    Take keys from a part: each has its default then.

    Raises:
        Refused: where one of them must be there.
    """
    defaults: dict[str, Any] = {}
    for name in names:
        may_set(part, name, address=address)
        info = type(part.shape).model_fields[attribute_of(type(part.shape), name)]
        if info.is_required():
            mend = f"`{name}` must be there: set it instead."
            raise Refused("missing-key", f"{address}.{name}", f"{name}:", mend, keys=(name,))
        defaults[name] = info.default
    _reshape(tree, part, defaults, address=address)


def add(tree: PatternTree, place: Place, element: Mapping[str, Any]) -> Part:
    """
    Put a new part into a list, and return it.

    Raises:
        Refused: where it is no such part, or its id is taken.
    """
    owner, attribute = place.owner, place.attribute
    shape = _element(type(owner.shape), attribute, dict(element))
    if isinstance(shape, Use):
        _block_is_there(tree, shape)
    name = str(getattr(shape, "id", None) or getattr(shape, "value", ""))
    part = plant(shape, name, owner, attribute, tree.bundle, is_new=True)
    may_add(tree, owner, attribute, part)
    _insert(part, place)
    for inner in part.within():
        inner.is_changed = True
        tree.note_question(inner)
    owner.note_change()
    return part


def move(part: Part, place: Place, *, address: str) -> None:
    """
    Put a part elsewhere.

    Raises:
        Refused: where it may not leave, or not stand there.
    """
    may_move(part, place.owner, place.attribute, address=address)
    if part in (place.after, place.before):
        return
    _fits(part, place)
    part.siblings.remove(part)
    part.holder.note_change()
    part.parent, part.key = place.owner, place.attribute
    _insert(part, place)
    part.note_change()


def remove(tree: PatternTree, part: Part, *, address: str) -> None:
    """
    Take a part away; it still knows where it stood.

    Raises:
        Refused: where a layer may not.
    """
    may_remove(part, address=address)
    part.siblings.remove(part)
    for inner in part.within():
        tree.forget_question(inner)
    part.holder.note_change()


def set_value(tree: PatternTree, name: str, written: Any) -> SettingValue:
    """
    Give a setting its value, and return it.

    Raises:
        Refused: where there is no such setting, or it cannot have this value.
    """
    settings = {part.name: part.shape for part in tree.root.lists["settings"]}
    if name not in settings:
        close = nearest(name, list(settings))
        mend = f"Did you mean `{close}`?" if close else "Delete it: the pattern has no such setting."
        raise Refused("unknown-setting", name, "a setting of the pattern", mend)
    value, expected = read_value(settings[name], written)  # type: ignore[arg-type]  # the list holds settings only
    if value is None:
        raise Refused("setting-refused", str(written), expected, f"Set `{name}` to {expected}.")
    tree.values[name] = value
    return value


# Private


def _reshape(tree: PatternTree, part: Part, values: dict[str, Any], *, address: str) -> None:
    kind = type(part.shape)
    now = part.built()
    try:
        new = kind.model_validate(
            {**{name: getattr(now, name) for name in kind.model_fields}, **_by_attribute(kind, values)}
        )
    except ValidationError as error:
        raise invalid(error, kind, values) from None
    may_be_set_to(now, new, part, address=address)
    part.shape = new
    touched = {attribute_of(kind, name) for name in values}
    for attribute, _ in inner_fields(kind):
        if attribute in touched:
            _replant(tree, part, attribute)
    part.note_change()


def _by_attribute(kind: type[Shape], values: Mapping[str, Any]) -> dict[str, Any]:
    return {attribute_of(kind, name): value for name, value in values.items()}


def _replant(tree: PatternTree, part: Part, attribute: str) -> None:
    """Grow the parts anew that a key holds, after it was set whole."""
    part.lists.pop(attribute, None)
    part.singles.pop(attribute, None)
    fresh = plant(part.shape, part.name, part.parent, part.key, tree.bundle, is_new=True)
    if attribute in fresh.singles:
        part.singles[attribute] = fresh.singles[attribute]
        part.singles[attribute].parent = part


@cache
def _reader(owner: type[Shape], attribute: str) -> TypeAdapter[Any]:
    return TypeAdapter(entry_kind(owner, attribute))


def _element(owner: type[Shape], attribute: str, element: dict[str, Any]) -> Shape:
    try:
        shape: Shape = _reader(owner, attribute).validate_python(element)
    except ValidationError as error:
        raise invalid(error, entry_kind(owner, attribute), element) from None
    return shape


def _block_is_there(tree: PatternTree, use: Use) -> None:
    if use.use not in tree.bundle.blocks:
        raise Refused(
            "block-missing", use.use, ", ".join(sorted(tree.bundle.blocks)) or "a block that the pattern carries",
            "A layer can use the blocks that the pattern carries.",
        )  # fmt: skip


def _fits(part: Part, place: Place) -> None:
    """Refuse a place whose list holds another kind of part."""
    if (part.key, place.attribute) == (ASK, ASK) or part.key == place.attribute:
        try:
            _reader(type(place.owner.shape), place.attribute).validate_python(part.built())
        except ValidationError:
            pass
        else:
            return
    raise Refused(
        "unknown-address", place.attribute, "a list of parts of the same kind",
        f"`{part.name}` cannot stand in that list.",
    )  # fmt: skip


def _insert(part: Part, place: Place) -> None:
    there = place.owner.lists[place.attribute]
    if place.after is not None:
        there.insert(there.index(place.after) + 1, part)
    elif place.before is not None:
        there.insert(there.index(place.before), part)
    else:
        there.append(part)
