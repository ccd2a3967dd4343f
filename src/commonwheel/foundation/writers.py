"""
Whose turn it is to write, on SQLite.

SQLite lets one write at a time, and whoever finds it busy sleeps for milliseconds before asking again. The
threads of a node queue here instead, those of its other processes too, and each goes on the moment its turn
has come: who waits longest is next, so that one who writes without a pause leaves room for all others. A process
that dies gives its turn back by dying. SQLite's own lock still stands behind this one.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

NEXT, TURN = 0, 1
"""Bytes of the file that are locked: one by whoever is next, one by whoever writes."""


@dataclass(frozen=True, slots=True)
class _Queue:
    """
    One that is next, and one whose turn it is.

    Whoever is next waits alone for the turn: one that gives it back cannot take it again without having become next.
    """

    next: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def turn_to_write(database: str) -> Iterator[None]:
    """
    Wait for one's turn to write to a database, and hold it for the block.

    Args:
        database: path of its file; a database in memory has no other process to wait for.
    """
    queue = _queue_of(database, os.getpid())
    with queue.next:
        queue.turn.acquire()
    try:
        with _turn_of_this_process(_file_beside(database, os.getpid())):
            yield
    finally:
        queue.turn.release()


@contextmanager
def _turn_of_this_process(file: int | None) -> Iterator[None]:
    if file is None:
        yield
        return
    # Locks of this kind are the process's own; of its threads only the one with the turn comes here.
    fcntl.lockf(file, fcntl.LOCK_EX, 1, NEXT)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, TURN)
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, NEXT)
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, TURN)


@cache
def _queue_of(_database: str, _process: int) -> _Queue:
    """Return where the threads of this process wait; a child's may not wait for threads that it does not have."""
    return _Queue()


def _file_beside(database: str, process: int) -> int | None:
    """Return an open file beside the database; None for one in memory, or not yet made."""
    return _open_file(f"{database}-turn", process) if Path(database).is_file() else None


@cache
def _open_file(path: str, _process: int) -> int:
    """Return the file, one for each process. It is never closed: that would give up the turns taken at it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
