"""`commonwheel code …`: software of public bodies, as their own publiccode.yml says."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, on_node, refuse, say
from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.printing import counted, print_json
from commonwheel.integrations.pattern_folder.writing import read_file

if TYPE_CHECKING:
    from commonwheel.apps.commons.api import SoftwareView
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


@code.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE_OR_ADDRESS...")
@as_json_option
@on_node
def add(*, files: tuple[str, ...], as_json: bool) -> None:
    """
    List software in the shared library of this node by its publiccode.yml, or bring what is listed up to date.

    An address begins with https:// and leads to the file itself; addresses of the node's own network are refused.
    What is wrong with a file is shown on its page and does not keep it out, unless it cannot be read or has no name.
    The first that is refused ends the command; those before it are listed.
    """
    added = [_add(one) for one in files]
    say("\n".join(map(_listed, added)), list(map(_view_as_json, added)), as_json=as_json)


@code.command("list")
@as_json_option
@on_node
def list_(*, as_json: bool) -> None:
    """List the software in the shared library of this node."""
    from commonwheel.apps.commons import api as commons

    found: list[SoftwareView] = []
    page = commons.list_software()
    found += page.lines
    while page.after:
        page = commons.list_software(after=page.after)
        found += page.lines
    say("\n".join(map(_listed, found)) or "Nothing is listed.", list(map(_view_as_json, found)), as_json=as_json)


@code.command()
@as_json_option
@on_node
def refresh(*, as_json: bool) -> None:
    """Fetch every file anew that came from an address. What cannot be fetched now stays as it was."""
    from commonwheel.apps.commons import api as commons
    from commonwheel.core.problems import Failure

    done, failed = [], []
    for name, address in commons.list_addresses():
        try:
            done.append(_add(address))
        except Failure as reason:
            failed.append({"name": name, "address": address, "why": str(reason)})
    lines = [*map(_listed, done), *(f"{one['name']}: {one['why']}" for one in failed)]
    value = {"refreshed": list(map(_view_as_json, done)), "failed": failed}
    say("\n".join(lines) or "Nothing came from an address.", value, as_json=as_json)
    if failed:
        sys.exit(HAS_ERRORS)


@code.command()
@click.argument("name")
@as_json_option
@on_node
def remove(*, name: str, as_json: bool) -> None:
    """Take the software NAME off the list, as `code list` names it."""
    from commonwheel.apps.commons import api as commons

    commons.let_go(name)
    say(f"{name} is not listed any more.", {"name": name, "is_listed": False}, as_json=as_json)


# Private


def _add(one: str) -> "SoftwareView":
    from django.conf import settings
    from django.utils import timezone

    from commonwheel.apps.commons import api as commons
    from commonwheel.core.reuse.publiccode import MOST_BYTES
    from commonwheel.integrations.public_web.fetching import fetch

    if one.lower().startswith(("http://", "https://")):
        data = fetch(one, most=MOST_BYTES, private_hosts=settings.CODE_PRIVATE_HOSTS)
        return commons.list_file(data, address=one, now=timezone.now())
    try:
        data = read_file(Path(one), most=MOST_BYTES)
    except OSError as error:
        refuse(f"{one} could not be read: {(error.strerror or str(error)).lower()}.")
    return commons.list_file(data, now=timezone.now())


def _listed(one: "SoftwareView") -> str:
    faults = f", its file has {counted(one.errors, 'error')}" if one.errors else ""
    return f"{one.name}: {one.title}{faults}"


def _view_as_json(one: "SoftwareView") -> dict[str, Any]:
    return {
        "name": one.name, "title": one.title, "address": one.address, "errors": one.errors,
        "looked_at": one.looked_at.isoformat(),
    }  # fmt: skip


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
