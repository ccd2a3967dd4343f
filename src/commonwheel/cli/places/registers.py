"""`commonwheel places load | find`: address registers of the node's councils, and one postcode."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click

from commonwheel.cli.places.options import FILE
from commonwheel.core.places.gazetteer import GazetteerIsMostlyBroken, read_gazetteer
from commonwheel.core.places.properties import RowProblem
from commonwheel.core.problems import Failure

_SHOWN = 100


@click.command()
@click.argument("council")
@click.argument("gazetteer", type=FILE, metavar="FILE")
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


@click.command()
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
