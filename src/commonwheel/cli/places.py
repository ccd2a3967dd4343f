"""The commands about places: postcodes of the node, address registers of its councils."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from commonwheel.core.places.gazetteer import GazetteerIsMostlyBroken, read_gazetteer
from commonwheel.core.places.postcode_table import read_table
from commonwheel.core.places.properties import RowProblem
from commonwheel.core.problems import Failure
from commonwheel.integrations.postcodes.code_point_zip import pack_code_point
from commonwheel.integrations.postcodes.file import POSTCODE_FILE, replace_postcode_file

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN = 100


@click.group()
def places() -> None:
    """Postcodes of this node, and the address registers of its councils."""


@places.command("import")
@click.argument("code_point", type=_FILE, metavar="ZIP")
def import_postcodes(code_point: Path) -> None:
    """
    Take in all postcodes of Great Britain.

    ZIP is Code-Point Open in CSV, as Ordnance Survey publishes it. The node's postcode file is
    replaced whole at the end; until then, and when anything goes wrong, the old one serves.
    """
    from commonwheel.project.environment import read_environment

    try:
        target = read_environment().data / POSTCODE_FILE
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Reading postcodes", total=None)
            data = pack_code_point(
                code_point, report=lambda done, all_: progress.update(task, completed=done, total=all_)
            )
        replace_postcode_file(target, data)
    except (Failure, OSError) as problem:
        _fail(problem)
    table = read_table(data)
    click.echo(f"Postcodes in use: {len(table):,}, from {table.source}.")


@places.command()
@click.argument("council")
@click.argument("gazetteer", type=_FILE, metavar="FILE")
def load(council: str, gazetteer: Path) -> None:
    """
    Bring a council's address register up to its gazetteer.

    FILE is the whole gazetteer: BS 7666 CSV (data transfer format 7.3, or AddressBase Premium) or
    AddressBase CSV. Loading the same file again changes nothing. What it changed stands in the audit trail.
    """
    _django()
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.places import api as register
    from commonwheel.foundation.audit import SYSTEM

    try:
        council_id = authorities.get_council(council).id
        reading = read_gazetteer(_lines(gazetteer))
        loaded = register.load_gazetteer(council_id, reading=reading, actor=SYSTEM, now=timezone.now())
    except GazetteerIsMostlyBroken as problem:
        _list(problem.problems)
        _fail(problem)
    except (Failure, OSError) as problem:
        _fail(problem)
    _list(loaded.problems)
    click.echo(
        f"{loaded.added:,} properties added, {loaded.changed:,} changed, {loaded.withdrawn:,} no longer current, "
        f"{loaded.unchanged:,} as before."
    )
    if loaded.problems:
        click.echo(
            f"Rows that could not be used: {len(loaded.problems):,}. Nothing was withdrawn; mend them and load again."
        )


@places.command()
@click.argument("postcode")
def find(postcode: str) -> None:
    """Say where a postcode is, by the node's postcode file."""
    _django()
    from commonwheel.apps.places import api as register

    try:
        found = register.find_postcode(postcode)
    except Failure as problem:
        _fail(problem)
    if found is None:
        click.echo("This postcode is not in the postcode file.", err=True)
        sys.exit(1)
    codes = ", ".join(code for code in (found.district, found.county) if code)
    click.echo(f"{found.postcode}: {codes or 'no council'}; {found.easting} east, {found.northing} north")


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    import django

    django.setup()


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file; older systems write Windows' letters where newer ones write UTF-8."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return iter(io.StringIO(text, newline=""))


def _list(problems: tuple[RowProblem, ...]) -> None:
    for problem in problems[:_SHOWN]:
        click.echo(f"line {problem.line}: {problem.why}", err=True)
    if len(problems) > _SHOWN:
        click.echo(f"and {len(problems) - _SHOWN:,} more", err=True)


def _fail(problem: Exception) -> NoReturn:
    click.echo(str(problem), err=True)
    sys.exit(1)
