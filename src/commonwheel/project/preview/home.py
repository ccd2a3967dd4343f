"""Addresses of examples in the preview's council, wherever the example has them."""

from typing import Any

COUNCIL = "preview-council"
_OF_ADDRESSES = {"line", "uprn", "authority"}
"""What addresses have and places do not: a place names no council."""


def at_home(value: Any) -> Any:
    """Return an answer or a fact with each address in it in the preview's council."""
    if isinstance(value, list):
        return [at_home(each) for each in value]
    if not isinstance(value, dict):
        return value
    if _OF_ADDRESSES & value.keys():
        return {**value, "authority": COUNCIL}
    return {name: at_home(each) for name, each in value.items()}
