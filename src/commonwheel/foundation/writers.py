"""
Whose turn it is to write, on SQLite.

SQLite lets one write at a time, and whoever finds it busy sleeps for milliseconds before asking again. The
threads of a node queue here instead, those of its other processes too, and each goes on the moment its turn
has come. A process that dies gives its turn back by dying. SQLite's own lock still stands behind this one.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_of_this_process = threading.Lock()


@contextmanager
def turn_to_write(database: str) -> Iterator[None]:
    """
    Wait for one's turn to write to a database, and hold it for the block.

    Args:
        database: path of its file; a database in memory has no other process to wait for.
    """
    with _of_this_process:
        lock = _file_beside(database, os.getpid())
        if lock is None:
            yield
            return
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)


@cache
def _file_beside(database: str, _process: int) -> int | None:
    """Return an open file beside the database, one for each process: a child must not share its parent's turn."""
    if not Path(database).is_file():
        return None
    return os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
