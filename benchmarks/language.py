"""
Parse and check a whole pattern folder, and find the next step of a long pattern, in a warm process.

Nothing is cached between runs: each begins from the folder's bytes. The floor for parsing is
libyaml's own event reader over the same bytes; there is no peer for the rest.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from benchmarks.cold import forget_compiled
from benchmarks.load import last_line, table
from commonwheel.core.layers.apply import apply
from commonwheel.core.patterns.answering.route import Circumstances, next_page, walk
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.running.programme import compile_programme
from commonwheel.core.values.working_days import WorkingCalendar

ROOT = Path(__file__).resolve().parents[1]
TODAY = dt.date(2026, 11, 23)
RUNS = 60


def folder(path: Path) -> dict[str, bytes]:
    """Return the files below a folder by their relative paths."""
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Return the median and the 95th percentile of some runs, after three that do not count."""
    times = []
    for run in range(runs + 3):
        began = time.perf_counter()
        work()
        if run >= 3:
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), sorted(times)[int(0.95 * len(times))]


def parse_and_check(files: Mapping[str, bytes]) -> None:
    """Read a folder and check it, as if it had never been seen."""
    forget_compiled()
    read = read_folder(files)
    assert read.bundle is not None, read.problems
    assert not check(read.bundle)


def events(files: Mapping[str, bytes]) -> None:
    """Let libyaml read the same bytes: what parsing cannot be faster than."""
    for name, data in files.items():
        if name.endswith(".yaml"):
            for _ in yaml.parse(data, Loader=yaml.CSafeLoader):
                pass


def long_pattern(steps: int) -> bytes:
    """Return a pattern in which each step is shown only for some answers of the one before."""
    lines = [(ROOT / "benchmarks/patterns/nine-questions/pattern.yaml").read_text().split("steps:")[0], "steps:"]
    for number in range(steps):
        lines.append(f"  - id: step-{number}\n    title: Step {number}")
        if number:
            lines.append(f"    when: q{number - 1} >= 0 && q{number - 1} <= 1000")
        lines.append(f"    ask:\n      - {{id: q{number}, type: number, label: Number {number}, min: 0, max: 1000}}")
    lines.append("case:\n  reference: LP\n  states:\n    - {id: received, label: Received, next: [done]}")
    lines.append("    - {id: done, label: Done, final: done}")
    return "\n".join(lines).encode()


def main() -> None:
    """Measure, print the table, and the figures as the last line."""
    files = folder(ROOT / "patterns" / "report-missed-bin")
    whole, whole_95 = milliseconds(lambda: parse_and_check(files))
    floor, floor_95 = milliseconds(lambda: events(files))

    read = read_folder({"pattern.yaml": long_pattern(100)})
    assert read.bundle is not None, read.problems
    programme = compile_programme(apply(read.bundle, None))
    circumstances = Circumstances(
        today=TODAY, calendar=WorkingCalendar(frozenset(), TODAY.replace(year=2028)), account={}, authority={},
        in_area=lambda _place, _area: None,
    )  # fmt: skip
    answers = {f"q{number}": number for number in range(99)}
    last = programme.page("step-98")
    first = programme.page("step-0")
    step, step_95 = milliseconds(lambda: next_page(programme, answers, circumstances, after=last), runs=2_000)
    found = next_page(programme, answers, circumstances, after=last).page
    assert found is not None
    assert found.id == "step-99"
    # The worst case: no condition holds, so all hundred are asked.
    none, none_95 = milliseconds(lambda: next_page(programme, {"q0": -1}, circumstances, after=first), runs=500)
    route, route_95 = milliseconds(lambda: walk(programme, answers, circumstances), runs=500)

    table(
        [
            ["read and check report-missed-bin", whole, whole_95, "under 20 ms"],
            ["  libyaml's events over the same bytes (floor)", floor, floor_95, ""],
            ["next of 100 steps, a condition on each", step, step_95, "under 0.5 ms"],
            ["  the same where none of the conditions holds", none, none_95, "under 0.5 ms"],
            ["  all 100 pages walked from the beginning", route, route_95, ""],
        ],
        ["what", "median ms", "p95 ms", "target"],
    )
    last_line(
        {
            "parse_check_ms": whole, "parse_check_p95_ms": whole_95, "events_floor_ms": floor,
            "next_step_ms": step, "next_step_p95_ms": step_95,
            "next_step_worst_ms": none, "walk_100_ms": route,
        }
    )  # fmt: skip


if __name__ == "__main__":
    main()
