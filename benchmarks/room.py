"""
How much disk a request takes: whole journeys with their printed copies, without gaps in the database.

usage: make bench NAME=room [ARGS="COUNT"]
"""

import asyncio
import contextlib
import sqlite3
import sys
from pathlib import Path

from benchmarks import node
from benchmarks.journeys import until_all_are_made, visitors, walk
from benchmarks.load import last_line, measure, table

COUNT = 800


def packed_bytes(data: Path) -> int:
    """Return what a data folder takes: pages of its database that are in use, and files."""
    with contextlib.closing(sqlite3.connect(data / "commonwheel.sqlite3")) as database:
        pages, free, size = (
            int(database.execute(f"PRAGMA {what}").fetchone()[0])
            for what in ("page_count", "freelist_count", "page_size")
        )
    kept = [path for path in data.rglob("*") if path.is_file() and path.suffix != ".log" and "sqlite3" not in path.name]
    return (pages - free) * size + sum(path.stat().st_size for path in kept)


async def room(data: Path, count: int) -> dict[str, float]:
    """Measure the difference that so many requests make."""
    before = packed_bytes(data)
    with node.server() as (host, port, _), node.worker():
        work = [walk(person, node.slug(0)) for person in await visitors(host, port)]
        await measure(work, count=count)
        until_all_are_made(data)
    each = (packed_bytes(data) - before) / count
    table([(count, each / 1_000)], ["requests", "KB each"])
    return {"request_kb": each / 1_000}


def main() -> None:
    """Run it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with node.data_folder() as data:
        node.fill(1)
        last_line(asyncio.run(room(data, count)))


if __name__ == "__main__":
    main()
