"""`commonwheel places import`: the files of postcodes and boundaries that councils get."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from commonwheel.cli.on_node import as_json_option, refuse, say
from commonwheel.cli.places.options import DAY, FILE, as_day, node_data
from commonwheel.core.places.areas.area_file import pack_areas
from commonwheel.core.places.areas.boundary_set import LEVELS, About, Boundaries, join
from commonwheel.core.places.areas.layer import Choice
from commonwheel.core.problems import Failure
from commonwheel.integrations.places.boundary_file import read_boundaries
from commonwheel.integrations.places.code_point_zip import pack_code_point
from commonwheel.integrations.places.directory_file import pack_directory
from commonwheel.integrations.places.folder import PlaceFolder
from commonwheel.integrations.places.told_apart import kind_of

Report = Callable[[int, int], None]
Taken = dict[tuple[str, date], tuple[Boundaries, About]]


@click.command("import")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--level", type=click.Choice(LEVELS), help="What the areas are, where their codes do not tell.")
@click.option(
    "--vintage", "--as-of", type=DAY,
    help="The day from which the file holds, where it does not tell. Of a file with years, the areas of that day.",
)  # fmt: skip
@click.option("--layer", default="", help="The layer of a TopoJSON or GeoPackage that has several.")
@click.option("--code", default="", help="The column of the areas' codes, where its name is unusual.")
@click.option("--name", default="", help="The column of the areas' names, where its name is unusual.")
@click.option("--crs", type=int, help="EPSG number of the coordinates, over what the file says: 4326 or 27700.")
@as_json_option
def import_files(*, files: tuple[Path, ...], level: str | None, as_json: bool, **chosen: Any) -> None:
    r"""
    Take in postcodes and boundaries.

    FILE is any of these, told by its content:

    \b
    - Code-Point Open, the zip in CSV
    - ONSPD or NSPL, the zip or its CSV
    - boundaries as GeoJSON, TopoJSON (both also gzipped) or GeoPackage

    Vintages stand side by side; the same kind of the same day is replaced whole, but several files of boundaries
    given at once (the wards of several counties) are joined. Each file is there at its end or
    not at all: until then, and when anything goes wrong, what was there serves. Importing takes seconds, so one that
    was stopped is begun anew; files that were done before it stay done.
    """
    chosen["vintage"] = as_day(chosen["vintage"])
    choice = Choice(**chosen)
    done: list[dict[str, Any]] = []
    taken: Taken = {}
    try:
        folder = PlaceFolder(node_data())
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for file in files:
                task = progress.add_task(f"Reading {file.name}", total=None)
                done.append(
                    _take_in(
                        folder, file, choice, level=level or "", taken=taken, report=partial(_show, progress, task)
                    )
                )
    except (Failure, OSError) as problem:
        refuse("\n".join([*(one["said"] for one in done), str(problem)]))
    say("\n".join(one["said"] for one in done), done, as_json=as_json)


def _take_in(
    folder: PlaceFolder, file: Path, choice: Choice, *, level: str, taken: Taken, report: Report
) -> dict[str, Any]:
    kind = kind_of(file)
    if kind == "boundaries":
        return _boundaries(folder, file, choice, level, taken)
    pack = pack_code_point if kind == "code-point" else pack_directory
    table = folder.keep_postcodes(pack(file, holds_from=choice.vintage, report=report))
    ended = int((table.rows["ended"] > 0).sum())
    counted = f"{len(table):,}" if not ended else f"{len(table):,}, of which {ended:,} ended"
    said = f"Postcodes: {counted}, from {table.source}, held from {table.holds_from}."
    return _told(file, "postcodes", table.holds_from, len(table), said=said, source=table.source, ended=ended)


def _boundaries(folder: PlaceFolder, file: Path, choice: Choice, level: str, taken: Taken) -> dict[str, Any]:
    boundaries, about = read_boundaries(file, choice, level=level)
    if beside := taken.get((about.level, about.holds_from)):
        boundaries = join(beside[0], boundaries)
        about = replace(about, source=f"{beside[1].source}; {about.source}")
    taken[about.level, about.holds_from] = boundaries, about
    before = None if beside else folder.open_areas(about.level, about.holds_from)
    areas = folder.keep_areas(pack_areas(boundaries, about))
    said = f"Areas: {len(areas):,} of level {about.level}, from {about.source}, held from {about.holds_from}."
    if before is not None:
        said += f" They replace {len(before):,}."
    if boundaries.mended:
        said += f" The outlines of {len(boundaries.mended):,} crossed themselves and were mended."
    return _told(
        file, about.level, about.holds_from, len(areas), said=said, source=about.source, mended=boundaries.mended
    )


def _told(file: Path, kind: str, holds_from: date, number: int, **more: str | int | Sequence[str]) -> dict[str, Any]:
    return {"file": str(file), "kind": kind, "holds_from": holds_from.isoformat(), "number": number, **more}


def _show(progress: Progress, task: Any, done: int, total: int) -> None:
    progress.update(task, completed=done, total=total)
