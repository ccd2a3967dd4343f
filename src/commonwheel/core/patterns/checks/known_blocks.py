"""The blocks that every pattern can use, and the types of question each asks."""

from collections.abc import Mapping
from types import MappingProxyType

KNOWN_BLOCKS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"commonwheel-examples/contact-details@1": frozenset(("name", "email", "phone"))}
)
"""Types by the block's `publisher/name@major`."""
