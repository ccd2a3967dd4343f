"""`commonwheel commons publish`."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.commons.sharing import (
    ends_with_reason,
    key_option,
    load_signers,
    now,
    remember_signed,
    require_newest,
    to_option,
)
from commonwheel.cli.on_node import as_json_option, wrong
from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.printing import print_checked, print_json
from commonwheel.cli.pattern.ready import ready_source
from commonwheel.cli.pattern.sources import read_source
from commonwheel.integrations.pattern_folder.writing import read_file

if TYPE_CHECKING:
    from commonwheel.integrations.trust.door import CommonsDoor


@dataclass(frozen=True, slots=True)
class _ToPublish:
    """What is to be published: its path in the commons, its bytes, and what is signed of it."""

    path: str
    content: bytes
    facts: dict[str, Any]

    @property
    def publisher(self) -> str:
        return self.path.split("/", maxsplit=1)[0]


@click.command()
@click.argument("release", metavar="RELEASE|FOLDER|WHEEL")
@to_option
@key_option
@click.option("--publisher", default="", help="Whose a wheel is; a pattern or a block says so itself.")
@click.option("--run-by", multiple=True, metavar="NAME", help="Of a wheel: a body that runs it; again for each.")
@as_json_option
@ends_with_reason
def publish(
    *, release: str, address: str, key_files: tuple[Path, ...], publisher: str, run_by: tuple[str, ...], as_json: bool
) -> None:  # fmt: skip
    """
    Publish a release: the file or folder of a pattern or block, or a connector's wheel.

    It is checked here as the commons will check it, added to your list as the commons has it, signed, and sent. Doing
    it again does nothing more. The passphrase of your key is asked for, or read from COMMONWHEEL_KEY_PASSPHRASE.

    Exits with 0 where it is published, or was before; 1 where something is to be mended first or the commons
    refused; 2 where RELEASE is not there.
    """
    from commonwheel.integrations.trust.door import CommonsDoor

    _progress("Checking …", quiet=as_json)
    wanted = (
        _wheel(Path(release), publisher, run_by) if release.endswith(".whl") else _checked(release, as_json=as_json)
    )
    _progress(f"Signing {wanted.path} …", quiet=as_json)
    door = CommonsDoor(address)
    text = _signed_list(door, wanted, key_files)
    if text is None:
        _tell(wanted, {"repeated": True, "publisher": wanted.publisher}, as_json=as_json)
        return
    _progress(f"Sending {len(wanted.content):,} bytes to {door.address} …", quiet=as_json)
    said = dict(door.send(wanted.publisher, text, [wanted.content]))
    remember_signed(key_files[0], wanted.publisher, int(said["number"]))
    _tell(wanted, said, as_json=as_json)


# Private


def _signed_list(door: "CommonsDoor", wanted: _ToPublish, key_files: tuple[Path, ...]) -> bytes | None:
    """Return the publisher's next list, signed; None where the commons has the release already."""
    from commonwheel.integrations.trust.door import sign_next

    signers = load_signers(key_files)
    current = door.releases_of(wanted.publisher)
    require_newest(key_files[0], wanted.publisher, current)
    return sign_next(current, wanted.path, wanted.content, facts=wanted.facts, signers=signers, now=now())


def _checked(path: str, *, as_json: bool) -> _ToPublish:
    """Return what a folder or file makes, or end with all that is to be mended first."""
    source = ready_source(read_source(path), None)
    if source.release is None:
        if as_json:
            print_json({"ok": False, "error": {"code": "not-ready"}, "problems": source.checked.as_json()["problems"]})
        else:
            print_checked([source.checked])
        sys.exit(CALLED_WRONGLY if source.checked.called_wrongly else HAS_ERRORS)
    from commonwheel.core.packages.naming import facts_of, path_of

    manifest = source.release.manifest
    return _ToPublish(path_of(manifest), source.release.data, facts_of(manifest))


def _wheel(file: Path, publisher: str, run_by: tuple[str, ...]) -> _ToPublish:
    from commonwheel.core.connectors.facts import facts_of, path_of
    from commonwheel.core.connectors.unpacking import MOST_BYTES
    from commonwheel.core.connectors.wheels import read_wheel

    if not publisher:
        wrong("Say whose the wheel is: --publisher NAME.")
    if not file.is_file():
        wrong(f"There is no file {file}.")
    content = read_file(file, most=MOST_BYTES)
    wheel = read_wheel(content, file=file.name)
    return _ToPublish(path_of(publisher, wheel), content, facts_of(wheel, run_by=run_by))


def _progress(words: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(words, err=True)


def _tell(wanted: _ToPublish, said: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json({"ok": True, "path": wanted.path, **said})
    elif said.get("repeated"):
        click.echo(f"{wanted.path} is published already, with these very bytes.")
    else:
        click.echo(f"{wanted.path} is published.")
