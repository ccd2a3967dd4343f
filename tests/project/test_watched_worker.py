"""The worker beside a node: started again when it ends by itself, ended with the node whatever it does."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commonwheel.project import server
from commonwheel.project.server import WatchedWorker

PATIENCE_SECONDS = 60
COMES_AND_GOES = "import os, pathlib, sys; pathlib.Path(sys.argv[1], str(os.getpid())).touch()"
STAYS = f"{COMES_AND_GOES}; sys.stdin.read()"
HEARS_NOTHING = f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {COMES_AND_GOES}; time.sleep(600)"


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def is_running(pid: str) -> bool:
    return Path("/proc", pid).exists()


@contextmanager
def watched(program: str, folder: Path) -> Iterator[Callable[[], list[str]]]:
    """Watch a worker that leaves its process number in the folder; gives what lists them."""
    worker = WatchedWorker((sys.executable, "-c", program, str(folder)))
    worker.start()
    try:
        yield lambda: [path.name for path in folder.iterdir()]
    finally:
        worker.stop()


def test_a_worker_that_ends_by_itself_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "RESTART_SECONDS", 0.01)
    with watched(COMES_AND_GOES, tmp_path) as started:
        until(lambda: len(started()) >= 3)


def test_a_worker_ends_with_the_node(tmp_path: Path) -> None:
    with watched(STAYS, tmp_path) as started:
        until(lambda: len(started()) == 1)
        (pid,) = started()
        assert is_running(pid)
    assert not is_running(pid)


def test_a_worker_that_does_not_listen_is_ended_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STOP_SECONDS", 0.1)
    with watched(HEARS_NOTHING, tmp_path) as started:
        until(lambda: len(started()) == 1)
        (pid,) = started()
    until(lambda: not is_running(pid))


def test_what_was_never_started_need_not_be_stopped() -> None:
    WatchedWorker().stop()
