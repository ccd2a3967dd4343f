"""
Statements of succession: why a publisher has other keys than before.

A statement names the old keys and the new ones. It is signed by enough of the old keys (`handed-over`), or the people
who answer for the commons vouch for it (`revoked`): all statements stand in the list of publishers, which they sign.
A node that remembers old keys follows the statements, one after the other, to the keys of today.
"""

import copy
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import rfc8785
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Signer
from tuf.api.metadata import DelegatedRole, Targets

from commonwheel.integrations.trust.failures import KeysUnfit, MetadataRefused, NotSignedEnough
from commonwheel.integrations.trust.keys import KeySet
from commonwheel.integrations.trust.metadata import (
    SUCCESSIONS,
    list_keys,
    list_roles,
    require_publisher_name,
    require_reason,
)

Kind = Literal["handed-over", "revoked"]
_PAYLOAD_TYPE = "application/vnd.commonwheel.succession+json"
_KINDS: dict[str, Kind] = {"handed-over": "handed-over", "revoked": "revoked"}


@dataclass(frozen=True, slots=True)
class Step:
    """
    One statement.

    Attributes:
        old: the identity of the keys that are replaced.
        new: the keys from now on.
        successor: the publisher that holds them; "" where it is the same.
        envelope: what was signed, with the signatures of the old keys.
    """

    publisher: str
    kind: Kind
    old: str
    new: KeySet
    reason: str
    successor: str
    envelope: Envelope

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        said: dict[str, Any] = self.envelope.to_dict()
        return said

    def require_signed(self, old: KeySet) -> None:
        """
        Make sure that the old keys signed, where they must.

        Raises:
            NotSignedEnough: where they did not.
        """
        if self.kind == "revoked":
            return
        try:
            self.envelope.verify(list(old.keys), old.threshold)
        except (VerificationError, ValueError) as error:
            raise NotSignedEnough(f"The statement of succession of {self.publisher}") from error


def hand_over(
    publisher: str,
    *,
    old: KeySet,
    new: KeySet,
    signers: Iterable[Signer],
    reason: str,
    now: dt.datetime,
    successor: str = "",
) -> Step:
    """
    Return a statement by which a publisher's old keys name the new ones.

    Args:
        signers: of the old keys, as many as must sign.
        successor: another council's name as publisher, where that takes over.

    Raises:
        NotSignedEnough: by too few of the old keys.
    """
    step = _make("handed-over", publisher, old=old, new=new, reason=reason, successor=successor, now=now)
    for signer in signers:
        step.envelope.sign(signer)
    step.require_signed(old)
    return step


def revoke(publisher: str, *, old: KeySet, new: KeySet, reason: str, now: dt.datetime, successor: str = "") -> Step:
    """Return a statement without the old keys, lost or stolen; it counts once a signed list of publishers has it."""
    return _make("revoked", publisher, old=old, new=new, reason=reason, successor=successor, now=now)


def read_step(said: Any) -> Step:
    """
    Read what `Step.to_dict` wrote.

    Raises:
        MetadataRefused: where it is something else.
    """
    try:
        # The library takes apart what it is given.
        envelope = Envelope.from_dict(copy.deepcopy(said))
        inside = json.loads(envelope.payload)
        new = KeySet.from_dict(inside["to"])
        kind = _KINDS[inside["kind"]]
        words = [inside[name] for name in ("publisher", "from", "reason", "successor")]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, KeysUnfit) as error:
        raise MetadataRefused("A statement of succession cannot be read.") from error
    if envelope.payload_type != _PAYLOAD_TYPE or not all(isinstance(word, str) for word in words):
        raise MetadataRefused("A statement of succession cannot be read.")
    publisher, old, reason, successor = words
    return Step(publisher, kind, old, new, reason, successor, envelope)


def read_steps(role: DelegatedRole) -> list[Step]:
    """
    Return the statements of a publisher, the oldest first.

    Raises:
        MetadataRefused: where they cannot be read, or one is another publisher's.
    """
    said = role.unrecognized_fields.get(SUCCESSIONS, [])
    if not isinstance(said, list):
        raise MetadataRefused("The statements of succession cannot be read.")
    steps = [read_step(one) for one in said]
    if any(step.publisher != role.name for step in steps):
        raise MetadataRefused(f"A statement of succession among those of {role.name} is another’s.")
    return steps


def follow(known: KeySet, steps: Sequence[Step], *, to: KeySet) -> tuple[Step, ...] | None:
    """
    Return the statements that lead from the keys one knows to those of today; None where they do not.

    Every step must begin where the one before ended, and bear the signatures that it needs.
    """
    if known.identity == to.identity:
        return ()
    # From the last place where the known keys were the old ones: keys may come back.
    starts = [number for number, step in enumerate(steps) if step.old == known.identity]
    followed = tuple(steps[starts[-1] :]) if starts else ()
    here = known
    for step in followed:
        if step.old != here.identity:
            return None
        try:
            step.require_signed(here)
        except NotSignedEnough:
            return None
        here = step.new
    return followed if here.identity == to.identity else None


def changed_keys(old: Targets, new: Targets) -> set[str]:
    """
    Return the publishers whose keys change from one list of publishers to the next.

    Raises:
        MetadataRefused: where a publisher has gone, or keys change without a statement of succession.
    """
    before, after = list_roles(old), list_roles(new)
    if gone := set(before) - set(after):
        raise MetadataRefused(f"{min(gone)} has gone from the list, and no publisher goes: its releases are in use.")
    known, today, changed = list_keys(old), list_keys(new), set()
    for publisher, role in before.items():
        steps = read_steps(after[publisher])
        if [step.to_dict() for step in read_steps(role)] != [step.to_dict() for step in steps][: len(read_steps(role))]:
            raise MetadataRefused(f"A statement of succession of {publisher} has gone or changed; they only grow.")
        if (followed := follow(known[publisher], steps, to=today[publisher])) is None:
            raise MetadataRefused(f"The keys of {publisher} change without a statement of succession that leads there.")
        changed |= {publisher} if followed else set()
    return changed


def _make(
    kind: Kind, publisher: str, *, old: KeySet, new: KeySet, reason: str, successor: str, now: dt.datetime
) -> Step:
    require_publisher_name(publisher)
    require_reason(reason)
    inside: dict[str, Any] = {
        "publisher": publisher, "kind": kind, "from": old.identity, "to": new.to_dict(), "reason": reason,
        "successor": successor, "at": now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip
    envelope = Envelope(rfc8785.dumps(inside), _PAYLOAD_TYPE, {})
    return Step(publisher, kind, old.identity, new, reason, successor, envelope)
