"""`commonwheel pattern compare`."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.checking import Checked, check_folder
from commonwheel.cli.pattern.printing import counted, print_checked, print_json
from commonwheel.cli.pattern.sources import is_release_or_block, read_source

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
    Say what differs between the pattern or block OLD and NEW, folders or releases, and what that weighs.

    Differences are patch (words), minor (anything else that changes route, fee, clock, data or messages) or
    major (something that passed before is refused, or something named before is gone), each with its reason.
    The greatest of them says which version the new one must have at least.

    Exits with 0 where both could be compared, whatever NEW is numbered; 1 where one of them has an error that
    hides what it says; 2 where one is not there, or they are a pattern and a block.
    """
    from commonwheel.core.packages.blocks import at_its_own_addresses
    from commonwheel.core.patterns.versions.weights import weigh

    before, after = _side(old), _side(new)
    if before.checked.bundle is None or after.checked.bundle is None:
        _refuse((before.checked, after.checked), as_json=as_json)
        return
    if before.kind != after.kind:
        raise click.UsageError("One of them is a pattern and the other is a block: compare like with like.")
    weighed = weigh(before.checked.bundle, after.checked.bundle)
    found = at_its_own_addresses(weighed) if after.kind == "block" else weighed
    told = _told(before, after, found)
    if as_json:
        print_json(told)
    else:
        _print(found, told)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two; a folder with an error may say enough to be compared, a release has none."""

    checked: Checked
    kind: str
    version: str


def _side(path: str) -> _Side:
    if is_release_or_block(path):
        source = read_source(path)
        manifest = source.release.manifest if source.release else None
        return _Side(source.checked, manifest.kind if manifest else "", manifest.version if manifest else "")
    checked = check_folder(path)
    return _Side(checked, "pattern", checked.bundle.pattern.version if checked.bundle else "")


def _told(before: _Side, after: _Side, found: "Sequence[Weighed]") -> dict[str, Any]:
    """Return what `--json` prints."""
    from commonwheel.core.packages.versions import next_version, read_version
    from commonwheel.core.patterns.versions.weights import greatest

    weight = greatest(found)
    least = next_version(before.version, weight) if weight else None
    return {
        "old": _named(before),
        "new": _named(after),
        "differences": [{**asdict(one.difference), "weight": one.weight.word, "why": one.why} for one in found],
        "weight": weight.word if weight else None,
        "next_version": least,
        "numbered_high_enough": read_version(after.version) >= read_version(least) if least else None,
    }


def _print(found: "Sequence[Weighed]", told: dict[str, Any]) -> None:
    for weight in sorted({one.weight for one in found}, reverse=True):
        click.secho(weight.word.capitalize(), bold=True)
        for one in found:
            if one.weight is weight:
                click.echo(_paragraph(one))
        click.echo()
    click.echo(counted(len(found), "difference"))
    if told["weight"]:
        click.echo(_advice(told))


def _paragraph(one: "Weighed") -> str:
    """Return a difference with its reason; that words have changed, the sentence shows by itself."""
    why = f"\n      {one.why}" if one.weight > one.weight.PATCH else ""
    return f"  {one.difference.sentence}{why}"


def _advice(told: dict[str, Any]) -> str:
    least, new = told["next_version"], told["new"]
    rest = ", which is enough" if told["numbered_high_enough"] else f": number it {least}"
    says = f"{new['kind']}.yaml says {new['version']}{rest}."
    return f"This is a {told['weight']} change: the next version is at least {least}. {says}"


def _named(side: _Side) -> dict[str, str]:
    return {"pattern": side.checked.pattern, "kind": side.kind, "version": side.version}


def _refuse(pair: tuple[Checked, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([one.as_json() for one in pair])
    else:
        print_checked(pair)
    sys.exit(CALLED_WRONGLY if any(one.called_wrongly for one in pair) else HAS_ERRORS)
