"""
Postcodes and boundaries: one, a million, an import, the memory of a process, and how often the answer is right.

The data are Code-Point Open, the boundaries of 2025 and a sample of the ONS Postcode Directory, looked for
beside the repository in ../shared/data; without them nothing is measured. Beside each figure stands what else
would do the same in the same run: a Python dictionary for postcodes, shapely's own tree for points. Both are
timed by the processor they take, all of it in one thread, so that others at work on the machine count less.
"""

import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely

import commonwheel
from benchmarks.load import last_line, table
from commonwheel.core.places.areas.area_file import pack_areas
from commonwheel.core.places.areas.layer import Choice
from commonwheel.core.places.grid_arrays import spots_of_grid
from commonwheel.core.places.locate import Sources, locate_points, locate_postcodes, sources_on
from commonwheel.core.places.postcode_keys import keys_of, written_of
from commonwheel.core.places.postcode_table import PostcodeTable
from commonwheel.core.places.register.reading import read_register
from commonwheel.integrations.places.boundary_file import read_boundaries
from commonwheel.integrations.places.code_point_zip import pack_code_point
from commonwheel.integrations.places.folder import PlaceFolder

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
REGISTER = Path(commonwheel.__file__).parent / "apps" / "authorities" / "data" / "register.json"
CODE_POINT = DATA / "postcodes" / "codepo_gb.zip"
SAMPLE = DATA / "postcodes" / "onspd_nov2025_sample.csv.gz"
BOUNDARIES = [DATA / "boundaries" / f"{name}_2025.geojson" for name in ("ltla", "cty", "cauth")]
APRIL, DAY = date(2025, 4, 1), date(2025, 11, 1)
MILLION = 1_000_000
ONES = 50_000
RUNS = 5


def take_in(data: Path) -> None:
    """Import the postcodes into a data folder, and print the seconds and the megabytes it took."""
    began, used = time.perf_counter(), time.process_time()
    PlaceFolder(data).keep_postcodes(pack_code_point(CODE_POINT))
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mb": _peak()}))


def hold(data: Path) -> None:
    """Open all that is held, ask everything once, and print the seconds of opening and the megabytes."""
    began = time.perf_counter()
    sources = _sources(data)
    seconds = time.perf_counter() - began
    assert sources.table is not None
    assert sources.districts is not None
    for place in range(len(sources.districts)):
        sources.districts.shape(place)
    rows = sources.table.rows[:: len(sources.table) // 200_000]
    sources.table.places_of(sources.table.keys)
    places = sources.districts.places_of(*_random_spots(200_000))
    print(json.dumps({"seconds": seconds, "mb": _peak(), "asked": len(rows) + len(places)}))


def main() -> None:
    """Measure, print the tables, and the figures as the last line."""
    missing = [path for path in (CODE_POINT, SAMPLE, *BOUNDARIES) if not path.exists()]
    if missing:
        raise SystemExit(f"Not measured: {missing[0]} is not there. Put the open data there as the docstring says.")
    with tempfile.TemporaryDirectory(prefix="commonwheel-places-") as temporary:
        data = Path(temporary)
        imported = _child("take_in", data)
        folder = PlaceFolder(data)
        for path in BOUNDARIES:
            folder.keep_areas(pack_areas(*read_boundaries(path, Choice(vintage=APRIL))))
        held = _child("hold", data)
        sources = _sources(data)
        figures = {
            "import_s": imported["seconds"], "import_cpu_s": imported["cpu"], "import_mb": imported["mb"],
            "open_s": held["seconds"], "process_mb": held["mb"],
            **_speeds(sources), **_right(sources),
        }  # fmt: skip
    last_line(figures)


def _speeds(sources: Sources) -> dict[str, float]:
    postcodes, areas = sources.table, sources.districts
    assert postcodes is not None
    assert areas is not None
    texts = [written_of(key) for key in np.random.default_rng(1).choice(postcodes.keys, MILLION).tolist()]
    spots = _spots_of_people(postcodes)
    known = dict.fromkeys(texts, 0)
    tree, points = shapely.STRtree(areas.shapes()), shapely.points(*spots)
    ones = list(zip(spots[0][:ONES].tolist(), spots[1][:ONES].tolist(), strict=True))
    rows: list[tuple[str, float, float, str, float, float]] = [
        (
            "one postcode, µs", *_each(postcodes.find, texts[:ONES]),
            "a dictionary's look", *_each(known.get, texts[:ONES]),
        ),
        (
            "one point, µs", *_each(lambda spot: areas.find(*spot), ones),
            "shapely's tree", *_each(lambda point: tree.query(point, "intersects"), list(points[:5_000])),
        ),
        (
            "a million postcodes, s", *_whole(lambda: postcodes.places_of(keys_of(texts))),
            "dictionary", *_whole(lambda: list(map(known.get, texts))),
        ),
        (
            "a million points, s", *_whole(lambda: areas.places_of(*spots)),
            "shapely's tree", *_whole(lambda: tree.query(points, "intersects"), runs=1),
        ),
    ]  # fmt: skip
    table(rows, ["", "found", "lowest", "beside it", "found", "lowest"])
    names = ("postcode_us", "point_us", "million_postcodes_s", "million_points_s")
    return {
        **{name: row[1] for name, row in zip(names, rows, strict=True)},
        **{f"peer_{name}": row[4] for name, row in zip(names, rows, strict=True)},
    }


def _right(sources: Sources) -> dict[str, float]:
    with gzip.open(SAMPLE, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth = np.array([row["lad25cd"] for row in rows], dtype=object)
    by_table = locate_postcodes(sources, [row["postcode"] for row in rows])
    spots = [np.array([float(row[name]) for row in rows]) for name in ("lon", "lat")]
    by_outline = locate_points(sources, *spots)
    assert sources.districts is not None
    strict = sources.districts.places_of(*spots)
    named = by_table.districts != ""
    found = {
        "by table, of those in it": float((by_table.districts == truth)[named].mean()),
        "by polygon, with the nearest": float((by_outline.districts == truth).mean()),
        "by polygon alone": float(((by_outline.districts == truth) & (strict >= 0)).mean()),
        "in the table (the sample has ended postcodes too)": float(named.mean()),
    }
    table([(name, f"{share:.3%}") for name, share in found.items()], [f"right, of {len(rows):,} postcodes", ""])
    names = ("right_by_table", "right_by_polygon", "right_by_polygon_alone", "in_table")
    return {f"{name}_percent": 100 * share for name, share in zip(names, found.values(), strict=True)}


def _sources(data: Path) -> Sources:
    folder = PlaceFolder(data)
    register = read_register(REGISTER.read_text(encoding="utf-8"))
    return sources_on(DAY, register=register, table=folder.postcodes(DAY), districts=folder.areas("district", DAY))


def _spots_of_people(postcodes: PostcodeTable) -> tuple[Any, Any]:
    """Return a million spots around postcodes, where people and borders are."""
    chance = np.random.default_rng(2)
    rows = postcodes.rows[postcodes.rows["eastings"] > 0]
    rows = rows[chance.integers(0, len(rows), MILLION)]
    moved = chance.normal(0, 300, (2, MILLION))
    return spots_of_grid(rows["eastings"] + moved[0], rows["northings"] + moved[1])


def _random_spots(number: int) -> tuple[Any, Any]:
    chance = np.random.default_rng(3)
    return chance.uniform(-8.6, 1.7, number), chance.uniform(49.9, 60.8, number)


def _each(work: Callable[[Any], object], values: Sequence[Any]) -> tuple[float, float]:
    """Return the microseconds of one call: the median of some runs, and the lowest."""
    middle, lowest = _whole(lambda: [work(value) for value in values])
    return middle / len(values) * 1e6, lowest / len(values) * 1e6


def _whole(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Return the seconds of a call: the median of some runs after one that does not count, and the lowest."""
    times = []
    for run in range(runs + 1):
        began = time.process_time()
        work()
        if run or runs == 1:
            times.append(time.process_time() - began)
    return sorted(times)[len(times) // 2], min(times)


def _child(name: str, data: Path) -> dict[str, float]:
    """Run one of the two above in a process of its own, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.places", name, str(data)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"take_in": take_in, "hold": hold}[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()
