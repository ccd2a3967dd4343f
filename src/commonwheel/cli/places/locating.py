"""`commonwheel places locate`: the councils of each place in a CSV file."""

import csv
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

import click
from rich.console import Console
from rich.progress import Progress

from commonwheel.cli.on_node import as_json_option, refuse, say, set_up_django
from commonwheel.cli.places.options import DAY, FILE, encoding_of, node_data, replacing
from commonwheel.core.places.locate import Sources, sources_on
from commonwheel.core.places.locate_table import ADDED, By, Counted, add_councils, read_heading
from commonwheel.core.problems import Failure
from commonwheel.integrations.places.folder import PlaceFolder

_ROWS_AT_ONCE = 20_000
_LONGEST_HEADING = 100_000


@click.command()
@click.option("--input", "source", type=FILE, required=True, help="The CSV file, with a heading.")
@click.option(
    "--output", "target", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="Where to write; replaced whole at the end.",
)  # fmt: skip
@click.option("--on", "day", type=DAY, required=True, help="The day whose councils are wanted, YYYY-MM-DD.")
@click.option("--by", type=click.Choice(["postcode", "point"]), help="What to go by, where the file has both.")
@as_json_option
def locate(*, source: Path, target: Path, day: datetime, by: By | None, as_json: bool) -> None:
    """
    Add the councils of each place to a CSV file.

    The input has a column `postcode`, or `lat` and `lon`, or `easting` and `northing`. Its columns and rows are kept
    in their order; `district`, `county` and `combined_authority` (GSS codes of the day, empty where there is none) and
    `problem` are added. Where a row cannot be located, `problem` says why, and the others go on.
    """
    try:
        sources = sources_of(PlaceFolder(node_data()), day.date())
        counted = _locate(sources, source, target, by)
    except (Failure, OSError, csv.Error) as problem:
        refuse(f"{source}: {problem}" if isinstance(problem, csv.Error) else str(problem))
    held = {
        "postcodes": sources.table.source if sources.table else None,
        "postcodes_from": str(sources.table.holds_from) if sources.table else None,
        "districts_from": str(sources.districts.about.holds_from) if sources.districts else None,
    }
    said = (
        f"{counted.rows:,} rows, {counted.located:,} located, {counted.problems:,} with a problem. Written to {target}."
    )
    say(said, {**asdict(counted), "on": str(day.date()), "output": str(target), **held}, as_json=as_json)


def sources_of(folder: PlaceFolder, on: date) -> Sources:
    """
    Return what the node holds of a day.

    Raises:
        NothingHeld: neither postcodes nor districts.
    """
    table, districts = folder.postcodes(on), folder.areas("district", on) or folder.nearest_areas("district", on)
    if table is None and districts is None:
        raise NothingHeld(on)
    set_up_django()
    from commonwheel.apps.authorities import api as authorities

    return sources_on(on, register=authorities.the_register(), table=table, districts=districts)


class NothingHeld(Failure):
    """The node has no postcodes, and no districts of the day."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"This node holds neither postcodes nor districts of {on}. Take in files with `commonwheel places import`; "
            "`commonwheel places list` shows what is held. Nothing was written."
        )
        self.on = on


def _locate(sources: Sources, source: Path, target: Path, by: By | None) -> Counted:
    encoding = encoding_of(source)
    counted = Counted()
    with (
        source.open(encoding=encoding, newline="") as file,
        Progress(console=Console(stderr=True), transient=True) as progress,
    ):
        delimiter = _delimiter(file)
        reader = csv.reader(file, delimiter=delimiter)
        heading = next(reader, [])
        places = read_heading(heading, by)
        task = progress.add_task(f"Locating {source.name}", total=None)
        with replacing(target, encoding) as out:
            writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
            writer.writerow([*heading, *ADDED])
            while rows := list(islice(reader, _ROWS_AT_ONCE)):
                writer.writerows(add_councils(sources, places, [row for row in rows if row], counted))
                progress.update(task, completed=counted.rows)
    return counted


def _delimiter(file: TextIO) -> str:
    """Return what the heading is divided by: a comma, unless it has none and has semicolons or tabs."""
    line = file.readline(_LONGEST_HEADING)
    file.seek(0)
    return next((mark for mark in ",;\t" if mark in line), ",")
