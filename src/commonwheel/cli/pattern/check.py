"""`commonwheel pattern check`."""

import sys

import click

from commonwheel.cli.pattern.checking import check_folder
from commonwheel.cli.pattern.printing import print_checked, print_json

HAS_ERRORS = 1
CALLED_WRONGLY = 2


@click.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a list of {pattern, ok, problems}.")
@click.option("--strict", is_flag=True, help="Count warnings as errors, as publishing does.")
def check(folders: tuple[str, ...], *, as_json: bool, strict: bool) -> None:
    """
    Say everything that is wrong with the pattern in each DIR.

    Errors would break a resident's journey or an officer's case. Warnings are translations that are
    missing or stale, and words that are hard to read.

    Exits with 0 where there is no error, 1 where there is one, 2 where a DIR is no folder.
    """
    checked = [check_folder(folder, strict=strict) for folder in folders]
    if as_json:
        print_json([one.as_json() for one in checked])
    else:
        print_checked(checked)
    if any(one.called_wrongly for one in checked):
        sys.exit(CALLED_WRONGLY)
    sys.exit(0 if all(one.ok for one in checked) else HAS_ERRORS)
