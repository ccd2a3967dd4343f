"""`commonwheel pattern pack`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.checking import as_errors
from commonwheel.cli.pattern.printing import print_checked, print_json
from commonwheel.cli.pattern.sources import Source, read_source, with_problems
from commonwheel.integrations.pattern_folder.writing import read_file, write_file

if TYPE_CHECKING:
    from commonwheel.core.packages.release import Release

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
    source = _ready(read_source(folder), after)
    if source.release is None:
        _tell(source, None, as_json=as_json)
        sys.exit(CALLED_WRONGLY if source.checked.called_wrongly else HAS_ERRORS)
    _write(out, source.release.data)
    if manifest is not None:
        _write(manifest, source.release.manifest.to_json())
    _tell(source, out, as_json=as_json)


def _ready(source: Source, after: str | None) -> Source:
    """Return a source with all that stands in the way of its release: what checks, examples and numbers say."""
    if source.release is None:
        return source
    from commonwheel.core.packages.release import problems_of

    checked = with_problems(source, problems_of(source.release))
    if checked.release is not None:
        checked = with_problems(checked, _walked(source.release))
    return checked if checked.release is None or after is None else _after(checked, checked.release, after)


def _walked(release: "Release") -> Any:
    """Return what walking the examples finds; a block has none."""
    from commonwheel.core.examples.run import run_examples
    from commonwheel.integrations.bank_holidays.carried import carried_calendars

    if release.manifest.kind == "block":
        return ()
    return as_errors(run_examples(release.bundle, calendars=carried_calendars()).problems)


def _after(source: Source, release: "Release", after: str) -> Source:
    from commonwheel.core.packages.refusals import ReleaseRefused
    from commonwheel.core.packages.succession import refuse_too_small

    before = read_source(after)
    if before.release is None:
        return before
    try:
        refuse_too_small(before.release, release)
    except ReleaseRefused as refused:
        return with_problems(source, refused.problems)
    return source


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
