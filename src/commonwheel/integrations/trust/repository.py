"""
A running commons: a folder that any web server can serve.

    FOLDER/served/metadata/   N.root.json, N.targets.json, N.PUBLISHER.json, N.snapshot.json, timestamp.json
    FOLDER/served/targets/    PUBLISHER/NAME/SHA256.FILE

It checks what people and publishers signed and holds no key of theirs; by its own two it only says what is newest.
Everything is written before `timestamp.json` is replaced, and that one step makes it count: a process that dies
anywhere leaves the state before or the state after. One writer at a time; a retry of anything done changes nothing.
"""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, Targets, Timestamp

from commonwheel.integrations.trust import disk, metadata
from commonwheel.integrations.trust.counting import Counting
from commonwheel.integrations.trust.failures import (
    AlreadyStarted,
    CommonsUnwritable,
    FileRefused,
    MetadataRefused,
    NotStarted,
    PublisherUnknown,
    ReleaseIsFixed,
    ReleaseUnknown,
    VersionRefused,
)
from commonwheel.integrations.trust.succession import changed_keys

_KEPT_SNAPSHOTS = 50


@dataclass(frozen=True, slots=True)
class Expiring:
    """A role that somebody should sign anew: `root`, `targets` (the list of publishers), or a publisher."""

    role: str
    until: dt.datetime


@dataclass(slots=True)
class _State:
    """What counts now; `metas`, `quarantine` and its `days` as the snapshot has them."""

    root: Root
    snapshot_version: int
    timestamp_version: int
    metas: dict[str, MetaFile]
    quarantine: dict[str, str]
    days: dict[str, str] = field(default_factory=dict)


class CommonsFolder:
    """
    A commons in a folder.

    Args:
        online: the signers of timestamp and snapshot; while the root hands over to new ones, both.
    """

    def __init__(self, folder: Path, *, online: Iterable[Signer]) -> None:
        self._folder = folder
        self._metadata = folder / "served" / "metadata"
        self._targets = folder / "served" / "targets"
        self._online = tuple(online)

    @property
    def served(self) -> Path:
        """The folder to serve, and nothing else of it."""
        return self._folder / "served"

    def start(self, root: bytes, publishers: bytes, *, now: dt.datetime) -> None:
        """
        Start from a first root and a first list of publishers, signed.

        Raises:
            AlreadyStarted: as something else.
            NotMetadata, NotSignedEnough, MetadataRefused, VersionRefused: they are not what a commons begins with.
        """
        new, listed = metadata.read(root, Root), metadata.read(publishers, Targets)
        _require_version("The root", new.signed.version, 1)
        _require_version("The list of publishers", listed.signed.version, 1)
        metadata.require_signed(new, new.signed, "root", "The root")
        metadata.require_signed(listed, new.signed, "targets", "The list of publishers")
        metadata.list_keys(listed.signed)
        with self._alone():
            if (self._metadata / "timestamp.json").exists():
                if self._bytes("root", 1) != root:
                    raise AlreadyStarted
                return
            self._write("root", 1, root)
            self._write("targets", 1, publishers)
            self._commit(_State(new.signed, 0, 0, {"targets.json": _meta(publishers, 1)}, {}), now)

    def publishers(self) -> bytes:
        """Return the list of publishers that counts, as it was signed."""
        state = self._load()
        return self._bytes("targets", state.metas["targets.json"].version)

    def root(self) -> bytes:
        """Return the root that counts, as it was signed."""
        return self._bytes("root", self._load().root.version)

    def releases_of(self, publisher: str) -> bytes | None:
        """
        Return a publisher's list that counts, as it was signed; None before its first release.

        Raises:
            PublisherUnknown: where it is none here.
        """
        self._role(publisher)
        meta = self._load().metas.get(f"{publisher}.json")
        return None if meta is None else self._bytes(publisher, meta.version)

    def counting(self) -> Counting:
        """
        Return everything that counts, read once.

        Raises:
            NotStarted: where there is no commons in the folder.
        """
        state = self._load()
        names = [name.removesuffix(".json") for name in state.metas if name != "targets.json"]
        lists = {name: self._bytes(name, state.metas[f"{name}.json"].version) for name in names}
        publishers = self._bytes("targets", state.metas["targets.json"].version)
        return Counting(state.snapshot_version, publishers, lists, state.quarantine, state.days)

    def release(self, path: str, sha256: str) -> bytes:
        """
        Return the bytes of a release that counts.

        Raises:
            ReleaseUnknown: where they are not there.
        """
        owner, name, file = path.split("/")
        try:
            return (self._targets / owner / name / f"{sha256}.{file}").read_bytes()
        except OSError as error:
            raise ReleaseUnknown("This commons", path) from error

    def check(self, publisher: str, releases: bytes, files: Mapping[str, bytes]) -> bool:
        """
        Make sure that `publish` would take this now, and write nothing; say whether it would change anything.

        Raises:
            As `publish`.
        """
        state, listed = self._load(), self._role(publisher)
        meta = state.metas.get(f"{publisher}.json")
        if meta is not None and self._bytes(publisher, meta.version) == releases:
            return False
        self._check_list(publisher, releases, listed, state.metas, files)
        return True

    def install_root(self, root: bytes, *, now: dt.datetime) -> None:
        """
        Take the next root, signed by enough people of the old one and of the new one.

        Timestamp and snapshot are signed by the keys of both roots first, so that they hold before and after.

        Raises:
            NotMetadata, NotSignedEnough, VersionRefused: it is not that.
        """
        new = metadata.read(root, Root)
        with self._alone():
            state = self._load()
            if new.signed.version == state.root.version and self._bytes("root", new.signed.version) == root:
                return
            _require_version("The root", new.signed.version, state.root.version + 1)
            metadata.require_signed(new, state.root, "root", "The root")
            metadata.require_signed(new, new.signed, "root", "The root")
            publishers = metadata.read(self._bytes("targets", state.metas["targets.json"].version), Targets)
            metadata.require_signed(publishers, new.signed, "targets", "The list of publishers, by the new root,")
            self._commit(state, now, upcoming=new.signed)
            self._write("root", new.signed.version, root)

    def install_publishers(
        self, publishers: bytes, *, now: dt.datetime, lists: Mapping[str, bytes] | None = None
    ) -> None:
        """
        Take the next list of publishers, signed by the people of the root.

        Args:
            lists: for each publisher whose keys change, its own list anew, signed by the new keys.

        Raises:
            NotMetadata, NotSignedEnough, VersionRefused, MetadataRefused: it is not that, keys change without a
                statement of succession, or a publisher has gone.
        """
        new, lists = metadata.read(publishers, Targets), dict(lists or {})
        with self._alone():
            state = self._load()
            current = state.metas["targets.json"].version
            if new.signed.version == current and self._bytes("targets", current) == publishers:
                return
            _require_version("The list of publishers", new.signed.version, current + 1)
            metadata.require_signed(new, state.root, "targets", "The list of publishers")
            changed = changed_keys(metadata.read(self._bytes("targets", current), Targets).signed, new.signed)
            metas = dict(state.metas)
            for publisher in changed & {name.removesuffix(".json") for name in metas}:
                if publisher not in lists:
                    raise MetadataRefused(
                        f"The keys of {publisher} change: send its list of releases too, signed by them."
                    )
            for publisher, text in lists.items():
                metas[f"{publisher}.json"] = self._check_list(publisher, text, new.signed, metas, {})
            for publisher, text in lists.items():
                self._write(publisher, metas[f"{publisher}.json"].version, text)
            self._write("targets", new.signed.version, publishers)
            metas["targets.json"] = _meta(publishers, new.signed.version)
            state.metas = metas
            self._commit(state, now)

    def publish(self, publisher: str, releases: bytes, files: Mapping[str, bytes], *, now: dt.datetime) -> None:
        """
        Take a publisher's next list of releases, signed by its own keys, with the bytes of what is new in it.

        Args:
            files: by path; those that are there already need not be sent.

        Raises:
            PublisherUnknown, NotMetadata, NotSignedEnough, VersionRefused, MetadataRefused: it cannot be taken.
            ReleaseIsFixed: something that was published would change or go.
            FileRefused: bytes are missing, or others than were signed.
            CommonsUnwritable: the disk refused.
        """
        with self._alone():
            state, listed = self._load(), self._role(publisher)
            meta = state.metas.get(f"{publisher}.json")
            if meta is not None and self._bytes(publisher, meta.version) == releases:
                return
            made = self._check_list(publisher, releases, listed, state.metas, files)
            for path, content in files.items():
                self._write_release(path, content)
            self._write(publisher, made.version, releases)
            state.metas[f"{publisher}.json"] = made
            self._commit(state, now)

    def quarantine(self, path: str, reason: str, *, now: dt.datetime) -> None:
        """
        Stop a release at once, in the name of the commons; "" as the reason lets it go again.

        Raises:
            MetadataRefused: where no publisher can have it, or the reason is none.
        """
        metadata.require_path(path.split("/", maxsplit=1)[0], path)
        if reason:
            metadata.require_reason(reason)
        with self._alone():
            state = self._load()
            if state.quarantine.get(path, "") == reason:
                return
            state.quarantine.pop(path, None)
            state.quarantine |= {path: reason} if reason else {}
            state.days |= {path: now.astimezone(dt.UTC).date().isoformat()}
            self._commit(state, now)

    def renew(self, *, now: dt.datetime) -> bool:
        """Sign timestamp and snapshot anew once half their time has gone; say whether they were. Call it every hour."""
        with self._alone():
            state = self._load()
            until = metadata.read((self._metadata / "timestamp.json").read_bytes(), Timestamp).signed.expires
            if until - now > dt.timedelta(days=metadata.TIMESTAMP_DAYS / 2):
                return False
            self._commit(state, now)
            return True

    def list_expiring(self, *, now: dt.datetime) -> list[Expiring]:
        """List what people should sign anew: signed more than ten months ago, the soonest to run out first."""
        state = self._load()
        until = {"root": state.root.expires}
        for name, meta in state.metas.items():
            role = name.removesuffix(".json")
            until[role] = metadata.read(self._bytes(role, meta.version), Targets).signed.expires
        last = metadata.months_after(now, metadata.ROLE_MONTHS - metadata.REMIND_AFTER_MONTHS)
        return sorted(
            (Expiring(*one) for one in until.items() if one[1] <= last), key=lambda one: (one.until, one.role)
        )

    # --- what counts now ---------------------------------------------------------------------------

    def _load(self) -> _State:
        try:
            timestamp = metadata.read((self._metadata / "timestamp.json").read_bytes(), Timestamp).signed
        except FileNotFoundError as error:
            raise NotStarted from error
        snapshot = metadata.read(self._bytes("snapshot", timestamp.snapshot_meta.version), Snapshot).signed
        stopped, days = metadata.list_quarantined(snapshot), metadata.quarantine_days(snapshot)
        return _State(self._newest_root(), snapshot.version, timestamp.version, snapshot.meta, stopped, days)

    def _newest_root(self) -> Root:
        versions = [int(path.name.split(".")[0]) for path in self._metadata.glob("*.root.json")]
        return metadata.read(self._bytes("root", max(versions)), Root).signed

    def _role(self, publisher: str) -> Targets:
        listed = metadata.read(self.publishers(), Targets).signed
        if publisher not in metadata.list_roles(listed):
            raise PublisherUnknown(publisher)
        return listed

    def _check_list(
        self, publisher: str, text: bytes, listed: Targets, metas: Mapping[str, MetaFile], files: Mapping[str, bytes]
    ) -> MetaFile:
        """Return what the snapshot says of a publisher's next list, once it holds in every way."""
        new = metadata.read(text, Targets)
        meta = metas.get(f"{publisher}.json")
        _require_version(f"The list of {publisher}", new.signed.version, meta.version + 1 if meta else 1)
        metadata.require_signed(new, listed, publisher, f"The list of {publisher}")
        releases = metadata.list_releases(publisher, new.signed)
        before = metadata.read(self._bytes(publisher, meta.version), Targets).signed.targets if meta else {}
        for path, file in before.items():
            if path not in releases or (releases[path].sha256, releases[path].length) != (
                file.hashes["sha256"],
                file.length,
            ):
                raise ReleaseIsFixed(path)
        for path, release in releases.items():
            content = files.get(path)
            fits = content is not None and _sha256(content) == release.sha256 and len(content) == release.length
            if not fits and (content is not None or path not in before):
                raise FileRefused(path)
        for path in set(files) - set(releases):
            raise FileRefused(path)
        return _meta(text, new.signed.version)

    # --- writing -----------------------------------------------------------------------------------

    def _commit(self, state: _State, now: dt.datetime, *, upcoming: Root | None = None) -> None:
        """Write a new snapshot, then the timestamp that makes it count."""
        now = now.astimezone(dt.UTC).replace(microsecond=0)
        roots = [root for root in (state.root, upcoming) if root is not None]
        days = {path: day for path, day in state.days.items() if path in state.quarantine}
        said = {metadata.QUARANTINE: state.quarantine, metadata.QUARANTINED_ON: days}
        extra = {name: by_path for name, by_path in said.items() if by_path}
        until = now + dt.timedelta(days=metadata.SNAPSHOT_DAYS)
        version = state.snapshot_version + 1
        snapshot = self._signed(Snapshot(version, None, until, state.metas, extra), "snapshot", roots)
        self._write("snapshot", version, snapshot)
        until = now + dt.timedelta(days=metadata.TIMESTAMP_DAYS)
        timestamp = Timestamp(state.timestamp_version + 1, None, until, _meta(snapshot, version))
        disk.write_whole(self._metadata / "timestamp.json", self._signed(timestamp, "timestamp", roots))
        # Those who are in the middle of reading need the last few; each commit removes the one that falls out.
        (self._metadata / f"{version - _KEPT_SNAPSHOTS}.snapshot.json").unlink(missing_ok=True)

    def _signed(self, said: Snapshot | Timestamp, role: str, roots: Iterable[Root]) -> bytes:
        made: Metadata[Any] = Metadata(said)
        wanted = {keyid for root in roots for keyid in root.roles[role].keyids}
        for signer in self._online:
            if signer.public_key.keyid in wanted:
                made.sign(signer, append=True)
        for root in roots:
            metadata.require_signed(made, root, role, f"The {role}, by the online key of the root,")
        return metadata.write(made)

    def _write(self, role: str, version: int, text: bytes) -> None:
        disk.write_whole(self._metadata / f"{version}.{role}.json", text)

    def _write_release(self, path: str, content: bytes) -> None:
        owner, name, file = path.split("/")
        target = self._targets / owner / name / f"{_sha256(content)}.{file}"
        if not target.exists():
            disk.write_whole(target, content)

    def _bytes(self, role: str, version: int) -> bytes:
        return (self._metadata / f"{version}.{role}.json").read_bytes()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with disk.alone(self._folder / "lock"):
                disk.sweep_drafts(self._folder, "served/**/.draft-*")
                yield
        except OSError as error:
            raise CommonsUnwritable((error.strerror or str(error)).lower()) from error


def _require_version(what: str, found: int, wanted: int) -> None:
    if found != wanted:
        raise VersionRefused(what, found, wanted)


def _meta(text: bytes, version: int) -> MetaFile:
    return MetaFile(version, len(text), {"sha256": _sha256(text)})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
