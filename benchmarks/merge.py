"""
Merge a layer of 100 changes over a new version of a pattern of 200 questions, in a warm process.

The floor is what any merge must do at least: take the digests of both versions, which layers are made against.
"""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.core.layers.oracle.edits import Local, Upstream  # after the path
from tests.core.layers.oracle.ground import UID, Numbers, bundle, pattern, question  # after the path

from benchmarks.language import milliseconds  # after the path
from benchmarks.load import last_line, table  # after the path
from commonwheel.core.layers.apply import lay_over  # after the path
from commonwheel.core.layers.merge import merge  # after the path
from commonwheel.core.layers.model import Layer  # after the path
from commonwheel.core.layers.soundness import does_not_check  # after the path
from commonwheel.core.layers.tree import Layered  # after the path
from commonwheel.core.patterns.versions.effective import effective_of  # after the path

PAGES, PER_PAGE, LOCAL, UPSTREAM = 100, 2, 100, 100


def sides() -> tuple[Layered, Layered, Layer]:
    """Return an invented pattern, a new version of it, and a layer over the first."""
    random = Random(20_261_126)
    numbers = Numbers(random)
    base = pattern(random, numbers)
    base["pattern"]["steps"] = [
        {
            "id": f"page-{page}", "title": f"Page {page}", UID: numbers.next(),
            "ask": [question(random, numbers, f"q{page}x{number}") for number in range(PER_PAGE)],
        }
        for page in range(PAGES)
    ]  # fmt: skip
    upstream, local = Upstream(random, numbers, base), Local(random, numbers, base)
    for _ in range(UPSTREAM):
        upstream.edit()
    while len(local.changes) < LOCAL:
        local.edit()
    old, new = Layered(bundle(base), {}), Layered(bundle(upstream.tree), {})
    return old, new, Layer.model_validate(local.layer(effective_of(old.bundle).digest))


def main() -> None:
    """Measure, print the table, and the figures as the last line."""
    old, new, layer = sides()
    merged = merge(old, new, layer)
    whole, whole_95 = milliseconds(lambda: merge(old, new, layer), runs=30)
    floor, floor_95 = milliseconds(lambda: (effective_of(old.bundle), effective_of(new.bundle)), runs=30)
    laid, laid_95 = milliseconds(lambda: lay_over(old, layer), runs=30)
    checked, checked_95 = milliseconds(lambda: does_not_check(merged.result), runs=10)
    table(
        [
            [f"merge {len(layer.changes)} changes over 200 questions", whole, whole_95, "under 50 ms"],
            ["  digests of both versions (floor)", floor, floor_95, ""],
            ["  lay the same layer on the old version", laid, laid_95, ""],
            ["  check the result, as an upgrade does before it is shown", checked, checked_95, ""],
        ],
        ["what", "median ms", "p95 ms", "target"],
    )
    last_line({
        "merge_ms": whole, "merge_p95_ms": whole_95, "floor_ms": floor, "lay_ms": laid, "check_ms": checked,
        "changes": len(layer.changes), "conflicts": len(merged.conflicts),
    })  # fmt: skip


if __name__ == "__main__":
    main()
