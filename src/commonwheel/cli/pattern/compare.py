"""`commonwheel pattern compare`."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.checking import Checked, check_folder
from commonwheel.cli.pattern.printing import counted, print_checked, print_json

if TYPE_CHECKING:
    from commonwheel.core.patterns.versions.weights import Weighed


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--json", "as_json", is_flag=True,
    help="Print {old, new, differences, weight, next_version, numbered_high_enough}.",
)  # fmt: skip
def compare(old: str, new: str, *, as_json: bool) -> None:
    """
    Say what differs between the pattern in the folder OLD and the one in NEW, and what that weighs.

    Differences are patch (words), minor (anything else that changes route, fee, clock, data or messages) or
    major (something that passed before is refused, or something named before is gone), each with its reason.
    The greatest of them says which version the new one must have at least.

    Exits with 0 where both could be compared, whatever NEW is numbered; 1 where one of them has an error that
    hides what it says; 2 where one is no folder.
    """
    from commonwheel.core.patterns.versions.weights import weigh

    before, after = check_folder(old), check_folder(new)
    if before.bundle is None or after.bundle is None:
        _refuse((before, after), as_json=as_json)
        return
    found = weigh(before.bundle, after.bundle)
    told = _told(before, after, found)
    if as_json:
        print_json(told)
    else:
        _print(found, told)


def _told(before: Checked, after: Checked, found: "Sequence[Weighed]") -> dict[str, Any]:
    """Return what `--json` prints."""
    from commonwheel.core.packages.versions import next_version, read_version
    from commonwheel.core.patterns.versions.weights import greatest

    old, new = _named(before), _named(after)
    weight = greatest(found)
    least = next_version(old["version"], weight) if weight else None
    return {
        "old": old,
        "new": new,
        "differences": [
            {**asdict(one.difference), "weight": one.weight.word, "why": one.why} for one in found
        ],
        "weight": weight.word if weight else None,
        "next_version": least,
        "numbered_high_enough": read_version(new["version"]) >= read_version(least) if least else None,
    }  # fmt: skip


def _print(found: "Sequence[Weighed]", told: dict[str, Any]) -> None:
    for weight in sorted({one.weight for one in found}, reverse=True):
        click.secho(weight.word.capitalize(), bold=True)
        for one in found:
            if one.weight is weight:
                click.echo(f"  {one.difference.sentence}")
                click.echo(f"      {one.why}")
        click.echo()
    click.echo(counted(len(found), "difference"))
    if told["weight"]:
        click.echo(_advice(told))


def _advice(told: dict[str, Any]) -> str:
    least, says = told["next_version"], told["new"]["version"]
    number = f"pattern.yaml says {says}, which is enough." if told["numbered_high_enough"] else (
        f"pattern.yaml says {says}: number it {least}."
    )  # fmt: skip
    return f"This is a {told['weight']} change: the next version is at least {least}. {number}"


def _named(checked: Checked) -> dict[str, str]:
    version = checked.bundle.pattern.version if checked.bundle else ""
    return {"pattern": checked.pattern, "version": version}


def _refuse(pair: tuple[Checked, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([one.as_json() for one in pair])
    else:
        print_checked(pair)
    sys.exit(CALLED_WRONGLY if any(one.called_wrongly for one in pair) else HAS_ERRORS)
