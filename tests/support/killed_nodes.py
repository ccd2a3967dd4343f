"""Nodes of their own data folder and database, to be killed: made, asked over HTTP, looked into from outside."""

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from django.conf import settings
from tests.support import databases
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SUPERUSER = "postgres"


@dataclass(frozen=True)
class Place:
    """
    Where a node keeps everything.

    Attributes:
        database: "" for SQLite in the data folder; else the name of a database on the server of the test run.
    """

    data: Path
    database: str
    more: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        urls = {}
        if self.database:
            default, owner = settings.DATABASES["default"], settings.DATABASES["owner"]
            urls = {
                "COMMONWHEEL_DATABASE_URL": _url(default["USER"], default["PORT"], self.database),
                "COMMONWHEEL_OWNER_DATABASE_URL": _url(owner["USER"], owner["PORT"], self.database),
                "COMMONWHEEL_SECRET_KEY": "only-for-tests-" * 4,
            }
        # Nodes that are killed write down nothing of which lines they ran: counting them would only be slow.
        left_out = ("COMMONWHEEL_", "COVERAGE_PROCESS_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        return {
            **kept, "PYTHONPATH": str(ROOT), "COMMONWHEEL_DATA": str(self.data), "COMMONWHEEL_DEMONSTRATION": "yes",
            "COMMONWHEEL_HOSTS": "127.0.0.1", "DJANGO_SETTINGS_MODULE": "commonwheel.project.settings",
            **urls, **self.more, **more,
        }  # fmt: skip

    def run(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.support.dying_node", *arguments]
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def rows(self, *statements: str) -> list[list[tuple[Any, ...]]]:
        """Return what each statement finds, all at one moment, whoever owns the rows."""
        if self.database:
            with self._server(self.database) as connection:
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return [connection.execute(each).fetchall() for each in statements]
        with contextlib.closing(sqlite3.connect(self.data / "commonwheel.sqlite3", timeout=20)) as kept:
            kept.execute("BEGIN")
            return [kept.execute(each).fetchall() for each in statements]

    def change(self, statement: str) -> None:
        if self.database:
            with self._server(self.database) as connection:
                connection.execute(statement)
            return
        with contextlib.closing(sqlite3.connect(self.data / "commonwheel.sqlite3", timeout=20)) as kept:
            kept.execute(statement)
            kept.commit()

    def create(self, *, like: str = "template1") -> None:
        if self.database:
            with self._server("postgres", autocommit=True) as cluster:
                owner = settings.DATABASES["owner"]["USER"]
                cluster.execute(f'CREATE DATABASE "{self.database}" OWNER "{owner}" TEMPLATE "{like}"')

    def lay_tables(self) -> None:
        """Give it the tables of a new node."""
        if self.database:
            self.remove()
            self.create(like=databases.ready_name())
        else:
            databases.lay_tables(self.data)

    def remove(self) -> None:
        if self.database:
            with self._server("postgres", autocommit=True) as cluster:
                cluster.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def _server(self, database: str, *, autocommit: bool = False) -> "psycopg.Connection[Any]":
        port = settings.DATABASES["owner"]["PORT"]
        return psycopg.connect(f"host=127.0.0.1 port={port} user={SUPERUSER} dbname={database}", autocommit=autocommit)


def _url(user: str, port: str, database: str) -> str:
    return f"postgresql://{user}@127.0.0.1:{port}/{database}"


@contextlib.contextmanager
def place(folder: Path, **more: str) -> Iterator[Place]:
    """Make an empty place for a node, on the database that this run tests on."""
    on_postgresql = "owner" in settings.DATABASES
    made = Place(folder, f"killed_{uuid.uuid4().hex[:12]}" if on_postgresql else "", more)
    made.create()
    try:
        yield made
    finally:
        made.remove()


@contextlib.contextmanager
def filled(folders: pytest.TempPathFactory, name: str, **more: str) -> Iterator[Place]:
    """Make a place with a council and its two services: a copy of one that is filled once in a test run."""
    base = folders.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    on_postgresql = "owner" in settings.DATABASES
    first = Place(shared / "filled", f"filled_{os.environ.get('PYTEST_XDIST_TESTRUNUID', base.name)}" * on_postgresql)
    with (shared / "filled.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not first.data.exists():
            draft = Place(shared / "filling", first.database)
            draft.data.mkdir()
            draft.lay_tables()
            draft.run("fill")
            draft.data.rename(first.data)
    made = Place(folders.mktemp(name), f"killed_{uuid.uuid4().hex[:12]}" * on_postgresql, more)
    shutil.copytree(first.data, made.data, dirs_exist_ok=True)
    made.create(like=first.database)
    try:
        yield made
    finally:
        made.remove()


@dataclass
class Answer:
    """What a browser shows in the end, in the shape that `Resident` reads."""

    status_code: int
    headers: dict[str, str]
    content: bytes
    redirect_chain: list[tuple[str, int]]
    streaming: bool = False


class Died(requests.ConnectionError):
    """The node was gone before it answered."""


@dataclass
class Browser:
    """One browser without JavaScript over real HTTP; keeps cookies and the token of the last form."""

    address: str
    session: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def get(self, url: str, *, follow: bool = True, **more: Any) -> Answer:
        return self._go("GET", url, None, **more)

    def post(self, url: str, data: dict[str, Any], *, follow: bool = True, **more: Any) -> Answer:
        if not self.token:
            self.get(url)
        return self._go("POST", url, {**data, "csrfmiddlewaretoken": self.token}, **more)

    def _go(self, method: str, url: str, data: dict[str, Any] | None, **more: Any) -> Answer:
        try:
            found = self.session.request(method, self.address + url, data=data, timeout=30, **more)
        except requests.ConnectionError as error:
            raise Died from error
        token = TOKEN.search(found.text) if found.headers.get("Content-Type", "").startswith("text/html") else None
        self.token = token[1] if token else self.token
        chain = [(urlsplit(found.url).path, 302)] if found.history else []
        first = found.history[0] if found.history else found
        headers = {**found.headers, "X-Moments": first.headers.get("X-Moments", "")}
        return Answer(found.status_code, headers, found.content, chain)


@dataclass(frozen=True)
class Served:
    """A node that answers."""

    address: str
    process: "subprocess.Popen[bytes]"

    def browser(self) -> Browser:
        return Browser(self.address)


@contextlib.contextmanager
def served(at: Place, *command: str, port: int | None = None) -> Iterator[Served]:
    """
    Serve the place until the block ends; it may be dead by then.

    Args:
        command: by itself the node that dies when asked; else a program and its arguments, `PORT` for the port.
    """
    port = port or free_port()
    program = command or (sys.executable, "-m", "tests.support.dying_node", "serve", "PORT")
    log = at.data / "node.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(port) if word == "PORT" else word for word in program],
            cwd=ROOT, env=at.environment(), stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    node = Served(f"http://127.0.0.1:{port}", process)
    try:
        _wait(node, log)
        yield node
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a node with all its processes, the forked ones too, as a power cut would."""
    for child in [*_children(process.pid), process.pid]:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
    process.wait(timeout=30)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@contextlib.contextmanager
def workshop(at: Place) -> Iterator["Workshop"]:
    """Do pieces of a node's work, each in a process that may die on the way."""
    command = [sys.executable, "-m", "tests.support.dying_node", "work"]
    with (at.data / "work.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=at.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            text=True, start_new_session=True,
        )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", (at.data / "work.log").read_text()[-3000:]
        yield Workshop(process)


@dataclass(frozen=True)
class Workshop:
    """Takes orders."""

    process: "subprocess.Popen[str]"

    def do(self, what: str, *, at: int = 0, minutes: float = 0, **arguments: Any) -> bool:
        """Do some work, dying at the moment of that number (0: never); return whether it died."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {"what": what, "at": at, "minutes": minutes, "arguments": arguments}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        died: bool = json.loads(self.process.stdout.readline())["died"]
        return died


def _wait(node: Served, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and node.process.poll() is None:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{node.address}/health/", timeout=5).ok:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text()[-3000:])


def only(rows: Sequence[tuple[Any, ...]]) -> Any:
    """Return the one value of one row."""
    ((value,),) = rows
    return value
