"""
A node's trust in a commons over HTTP: The Update Framework's own client, and the rules of a commons on top.

TUF sees to signatures, thresholds, versions, expiry and bytes, from a root that the operator pinned. On top: each
publisher has its own folder and nothing else, a release never changes, a publisher's keys change only with a statement
of succession, and one commons speaks for a publisher.

    FOLDER/memory.sqlite3      what the node remembers of all commons (memory.py)
    FOLDER/NAME/metadata/      TUF's own copies of the signed metadata of one
"""

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuf.api.metadata import MetaFile, Root, Snapshot, TargetFile, Targets
from tuf.ngclient import Updater, UpdaterConfig

from commonwheel.core.problems import Failure
from commonwheel.integrations.trust import disk, metadata
from commonwheel.integrations.trust.failures import (
    CommonsRolledBack,
    CommonsUnavailable,
    KeysChanged,
    MetadataRefused,
    PublisherSpokenForElsewhere,
    ReleaseChanged,
    ReleaseNotHandedOut,
    ReleaseUnknown,
)
from commonwheel.integrations.trust.fetching import Carrier, Limits
from commonwheel.integrations.trust.keys import KeySet
from commonwheel.integrations.trust.memory import Accepted, Memory, Pages, Reached, Remembered
from commonwheel.integrations.trust.port import KeysReplaced, Refreshed, SignedRelease
from commonwheel.integrations.trust.succession import follow, read_steps
from commonwheel.integrations.trust.wording import in_our_words

_LISTS_AT_ONCE = 32
_SIZES = UpdaterConfig(
    max_root_rotations=128, root_max_length=128_000, timestamp_max_length=16_384, snapshot_max_length=2_000_000,
    targets_max_length=4_000_000,
)  # fmt: skip


class _Updater(Updater):
    """TUF's client, at a moment that is passed in, with the list of one publisher at a time."""

    def __init__(self, *, now: dt.datetime, **given: Any) -> None:
        super().__init__(**given)
        self._trusted_set.reference_time = now

    @property
    def trusted(self) -> tuple[Root, Snapshot, Targets]:
        return self._trusted_set.root, self._trusted_set.snapshot, self._trusted_set.targets

    def load(self, publisher: str) -> Targets:
        return self._load_targets(publisher, Targets.type)


@dataclass(slots=True)
class _Look:
    """One look at a commons, refreshed: what is signed there, what is remembered, and what has come of it so far."""

    updater: _Updater
    carrier: Carrier
    pages: Pages
    now: dt.datetime
    root: Root
    snapshot: Snapshot
    publishers: Targets
    keys: dict[str, KeySet]
    accepted: dict[str, Accepted]
    remembered: dict[str, Remembered]
    new: list[tuple[Accepted, Iterable[SignedRelease]]] = field(default_factory=list)
    rekeyed: list[Remembered] = field(default_factory=list)
    withheld: dict[str, Failure] = field(default_factory=dict)
    replaced: list[KeysReplaced] = field(default_factory=list)

    def meta(self, publisher: str) -> MetaFile | None:
        return self.snapshot.meta.get(f"{publisher}.json")


class HttpCommons:
    """
    A commons that a node follows.

    Args:
        name: the operator's word for it; the node remembers publishers by it.
        address: under which `metadata/` and `targets/` are served.
        pinned_root: a root that the operator had from somebody they trust, not from the commons itself.
        folder: the node's own, the same for all commons that it follows.
    """

    def __init__(
        self, *, name: str, address: str, pinned_root: bytes, folder: Path, limits: Limits | None = None
    ) -> None:
        metadata.require_publisher_name(name)
        self.name = name
        self._address = address.rstrip("/")
        self._pinned_root = pinned_root
        self._folder = folder / name
        self._memory = Memory(folder / "memory.sqlite3")
        self._limits = limits or Limits()

    def refresh(self, *, now: dt.datetime) -> Refreshed:
        """See the port."""
        with self._look(now) as look:
            stale = [publisher for publisher in look.keys if _is_stale(look, publisher)]
            for publisher in set(look.keys) - set(stale):
                self._attempt(look, publisher, self._require_keys)
            for start in range(0, len(stale), _LISTS_AT_ONCE):
                some = stale[start : start + _LISTS_AT_ONCE]
                self._prefetch(look, some)
                for publisher in some:
                    self._attempt(look, publisher, self._accept)
            changed = tuple(accepted.publisher for accepted, _ in look.new)
            return Refreshed(len(look.keys), changed, look.withheld, tuple(look.replaced))

    def list_releases(self) -> tuple[SignedRelease, ...]:
        """See the port."""
        with self._memory.opened() as pages:
            return pages.releases(self.name)

    def fetch(self, path: str, *, now: dt.datetime) -> tuple[SignedRelease, bytes]:
        """See the port."""
        publisher = path.split("/", maxsplit=1)[0]
        with self._look(now) as look:
            if publisher not in look.keys or look.meta(publisher) is None:
                raise ReleaseUnknown(self.name, path)
            listed = self._accept(look, publisher)
            if path not in listed.targets:
                raise ReleaseUnknown(self.name, path)
            release = _offered(look, metadata.list_releases(publisher, listed)[path])
            content = self._download(look, listed.targets[path])
            self._remember(look, publisher)
            return release, content

    @contextlib.contextmanager
    def _look(self, now: dt.datetime) -> Iterator[_Look]:
        """Refresh, check that nothing went back, and keep at the end what the block has accepted."""
        carrier = Carrier(self._address, self._limits)
        with contextlib.closing(carrier), self._words("what it says"), disk.alone(self._folder / "lock"):
            disk.sweep_drafts(self._folder / "metadata", "tmp*")
            updater = self._updater(carrier, now)
            with self._memory.opened() as pages:
                root, snapshot, publishers = updater.trusted
                self._require_not_older(pages.reached(self.name), root, publishers)
                look = _Look(
                    updater, carrier, pages, now, root, snapshot, publishers, metadata.list_keys(publishers),
                    pages.accepted(self.name), pages.remembered(),
                )  # fmt: skip
                yield look
                self._keep(look)

    def _updater(self, carrier: Carrier, now: dt.datetime) -> _Updater:
        updater = _Updater(
            now=now, metadata_dir=str(self._folder / "metadata"), metadata_base_url=f"{self._address}/metadata/",
            target_base_url=f"{self._address}/targets/", fetcher=carrier, config=_SIZES, bootstrap=self._pinned_root,
        )  # fmt: skip
        updater.refresh()
        return updater

    def _words(self, what: str) -> contextlib.AbstractContextManager[None]:
        return in_our_words(self.name, what, seconds=self._limits.seconds)

    def _require_not_older(self, reached: Reached, root: Root, publishers: Targets) -> None:
        # A newer root may start the list of publishers again: so a commons recovers from stolen keys.
        if root.version < reached.root:
            raise CommonsRolledBack(self.name, "its root")
        if root.version == reached.root and publishers.version < reached.publishers:
            raise CommonsRolledBack(self.name, "its list of publishers")

    def _keep(self, look: _Look) -> None:
        with look.pages.keeping():
            reached = Reached(look.root.version, look.publishers.version)
            look.pages.set_reached(self.name, reached, metadata.list_quarantined(look.snapshot))
            for accepted, releases in look.new:
                look.pages.accept(self.name, accepted, releases)
            for publisher in look.rekeyed:
                look.pages.replace_keys(publisher)

    def _prefetch(self, look: _Look, publishers: Iterable[str]) -> None:
        metas = {publisher: look.snapshot.meta[f"{publisher}.json"] for publisher in publishers}
        look.carrier.prefetch(
            {
                f"{self._address}/metadata/{meta.version}.{publisher}.json": meta.length or _SIZES.targets_max_length
                for publisher, meta in metas.items()
            }
        )

    def _attempt(self, look: _Look, publisher: str, check: Callable[[_Look, str], object]) -> None:
        try:
            check(look, publisher)
        except CommonsUnavailable:
            # What ails the connection ails them all: nothing is gained by going on.
            raise
        except Failure as failure:
            look.withheld[publisher] = failure

    def _accept(self, look: _Look, publisher: str) -> Targets:
        """Return a publisher's list once it holds in every way."""
        self._require_keys(look, publisher)
        meta, keys = look.snapshot.meta[f"{publisher}.json"], look.keys[publisher].identity
        with self._words(f"the list of {publisher}"):
            sha256 = (meta.hashes or {}).get("sha256")
            if sha256 is None:
                raise MetadataRefused(f"The list of {publisher} is not named by its SHA-256.")
            listed = look.updater.load(publisher)
            releases = metadata.list_releases(publisher, listed)
        before = look.accepted.get(publisher)
        if before and before.keys == keys and listed.version < before.version:
            raise CommonsRolledBack(self.name, f"the list of {publisher}")
        for path, digest in look.pages.digests(self.name, publisher).items():
            if path not in releases or releases[path].sha256 != digest:
                raise ReleaseChanged(self.name, path)
        accepted = Accepted(publisher, listed.version, sha256, keys, int(listed.expires.timestamp()))
        look.new.append((accepted, releases.values()))
        return listed

    def _require_keys(self, look: _Look, publisher: str) -> None:
        """Hold a publisher's keys against those that are remembered, and against the commons they came from."""
        known, today = look.remembered.get(publisher), look.keys[publisher]
        if known is None:
            return
        if known.commons != self.name:
            self._require_mirror(look, known)
            return
        with self._words(f"the statements of {publisher}"):
            steps = follow(known.keys, read_steps(metadata.list_roles(look.publishers)[publisher]), to=today)
        if steps is None:
            raise KeysChanged(self.name, publisher)
        if steps:
            look.rekeyed.append(Remembered(publisher, self.name, today))
            look.replaced.extend(KeysReplaced(publisher, one.kind, one.reason, one.successor) for one in steps)

    def _require_mirror(self, look: _Look, known: Remembered) -> None:
        """Let another commons speak for a publisher only in the very words of its own."""
        meta = look.meta(known.publisher)
        said = (meta.hashes or {}).get("sha256") if meta else None
        same_keys = look.keys[known.publisher].identity == known.keys.identity
        if not same_keys or said != look.pages.digest_at(known.commons, known.publisher):
            raise PublisherSpokenForElsewhere(self.name, known.publisher, known.commons)

    def _download(self, look: _Look, target: TargetFile) -> bytes:
        with tempfile.TemporaryDirectory(prefix="release-") as folder, self._words(target.path):
            return Path(look.updater.download_target(target, str(Path(folder) / "release"))).read_bytes()

    def _remember(self, look: _Look, publisher: str) -> None:
        if publisher in look.remembered:
            return
        with look.pages.keeping():
            known = look.pages.remember(Remembered(publisher, self.name, look.keys[publisher]))
        # Somebody else may have adopted from another commons in the meantime: the first one counts.
        if known.commons != self.name:
            self._require_mirror(look, known)


def _is_stale(look: _Look, publisher: str) -> bool:
    meta, known = look.meta(publisher), look.accepted.get(publisher)
    if meta is None:
        return False
    said = (meta.version, (meta.hashes or {}).get("sha256"), look.keys[publisher].identity)
    # One that has run out is read again, to be refused in the same words as any other.
    return known is None or (known.version, known.sha256, known.keys) != said or known.until <= look.now.timestamp()


def _offered(look: _Look, release: SignedRelease) -> SignedRelease:
    stopped = metadata.list_quarantined(look.snapshot)
    state, reason = release.state, release.reason
    if release.path in stopped:
        state, reason = "quarantined", stopped[release.path]
    if state in {"withdrawn", "quarantined"}:
        raise ReleaseNotHandedOut(release.path, state, reason)
    return release
