"""A commons in memory: for tests, and for previews that must reach nobody."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from commonwheel.integrations.trust import metadata
from commonwheel.integrations.trust.failures import ReleaseNotHandedOut, ReleaseUnknown
from commonwheel.integrations.trust.port import Refreshed, SignedRelease, State


class MemoryCommons:
    """Releases in a dictionary, known to the node after its next refresh. Nobody signs, and nothing runs out."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._published: dict[str, tuple[SignedRelease, bytes]] = {}
        self._known: dict[str, SignedRelease] = {}

    def publish(self, path: str, content: bytes, *, facts: Mapping[str, Any]) -> None:
        """Offer a release from now on."""
        metadata.require_path(path.split("/", maxsplit=1)[0], path)
        sha256 = hashlib.sha256(content).hexdigest()
        self._published[path] = SignedRelease(path, len(content), sha256, dict(facts)), content

    def stop(self, path: str, state: State, reason: str) -> None:
        """Withdraw, deprecate or quarantine a release."""
        release, content = self._published[path]
        self._published[path] = dataclasses.replace(release, state=state, reason=reason), content

    def refresh(self, *, now: dt.datetime) -> Refreshed:
        """See the port."""
        del now
        new = {path: release for path, (release, _) in self._published.items()}
        changed = {path.split("/", maxsplit=1)[0] for path in new if new[path] != self._known.get(path)}
        self._known = new
        publishers = {release.publisher for release in new.values()}
        return Refreshed(len(publishers), tuple(sorted(changed)), {})

    def list_releases(self) -> tuple[SignedRelease, ...]:
        """See the port."""
        return tuple(self._known[path] for path in sorted(self._known))

    def fetch(self, path: str, *, now: dt.datetime) -> tuple[SignedRelease, bytes]:
        """See the port."""
        self.refresh(now=now)
        if path not in self._published:
            raise ReleaseUnknown(self.name, path)
        release, content = self._published[path]
        if release.state in {"withdrawn", "quarantined"}:
            raise ReleaseNotHandedOut(path, release.state, release.reason)
        return release, content
