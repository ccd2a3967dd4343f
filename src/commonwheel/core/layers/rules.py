"""What a layer may change, and what it may not."""

from typing import Any

from commonwheel.core.layers.refusals import Refused, no_list, not_for_layers, protected, taken
from commonwheel.core.layers.tree import ASK, MESSAGES, Part, PatternTree, attribute_of, entry_kind
from commonwheel.core.patterns.model.casework import Clock, Length
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.questions import Asked, Group
from commonwheel.core.patterns.model.reserved import FORM_FIELDS, RESERVED
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.core.patterns.reading.addresses import fields_of
from commonwheel.core.patterns.reading.faults import nearest
from commonwheel.core.patterns.versions.digest import written

_OF_A_STATUTORY_CLOCK = ("label", "length")
_MOST_PARTS = 1_000
"""Entries of one list, as of a list in a file."""


def may_set(part: Part, name: str, *, address: str) -> None:
    """
    Refuse a key of a part that a layer may not give a value, or take away.

    Raises:
        Refused: where a layer may not give this key of this part a value, or take it away.
    """
    keys = {known: key for _, known, key in fields_of(type(part.shape))}
    if name not in keys:
        close = nearest(name, list(keys))
        mend = f"Did you mean `{close}`?" if close else "Look the key up in the reference."
        raise Refused("unknown-key", name, ", ".join(sorted(keys)), mend)
    here = f"{address}.{name}"
    if (isinstance(part.shape, SettingBase) and name == "default") or _is_in_default(part):
        setting = address.split(".")[1]
        mend = f"Give the setting its value under `settings:`, as `{setting}: …`; a default is the pattern's own."
        raise not_for_layers(here, name, mend)
    if _is_guarded(part) and name != "hint":
        raise protected(here)
    if not keys[name].layer:
        raise not_for_layers(here, name)
    if name == "when" and _guards(part):
        raise protected(here)
    _may_change_clock(part, name, here)


def may_set_value(part: Part, name: str, value: Any, *, address: str) -> None:
    """
    Refuse a value that a layer may not give whole: a list of parts.

    Raises:
        Refused: where the value itself is what a layer may not give: a list of parts, a longer statutory time.
    """
    attribute = attribute_of(type(part.shape), name)
    if entry_kind(type(part.shape), attribute) is not None and isinstance(value, list | tuple):
        raise not_for_layers(
            f"{address}.{name}", name, f"Use `add`, `move` and `remove` for the entries of `{name}`, one at a time."
        )
    held = part.singles.get(attribute)
    if held is not None and any(held.lists.values()):
        raise not_for_layers(f"{address}.{name}", name, f"Change what is in `{name}` part by part: it holds lists.")


def may_be_set_to(before: Shape, after: Shape, part: Part, *, address: str) -> None:
    """
    Refuse to lengthen a time that the law sets.

    Raises:
        Refused: where the change from one form of a part to another lengthens a time that the law sets.
    """
    clock = _statutory(part)
    if clock is None:
        return
    old = clock.shape.length if isinstance(clock.shape, Clock) else None
    new = after.length if isinstance(after, Clock) else after if isinstance(after, Length) else old
    if before != after and old is not None and isinstance(new, Length) and not _at_most(new, old):
        raise Refused(
            "statutory", address, "no longer than the law says",
            "The law sets this time: a layer may shorten it, in the same unit, and not lengthen it.",
        )  # fmt: skip


def may_add(tree: PatternTree, owner: Part, attribute: str, new: Part) -> None:
    """
    Refuse a new part that may not stand in a list.

    Raises:
        Refused: where the new part may not stand in that list.
    """
    _may_change_list(owner, attribute)
    there = owner.lists[attribute]
    if len(there) >= _MOST_PARTS:
        raise Refused("too-many", new.name, f"at most {_MOST_PARTS:,} entries", "Take one out first.")
    known = next((entry for entry in there if entry.name == new.name), None)
    if known is not None:
        raise taken(new.name, known.address)
    for part in new.within():
        _no_repeats(part)
    for part in new.within():
        if isinstance(part.shape, Asked) and attribute == ASK and _leads_to_journey(owner):
            _may_be_called(tree, part, owner)


def may_remove(part: Part, *, address: str) -> None:
    """
    Refuse to take away what must stay.

    Raises:
        Refused: where a layer may not take a part away.
    """
    _may_leave(part, address=address)
    if part.key == MESSAGES:
        raise not_for_layers(address, "messages", "Take the message out of the states that tell it instead.")
    if isinstance(part.shape, Clock) and part.shape.law is not None:
        raise Refused("statutory", address, "a clock that no law sets", "The law sets this time: it stays.")


def may_move(part: Part, owner: Part, attribute: str, *, address: str) -> None:
    """
    Refuse to put a part where it may not stand.

    Raises:
        Refused: where a layer may not put a part into that list.
    """
    _may_leave(part, address=address)
    _may_change_list(owner, attribute)
    if part in owner.outwards():
        raise Refused("unknown-address", address, "a place outside itself", "A part cannot be moved into itself.")
    if MESSAGES in (part.key, attribute):
        raise not_for_layers(address, "messages", "Messages have no order.")
    if owner is not part.parent:
        known = next((entry for entry in owner.lists[attribute] if entry.name == part.name), None)
        if known is not None:
            raise taken(part.name, known.address)


# Private


def _is_in_default(part: Part) -> bool:
    return any(each.key == "default" for each in part.outwards())


def _is_guarded(part: Part) -> bool:
    return any(getattr(each.shape, "protected", None) is not None for each in part.outwards())


def _guards(part: Part) -> bool:
    """Whether something in it is protected."""
    return any(getattr(each.shape, "protected", None) is not None for each in part.within())


def _statutory(part: Part) -> Part | None:
    """Return the clock with a law that a part is, or is in."""
    return next((each for each in part.outwards() if isinstance(each.shape, Clock) and each.shape.law), None)


def _may_change_clock(part: Part, name: str, here: str) -> None:
    clock = _statutory(part)
    if clock is None or (part is clock and name in _OF_A_STATUTORY_CLOCK):
        return
    if part.parent is clock and part.key == "length":
        return
    raise Refused(
        "statutory", here, " or ".join(_OF_A_STATUTORY_CLOCK),
        "The law sets this time: a layer may give it another label and shorten it, and nothing more.",
    )  # fmt: skip


def _at_most(new: Length, old: Length) -> bool:
    """Whether one length is surely no longer than another: so many of the same unit, or fewer."""
    before = {unit: count for unit, count in written(old).items() if count is not None}
    after = {unit: count for unit, count in written(new).items() if count is not None}
    (unit, count), (unit_now, now) = next(iter(before.items())), next(iter(after.items()))
    return unit == unit_now and (now == count or (isinstance(now, int) and isinstance(count, int) and now <= count))


def _may_change_list(owner: Part, attribute: str) -> None:
    address = f"{owner.address}.{attribute}".removeprefix(".")
    if attribute not in owner.lists:
        raise no_list(address)
    if _is_guarded(owner):
        raise protected(address)
    key = next((key for known, _, key in fields_of(type(owner.shape)) if known == attribute), None)
    if (key is not None and not key.layer) or _is_in_default(owner) or attribute == "default":
        raise not_for_layers(address, attribute)
    _may_change_clock(owner, attribute, address)


def _may_leave(part: Part, *, address: str) -> None:
    if part.parent is None or part.key not in part.parent.lists:
        raise Refused(
            "unknown-address", address, "an entry of a list",
            "Only entries of lists can be moved or removed; `unset` takes a key away.",
        )  # fmt: skip
    if _is_guarded(part) or _guards(part):
        raise protected(address)
    _may_change_list(part.parent, part.key)


def _no_repeats(part: Part) -> None:
    for entries in part.lists.values():
        seen: dict[str, Part] = {}
        for entry in entries:
            if entry.name in seen:
                raise taken(entry.name, f"{part.name}.{entry.name}")
            seen[entry.name] = entry


def _leads_to_journey(owner: Part) -> bool:
    return any(each.key == "steps" for each in owner.outwards())


def _may_be_called(tree: PatternTree, new: Part, owner: Part) -> None:
    """Refuse the name of a question that another question has, or that is read otherwise in expressions and forms."""
    if new.name in RESERVED or new.name in FORM_FIELDS:
        raise Refused(
            "reserved-name", new.name, "another name",
            f"`{new.name}` is read otherwise: choose another name, `{new.name}_answer` for example.",
        )  # fmt: skip
    inside = isinstance(owner.shape, Group) or isinstance(new.parent and new.parent.shape, Group)
    for known in tree.questions.get(new.name, ()):
        if not (inside and isinstance(known.parent and known.parent.shape, Group)):
            raise taken(new.name, known.address)
