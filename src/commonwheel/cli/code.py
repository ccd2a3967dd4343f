"""`commonwheel code …`: software of public bodies, as their own publiccode.yml says."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.printing import counted, print_json
from commonwheel.integrations.pattern_folder.writing import read_file

if TYPE_CHECKING:
    from commonwheel.core.reuse.publiccode import Checked


@click.group()
def code() -> None:
    """
    List software that public bodies have built.

    Each says of itself, in a file publiccode.yml, what it does, under what licence, and who maintains it.
    """


@code.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print {ok, files: [{file, ok, name, problems}]}.")
def check(files: tuple[Path, ...], *, as_json: bool) -> None:
    """
    Say everything that is wrong with each publiccode.yml in FILE..., where, and how to mend it.

    An error breaks the standard; a warning does not. Exits with 0 where there are no errors, 1 where there are,
    2 where a file is not there.
    """
    checked = {file: _check(file) for file in files}
    if as_json:
        told = [_as_json(file, one) for file, one in checked.items()]
        print_json({"ok": all(one.ok for one in checked.values()), "files": told})
    else:
        for file, one in checked.items():
            click.echo("\n".join(_lines(file, one)))
    sys.exit(0 if all(one.ok for one in checked.values()) else HAS_ERRORS)


def _check(file: Path) -> "Checked":
    from commonwheel.core.reuse import publiccode

    try:
        data = read_file(file, most=publiccode.MOST_BYTES)
    except OSError as error:
        raise click.UsageError(f"{file} could not be read: {(error.strerror or str(error)).lower()}.") from error
    return publiccode.check(data, file=file.name)


def _lines(file: Path, checked: "Checked") -> Iterator[str]:
    for one in checked.problems:
        place = f"{file}:{one.line}:{one.column}" if one.line else f"{file}"
        found = f"found `{one.found}`; " if one.found else ""
        yield f"{place}: {one.severity}: {found}expected {one.expected}. {one.help} [{one.code}]"
    errors = sum(one.severity == "error" for one in checked.problems)
    name = checked.entry.name if checked.entry else "it cannot be listed"
    yield f"{file}: {name}: {counted(errors, 'error')}, {counted(len(checked.problems) - errors, 'warning')}"


def _as_json(file: Path, checked: "Checked") -> dict[str, Any]:
    from dataclasses import asdict

    name = checked.entry.name if checked.entry else None
    problems = [asdict(one) for one in checked.problems]
    return {"file": str(file), "ok": checked.ok, "name": name, "problems": problems}
