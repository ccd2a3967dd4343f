"""Commands by which people draft what they sign: the root, the list of publishers, statements of succession."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commonwheel.cli.commons.sharing import (
    A_FILE,
    A_NEW_FILE,
    current_option,
    current_publishers,
    ends_with_reason,
    key_option,
    keys_of,
    load_signers,
    now,
    out_option,
    read_keys,
    reason_option,
    write_out,
)

if TYPE_CHECKING:
    from commonwheel.integrations.trust.ceremony import Standing

_people = click.option(
    "--person", "people", multiple=True, type=A_FILE, metavar="FILE.pub",
    help="The public key of one who answers for it; again for each.",
)  # fmt: skip
_of_them = click.option("--threshold", default=2, show_default=True, help="How many of the people must sign.")
_timestamp = click.option("--timestamp", type=A_FILE, metavar="FILE.pub", help="Public key that signs what is newest.")
_snapshot = click.option("--snapshot", type=A_FILE, metavar="FILE.pub", help="Public key that signs what is together.")
_new_keys = click.option(
    "--new", "new_files", required=True, multiple=True, type=A_FILE, metavar="FILE.pub",
    help="The publisher's new public key; again for each.",
)  # fmt: skip
_new_threshold = click.option("--new-threshold", default=1, show_default=True, help="How many of them must sign.")
_successor = click.option("--successor", default="", help="The publisher that takes over, where another does.")


@click.command()
@_people
@_of_them
@_timestamp
@_snapshot
@click.option("--out-root", required=True, type=A_NEW_FILE, metavar="FILE", help="The first root.")
@click.option("--out-publishers", required=True, type=A_NEW_FILE, metavar="FILE", help="The first list of publishers.")
@ends_with_reason
def draft_start(
    *, people: tuple[Path, ...], threshold: int, timestamp: Path | None, snapshot: Path | None, out_root: Path,
    out_publishers: Path,
) -> None:  # fmt: skip
    """Write the first root and the first list of publishers of a new commons, each to be signed by the people."""
    from commonwheel.integrations.trust import ceremony

    root, publishers = ceremony.start(_standing(people, threshold, timestamp, snapshot), now=now())
    write_out(out_root, root, "The root, to be signed,")
    write_out(out_publishers, publishers, "The list of publishers, to be signed,")


@click.command()
@click.argument("publisher")
@click.option(
    "--key",
    "files",
    required=True,
    multiple=True,
    type=A_FILE,
    metavar="FILE.pub",
    help="Its public key; again for each.",
)
@click.option("--threshold", default=1, show_default=True, help="How many of its keys must sign.")
@current_option
@out_option
@ends_with_reason
def draft_join(*, publisher: str, files: tuple[Path, ...], threshold: int, current: str, out: Path) -> None:
    """Write the next list of publishers, in which PUBLISHER joins; the people sign it."""
    from commonwheel.integrations.trust import ceremony

    text = ceremony.join(current_publishers(current), publisher, keys_of(files, threshold), now=now())
    write_out(out, text, f"The list of publishers with {publisher}, to be signed,")


@click.command()
@click.argument("publisher")
@key_option
@click.option("--threshold", default=1, show_default=True, help="How many of the old keys must sign.")
@click.option("--old", "others", multiple=True, type=A_FILE, metavar="FILE.pub", help="Old keys that do not sign this.")
@_new_keys
@_new_threshold
@reason_option
@_successor
@out_option
@ends_with_reason
def hand_over(
    *, publisher: str, key_files: tuple[Path, ...], threshold: int, others: tuple[Path, ...],
    new_files: tuple[Path, ...], new_threshold: int, reason: str, successor: str, out: Path,
) -> None:  # fmt: skip
    """Write a statement, signed by PUBLISHER's old keys, of who holds the new ones; the people put it into the list."""
    from commonwheel.integrations.trust import succession
    from commonwheel.integrations.trust.keys import KeySet

    signers = load_signers(key_files)
    old = KeySet((*(signer.public_key for signer in signers), *read_keys(others)), threshold)
    step = succession.hand_over(
        publisher, old=old, new=keys_of(new_files, new_threshold), signers=signers, reason=reason, successor=successor,
        now=now(),
    )  # fmt: skip
    write_out(out, json.dumps(step.to_dict(), indent=2).encode(), "The statement of succession")


@click.command()
@click.argument("publisher")
@current_option
@_new_keys
@_new_threshold
@reason_option
@_successor
@out_option
@ends_with_reason
def revoke(
    *, publisher: str, current: str, new_files: tuple[Path, ...], new_threshold: int, reason: str, successor: str,
    out: Path,
) -> None:  # fmt: skip
    """Write a statement that PUBLISHER's keys are lost or stolen, and name the new ones; the people vouch."""
    from tuf.api.metadata import Targets

    from commonwheel.integrations.trust import metadata, succession
    from commonwheel.integrations.trust.failures import PublisherUnknown

    known = metadata.list_keys(metadata.read(current_publishers(current), Targets).signed)
    if publisher not in known:
        raise PublisherUnknown(publisher)
    step = succession.revoke(
        publisher, old=known[publisher], new=keys_of(new_files, new_threshold), reason=reason, successor=successor,
        now=now(),
    )  # fmt: skip
    write_out(out, json.dumps(step.to_dict(), indent=2).encode(), "The revocation")


@click.command()
@click.argument("statement", type=A_FILE)
@current_option
@out_option
@ends_with_reason
def draft_keys(*, statement: Path, current: str, out: Path) -> None:
    """Write the next list of publishers, in which one has the keys that STATEMENT names; the people sign it."""
    from commonwheel.integrations.trust import ceremony, succession
    from commonwheel.integrations.trust.failures import MetadataRefused

    try:
        said = json.loads(statement.read_bytes())
    except (ValueError, RecursionError) as error:
        raise MetadataRefused("A statement of succession cannot be read.") from error
    step = succession.read_step(said)
    text = ceremony.change_keys(current_publishers(current), step, now=now())
    write_out(out, text, f"The list of publishers with the new keys of {step.publisher}, to be signed,")


@click.command()
@current_option
@out_option
@ends_with_reason
def draft_publishers(*, current: str, out: Path) -> None:
    """Write the list of publishers for 13 more months; the people sign it."""
    from commonwheel.integrations.trust import ceremony

    text = ceremony.renew_publishers(current_publishers(current), now=now())
    write_out(out, text, "The list of publishers, to be signed,")


@click.command()
@click.argument("root", type=A_FILE)
@_people
@_of_them
@_timestamp
@_snapshot
@out_option
@ends_with_reason
def draft_root(
    *, root: Path, people: tuple[Path, ...], threshold: int, timestamp: Path | None, snapshot: Path | None, out: Path
) -> None:
    """
    Write the root that follows ROOT, for 13 more months; old and new people sign it.

    Where people or online keys change, name all of them.
    """
    from commonwheel.integrations.trust import ceremony

    changed = people or timestamp or snapshot
    standing = _standing(people, threshold, timestamp, snapshot) if changed else None
    write_out(out, ceremony.renew_root(root.read_bytes(), standing, now=now()), "The next root, to be signed,")


# Private


def _standing(people: tuple[Path, ...], threshold: int, timestamp: Path | None, snapshot: Path | None) -> "Standing":
    from commonwheel.integrations.trust.ceremony import Standing

    if not people or timestamp is None or snapshot is None:
        raise click.UsageError("Name the people (--person) and the two online keys (--timestamp, --snapshot).")
    return Standing(keys_of(people, threshold), *read_keys([timestamp, snapshot]))
