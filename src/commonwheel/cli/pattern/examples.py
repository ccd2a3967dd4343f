"""`commonwheel pattern test`."""

import sys
from dataclasses import replace
from typing import Any

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.checking import Checked, as_errors, check_folder, our_fault
from commonwheel.cli.pattern.printing import counted, print_checked, print_json


@click.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a list of {pattern, ok, examples, problems}.")
@click.option("--strict", is_flag=True, help="Count what no example reaches as an error.")
def test(folders: tuple[str, ...], *, as_json: bool, strict: bool) -> None:
    """
    Walk the examples of the pattern in each DIR.

    Says where one comes out otherwise than it says, and names every step, stop, state and message that none
    reaches. A pattern with errors is not walked: its errors are printed instead.

    Exits with 0 where every example comes out right, 1 where one does not or the pattern has errors, 2 where
    a DIR is no folder.
    """
    tested = [_test(folder, strict=strict) for folder in folders]
    if as_json:
        print_json([_as_json(one, walked) for one, walked in tested])
    else:
        for one, walked in tested:
            print_checked([one])
            click.echo(f"{one.folder}: {counted(len(walked), 'example')} walked")
    if any(one.called_wrongly for one, _ in tested):
        sys.exit(CALLED_WRONGLY)
    sys.exit(0 if all(one.ok for one, _ in tested) else HAS_ERRORS)


def _test(folder: str, *, strict: bool) -> tuple[Checked, tuple[str, ...]]:
    """Return what was found in a folder, and the ids of the examples walked."""
    checked = check_folder(folder)
    if checked.bundle is None or not checked.ok:
        return checked, ()
    from commonwheel.core.examples.run import run_examples
    from commonwheel.integrations.bank_holidays.carried import carried_calendars

    try:
        report = run_examples(checked.bundle, calendars=carried_calendars())
    except Exception as error:  # noqa: BLE001 - as in `check_folder`
        return replace(checked, problems=(our_fault(error),)), ()
    problems = as_errors(report.problems) if strict else report.problems
    return replace(checked, problems=problems), report.examples


def _as_json(checked: Checked, walked: tuple[str, ...]) -> dict[str, Any]:
    found = checked.as_json()
    return {"pattern": found["pattern"], "ok": found["ok"], "examples": list(walked), "problems": found["problems"]}
