"""Uploads in memory: for tests, and for previews that must leave nothing behind."""

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from commonwheel.integrations.storage.port import Kept, StoredFileMissing


class MemoryStorage:
    """Files in a dictionary; the clock is passed in."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self._now = now
        self._files: dict[str, tuple[bytes, dt.datetime]] = {}

    def keep(self, council: str, content: BinaryIO) -> Kept:
        """See the port."""
        data = content.read()
        sha256 = hashlib.sha256(data).hexdigest()
        name = f"{council}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        self._files[name] = (data, self._now())
        return Kept(name=name, sha256=sha256, size=len(data))

    def open(self, name: str) -> BinaryIO:
        """See the port."""
        if name not in self._files:
            raise StoredFileMissing(name)
        return io.BytesIO(self._files[name][0])

    def list_older(self, council: str, *, than: dt.datetime) -> Iterator[str]:
        """See the port."""
        owned = [name for name in self._files if name.startswith(f"{council}/")]
        return (name for name in owned if self._files[name][1] < than)

    def remove(self, name: str, *, unless_kept_since: dt.datetime) -> bool:
        """See the port."""
        if name in self._files and self._files[name][1] >= unless_kept_since:
            return False
        self._files.pop(name, None)
        return True
