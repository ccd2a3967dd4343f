"""
A reorganisation played in a copy of the node: the very steps of the day, as if it were the day, and nothing is kept.

The copy is of an embedded database (SQLite), in the node's own data folder, readable by nobody else, and removed
whatever happens. It is played by a process of its own, which never opens the node's database.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from commonwheel.core.problems import Failure
from commonwheel.core.reorganising.plan import Plan

DATABASE = "commonwheel.sqlite3"
NOON = dt.time(12, tzinfo=dt.UTC)


class CannotBeCopied(Failure):
    """Only an embedded database is a file that can be copied from here."""

    def __init__(self) -> None:
        super().__init__(
            "This node is on PostgreSQL, which is not copied from here. Restore a backup under another name, and run "
            "`commonwheel council reorganise` there; or rehearse without --in-copy."
        )


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


def play_in_copy(plan: Plan) -> Played:
    """
    Do the steps in a copy, and return what came out.

    Raises:
        CannotBeCopied: the node is not on SQLite.
        PlayFailed: the steps refuse, with their reason.
    """
    if connection.vendor != "sqlite":
        raise CannotBeCopied
    with _copy() as folder:
        into = {new: list(parts) for new, parts in plan.into.items()}
        told = {"on": str(plan.on), "into": into, "data": str(settings.DATA)}
        done = subprocess.run(
            [sys.executable, "-m", __name__],
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


# Private


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


def _main() -> int:
    """Play the plan on standard input in the node of this process's data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    import django

    django.setup()
    from commonwheel.project.reorganising.acting import reorganise

    told = json.load(sys.stdin)
    # Postcodes are read where the node has them; the database and the uploads of this process are the copy's.
    settings.DATA = Path(told["data"])
    plan = Plan(dt.date.fromisoformat(told["on"]), {new: tuple(parts) for new, parts in told["into"].items()})
    before = _count()
    try:
        done = [dataclasses.asdict(one) for one in reorganise(plan, now=dt.datetime.combine(plan.on, NOON))]
    except Failure as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write(json.dumps({"done": done, "before": before, "after": _count()}))
    return 0


def _count() -> int:
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.cases import api as cases

    return sum(1 for council in authorities.list_councils() for _ in cases.list_kept(council.id))


if __name__ == "__main__":
    sys.exit(_main())
