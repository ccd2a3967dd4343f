"""
How long it takes from a library to a draft, and whether the four-hundredth council waits longer than the second.

    make bench NAME=adopt ARGS="400"

Makes a commons with the six shared services of this repository, serves it on this machine from a process of its own,
and adopts one of them for so many councils of one node: asked for, fetched, signatures checked, read, laid, kept. The
floor is the same draft made of bytes that are there already, so it has neither the library nor the signatures in it.
Then the command as an officer calls it, in a process of its own. Aims: under 2 s, the last no dearer than the second.
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.trust import serve

ROOT = Path(__file__).resolve().parents[1]
WHAT = "commonwheel-examples/report-missed-bin"
TIMES = 5
AIM_SECONDS = 2.0
AT_ONCE = 20
"""Councils whose median counts as one figure: the second to the twenty-first, and the last twenty."""


def took(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def make_commons(folder: Path) -> bytes:
    """Make a commons of the shared services; return its root."""
    from django.utils import timezone

    sys.path.insert(0, str(ROOT))
    from tests.support.commons import House
    from tests.support.shelves import EXAMPLES, put

    house = House(folder)
    house.start(now=timezone.now())
    house.join(EXAMPLES, now=timezone.now())
    for one in sorted((ROOT / "patterns").iterdir()):
        if one.is_dir():
            files = {path.relative_to(one).as_posix(): path.read_bytes() for path in one.rglob("*") if path.is_file()}
            put(house, files, now=timezone.now())
    return house.root


def measure(councils: int, data: Path, address: str) -> dict[str, float]:
    """Return what was found, in seconds."""
    from django.utils import timezone

    from commonwheel.apps.adoption import api as adoption
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.core.packages.naming import read_wanted
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope

    root = make_commons(data / "commons")
    (data / "root.json").write_bytes(root)
    adoption.follow("home", address=address, root=root.decode(), now=timezone.now())
    followed = adoption.get_followed("home")
    cold = took(lambda: adoption.refresh(followed, adoption.reach(followed), now=timezone.now()))
    warm = statistics.median(
        took(lambda: adoption.refresh(followed, adoption.reach(followed), now=timezone.now())) for _ in range(TIMES)
    )

    def adopt(slug: str, fetched: adoption.Fetched | None = None) -> None:
        council = authorities.get_council(slug)
        now = timezone.now()
        got = fetched or adoption.fetch_anywhere(adoption.find_offer(read_wanted(WHAT)), now=now)
        with council_scope(council.id):
            adoption.adopt(council, got, given={}, actor=audit.SYSTEM, now=now)

    for number in range(councils + AT_ONCE):
        slug = f"council-{number:03}"
        authorities.add_council(
            slug, name=slug, tier="unitary", phone="01632 960000", actor=audit.SYSTEM, now=timezone.now()
        )
    each = [took(partial(adopt, f"council-{number:03}")) for number in range(councils)]
    there = adoption.fetch_anywhere(adoption.find_offer(read_wanted(WHAT)), now=timezone.now())
    floor = [took(partial(adopt, f"council-{number:03}", there)) for number in range(councils, councils + AT_ONCE)]
    return {
        "refresh_cold_s": cold,
        "refresh_warm_s": warm,
        "first_s": each[0],
        "second_to_21st_s": statistics.median(each[1 : 1 + AT_ONCE]),
        "last_20_s": statistics.median(each[-AT_ONCE:]),
        "p95_s": statistics.quantiles(each, n=20)[-1],
        "floor_s": statistics.median(floor),
    }


def command(data: Path) -> float:
    """Return the seconds of the command, in a process of its own, for a council that has nothing yet."""
    program = Path(sys.executable).with_name("commonwheel")
    known = {**os.environ, "COMMONWHEEL_DATA": str(data), "COMMONWHEEL_DEMONSTRATION": "yes"}
    times = []
    for number in range(TIMES):
        slug = f"late-{number}"
        subprocess.run(
            [program, "council", "add", slug, "--name", slug, "--tier", "unitary", "--phone", "01632 960000"],
            check=True, capture_output=True, env=known,
        )  # fmt: skip
        line = [program, "adopt", WHAT, "--for", slug]
        times.append(took(partial(subprocess.run, line, check=True, capture_output=True, env=known)))
    return statistics.median(times)


def main(councils: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "commonwheel.project.settings", "COMMONWHEEL_DATA": folder,
            "COMMONWHEEL_DEMONSTRATION": "yes",
        }  # fmt: skip
        import django

        django.setup()
        from commonwheel.project.migrating import migrate_tables

        migrate_tables()
        receiving, sending = multiprocessing.Pipe(duplex=False)
        (data / "commons" / "served").mkdir(parents=True)
        server = multiprocessing.get_context("fork").Process(
            target=serve, args=(data / "commons" / "served", sending), daemon=True
        )
        server.start()
        try:
            found = measure(councils, data, f"http://127.0.0.1:{receiving.recv()}")
            found["command_s"] = command(data)
        finally:
            server.terminate()
    report(councils, found)


def report(councils: int, found: dict[str, float]) -> None:
    """Print a table, and one line of JSON."""
    print(f"{'':28}{'seconds':>10}{'of the floor':>14}")
    for name, seconds in found.items():
        print(f"{name:28}{seconds:>10.3f}{seconds / found['floor_s']:>14.1f}")
    grown = found["last_20_s"] / found["second_to_21st_s"]
    met = found["command_s"] < AIM_SECONDS
    print(f"\nThe command takes {found['command_s']:.2f} s (aim {AIM_SECONDS} s: {'met' if met else 'missed'}).")
    print(f"The last {AT_ONCE} of {councils} councils take {grown:.2f} times what the second to the 21st take.")
    print(json.dumps({"benchmark": "adopt", "councils": councils, "grown": round(grown, 3), **found}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
