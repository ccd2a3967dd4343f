"""`commonwheel pattern new`."""

import re
import sys
from pathlib import Path

import click

from commonwheel.cli.pattern.printing import print_json
from commonwheel.integrations.pattern_folder.writing import write_folder

_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")
COULD_NOT_WRITE = 1


def slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return what was given as a name, where it can be one; nothing given stays so."""
    if value and not _NAME.fullmatch(value):
        raise click.BadParameter("write lower-case letters, digits and -, beginning with a letter, 61 at most.")
    return value


@click.command()
@click.argument("name", callback=slug)
@click.option("--publisher", default="my-council", show_default=True, callback=slug, help="Who publishes it.")
@click.option(
    "--in", "parent", default=".", show_default=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder to make it in.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print {pattern, folder, files}.")
def new(name: str, *, publisher: str, parent: Path, as_json: bool) -> None:
    """
    Make the folder NAME with a new pattern in it, complete and without problems.

    Exits with 0 where it was made, 1 where it could not be written, 2 where NAME is there already or cannot
    be a name.
    """
    from commonwheel.cli.pattern.starter import starter
    from commonwheel.core.patterns.model.reserved import SITE_WORDS

    if name in SITE_WORDS:
        raise click.UsageError(f"a council’s site has a page of its own at /{name}/: choose another name.")
    folder = parent / name
    if folder.exists() or folder.is_symlink():
        raise click.UsageError(f"{folder} is there already: choose another name, or another folder with --in.")
    files = starter(name=name, publisher=publisher)
    try:
        write_folder(folder, {path: text.encode() for path, text in files.items()})
    except OSError as error:
        click.echo(f"{folder} could not be written: {error.strerror}. Nothing was left behind.", err=True)
        sys.exit(COULD_NOT_WRITE)
    if as_json:
        print_json({"pattern": f"{publisher}/{name}", "folder": str(folder), "files": sorted(files)})
        return
    click.echo(f"Made {folder} with {len(files)} files. Next:")
    click.echo(f"  commonwheel pattern check {folder}")
    click.echo(f"  commonwheel pattern test {folder}")
    click.echo(f"  commonwheel pattern preview {folder}")
