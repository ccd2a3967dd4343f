"""Settings of every test: the database, the house, no leftovers, no network."""

import atexit
import contextlib
import os
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import django
import hypothesis
import pytest
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker
from tests.support import databases, postgresql

pytest_plugins = ["tests.support.cast", "tests.support.openid_provider", "tests.support.walk"]

DATA = tempfile.TemporaryDirectory(prefix="commonwheel-tests-")
# No test is timed: the machine may be busy. Where changes land, the same examples are tried each time,
# so that a change is judged by what it changes; elsewhere new ones are.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")

LOOPBACK = ("127.", "::1", "localhost")
PORT = "COMMONWHEEL_TESTS_POSTGRESQL_PORT"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the database."""
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite", help="the database to test on")


def pytest_configure(config: pytest.Config) -> None:
    """Load the house before any test module is imported."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonwheel.project.settings"
    os.environ["COMMONWHEEL_DATA"] = DATA.name
    os.environ["COMMONWHEEL_HOSTS"] = "testserver,localhost,127.0.0.1"
    for name in ("COMMONWHEEL_DATABASE_URL", "COMMONWHEEL_OWNER_DATABASE_URL", "COMMONWHEEL_DEMONSTRATION"):
        os.environ.pop(name, None)
    if config.getoption("--db") == "postgresql":
        _use_postgresql()
    django.setup()
    _make_hashing_fast()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only PostgreSQL can do, where tests run on SQLite."""
    if config.getoption("--db") == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgresql")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _use_postgresql() -> None:
    # Workers of a parallel run inherit the port of the server that their parent started.
    if PORT not in os.environ:
        server = postgresql.start()
        atexit.register(server.stop)
        os.environ[PORT] = str(server.port)
    place = f"127.0.0.1:{os.environ[PORT]}/{postgresql.ORDINARY_DATABASE}"
    os.environ["COMMONWHEEL_DATABASE_URL"] = f"postgresql://{postgresql.WEB}@{place}"
    os.environ["COMMONWHEEL_OWNER_DATABASE_URL"] = f"postgresql://{postgresql.OWNER}@{place}"
    os.environ["COMMONWHEEL_SECRET_KEY"] = "only-for-tests-" * 4


def _make_hashing_fast() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the database that tests use, and take it away in the end."""
    del django_test_environment
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            made: contextlib.AbstractContextManager[None] = databases.on_postgresql()
        else:
            made = databases.on_sqlite()
        with made, django_db_blocker.block():
            yield


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let Django empty the tables after a test that committed: some refuse to be emptied."""
    yield
    helper = {"transactional_db", "live_server"} & set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    if helper or (marker and marker.kwargs.get("transaction")):
        databases.empty_kept_tables()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            message = f"A test tried to reach {address[0]}."
            raise AssertionError(message)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _forget_councils(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep one test's councils out of the next."""
    yield
    if {"db", "transactional_db"} & set(request.fixturenames):
        from commonwheel.apps.authorities.api import forget_councils

        forget_councils()


@pytest.fixture(autouse=True)
def _forget_the_language() -> Iterator[None]:
    """Keep the language of one test's pages out of the next: a thread speaks it until its next request."""
    yield
    translation.deactivate()
