"""A bounded memory of rendered components, keyed by what went into them."""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from commonwheel.design.macros import Parameters, render

REMEMBERED = 4096


def remembered(component: str, parameters: Parameters) -> Markup:
    """Return what `render` would, from memory where the same parameters were rendered before."""
    return _rendered(component, _frozen(parameters))


@lru_cache(maxsize=REMEMBERED)
def _rendered(component: str, frozen: Hashable) -> Markup:
    return render(component, _thawed(frozen))


def _frozen(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return ("map", tuple((key, _frozen(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ("list", tuple(_frozen(item) for item in value))
    # Markup equals the text it holds, and True equals 1; neither prints like the other.
    return (type(value), value)


def _thawed(frozen: Any) -> Any:
    kind, value = frozen
    if kind == "map":
        return {key: _thawed(item) for key, item in value}
    if kind == "list":
        return [_thawed(item) for item in value]
    return value
