"""`commonwheel pattern unpack`."""

import sys
from pathlib import Path

import click

from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.printing import counted, print_checked, print_json
from commonwheel.cli.pattern.sources import read_source
from commonwheel.integrations.pattern_folder.writing import write_folder


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
    help="The folder to make; where it is there, it must be empty.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print {pattern, ok, folder, manifest, problems}.")
def unpack(file: str, *, folder: Path, as_json: bool) -> None:
    """
    Verify the release in FILE, and write the folder that it was made of.

    Nothing is written where a byte of it is not as `pack` writes it. That it is the publisher's, its digest
    says: compare the one that is printed with the one that was published.

    Exits with 0 where the folder was written, 1 where FILE is no release or the folder could not be written,
    2 where there is no FILE, or FOLDER holds something.
    """
    if folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        raise click.UsageError(f"{folder} is there already and holds something: choose another name.")
    source = read_source(file)
    if source.release is None:
        if as_json:
            print_json({**source.checked.as_json(), "folder": None, "manifest": None})
        else:
            print_checked([source.checked])
        sys.exit(HAS_ERRORS)
    manifest = source.release.manifest
    try:
        write_folder(folder, source.release.files)
    except OSError as error:
        click.echo(f"{folder} could not be written: {error.strerror}. Nothing was left behind.", err=True)
        sys.exit(HAS_ERRORS)
    if as_json:
        said = manifest.model_dump(mode="json", by_alias=True)
        print_json({**source.checked.as_json(), "folder": str(folder), "manifest": said})
        return
    click.echo(f"{manifest.full_name} {manifest.version} is in {folder} ({counted(len(manifest.files), 'file')}).")
    click.echo(f"SHA-256 {manifest.digest}")


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
