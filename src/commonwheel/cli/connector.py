"""`commonwheel connector …`: wheels that link a node with other systems."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.printing import print_json
from commonwheel.integrations.pattern_folder.writing import read_file

if TYPE_CHECKING:
    from commonwheel.core.connectors.refusals import WheelRefused


@click.group()
def connector() -> None:
    """
    Check connectors before they are published.

    A connector is an ordinary Python wheel. Those who run a node install it by pip or uv; adopting a service never
    installs one.
    """


@connector.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path), metavar="FILE.whl")
@click.option("--run-by", multiple=True, metavar="NAME", help="A council or body that runs it; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print {ok, file, digest, facts, problems}.")
def check(file: Path, *, run_by: tuple[str, ...], as_json: bool) -> None:
    """
    Say whether a commons takes the wheel in FILE.whl, and what its publisher would sign of it.

    Exits with 0 where it does, 1 where it does not, 2 where there is no such file.
    """
    from commonwheel.core.connectors.facts import facts_of
    from commonwheel.core.connectors.refusals import WheelRefused
    from commonwheel.core.connectors.unpacking import MOST_BYTES
    from commonwheel.core.connectors.wheels import read_wheel

    try:
        wheel = read_wheel(read_file(file, most=MOST_BYTES), file=file.name)
        facts = facts_of(wheel, run_by=run_by)
    except OSError as error:
        raise click.UsageError(f"{file} could not be read: {(error.strerror or str(error)).lower()}.") from error
    except WheelRefused as refused:
        _tell_refused(file, refused, as_json=as_json)
        sys.exit(HAS_ERRORS)
    if as_json:
        print_json({"ok": True, "file": file.name, "digest": wheel.sha256, "facts": facts, "problems": []})
    else:
        click.echo("\n".join(_lines(wheel.sha256, facts)))


def _lines(digest: str, facts: dict[str, Any]) -> list[str]:
    return [
        f"{facts['title']} {facts['version']} can be published.",
        f"What it does   {facts['summary'] or 'it does not say'}",
        f"Owner          {facts['owner']}",
        f"Licence        {facts['licence']}",
        f"Run by         {', '.join(facts['run_by']) or 'nobody is named: say --run-by'}",
        f"Python         {facts['requires_python'] or 'any'}",
        f"SHA-256        {digest}",
    ]


def _tell_refused(file: Path, refused: "WheelRefused", *, as_json: bool) -> None:
    if as_json:
        problems = [
            {
                "file": one.file, "code": one.code, "found": one.found, "expected": one.expected, "help": one.help,
            }
            for one in refused.problems
        ]  # fmt: skip
        print_json({"ok": False, "file": file.name, "digest": None, "facts": None, "problems": problems})
        return
    click.echo(f"{file}: {refused}", err=True)
