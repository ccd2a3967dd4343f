"""Commands by which a publisher changes its own list: what becomes of its releases, and who it is."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.commons.sharing import (
    A_FILE,
    A_NEW_FILE,
    ends_with_reason,
    key_option,
    load_signers,
    now,
    reason_option,
    remember_signed,
    require_newest,
    to_option,
    write_out,
)
from commonwheel.cli.on_node import as_json_option, say, wrong

if TYPE_CHECKING:
    from commonwheel.integrations.trust.publishing import PublisherState

Change = Callable[[bytes | None], bytes]
_named = click.argument("named", metavar="PUBLISHER/NAME@VERSION")


def _stops(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that changes what becomes of a release its arguments."""
    for option in (_named, to_option, key_option, reason_option, as_json_option):
        command = option(command)
    return command


@click.command()
@_stops
@ends_with_reason
def withdraw(*, named: str, address: str, key_files: tuple[Path, ...], reason: str, as_json: bool) -> None:
    """Take back a release of yours: nobody adopts it any more. Where it runs, it goes on."""
    _set_state(named, "withdrawn", address=address, key_files=key_files, reason=reason, as_json=as_json)


@click.command()
@_stops
@ends_with_reason
def deprecate(*, named: str, address: str, key_files: tuple[Path, ...], reason: str, as_json: bool) -> None:
    """Say that a release of yours is not recommended any more; it is still handed out."""
    _set_state(named, "deprecated", address=address, key_files=key_files, reason=reason, as_json=as_json)


@click.command()
@_stops
@ends_with_reason
def offer(*, named: str, address: str, key_files: tuple[Path, ...], reason: str, as_json: bool) -> None:
    """Offer a release of yours again that was withdrawn or deprecated."""
    _set_state(named, "offered", address=address, key_files=key_files, reason=reason, as_json=as_json)


@click.command()
@click.argument("publisher")
@click.option(
    "--profile", required=True, type=A_FILE, metavar="FILE.yaml", help="Title, kind, web, contact, offers, stories."
)
@to_option
@key_option
@as_json_option
@ends_with_reason
def describe(*, publisher: str, profile: Path, address: str, key_files: tuple[Path, ...], as_json: bool) -> None:
    """Say who PUBLISHER is, and how it can help, from a file. docs/how-to/publish-a-service.md has one."""
    import yaml

    from commonwheel.core.packages.profile import read_profile
    from commonwheel.integrations.trust import publishing

    try:
        said = yaml.safe_load(profile.read_bytes()[:100_000])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        wrong(f"{profile} is no YAML: {str(error).splitlines()[0]}.")
    values = read_profile(said).model_dump(mode="json")
    change: Change = lambda current: publishing.describe(current, values, now=now())  # noqa: E731  # one of several
    number = _change(publisher, change, address=address, key_files=key_files)
    say(f"{publisher} is described anew.", {"publisher": publisher, "number": number}, as_json=as_json)


@click.command()
@click.argument("publisher")
@to_option
@key_option
@click.option("--out", type=A_NEW_FILE, metavar="FILE", help="Write it to a file instead, for a change of keys.")
@as_json_option
@ends_with_reason
def renew(*, publisher: str, address: str, key_files: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """
    Sign PUBLISHER's list for 13 more months.

    After a change of keys: sign with the new ones, look at what you sign, and give the file (--out) to those who take
    the list of publishers in.
    """
    from commonwheel.integrations.trust import metadata, publishing
    from commonwheel.integrations.trust.door import CommonsDoor
    from commonwheel.integrations.trust.spoken import said_of

    if out is None:
        change: Change = lambda current: publishing.renew(current or b"", now=now())  # noqa: E731  # as above
        number = _change(publisher, change, address=address, key_files=key_files)
        say(f"The list of {publisher} is signed anew.", {"publisher": publisher, "number": number}, as_json=as_json)
        return
    current = CommonsDoor(address).releases_of(publisher)
    if current is None:
        wrong(f"{publisher} has published nothing yet, so there is no list to sign anew.")
    text = publishing.renew(current, now=now())
    for signer in load_signers(key_files):
        text = metadata.sign(text, signer)
    for line in said_of(text):
        click.echo(line)
    write_out(out, text, "The list, signed anew,")


# Private


def _set_state(
    named: str, state: "PublisherState", *, address: str, key_files: tuple[Path, ...], reason: str, as_json: bool
) -> None:  # fmt: skip
    from commonwheel.integrations.trust import publishing
    from commonwheel.integrations.trust.failures import ReleaseUnknown
    from commonwheel.integrations.trust.shelf import path_named, read_list

    publisher = named.split("/", maxsplit=1)[0]
    found: list[str] = []

    def change(current: bytes | None) -> bytes:
        if current is None:
            raise ReleaseUnknown(address, named)
        shelf = read_list(publisher, current)
        found.append(path_named([shelf], named))
        stands = next(one.release for one in shelf.releases if one.release.path == found[0])
        if (stands.state, stands.reason) == (state, reason):
            return current
        return publishing.set_state(current, found[0], state, reason=reason, now=now())

    number = _change(publisher, change, address=address, key_files=key_files)
    value: dict[str, Any] = {"path": found[0], "state": state, "reason": reason, "number": number}
    say(f"{found[0]} is {state}.", value, as_json=as_json)


def _change(publisher: str, change: Change, *, address: str, key_files: tuple[Path, ...]) -> int:
    """Make a change on the list as the commons has it, sign and send it; return its number."""
    from tuf.api.metadata import Targets

    from commonwheel.integrations.trust import metadata
    from commonwheel.integrations.trust.door import CommonsDoor, require_own

    door, signers = CommonsDoor(address), load_signers(key_files)
    current = door.releases_of(publisher)
    if current is not None:
        require_own(current, [signer.public_key for signer in signers], publisher)
    require_newest(key_files[0], publisher, current)
    text = change(current)
    if text == current:
        return int(metadata.read(text, Targets).signed.version)
    for signer in signers:
        text = metadata.sign(text, signer)
    number = int(door.send(publisher, text)["number"])
    remember_signed(key_files[0], publisher, number)
    return number
