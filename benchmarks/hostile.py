"""
What hostile pattern folders cost: the corpus of the tests, read and checked, warm and from the command line.

Nothing is cached between runs. The aim is 300 ms warm and 2 s from the command line, for each.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests.support.hostile import FOLDERS  # noqa: E402  # after the path

from benchmarks.cold import forget_compiled  # noqa: E402  # after the path
from benchmarks.load import last_line, table  # noqa: E402  # after the path
from commonwheel.core.patterns.checks.check import check  # noqa: E402  # after the path
from commonwheel.core.patterns.reading.read import read_folder  # noqa: E402  # after the path

RUNS = 3
COMMAND = Path(sys.executable).with_name("commonwheel")


def warm_ms(files: Mapping[str, bytes]) -> tuple[float, int]:
    """Return the median milliseconds to read and check a folder, and how many problems it has."""
    times, found = [], 0
    for _run in range(RUNS):
        forget_compiled()
        began = time.perf_counter()
        read = read_folder(files)
        problems = [*read.problems, *(check(read.bundle) if read.bundle else ())]
        times.append((time.perf_counter() - began) * 1000)
        found = len(problems)
    return statistics.median(times), found


def command_ms(files: Mapping[str, bytes]) -> tuple[float, int]:
    """Return the milliseconds of `commonwheel pattern check --json` on a folder on disk, and its exit code."""
    with tempfile.TemporaryDirectory() as home:
        for name, data in files.items():
            path = Path(home) / "folder" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        began = time.perf_counter()
        done = subprocess.run(
            [COMMAND, "pattern", "check", f"{home}/folder", "--json"], check=False, capture_output=True, timeout=120
        )
        took = (time.perf_counter() - began) * 1000
    json.loads(done.stdout)
    return took, done.returncode


def main() -> None:
    """Measure each folder that is named in the arguments, or all."""
    names = sys.argv[1:] or list(FOLDERS)
    warm_ms(FOLDERS["zero-width"]())
    rows: list[tuple[str, float, float, int, int]] = []
    for name in names:
        files = FOLDERS[name]()
        warm, problems = warm_ms(files)
        command, code = command_ms(files)
        rows.append((name, warm, command, problems, code))
    rows.sort(key=lambda row: -row[1])
    table(rows, ("folder", "warm ms", "command ms", "problems", "exit"))
    last_line(
        {"hostile_warm_most_ms": max(row[1] for row in rows), "hostile_command_most_ms": max(row[2] for row in rows)}
    )


if __name__ == "__main__":
    main()
