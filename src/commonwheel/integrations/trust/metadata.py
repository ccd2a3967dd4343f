"""Signed metadata as bytes: read, signed, renewed; and the rules that a commons keeps beyond those of TUF."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from securesystemslib.signer import Key, Signer
from tuf.api.exceptions import RepositoryError, UnsignedMetadataError
from tuf.api.metadata import DelegatedRole, Metadata, Root, Snapshot, TargetFile, Targets, Timestamp

from commonwheel.core.patterns.versions.digest import canonical_json
from commonwheel.integrations.trust.failures import KeysUnfit, MetadataRefused, NotMetadata, NotSignedEnough
from commonwheel.integrations.trust.keys import KeySet
from commonwheel.integrations.trust.port import SignedRelease, State

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)

ROLE_MONTHS = 13
REMIND_AFTER_MONTHS = 10
TIMESTAMP_DAYS = 4
SNAPSHOT_DAYS = 8
MOST_RELEASE_BYTES = 16_000_000
SUCCESSIONS = "x-commonwheel-successions"
QUARANTINE = "x-commonwheel-quarantine"
QUARANTINED_ON = "x-commonwheel-quarantined-on"
PROFILE = "x-commonwheel-publisher"

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,60}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,180}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Roles of The Update Framework, and words that stand at a publisher's place in the addresses of a commons.
_RESERVED = frozenset(
    {"root", "targets", "snapshot", "timestamp", "code", "publishers", "repository", "simple", "feed", "catalogue"}
)
_MOST_FACT_BYTES = 4_096
_MOST_REASON = 500
_STATES: Mapping[str, State] = {"deprecated": "deprecated", "withdrawn": "withdrawn"}
_MONTHS_OF_A_YEAR = 12
_DAYS_OF_EVERY_MONTH = 28


def read(text: bytes, kind: type[T]) -> Metadata[T]:
    """
    Return metadata of a kind, its signatures not looked at.

    Raises:
        NotMetadata: where it is something else.
    """
    try:
        found: Metadata[T] = Metadata.from_bytes(text)
    except (RepositoryError, ValueError, RecursionError) as error:
        raise NotMetadata(kind.type) from error
    if not isinstance(found.signed, kind):
        raise NotMetadata(kind.type)
    return found


def write(metadata: Metadata[Any]) -> bytes:
    """Return metadata as bytes, with the signatures it has."""
    return metadata.to_bytes()


def sign(text: bytes, signer: Signer) -> bytes:
    """
    Add a signature to metadata of any kind; signing twice changes nothing.

    Raises:
        NotMetadata: where there is nothing to sign.
    """
    try:
        found: Metadata[Any] = Metadata.from_bytes(text)
    except (RepositoryError, ValueError, RecursionError) as error:
        raise NotMetadata("metadata") from error
    found.sign(signer, append=True)
    return write(found)


def require_signed(metadata: Metadata[Any], by: Root | Targets, role: str, what: str) -> None:
    """
    Make sure that enough of a role's keys signed.

    Raises:
        NotSignedEnough: where they did not.
    """
    try:
        by.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except (UnsignedMetadataError, ValueError) as error:
        raise NotSignedEnough(what) from error


def role_until(now: dt.datetime) -> dt.datetime:
    """Return when a role that is signed now runs out: 13 months later."""
    return months_after(now, ROLE_MONTHS)


def months_after(moment: dt.datetime, months: int) -> dt.datetime:
    """Return the same day of a later month, or its 28th where there might be none; to the second, in UTC."""
    moment = moment.astimezone(dt.UTC).replace(microsecond=0)
    years, month = divmod(moment.month - 1 + months, _MONTHS_OF_A_YEAR)
    return moment.replace(year=moment.year + years, month=month + 1, day=min(moment.day, _DAYS_OF_EVERY_MONTH))


def make_role(publisher: str, keys: KeySet, successions: list[dict[str, Any]]) -> DelegatedRole:
    """
    Return a publisher's role: everything under its name, and nobody else's word on that.

    Raises:
        MetadataRefused: where the name is none for a publisher.
    """
    require_publisher_name(publisher)
    extra = {SUCCESSIONS: successions} if successions else {}
    return DelegatedRole(publisher, keys.keyids, keys.threshold, True, [f"{publisher}/*/*"], None, extra)


def require_publisher_name(publisher: str) -> None:
    """
    Make sure that a name can be a publisher's.

    Raises:
        MetadataRefused: where it cannot.
    """
    if not _SLUG.fullmatch(publisher) or publisher in _RESERVED:
        raise MetadataRefused(
            f"{publisher[:80]!r} cannot be a publisher’s name: use small letters, digits and hyphens, a letter first."
        )


def list_roles(targets: Targets) -> Mapping[str, DelegatedRole]:
    """
    Return the publishers of a commons by name, once everything is as a commons has it.

    Raises:
        MetadataRefused: it has releases of its own, or a role that is not one publisher's own folder.
    """
    if targets.targets:
        raise MetadataRefused("The list of publishers names releases itself; only publishers do.")
    if targets.delegations is None:
        return {}
    if targets.delegations.roles is None:
        raise MetadataRefused("The list of publishers shares releases out by number, not by publisher.")
    for name, role in targets.delegations.roles.items():
        require_publisher_name(name)
        if not role.terminating or role.paths != [f"{name}/*/*"]:
            raise MetadataRefused(f"The role of {name} is not exactly the folder {name}/.")
    return targets.delegations.roles


def list_keys(targets: Targets) -> dict[str, KeySet]:
    """
    Return who must sign for each publisher of a commons, once everything is as a commons has it.

    Raises:
        MetadataRefused: as `list_roles`, or where keys cannot stand for a publisher.
    """
    return {name: _keys_of(targets, role) for name, role in list_roles(targets).items()}


def _keys_of(targets: Targets, role: DelegatedRole) -> KeySet:
    held: Mapping[str, Key] = targets.delegations.keys if targets.delegations else {}
    try:
        return KeySet(tuple(held[keyid] for keyid in role.keyids), role.threshold)
    except (KeyError, KeysUnfit) as error:
        raise MetadataRefused(f"The keys of {role.name} cannot be used: {error}") from error


def list_releases(publisher: str, targets: Targets) -> dict[str, SignedRelease]:
    """
    Return the releases of a publisher by path, once everything is as a commons has it.

    Raises:
        MetadataRefused: it delegates further, or a release is not in its folder, has no SHA-256 or is too large.
    """
    if targets.delegations is not None:
        raise MetadataRefused(f"The list of {publisher} hands its own role on, which no publisher may.")
    return {path: _release(publisher, path, file) for path, file in targets.targets.items()}


def require_path(publisher: str, path: str) -> None:
    """
    Make sure that a path is in a publisher's folder.

    Raises:
        MetadataRefused: where it is not.
    """
    owner, *rest = path.split("/")
    if owner != publisher or len(rest) != len(("name", "file")) or not _SLUG.fullmatch(rest[0]):
        raise MetadataRefused(f"{path[:200]!r} is not {publisher}/NAME/FILE.")
    if not _FILE.fullmatch(rest[1]):
        raise MetadataRefused(f"{path[:200]!r} has no plain name for a file: use letters, digits, . _ + ! and -.")


def _release(publisher: str, path: str, file: TargetFile) -> SignedRelease:
    require_path(publisher, path)
    sha256 = file.hashes.get("sha256", "")
    # One digest, of one kind: it is also part of the address that the bytes are fetched from.
    if not _SHA256.fullmatch(sha256) or len(file.hashes) != 1:
        raise MetadataRefused(f"{path} is not named by its SHA-256.")
    if not 0 < file.length <= MOST_RELEASE_BYTES:
        raise MetadataRefused(f"{path} is larger than {MOST_RELEASE_BYTES:,} bytes, or empty.")
    said = file.custom or {}
    if not isinstance(said, dict) or not isinstance(said.get("facts", {}), dict) or len(_dump(said)) > _MOST_FACT_BYTES:
        raise MetadataRefused(f"What is said of {path} is not small facts.")
    state = _STATES.get(str(said.get("state")), "offered")
    return SignedRelease(path, file.length, sha256, said.get("facts", {}), state, str(said.get("reason", "")))


def list_quarantined(snapshot: Snapshot) -> dict[str, str]:
    """
    Return the reasons for what the running commons has stopped, by path.

    Raises:
        MetadataRefused: where it is something else.
    """
    said = snapshot.unrecognized_fields.get(QUARANTINE, {})
    if not isinstance(said, dict) or not all(isinstance(why, str) for why in said.values()):
        raise MetadataRefused("What it has stopped cannot be read.")
    return dict(said)


def quarantine_days(snapshot: Snapshot) -> dict[str, str]:
    """
    Return since which days the running commons has stopped what it has, by path, as `2026-11-26`.

    They are beside the reasons, so that a node of before they were told reads those as ever. What is no day is left
    out: nothing hangs on it.
    """
    said = snapshot.unrecognized_fields.get(QUARANTINED_ON, {})
    days = said.items() if isinstance(said, dict) else ()
    stopped = list_quarantined(snapshot)
    return {path: day for path, day in days if path in stopped and isinstance(day, str) and _DAY.fullmatch(day)}


def require_reason(reason: str) -> None:
    """
    Make sure that there are words for people.

    Raises:
        MetadataRefused: where there are none, or too many.
    """
    if not reason.strip() or len(reason) > _MOST_REASON or not reason.isprintable():
        raise MetadataRefused(f"Say why, in one to {_MOST_REASON} characters on one line.")


def _dump(said: dict[str, Any]) -> bytes:
    try:
        return canonical_json(said)
    except (ValueError, RecursionError) as error:
        raise MetadataRefused("What is said of a release is no plain JSON.") from error
