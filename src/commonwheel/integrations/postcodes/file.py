"""The postcode file: opened once, opened again when another takes its place."""

import contextlib
import mmap
import os
import tempfile
from pathlib import Path

from commonwheel.core.places.postcode_table import PostcodeTable, read_table

POSTCODE_FILE = "postcodes.bin"
"""Its name in the node's data folder."""
Stamp = tuple[int, int, int]


class PostcodeFile:
    """
    A postcode table at a path, which may not be there yet, and may be replaced at any time.

    A table that was handed out stays good when its file is replaced: its memory is mapped until
    nobody uses it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[Stamp, PostcodeTable] | None = None

    def table(self) -> PostcodeTable | None:
        """
        Return the table as it is now; None where there is no file.

        Raises:
            PostcodeFileIsBroken: the file is something else.
        """
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if self._opened is None or self._opened[0] != stamp:
            self._opened = (stamp, _map(self._path))
        return self._opened[1]


def replace_postcode_file(path: Path, data: bytes) -> None:
    """
    Put a table in the place of the one that is there, wholly or not at all.

    Args:
        path: where the file is to be; its folder is made where it is missing.
        data: what `core.places.postcode_table.pack_table` returned.

    Raises:
        PostcodeFileIsBroken: the bytes are no table; then nothing is changed.
        OSError: the disk is full, or the folder may not be written to; then nothing is changed.
    """
    read_table(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            # Public data: whichever account serves the pages may read what another took in.
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        Path(draft).replace(path)
        _sync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(draft).unlink()
        raise


def _map(path: Path) -> PostcodeTable:
    with path.open("rb") as file:
        if not path.stat().st_size:
            return read_table(b"")
        return read_table(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
