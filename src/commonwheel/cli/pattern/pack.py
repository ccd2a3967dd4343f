"""`commonwheel pattern pack`."""

import sys
from pathlib import Path

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.printing import print_checked, print_json
from commonwheel.cli.pattern.ready import ready_source
from commonwheel.cli.pattern.sources import Source, read_source
from commonwheel.integrations.pattern_folder.writing import read_file, write_file

_A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--out", required=True, type=_A_FILE, metavar="FILE", help="The file to write the release to.")
@click.option("--manifest", type=_A_FILE, metavar="FILE", help="Write what the release says of itself to a file too.")
@click.option(
    "--after", metavar="OLD", help="The release before it, a file or a folder: the number must be high enough."
)
@click.option("--json", "as_json", is_flag=True, help="Print {pattern, ok, file, manifest, problems}.")
def pack(folder: str, *, out: Path, manifest: Path | None, after: str | None, as_json: bool) -> None:
    """
    Write the release of the pattern or block in FOLDER: one file, the same bytes on every machine.

    It is written only where `check --strict` and `test --strict` find nothing, and, with --after, where its
    version is as high as what has changed asks for. A release that is there already is never replaced by
    another.

    Exits with 0 where it was written, or was there already; 1 where something is to be mended first, or it
    could not be written; 2 where FOLDER or OLD is not there, or FILE is another release.
    """
    source = ready_source(read_source(folder), after)
    if source.release is None:
        _tell(source, None, as_json=as_json)
        sys.exit(CALLED_WRONGLY if source.checked.called_wrongly else HAS_ERRORS)
    _write(out, source.release.data)
    if manifest is not None:
        _write(manifest, source.release.manifest.to_json())
    _tell(source, out, as_json=as_json)


def _write(path: Path, data: bytes) -> None:
    """Write a file that is not there; one that holds the same is left as it is."""
    try:
        if path.exists():
            if read_file(path, most=len(data)) == data:
                return
            raise click.UsageError(f"{path} is there already and holds something else: choose another name.")
        write_file(path, data)
    except OSError as error:
        click.echo(f"{path} could not be written: {error.strerror}. Nothing was left behind.", err=True)
        sys.exit(HAS_ERRORS)


def _tell(source: Source, out: Path | None, *, as_json: bool) -> None:
    manifest = source.release.manifest if source.release else None
    if as_json:
        told = source.checked.as_json()
        said = manifest.model_dump(mode="json", by_alias=True) if manifest else None
        print_json({
            "pattern": told["pattern"], "ok": told["ok"], "file": str(out) if out else None, "manifest": said,
            "problems": told["problems"],
        })  # fmt: skip
    elif manifest is None:
        print_checked([source.checked])
    else:
        click.echo(f"{manifest.full_name} {manifest.version} is packed in {out} ({manifest.length:,} bytes).")
        click.echo(f"SHA-256 {manifest.digest}")
