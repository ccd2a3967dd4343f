"""A folder on this machine, or one that is mounted here, from which another system fetches files."""

import errno
import os
import re
import tempfile
from pathlib import Path

from commonwheel.integrations.drop.port import DropRefused

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,120}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskDrop:
    """Files under one folder. What begins with a full stop is not finished: fetchers leave it alone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, place: tuple[str, ...], content: bytes) -> None:
        """See the port."""
        if not place or not all(_NAME.fullmatch(name) for name in place):
            raise DropRefused(f"A file cannot be called {'/'.join(place)}.")
        try:
            self._put(self._root.joinpath(*place), content)
        except OSError as error:
            raise DropRefused(_words(error)) from error

    def _put(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).chmod(0o640)
            os.replace(draft, path)  # noqa: PTH105  # where tests of killed nodes look
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _words(error: OSError) -> str:
    if error.errno in _FULL:
        return "The folder for daily files is full. Free some space there; the file is written by itself then."
    why = (error.strerror or str(error)).lower()
    return f"The daily file could not be written: {why}. Check the folder for daily files and who may write to it."
