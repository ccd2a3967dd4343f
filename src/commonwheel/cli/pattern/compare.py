"""`commonwheel pattern compare`."""

import sys
from dataclasses import asdict

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.checking import Checked, check_folder
from commonwheel.cli.pattern.printing import counted, print_checked, print_json


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--json", "as_json", is_flag=True, help="Print {old, new, differences}.")
def compare(old: str, new: str, *, as_json: bool) -> None:
    """
    List what differs between the pattern in the folder OLD and the one in NEW.

    Exits with 0 where both could be compared, 1 where one of them has an error that hides what it says,
    2 where one is no folder.
    """
    from commonwheel.core.patterns.versions import compare as comparing

    before, after = check_folder(old), check_folder(new)
    if before.bundle is None or after.bundle is None:
        _refuse((before, after), as_json=as_json)
        return
    found = comparing.compare(before.bundle, after.bundle)
    if as_json:
        print_json({"old": _named(before), "new": _named(after), "differences": [asdict(one) for one in found]})
        return
    for difference in found:
        click.echo(f"{difference.kind:8} {difference.sentence}")
    click.echo(counted(len(found), "difference"))


def _named(checked: Checked) -> dict[str, str]:
    version = checked.bundle.pattern.version if checked.bundle else ""
    return {"pattern": checked.pattern, "version": version}


def _refuse(pair: tuple[Checked, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([one.as_json() for one in pair])
    else:
        print_checked(pair)
    sys.exit(CALLED_WRONGLY if any(one.called_wrongly for one in pair) else HAS_ERRORS)
