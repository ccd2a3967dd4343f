"""Whose turn it is to write, among threads and processes."""

import itertools
import multiprocessing
import multiprocessing.synchronize
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from commonwheel.foundation.writers import turn_to_write


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "node.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE turns (began REAL, ended REAL)")
    return str(path)


def take_turns(database: str, count: int) -> None:
    for _ in range(count):
        with turn_to_write(database):
            began = time.monotonic()
            time.sleep(0.002)
            with sqlite3.connect(database) as own:
                own.execute("INSERT INTO turns VALUES (?, ?)", [began, time.monotonic()])


def hold_and_die(database: str, has_it: "multiprocessing.synchronize.Event") -> None:
    with turn_to_write(database):
        has_it.set()
        time.sleep(600)


def test_writers_of_several_processes_and_threads_never_overlap(database: str) -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=take_turns, args=(database, 10)) for _ in range(2)]
    threads = [threading.Thread(target=take_turns, args=(database, 10)) for _ in range(2)]
    for one in [*processes, *threads]:
        one.start()
    for one in [*processes, *threads]:
        one.join()
    with sqlite3.connect(database) as found:
        turns = found.execute("SELECT began, ended FROM turns ORDER BY began").fetchall()
    assert len(turns) == 40
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(turns))


def test_a_writer_that_is_killed_gives_its_turn_back(database: str) -> None:
    context = multiprocessing.get_context("spawn")
    has_it = context.Event()
    holder = context.Process(target=hold_and_die, args=(database, has_it))
    holder.start()
    assert has_it.wait(60)
    holder.kill()
    holder.join()
    take_turns(database, 1)
    with sqlite3.connect(database) as found:
        assert found.execute("SELECT count(*) FROM turns").fetchone() == (1,)


def test_a_database_in_memory_needs_no_file_to_wait_at(tmp_path: Path) -> None:
    with turn_to_write("file:memorydb_default?mode=memory&cache=shared"):
        pass
    assert list(tmp_path.iterdir()) == []
