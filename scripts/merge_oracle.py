"""
Merge many invented cases, and look for every edit of both sides in the result.

Usage: python scripts/merge_oracle.py --cases 300000 [--from 0] [--stacks]

Prints a line of progress now and then, each case that breaks the law, and how often each kind of conflict came up.
Exits with 1 where the law was broken.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.core.layers.oracle.cases import Made  # after the path

from commonwheel.core.layers.merge import Merge, merge_stack  # after the path

EVERY = 5_000


def main() -> int:
    """Run the cases and return the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--from", dest="first", type=int, default=0)
    options.add_argument("--stacks", action="store_true", help="Three layers on one another in each case.")
    given = options.parse_args()
    kinds, broken, began = Counter[str](), 0, time.monotonic()
    for number, seed in enumerate(range(given.first, given.first + given.cases), start=1):
        merges, faults = judged(Made(seed), in_stack=given.stacks)
        kinds.update(one.kind for merged in merges for one in merged.conflicts)
        if faults:
            broken += 1
            print(f"case {seed}: {'; '.join(faults[:3])}")
        if number % EVERY == 0:
            print(f"{number:,} cases, {broken} broken, {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(f"{given.cases:,} cases, {broken} broken; conflicts: {dict(kinds.most_common())}")
    return 1 if broken else 0


def judged(made: Made, *, in_stack: bool) -> tuple[tuple[Merge, ...], list[str]]:
    """Return the merges of a case, and what breaks the law in them."""
    if not in_stack:
        merged = made.merged()
        return (merged,), list(made.broken(merged))
    merges = merge_stack(made.old.bundle, made.new.bundle, made.stack(3))
    return merges, list(made.broken_stack(merges))


if __name__ == "__main__":
    sys.exit(main())
