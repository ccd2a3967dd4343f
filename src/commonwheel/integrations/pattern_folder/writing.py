"""Files and folders written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Write a new folder: it gets its name when it is complete.

    Args:
        folder: must not be there, or be empty.
        files: by path inside it, with forward slashes; the caller knows that none leads out of it.

    Raises:
        OSError: where it cannot be written, or is there already; nothing is left behind.
    """
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for path, data in files.items():
            target = unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        unfinished.chmod(0o755)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def write_file(path: Path, data: bytes) -> None:
    """
    Write a file in place of whatever has its name: it gets the name when its bytes are on the disk.

    Raises:
        OSError: where it cannot be written; what was there stays.
    """
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def read_file(path: Path, *, most: int) -> bytes:
    """
    Return the bytes of a file; of a larger one, the first that show it to be too large.

    Raises:
        OSError: where there is no such file, or it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        return file.read(most + 1)
