"""
Answers about places over HTTP: postcodes, points and who is responsible, eight at once, all of Great Britain loaded.

The peer is a bare view of the same server: a constant of a kilobyte through the same middleware, in turns with them.
The data are those of `places`, looked for beside the repository in ../shared/data; without them nothing is measured.

usage: make bench NAME=places_http [ARGS="--calls 2000"]
"""

import argparse
import asyncio
import random
import statistics
from collections.abc import Awaitable, Callable, Sequence
from itertools import cycle
from pathlib import Path

from benchmarks import node
from benchmarks.load import Visitor, last_line, measure, table
from benchmarks.places import APRIL, BOUNDARIES, CODE_POINT
from commonwheel.core.places.areas.area_file import pack_areas
from commonwheel.core.places.areas.layer import Choice
from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.places.postcode_keys import written_of
from commonwheel.core.places.postcode_table import PostcodeTable
from commonwheel.integrations.places.boundary_file import read_boundaries
from commonwheel.integrations.places.code_point_zip import pack_code_point
from commonwheel.integrations.places.folder import PlaceFolder

AT_ONCE = 8
TURNS = 5
ASKED = 5_000
BARE = "bare view"
WARM_UP = 400


def main() -> None:
    """Measure, print the table, and the figures as the last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=2_000, help="of each kind in each turn")
    calls = parser.parse_args().calls
    missing = [path for path in (CODE_POINT, *BOUNDARIES) if not path.exists()]
    if missing:
        raise SystemExit(f"Not measured: {missing[0]} is not there. Put the open data there as the docstring says.")
    with node.data_folder() as data:
        asked = _addresses(_filled(data))
        node.fill(0)
        with node.server("benchmarks.places_http_settings") as (host, port, pid):
            rates = asyncio.run(_rates(host, port, asked, calls))
            megabytes = node.memory_mb(pid)
    found = {name: statistics.median(each) for name, each in rates.items()}
    spread = {name: f"{min(each):.0f} to {max(each):.0f}" for name, each in rates.items()}
    shares = {name: rate / found[BARE] for name, rate in found.items()}
    rows = [(name, f"{rate:.0f}", spread[name], f"{shares[name]:.0%}") for name, rate in found.items()]
    table(rows, [f"{AT_ONCE} at once", "a second", "from turn to turn", "of the bare view"])
    print(f"the largest process: {megabytes:.0f} MB")
    words = {BARE: "bare", "postcode": "postcode", "point": "point", "who, by postcode": "who"}
    last_line(
        {
            **{f"{words[name]}_per_s": rate for name, rate in found.items()},
            **{f"{words[name]}_share": share for name, share in shares.items()},
            "process_mb": megabytes,
        }
    )


def _filled(data: Path) -> PostcodeTable:
    """Take all postcodes and boundaries in, and return the postcodes."""
    folder = PlaceFolder(data)
    for path in BOUNDARIES:
        folder.keep_areas(pack_areas(*read_boundaries(path, Choice(vintage=APRIL))))
    return folder.keep_postcodes(pack_code_point(CODE_POINT))


def _addresses(postcodes: PostcodeTable) -> dict[str, list[str]]:
    """Return what is asked: postcodes at random, and points a few hundred metres around them."""
    chance = random.Random(4)
    rows = [chance.randrange(len(postcodes)) for _ in range(ASKED)]
    written = [written_of(int(postcodes.keys[row])).replace(" ", "%20") for row in rows]
    known = [row for row in rows if postcodes.rows["eastings"][row]]
    spots = [
        spot_of_grid(
            int(postcodes.rows["eastings"][row]) + chance.gauss(0, 300),
            int(postcodes.rows["northings"][row]) + chance.gauss(0, 300),
        )
        for row in known
    ]
    return {
        BARE: ["/api/bare"],
        "postcode": [f"/api/places/postcodes/{each}" for each in written],
        "point": [f"/api/places/points?lat={spot.lat:.6f}&lon={spot.lon:.6f}" for spot in spots],
        "who, by postcode": [f"/api/places/who?postcode={each}&duty=highways" for each in written],
    }


async def _rates(host: str, port: int, asked: dict[str, list[str]], calls: int) -> dict[str, list[float]]:
    """Return the calls a second of each kind, turn by turn; what comes first in a process does not count."""
    visitors = [Visitor(host, port) for _ in range(AT_ONCE)]
    rates: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(TURNS + 1):
        for name, addresses in asked.items():
            work = _work(visitors, addresses)
            measured = await measure(work, count=calls if turn else WARM_UP)
            if turn:
                rates[name].append(measured.per_s)
    for visitor in visitors:
        visitor.close()
    return rates


def _work(visitors: Sequence[Visitor], addresses: list[str]) -> list[Callable[[], Awaitable[None]]]:
    """Return what each visitor does again and again: the next of the addresses, which all of them share."""
    following = cycle(addresses)

    def of(visitor: Visitor) -> Callable[[], Awaitable[None]]:
        async def ask() -> None:
            path = next(following)
            reply = await visitor.get(path)
            # Some postcodes lie in no council's area: on an island that has none of ours.
            assert reply.status in {200, 404}, (path, reply)

        return ask

    return [of(visitor) for visitor in visitors]


if __name__ == "__main__":
    main()
