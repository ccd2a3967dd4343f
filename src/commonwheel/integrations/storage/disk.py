"""Uploads on the local disk, named by their content.

A file is written under a temporary name, synced, renamed, and its folder synced, so that after a
crash it is either whole or not there. A lock per council orders keeping against removing: a sweep
never takes away bytes that somebody keeps again at that moment.
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from commonwheel.integrations.storage.port import Kept, StorageRefused, StoredFileMissing

_CHUNK_BYTES = 1 << 16
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")
_DRAFT = re.compile(r"[A-Za-z0-9-]{1,64}/\.draft-[A-Za-z0-9_]{1,32}")
_COUNCIL = re.compile(r"[A-Za-z0-9-]{1,64}")


class DiskStorage:
    """Files under one folder: `ROOT/COUNCIL/ab/cd/SHA256`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, council: str, content: BinaryIO) -> Kept:
        """See the port."""
        home = self._home(council)
        try:
            home.mkdir(parents=True, exist_ok=True)
            return self._keep(council, home, content)
        except OSError as error:
            raise StorageRefused(error.strerror or str(error)) from error

    def open(self, name: str) -> BinaryIO:
        """See the port."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError as error:
            raise StoredFileMissing(name) from error

    def list_older(self, council: str, *, than: dt.datetime) -> Iterator[str]:
        """See the port; drafts that a process left when it was killed are among them."""
        home = self._home(council)
        for path in (*home.glob("??/??/*"), *home.glob(".draft-*")):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < than.timestamp():
                    yield path.relative_to(self._root).as_posix()

    def remove(self, name: str, *, unless_kept_since: dt.datetime) -> bool:
        """See the port."""
        path = self._root / name if _DRAFT.fullmatch(name) else self._path(name)
        if not path.exists():
            return True
        with self._locked(name.partition("/")[0]), contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime >= unless_kept_since.timestamp():
                return False
            path.unlink()
        return True

    def _keep(self, council: str, home: Path, content: BinaryIO) -> Kept:
        handle, draft_name = tempfile.mkstemp(dir=home, prefix=".draft-")
        draft = Path(draft_name)
        try:
            sha256, size = _copy_and_sync(content, handle)
            name = f"{council}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
            final = self._path(name)
            # Only the renaming is held against a sweep: several may wait for the disk at once.
            with self._locked(council):
                final.parent.mkdir(parents=True, exist_ok=True)
                # Renaming over an identical file also renews its time, which keeps the sweep off it.
                draft.replace(final)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        for folder in (final.parent, final.parent.parent, home):
            _sync_folder(folder)
        return Kept(name=name, sha256=sha256, size=size)

    def _home(self, council: str) -> Path:
        if not _COUNCIL.fullmatch(council):
            raise StorageRefused(f"{council!r} is no council's key")
        return self._root / council

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise StoredFileMissing(name)
        return self._root / name

    @contextlib.contextmanager
    def _locked(self, council: str) -> Iterator[None]:
        with (self._home(council) / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _copy_and_sync(content: BinaryIO, handle: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as out:
        while chunk := content.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
