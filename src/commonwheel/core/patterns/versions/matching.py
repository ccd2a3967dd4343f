"""Which entry of a list is which entry of its older form: by id, by former ids, and by where it went."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from commonwheel.core.patterns.model.keys import Shape


def former_names(before: Mapping[str, Shape], after: Mapping[str, Shape]) -> dict[str, str | None]:
    """Return, by its name, what each entry of the newer list was called in the older one; None for a new one."""
    return {name: _former(name, entry, before, after) for name, entry in after.items()}


def joined_into(name: str, after: Mapping[str, Shape]) -> str | None:
    """Return the entry that an older one which is gone was made part of, by its `was`; None where it was removed."""
    return next((new for new, entry in after.items() if name in getattr(entry, "was", ())), None)


def moved(before: Sequence[str], former: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the entries that stand elsewhere in their list: as few as explain the newer order."""
    position = {name: number for number, name in enumerate(before)}
    kept = [(name, position[source]) for name, source in former.items() if source is not None]
    # Both parts of what was split came from one place, so neither has moved from the other.
    staying = _longest_rise([where for _, where in kept])
    return tuple(name for name, where in kept if where not in staying)


# Private


def _former(name: str, entry: Shape, before: Mapping[str, Shape], after: Mapping[str, Shape]) -> str | None:
    if name in before:
        return name
    return next((old for old in getattr(entry, "was", ()) if old in before and old not in after), None)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return a longest rising part of some numbers: what need not have moved."""
    tails: list[int] = []
    chains: dict[int, int | None] = {}
    for number in numbers:
        if number in chains:
            continue
        spot = bisect_left(tails, number)
        chains[number] = tails[spot - 1] if spot else None
        tails[spot : spot + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = chains[last]
    return found
