"""Where the addresses of a folder stand, worked out when it is asked for: a folder without a fault is never asked."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

Standing: TypeAlias = tuple[str, int, int]
"""File, line, column."""


class Places(Mapping[str, Standing]):
    """The places of several files by address; of two for one address the later counts."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sources: list[Callable[[], Mapping[str, Standing]]] = []
        self._known: dict[str, Standing] | None = None

    def add(self, source: Callable[[], Mapping[str, Standing]]) -> None:
        """Take in more places, from a function that works them out."""
        self._sources.append(source)
        self._known = None

    def __getitem__(self, address: str) -> Standing:
        """Return where an address stands."""
        return self._all()[address]

    def __iter__(self) -> Iterator[str]:
        """Go through all addresses."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count the addresses."""
        return len(self._all())

    def _all(self) -> dict[str, Standing]:
        # Two threads may both work it out; either's answer is whole.
        known = self._known
        if known is None:
            known = {}
            for source in self._sources:
                known |= source()
            self._known = known
        return known
