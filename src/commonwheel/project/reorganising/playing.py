"""
A reorganisation played: the very steps of the day, as if it were the day, and nothing is kept.

An embedded database (SQLite) is copied into the node's own data folder, readable by nobody else, and removed whatever
happens; a process of its own plays there, and never opens the node's database. On PostgreSQL the steps are done in one
transaction that is always rolled back: nobody else ever sees it, and where this process is killed the database rolls it
back itself. Files are not touched by either: uploads are passed on as if their bytes were gone.
"""

import contextlib
import dataclasses
import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.core.problems import Failure
from commonwheel.core.reorganising.plan import Plan
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.storage.disk import DiskStorage
from commonwheel.project.reorganising.acting import reorganise

DATABASE = "commonwheel.sqlite3"
COPY_PROCESS = "commonwheel.project.reorganising.in_copy"
NOON = dt.time(12, tzinfo=dt.UTC)
LONGEST_WAIT = "5s"
"""For a row that somebody else holds: whoever rehearses waits no longer, and holds nobody up meanwhile."""


class PlayFailed(Failure):
    """The steps cannot be done as the node is now."""


@dataclasses.dataclass(frozen=True, slots=True)
class Played:
    """
    What came out.

    Attributes:
        done: what was done at each council that ends, as `acting.Done`.
        before, after: how many requests the node had, and has then.
    """

    done: tuple[dict[str, Any], ...]
    before: int
    after: int


def play(plan: Plan) -> Played:
    """
    Do the steps where nothing of them stays, and return what came out.

    Raises:
        PlayFailed: the steps refuse, with their reason; or somebody is at work on what they need.
    """
    return _play_in_copy(plan) if connection.vendor == "sqlite" else _play_and_undo(plan)


# Private


def _play_in_copy(plan: Plan) -> Played:
    with _copy() as folder:
        into = {new: list(parts) for new, parts in plan.into.items()}
        told = {"on": str(plan.on), "into": into, "data": str(settings.DATA)}
        done = subprocess.run(
            [sys.executable, "-m", COPY_PROCESS],
            check=False,
            input=json.dumps(told),
            capture_output=True,
            text=True,
            env={**os.environ, "COMMONWHEEL_DATA": str(folder)},
        )
    if done.returncode:
        raise PlayFailed(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "The copy could not be used.")
    said = json.loads(done.stdout)
    return Played(tuple(said["done"]), said["before"], said["after"])


def _play_and_undo(plan: Plan) -> Played:
    uploads = settings.UPLOADS_STORAGE
    try:
        with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder, transaction.atomic():
            try:
                settings.UPLOADS_STORAGE = DiskStorage(Path(folder))
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
                return _played(plan)
            finally:
                transaction.set_rollback(True)
    except OperationalError as reason:
        raise PlayFailed("Somebody is at work on these councils just now. Try again when it is quieter.") from reason
    except Failure as reason:
        raise PlayFailed(str(reason)) from reason
    finally:
        settings.UPLOADS_STORAGE = uploads
        authorities.forget_councils()


def _played(plan: Plan) -> Played:
    """Do the steps, as if it were noon of the day."""
    before = _count()
    done = [dataclasses.asdict(one) for one in reorganise(plan, now=dt.datetime.combine(plan.on, NOON))]
    return Played(tuple(done), before, _count())


@contextlib.contextmanager
def _copy() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=settings.DATA))
    try:
        source = f"file:{connection.settings_dict['NAME']}?mode=ro"
        with (
            contextlib.closing(sqlite3.connect(source, uri=True)) as node,
            contextlib.closing(sqlite3.connect(folder / DATABASE)) as copy,
        ):
            node.backup(copy)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _count() -> int:
    """Return how many requests the node has."""
    number = 0
    for council in authorities.list_councils():
        with council_scope(council.id):
            number += sum(1 for _ in cases.list_kept(council.id))
    return number


def play_here(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Play a plan in the node of this process's data folder, which is a copy; return what came out, for JSON."""
    # Postcodes are read where the node has them; the database and the uploads of this process are the copy's.
    settings.DATA = Path(told["data"])
    plan = Plan(dt.date.fromisoformat(told["on"]), {new: tuple(parts) for new, parts in told["into"].items()})
    return dataclasses.asdict(_played(plan))
