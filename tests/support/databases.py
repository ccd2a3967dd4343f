"""The database that tests run on: made, migrated, taken away."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import setup_databases, teardown_databases

READY = "ready"
"""Tables as a new node has them, made once for each worker: each further node of its tests begins with a copy."""


def lay_tables(data: Path) -> None:
    """Give a node that is to run on SQLite its tables, in its data folder. Asks for `django_db_setup` first."""
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ready_file(), data / "commonwheel.sqlite3")


def ready_file() -> Path:
    """Return the file of those tables on SQLite: workers share the folder, so each has a name of its own."""
    return settings.DATA / f"{ready_name()}.sqlite3"


def ready_name() -> str:
    """Return the name of the database that nodes of tests are made like."""
    return f"{_name()}_{READY}"


def _name() -> str:
    """Return the database's name: each worker of a parallel run has its own."""
    return f"commonwheel_{os.environ.get('PYTEST_XDIST_WORKER', 'tests')}"


@contextlib.contextmanager
def on_sqlite() -> Iterator[None]:
    """Make a database in a file, as a node has it: in memory, threads would share one cache and its table locks."""
    connections["default"].settings_dict["TEST"]["NAME"] = settings.DATA / f"{_name()}.sqlite3"
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(ready_file())])
    yield
    teardown_databases(made, verbosity=0)


@contextlib.contextmanager
def on_postgresql() -> Iterator[None]:
    """Make a database as the owner; tests reach it as the web role, which owns nothing."""
    owner = connections["owner"]
    name = _name()
    place = f"host=127.0.0.1 port={owner.settings_dict['PORT']} user={owner.settings_dict['USER']}"
    _connect_to(ready_name())
    with psycopg.connect(f"{place} dbname=postgres", autocommit=True) as cluster:
        for each in (name, ready_name()):
            cluster.execute(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')
        cluster.execute(f'CREATE DATABASE "{ready_name()}"')
        call_command("migrate", database="owner", verbosity=0)
        _connect_to(name)
        cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{ready_name()}"')
    with owner.cursor() as cursor:
        # Only here may the web role empty tables, after tests that commit.
        cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{settings.WEB_ROLE}"')
    yield
    for alias in connections:
        connections[alias].close()


def _connect_to(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def empty_kept_tables() -> None:
    """
    Empty the tables that Django leaves full.

    On SQLite those that refuse it, behind their triggers' back (on PostgreSQL, TRUNCATE does so anyway); on both the one
    that Django does not manage.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM commons_entrywords")
        if connection.vendor != "sqlite":
            return
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in {table for _, table, _ in triggers}:
            cursor.execute(f"DELETE FROM {table}")
        for _, _, statement in triggers:
            cursor.execute(statement)
