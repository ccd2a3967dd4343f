"""A copy of another commons, byte for byte: whoever follows the copy checks the same signatures as at its source."""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.api.metadata import Snapshot, TargetFile, Targets, Timestamp

from commonwheel.core.problems import Failure
from commonwheel.integrations.trust import disk, metadata
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.failures import BytesDiffer, CommonsAnswers, CommonsUnreachable, CommonsUnwritable
from commonwheel.integrations.trust.fetching import Carrier, Limits

_NAME = "source"
_SECONDS = 3_600.0
_MOST_BYTES = 100_000_000_000


class NotWholeAtSource(Failure):
    """Something of the commons that is to be copied does not hold."""

    def __init__(self, publisher: str, why: Failure) -> None:
        super().__init__(f"Nothing was copied: {publisher} cannot be trusted there. {why}")


class NotItsCopy(Failure):
    """In the folder is a commons of one's own."""

    def __init__(self) -> None:
        super().__init__("This folder is a commons of its own, with keys in `online`. Copy another into a new folder.")


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a copy holds, and how many of its releases were fetched now."""

    publishers: int
    releases: int
    fetched: int


def mirror(*, address: str, root: bytes, folder: Path, now: dt.datetime) -> Mirrored:
    """
    Bring a copy of another commons up to date, verified to the last byte, also what is withdrawn.

    Everything is written before the copy's `timestamp.json`: whoever dies anywhere leaves the copy as it was.

    Args:
        address: under which the other's `metadata/` and `targets/` are.
        root: of the other, had from somebody one trusts.
        folder: of the copy.

    Raises:
        NotItsCopy, NotWholeAtSource: see there. TrustRefused, CommonsUnavailable: as a node meets them.
        CommonsUnwritable: the disk refused.
    """
    if any((folder / "online").glob("*")):
        raise NotItsCopy
    source = HttpCommons(
        name=_NAME, address=address, pinned_root=root, folder=folder / "mirror",
        limits=Limits(seconds=_SECONDS, most_bytes=_MOST_BYTES),
    )  # fmt: skip
    try:
        with disk.alone(folder / "lock"):
            disk.sweep_drafts(folder, "served/**/.draft-*")
            for publisher, why in source.refresh(now=now).withheld.items():
                raise NotWholeAtSource(publisher, why)
            return _Copy(address, folder / "mirror" / _NAME / "metadata", folder / "served").write()
    except OSError as error:
        raise CommonsUnwritable((error.strerror or str(error)).lower()) from error


# Private


@dataclass(frozen=True, slots=True)
class _Copy:
    """What was verified, and where it goes."""

    address: str
    verified: Path
    served: Path

    def write(self) -> Mirrored:
        """Write the releases, then the lists that name them, then what names the lists."""
        timestamp = (self.verified / "timestamp.json").read_bytes()
        snapshot = (self.verified / "snapshot.json").read_bytes()
        number = metadata.read(timestamp, Timestamp).signed.snapshot_meta.version
        roles = metadata.read(snapshot, Snapshot).signed.meta
        lists = {name: (self.verified / name).read_bytes() for name in roles}
        releases = [file for text in lists.values() for file in metadata.read(text, Targets).signed.targets.values()]
        fetched = self._fetch(releases)
        for path in (self.verified / "root_history").glob("*.root.json"):
            self._put(path.name, path.read_bytes())
        for name, text in lists.items():
            self._put(f"{roles[name].version}.{name}", text)
        self._put(f"{number}.snapshot.json", snapshot)
        self._put("timestamp.json", timestamp)
        return Mirrored(len(roles) - 1, len(releases), fetched)

    def _fetch(self, releases: list[TargetFile]) -> int:
        missing = [file for file in releases if not self._target(file).exists()]
        with self._carrier() as carrier:
            for file in missing:
                address = f"{self.address}/targets/{self._target(file).relative_to(self.served / 'targets')}"
                content = carrier.download_bytes(address, file.length)
                if len(content) != file.length or hashlib.sha256(content).hexdigest() != file.hashes["sha256"]:
                    raise BytesDiffer(self.address, file.path)
                disk.write_whole(self._target(file), content)
        return len(missing)

    @contextlib.contextmanager
    def _carrier(self) -> Iterator[Carrier]:
        limits = Limits(seconds=_SECONDS, most_bytes=_MOST_BYTES)
        with contextlib.closing(Carrier(self.address, limits)) as carrier:
            try:
                yield carrier
            except DownloadHTTPError as error:
                raise CommonsAnswers(self.address, error.status_code) from error
            except DownloadError as error:
                raise CommonsUnreachable(self.address) from error

    def _target(self, file: TargetFile) -> Path:
        owner, name, last = file.path.split("/")
        return self.served / "targets" / owner / name / f"{file.hashes['sha256']}.{last}"

    def _put(self, name: str, text: bytes) -> None:
        path = self.served / "metadata" / name
        if not path.exists() or path.read_bytes() != text:
            disk.write_whole(path, text)
