"""An upper bound of what a call costs, in steps of about a tenth of a microsecond, and what it gives."""

from collections.abc import Sequence

from commonwheel.core.patterns.expressions.scope import LATE
from commonwheel.core.patterns.expressions.sorts import ANY, ASSUMED_SIZE, Sort

DEAREST = 50_000
"""Steps an expression may take at most: about 5 milliseconds."""
DEEPEST_LOOPS = 2
"""Loops within each other: one, and one nested in it."""

_LATE_STEPS = 50
_PER_STEP = 10
"""Characters or entries that are looked at in one step."""
_SEARCHES = frozenset({"matches", "contains", "startsWith", "endsWith"})
_COMPARES = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "_+_"})


def call_cost(function: str, sorts: Sequence[Sort]) -> int:
    """Return the most steps a call takes by itself, for arguments of these sorts (the target first)."""
    if function in LATE:
        return _LATE_STEPS
    if function in _SEARCHES:
        return 1 + sum(_weight(sort, ASSUMED_SIZE) for sort in sorts)
    if function in _COMPARES:
        return 1 + sum(_weight(sort, 0) for sort in sorts)
    return 1


def call_sort(function: str, sorts: Sequence[Sort]) -> Sort:
    """Return the sort a call gives, as far as it matters for size and keys."""
    if function == "_+_":
        first = sorts[0]
        return Sort(first.kind, sum(sort.size for sort in sorts), of=first.of)
    if function == "_?_:_":
        return max(sorts[1:], key=lambda sort: sort.size)
    if function == "_[_]" and sorts[0].of is not None:
        return sorts[0].of
    return ANY


def _weight(sort: Sort, unknown: int) -> int:
    """Return the steps of looking a value through; `unknown` is the size of one whose type is not known."""
    size = unknown if sort.kind == "any" else sort.size
    entry = _weight(sort.of, unknown) + 1 if sort.of is not None else 1
    return size * entry // _PER_STEP
