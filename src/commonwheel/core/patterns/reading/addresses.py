"""Addresses: the ids from the top of a pattern to one of its parts, joined by dots.

An entry of a list is named by its `id` (an option by its `value`), and by its position where it has
neither. `steps.bin.ask.missed_on.check.not-future.say` is the sentence of one check.
"""

from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic.fields import FieldInfo

from commonwheel.core.patterns.model.keys import EVERY_KEY, Key, Shape
from commonwheel.core.patterns.reading.text import Node, Tree

_PLAIN = Key()


class Spot(NamedTuple):
    """
    One key of one part of a pattern, with its value.

    Attributes:
        address: of the value.
        owner: the part it is a key of, and `owner_address` its address ("" for the whole).
        name: of the key, as files write it.
        value: typed; never a shape or a list of shapes.
        key: what is true of the key.
    """

    address: str
    owner: Shape
    owner_address: str
    name: str
    value: Any
    key: Key


def join(*parts: str) -> str:
    """Return an address made of its parts; empty ones are left out."""
    return ".".join(part for part in parts if part)


def name_of(entry: Any, position: int) -> str:
    """Return the name of an entry of a list, be it a shape or still a map of texts."""
    keys = entry if isinstance(entry, dict) else getattr(entry, "__dict__", {})
    for name in (keys.get("id"), keys.get("value")):
        if isinstance(name, str):
            return name
    return str(position)


def walk(shape: Shape, address: str = "") -> list[Spot]:
    """Return every key that has a plain value, of a shape and of all shapes in it, in the order of the model."""
    found: list[Spot] = []
    _gather(shape, address, found)
    return found


@cache
def fields_of(shape: type[Shape]) -> tuple[tuple[str, str, Key], ...]:
    """Return the fields of a kind of shape: attribute, name in files, what is true of the key."""
    return tuple(
        (field, info.alias or field, _key_of(info, info.alias or field, fixed))
        for fixed in (_fixed(shape),)
        for field, info in shape.model_fields.items()
    )


def places(tree: Tree, *, file: str, address: str = "", mark: str = "") -> dict[str, tuple[str, int, int]]:
    """
    Return where each address of a file stands: file, line, column.

    Args:
        tree: the file as read.
        address: what the file's own addresses begin with.
        mark: put before every address (`messages/received.md#`, say), for files beside the pattern.
    """
    found: dict[str, tuple[str, int, int]] = {}
    pending: list[tuple[str, Node]] = [(address, tree.value or {})]
    marks = iter(tree.marks or (1, 1, 0, 0))
    while pending:
        here, node = pending.pop()
        line, column, key_line, key_column = next(marks), next(marks), next(marks), next(marks)
        if key_line and not isinstance(node, str):
            line, column = key_line, key_column
        # An empty key at the top has the address of the whole, which comes first and stays.
        if here != address or not found:
            found[f"{mark}{here}"] = (file, line, column)
        if isinstance(node, dict):
            before = f"{here}." if here else ""
            pending += [(before + key, node[key]) for key in reversed(node)]
        elif isinstance(node, list):
            pending += [(f"{here}.{name_of(node[n], n)}", node[n]) for n in reversed(range(len(node)))]
    return found


def _gather(shape: Shape, address: str, found: list[Spot]) -> None:
    before = f"{address}." if address else ""
    values = vars(shape)
    for field, name, key in fields_of(type(shape)):
        value = values[field]
        here = before + name
        if isinstance(value, Shape):
            _gather(value, here, found)
        elif isinstance(value, tuple) and value and isinstance(value[0], Shape):
            for position, entry in enumerate(value):
                _gather(entry, f"{here}.{name_of(entry, position)}", found)
        else:
            found.append(Spot(here, shape, address, name, value, key))


def _key_of(info: FieldInfo, name: str, fixed: frozenset[str]) -> Key:
    key = _key_in(info.metadata) or _key_in(get_args(info.annotation)) or _PLAIN
    return replace(key, layer=not fixed & {name, *EVERY_KEY})


def _fixed(shape: type[Shape]) -> frozenset[str]:
    """Return the keys that no layer sets: a shape's own and those of its bases."""
    return frozenset().union(*(base.__dict__.get("FIXED", ()) for base in shape.__mro__))


def _key_in(parts: Any) -> Key | None:
    """Return the mark on a key, wherever an optional type or an annotation hides it; of several, the outermost."""
    for part in reversed(tuple(parts)):
        if isinstance(part, Key):
            return part
        inner = getattr(part, "__metadata__", None) or get_args(part)
        found = _key_in(inner) if inner and not isinstance(part, str) else None
        if found is not None:
            return found
    return None
