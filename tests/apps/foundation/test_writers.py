"""Whose turn it is to write, among threads and processes."""

import itertools
import multiprocessing
import multiprocessing.synchronize
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

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


def write_without_a_pause(database: str, stop: "multiprocessing.synchronize.Event") -> None:
    while not stop.is_set():
        take_turns(database, 1)


@pytest.fixture(params=["a thread", "a process"])
def busy_writer(database: str, request: pytest.FixtureRequest) -> Iterator[None]:
    """Somebody who begins to write again the moment the last write has ended."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    kind = threading.Thread if request.param == "a thread" else context.Process
    busy = kind(target=write_without_a_pause, args=(database, stop))
    busy.start()
    while turns_taken(database) < 3:
        time.sleep(0.01)
    yield
    stop.set()
    busy.join()


def turns_taken(database: str) -> int:
    with sqlite3.connect(database) as own:
        return int(own.execute("SELECT count(*) FROM turns").fetchone()[0])


@pytest.mark.usefixtures("busy_writer")
def test_one_who_writes_without_a_pause_leaves_room_for_the_next(database: str) -> None:
    for _ in range(10):
        before = turns_taken(database)
        with turn_to_write(database):
            # The turn that was being taken, and one more that was already next, or ended while we counted.
            assert turns_taken(database) <= before + 3


@pytest.fixture
def connection(database: str, request: pytest.FixtureRequest) -> Iterator[BaseDatabaseWrapper]:
    """A connection as a node on SQLite has it, to a file that nobody else waits long for."""
    request.getfixturevalue("db")
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0}
    handler = ConnectionHandler(
        {"default": {"ENGINE": "commonwheel.foundation.sqlite", "NAME": database, "OPTIONS": options}}
    )
    yield handler["default"]
    handler["default"].close()


WRITE = "INSERT INTO turns VALUES (0, 0)"


def single(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITE)


def several(connection: BaseDatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    single(connection)
    connection.commit()
    connection.set_autocommit(True)


@pytest.mark.usefixtures("busy_writer")
@pytest.mark.parametrize("write", [single, several])
def test_a_library_that_knows_of_no_turns_writes_in_its_turn(
    connection: BaseDatabaseWrapper, write: Callable[[BaseDatabaseWrapper], None]
) -> None:
    for _ in range(10):
        write(connection)  # With no time to wait, SQLite refuses each write that comes out of turn.


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_a_turn_ends_with_its_transaction(connection: BaseDatabaseWrapper, database: str, end: str) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    single(connection)
    getattr(connection, end)()
    take_turns(database, 1)
    assert turns_taken(database) == 1


def test_a_turn_is_given_back_where_sqlite_refuses(connection: BaseDatabaseWrapper, database: str) -> None:
    with sqlite3.connect(database, isolation_level=None) as outside:
        outside.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            several(connection)
        outside.execute("ROLLBACK")
    take_turns(database, 1)
    assert turns_taken(database) == 1
