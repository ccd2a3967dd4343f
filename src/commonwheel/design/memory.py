"""
A bounded memory of rendered components, so that the macros run once for each shape and not for each page.

What differs from person to person (an address, what somebody typed) is never part of a key and never
kept: it stands as a hole in what is remembered, and is escaped and filled in each time.
"""

import re
import secrets
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from commonwheel.design.macros import Parameters, render

REMEMBERED = 2048

Pieces = tuple[str | int, ...]
"""HTML cut at its holes; each hole is the number of its value."""


class Holes:
    """Marks that stand for values in HTML; those of one maker are never taken for another's."""

    def __init__(self) -> None:
        # Between private-use characters and with a word nobody knows, so that no text can look like a hole.
        self._secret = secrets.token_hex(8)
        self._mark = re.compile(f"\ue000{self._secret}-([0-9]+)\ue001")

    def hole(self, number: int) -> str:
        """Return the mark that stands for the value of that number."""
        return f"\ue000{self._secret}-{number}\ue001"

    def split(self, html: str) -> Pieces:
        """Return the HTML cut at its holes, each as the number of its value."""
        return tuple([int(part) if place % 2 else part for place, part in enumerate(self._mark.split(html))])


class Varying(str):
    """A one-line text that differs from page to page; equal shapes share a memory whatever it says."""

    __slots__ = ()


_OF_COMPONENTS = Holes()
hole = _OF_COMPONENTS.hole
split = _OF_COMPONENTS.split


def fill(pieces: Pieces, values: Sequence[str]) -> Markup:
    """Return the HTML with each value, escaped, where it belongs."""
    escaped = [str(escape(value)) for value in values]
    return Markup("".join([piece if isinstance(piece, str) else escaped[piece] for piece in pieces]))  # noqa: S704  # escaped above


def remembered(component: str, parameters: Parameters) -> Markup:
    """Return what `render` would, from memory where the same shape was rendered before."""
    values: list[str] = []
    pieces = _rendered(component, _frozen(parameters, values))
    return fill(pieces, values)


@lru_cache(maxsize=REMEMBERED)
def _rendered(component: str, frozen: Hashable) -> Pieces:
    holes: list[int] = []
    return split(render(component, _thawed(frozen, holes)))


def _frozen(value: Any, values: list[str]) -> Hashable:
    if isinstance(value, Mapping):
        return ("map", tuple([(key, _frozen(item, values)) for key, item in value.items()]))
    if isinstance(value, list | tuple):
        return ("list", tuple([_frozen(item, values) for item in value]))
    if isinstance(value, Varying):
        values.append(value)
        return ("hole", bool(value))
    # Markup equals the text it holds, and True equals 1; neither prints like the other.
    return (type(value), value)


def _thawed(frozen: Any, holes: list[int]) -> Any:
    kind, value = frozen
    if kind == "map":
        return {key: _thawed(item, holes) for key, item in value}
    if kind == "list":
        return [_thawed(item, holes) for item in value]
    if kind == "hole":
        holes.append(len(holes))
        return hole(holes[-1])
    return value
