"""What a node must be able to ask of a commons, and what it is told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from commonwheel.core.problems import Failure

State = Literal["offered", "deprecated", "withdrawn", "quarantined"]


@dataclass(frozen=True, slots=True)
class SignedRelease:
    """
    One file that a publisher signed.

    Attributes:
        path: `PUBLISHER/NAME/FILE`; whatever it names never changes.
        length: of its bytes.
        sha256: of its bytes, lower-case hex.
        facts: what the publisher says of it, small; JSON values.
        state: withdrawn and quarantined ones are not handed out.
        reason: for the state; "" where it is offered.
    """

    path: str
    length: int
    sha256: str
    facts: Mapping[str, Any]
    state: State = "offered"
    reason: str = ""

    @property
    def publisher(self) -> str:
        """Who signed it."""
        return self.path.split("/")[0]

    @property
    def name(self) -> str:
        """What it is a release of, within its publisher."""
        return self.path.split("/")[1]


@dataclass(frozen=True, slots=True)
class KeysReplaced:
    """
    A publisher whose keys were replaced in a way that a node may follow.

    Attributes:
        kind: `handed-over` is signed by the old keys; `revoked` by those who answer for the commons.
        successor: the publisher that speaks for this one from now on; "" for itself.
    """

    publisher: str
    kind: Literal["handed-over", "revoked"]
    reason: str
    successor: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """
    What a node knows after asking a commons.

    Attributes:
        publishers: how many it has.
        changed: those whose signed list was read anew.
        withheld: those of whom nothing new is adopted, each with the reason.
        replaced: keys that were replaced since this node last looked.
    """

    publishers: int
    changed: tuple[str, ...] = ()
    withheld: Mapping[str, Failure] = field(default_factory=dict)
    replaced: tuple[KeysReplaced, ...] = ()


class Commons(Protocol):
    """A commons that a node follows."""

    def refresh(self, *, now: dt.datetime) -> Refreshed:
        """
        Bring what is known of the commons up to date.

        Raises:
            TrustRefused: something is wrong with what it says; somebody should look.
            CommonsUnavailable: it cannot be asked now; nothing has changed.
        """
        ...  # pragma: no cover  # a protocol has no body

    def list_releases(self) -> tuple[SignedRelease, ...]:
        """List all releases that are known since the last refresh, in the order of their paths."""
        ...  # pragma: no cover  # a protocol has no body

    def fetch(self, path: str, *, now: dt.datetime) -> tuple[SignedRelease, bytes]:
        """
        Return a release with its bytes, checked against what its publisher signed; remember the publisher's keys.

        Raises:
            ReleaseUnknown, ReleaseNotHandedOut: it is not there, or was stopped.
            TrustRefused, CommonsUnavailable: as for `refresh`.
        """
        ...  # pragma: no cover  # a protocol has no body
