"""
What people sign offline: the root of a commons, and its list of publishers.

Each function takes signed bytes and returns the next version as bytes without signatures. These are carried to the
people who must sign, one after the other (`metadata.sign`), and then to the commons, which checks them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from securesystemslib.signer import Key
from tuf.api.metadata import Delegations, Metadata, Role, Root, Targets

from commonwheel.integrations.trust import metadata
from commonwheel.integrations.trust.failures import PublisherKnown, PublisherUnknown
from commonwheel.integrations.trust.keys import KeySet
from commonwheel.integrations.trust.succession import Step, read_steps


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Who stands for a commons.

    Attributes:
        people: who answer for it, offline; they sign the root and the list of publishers. Two of three, say.
        timestamp, snapshot: the online keys, by which the running commons says what is newest.
    """

    people: KeySet
    timestamp: Key
    snapshot: Key


def start(standing: Standing, *, now: dt.datetime) -> tuple[bytes, bytes]:
    """Return the first root and the first list of publishers of a new commons, to be signed."""
    root = Root(version=1, expires=metadata.role_until(now), consistent_snapshot=True)
    _fill(root, standing)
    targets = Targets(version=1, expires=metadata.role_until(now), delegations=Delegations({}, {}))
    return metadata.write(Metadata(root)), metadata.write(Metadata(targets))


def renew_root(root: bytes, standing: Standing | None = None, *, now: dt.datetime) -> bytes:
    """
    Return the next root: for 13 more months, and with other people or online keys where they are given.

    The people of the old root must sign it as well as those of the new one.

    Raises:
        NotMetadata: where the bytes are no root.
    """
    signed = metadata.read(root, Root).signed
    if standing is not None:
        signed.keys = {}
        _fill(signed, standing)
    return _next(signed, now)


def renew_publishers(targets: bytes, *, now: dt.datetime) -> bytes:
    """
    Return the next list of publishers, for 13 more months.

    Raises:
        NotMetadata: where the bytes are no list.
    """
    return _next(metadata.read(targets, Targets).signed, now)


def join(targets: bytes, publisher: str, keys: KeySet, *, now: dt.datetime) -> bytes:
    """
    Return the next list of publishers, with one more.

    Raises:
        NotMetadata, MetadataRefused: where the bytes are no list, or the name is none for a publisher.
        PublisherKnown: where it is there.
    """
    signed = metadata.read(targets, Targets).signed
    if publisher in metadata.list_roles(signed):
        raise PublisherKnown(publisher)
    return _next(_with(signed, publisher, keys, []), now)


def change_keys(targets: bytes, step: Step, *, now: dt.datetime) -> bytes:
    """
    Return the next list of publishers, in which one has the keys that a statement of succession gives it.

    Raises:
        NotMetadata: where the bytes are no list.
        PublisherUnknown: where it is not there.
    """
    signed = metadata.read(targets, Targets).signed
    role = metadata.list_roles(signed).get(step.publisher)
    if role is None:
        raise PublisherUnknown(step.publisher)
    steps = [*read_steps(role), step]
    return _next(_with(signed, step.publisher, step.new, [one.to_dict() for one in steps]), now)


def _fill(root: Root, standing: Standing) -> None:
    people = standing.people
    for key in (*people.keys, standing.timestamp, standing.snapshot):
        root.keys[key.keyid] = key
    for role in ("root", "targets"):
        root.roles[role] = Role(people.keyids, people.threshold)
    root.roles["timestamp"] = Role([standing.timestamp.keyid], 1)
    root.roles["snapshot"] = Role([standing.snapshot.keyid], 1)


def _with(targets: Targets, publisher: str, keys: KeySet, successions: list[dict[str, Any]]) -> Targets:
    delegations = targets.delegations or Delegations({}, {})
    roles = dict(delegations.roles or {})
    roles[publisher] = metadata.make_role(publisher, keys, successions)
    held = {**delegations.keys, **{key.keyid: key for key in keys.keys}}
    used = {keyid for role in roles.values() for keyid in role.keyids}
    targets.delegations = Delegations({keyid: key for keyid, key in held.items() if keyid in used}, roles)
    return targets


def _next(signed: Root | Targets, now: dt.datetime) -> bytes:
    signed.version += 1
    signed.expires = metadata.role_until(now)
    return metadata.write(Metadata(signed))
