"""`commonwheel places figures`: what the node keeps for its page on levels of local."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from commonwheel.cli.on_node import as_json_option, refuse, say
from commonwheel.cli.places.figure_files import FIGURES, figures_of, points_of
from commonwheel.cli.places.options import node_data
from commonwheel.core.places.duties import duty_named
from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.ground import Points
from commonwheel.core.places.local.kept import MEASURES, Kept, Measure
from commonwheel.core.problems import Failure
from commonwheel.integrations.places.figures import FigureFolder
from commonwheel.integrations.places.folder import PlaceFolder

_LONGEST_SOURCE = 200

_measure = click.argument("measure", type=click.Choice(MEASURES))
_service = click.option("--service", default="", help="The duty whose figures they are; not for population.")


@click.group()
def figures() -> None:
    """
    Figures by which the page on levels of local compares: residents, demand, need, cost and service points.

    They are shown to everybody. docs/how-to/compare-levels-of-local.md tells what to look out for.
    """


@figures.command()
@_measure
@click.argument("given", metavar="FILE")
@_service
@click.option("--source", default="", help="What readers are told they are from. Default: the file and its column.")
@as_json_option
def keep(*, measure: Measure, given: str, service: str, source: str, as_json: bool) -> None:
    """Keep figures in the place of those of the same measure and service."""
    folder = FigureFolder(node_data())
    try:
        _check(measure, service)
        content = _read(measure, given)
        if source:
            content = dataclasses.replace(content, source=source[:_LONGEST_SOURCE])
        kept = Kept(measure, service, content)
        folder.keep(kept)
    except (Failure, OSError) as problem:
        refuse(str(problem))
    say(f"Kept: {_line(kept)}.", _told(kept), as_json=as_json)


keep.help = f"{keep.help} FILE is {FIGURES} Points: a CSV file with postcode, lat and lon, or easting and northing."


@figures.command("list")
@as_json_option
def list_kept(*, as_json: bool) -> None:
    """List the figures that are kept."""
    try:
        held = FigureFolder(node_data()).held()
    except (Failure, OSError) as problem:
        refuse(str(problem))
    nothing = "No figures are kept yet. Keep some with `commonwheel places figures keep`."
    say("\n".join(map(_line, held)) or nothing, list(map(_told, held)), as_json=as_json)


@figures.command()
@_measure
@_service
@as_json_option
def drop(*, measure: Measure, service: str, as_json: bool) -> None:
    """Remove figures."""
    try:
        _check(measure, service)
        was_there = FigureFolder(node_data()).drop(measure, service)
    except (Failure, OSError) as problem:
        refuse(str(problem))
    named = f"{measure} {service}".strip()
    if not was_there:
        refuse(f"No figures of {named} are kept. `commonwheel places figures list` shows which are.")
    say(f"The figures of {named} are removed.", {"measure": measure, "service": service}, as_json=as_json)


class ServiceIsWrong(Failure):
    """A measure needs a service and has none, or the other way round."""

    def __init__(self, measure: Measure) -> None:
        needs = "belong to no service: leave --service out" if measure == "population" else "need --service"
        super().__init__(f"Figures of {measure} {needs}.")
        self.measure = measure


def _check(measure: Measure, service: str) -> None:
    if (measure == "population") == bool(service):
        raise ServiceIsWrong(measure)
    if service:
        duty_named(service)


def _read(measure: Measure, given: str) -> Figures | Points:
    if measure != "points":
        return figures_of(given)
    table = PlaceFolder(node_data()).postcodes(date.max)
    if table is None:
        refuse("This node holds no postcodes. Take them in with `commonwheel places import`.")
    return points_of(Path(given), table)


def _line(kept: Kept) -> str:
    year = f" ({kept.content.year})" if isinstance(kept.content, Figures) else ""
    return f"{f'{kept.measure} {kept.service}'.strip()}  {_count(kept):,}  {kept.content.source}{year}"


def _told(kept: Kept) -> Mapping[str, Any]:
    year = kept.content.year if isinstance(kept.content, Figures) else None
    told = {"measure": kept.measure, "service": kept.service, "number": _count(kept), "year": year}
    return {**told, "source": kept.content.source}


def _count(kept: Kept) -> int:
    return len(kept.content.values) if isinstance(kept.content, Figures) else len(kept.content.easting)
