"""Files that are there whole or not at all, and that processes keep mapped.

Files are written beside, flushed and renamed; processes that have one mapped keep it until they look again. Nothing
else is kept: taking in takes seconds, so that what was killed is begun anew, and leaves at most a draft, which the next
one removes.
"""

import contextlib
import mmap
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_DRAFT = ".draft-"
_STALE_SECONDS = 86_400

Stamp = tuple[int, int, int]
T = TypeVar("T")


def put(folder: Path, name: str, data: bytes) -> None:
    """
    Put a file in the place of the one of its name, wholly or not at all.

    Raises:
        OSError: the disk is full, or the folder may not be written to; then nothing is changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _remove_stale_drafts(folder)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=_DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            # Public data: whichever account serves the pages may read what another took in.
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        Path(draft).replace(folder / name)
        _sync(folder)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def remove(path: Path) -> bool:
    """Remove a file; say whether it was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


class Opened(Generic[T]):
    """Mapped files by their path; one is opened again when another stands in its place."""

    def __init__(self, read: Callable[[bytes | memoryview], T]) -> None:
        self._read = read
        self._open: dict[Path, tuple[Stamp, T]] = {}
        self._lock = threading.Lock()

    def open(self, path: Path) -> T | None:
        """Return what a file holds; None where there is none."""
        # Several threads may ask at once for the first time, and each would map and check it.
        with self._lock:
            return self._opened(path)

    def _opened(self, path: Path) -> T | None:
        try:
            found = path.stat()
        except FileNotFoundError:
            self._open.pop(path, None)
            return None
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if path not in self._open or self._open[path][0] != stamp:
            self._open[path] = (stamp, self._map(path))
        return self._open[path][1]

    def _map(self, path: Path) -> T:
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return self._read(b"")
            return self._read(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def _remove_stale_drafts(folder: Path) -> None:
    for path in folder.glob(f"{_DRAFT}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
