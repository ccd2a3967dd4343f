"""Long work, a part at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in their order, `size` at a time; of the last batch as many as are left."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
