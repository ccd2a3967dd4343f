"""`commonwheel places list | compare | drop`: what the node holds of postcodes and boundaries."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from commonwheel.cli.on_node import as_json_option, refuse, say
from commonwheel.cli.places.options import DAY, node_data
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import LEVELS
from commonwheel.core.places.areas.differences import Differences
from commonwheel.core.places.areas.differences import compare as differences_of
from commonwheel.core.problems import Failure
from commonwheel.integrations.places.folder import KINDS, POSTCODES, Held, PlaceFolder


@click.command("list")
@as_json_option
def list_held(*, as_json: bool) -> None:
    """List what is held, by kind and by the day from which it holds."""
    folder = PlaceFolder(node_data())
    try:
        rows = [_row(folder, held) for held in folder.held()]
    except (Failure, OSError) as problem:
        refuse(str(problem))
    lines = [f"{row['kind']}  {row['holds_from']}  {row['number']:,}  {row['source']}" for row in rows]
    nothing = "Nothing is held yet. Take in a file with `commonwheel places import`."
    say("\n".join(lines) or nothing, rows, as_json=as_json)


@click.command()
@click.argument("before", metavar="LEVEL@DAY")
@click.argument("after", metavar="LEVEL@DAY")
@as_json_option
def compare(*, before: str, after: str, as_json: bool) -> None:
    """
    List what differs between two vintages of boundaries, such as district@2023-04-01 and district@2025-04-01.

    Codes that are gone, codes that are new, names that changed, and which share of an area lies in another later.
    """
    folder = PlaceFolder(node_data())
    try:
        found = differences_of(_vintage(folder, before), _vintage(folder, after))
    except (Failure, OSError) as problem:
        refuse(str(problem))
    say("\n".join(_lines(found)) or "Nothing differs.", asdict(found), as_json=as_json)


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("day", type=DAY)
@as_json_option
def drop(*, kind: str, day: datetime, as_json: bool) -> None:
    """Remove the vintage of KIND that holds from DAY (YYYY-MM-DD)."""
    if not PlaceFolder(node_data()).drop(kind, day.date()):
        refuse(f"Nothing of kind {kind} is held from {day.date()}. `commonwheel places list` shows what is.")
    told = {"kind": kind, "holds_from": str(day.date())}
    say(f"What was held of kind {kind} from {day.date()} is removed.", told, as_json=as_json)


class NotHeld(Failure):
    """A vintage that was named is not there."""

    def __init__(self, named: str) -> None:
        super().__init__(f"{named!r} is not held. Name one as `commonwheel places list` shows it: district@2025-04-01.")
        self.named = named


def _vintage(folder: PlaceFolder, named: str) -> AreaSet:
    level, _, day = named.partition("@")
    try:
        found = folder.open_areas(level, date.fromisoformat(day)) if level in LEVELS else None
    except ValueError:
        found = None
    if found is None:
        raise NotHeld(named)
    return found


def _lines(found: Differences) -> list[str]:
    moved = (
        (each, f"{each.share:.1%} of {each.before.name} to {each.after.code}  {each.after.name}")
        for each in found.moved
    )
    return [
        *(f"gone     {area.code}  {area.name}" for area in found.gone),
        *(f"new      {area.code}  {area.name}" for area in found.new),
        *(f"renamed  {old.code}  {old.name}, now {new.name}" for old, new in found.renamed),
        *(f"moved    {each.before.code}  {said}" for each, said in moved),
    ]


def _row(folder: PlaceFolder, held: Held) -> dict[str, Any]:
    number, source, licence = 0, "", ""
    if held.kind == POSTCODES:
        table = folder.postcodes(held.holds_from)
        number, source = (len(table), table.source) if table else (0, "")
    elif areas := folder.open_areas(held.kind, held.holds_from):
        number, source, licence = len(areas), areas.about.source, areas.about.licence
    told = {"kind": held.kind, "holds_from": str(held.holds_from), "number": number, "source": source}
    return {**told, "licence": licence, "bytes": held.path.stat().st_size}
