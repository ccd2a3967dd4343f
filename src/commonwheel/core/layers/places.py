"""Places in a tree, written down as an entry of a layer writes them."""

from collections.abc import Mapping
from typing import Any

from commonwheel.core.layers.changing import Place
from commonwheel.core.layers.model import Add, Move
from commonwheel.core.layers.tree import Part


def beside(part: Part, *, after: bool) -> Place:
    """Return the place after or before a part that stands in a list."""
    return Place(part.holder, part.key, after=part if after else None, before=None if after else part)


def added_at(element: Mapping[str, Any], place: Place) -> Add:
    """Return the entry that adds a part at a place."""
    return Add.model_validate({"add": dict(element), **_where(place)})


def moved_to(address: str, place: Place) -> Move:
    """Return the entry that moves a part to a place."""
    return Move.model_validate({"move": address, **_where(place)})


def is_attached(part: Part) -> bool:
    """Whether a part still stands in its tree."""
    return all(_is_held(each) for each in part.outwards())


def _is_held(part: Part) -> bool:
    owner = part.parent
    if owner is None:
        return True
    return part in owner.lists[part.key] if part.key in owner.lists else owner.singles.get(part.key) is part


def _where(place: Place) -> Mapping[str, Any]:
    neighbour = place.after or place.before
    if neighbour is not None:
        return {"after" if place.after else "before": neighbour.address}
    return {"in": f"{place.owner.address}.{place.attribute}".removeprefix(".")}
