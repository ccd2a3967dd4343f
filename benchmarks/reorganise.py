"""
A council that ends with 100,000 requests, of three events and two letters each: rehearsed, played in a copy, done.

The floor is the one statement that would give the same requests to another council, with nothing looked at.

usage: make bench NAME=reorganise [ARGS="--requests 100000 --database sqlite|postgresql"]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from benchmarks import node
from benchmarks.lists import database, fill_requests, settle, write_like
from benchmarks.load import last_line, table

EVENTS, LETTERS = 3, 2
PLAN = "on: 2026-01-01\ninto:\n  {new}: [{old}]\n"
COMMANDS = {
    "rehearsed": ("rehearse",),
    "played in a copy": ("rehearse", "--in-copy"),
    "done": ("reorganise", "--for-real"),
    "done again": ("reorganise", "--for-real"),
}


def fill(requests: int) -> None:
    """Give the first of two councils its requests, with what happened to each and what was written about it."""
    from commonwheel.apps.cases.models import CaseEvent
    from commonwheel.apps.messages.models import OutboxMessage
    from commonwheel.foundation.models import new_key
    from commonwheel.foundation.scope import council_scope

    council_id, keys = fill_requests(node.slug(0), requests)
    with council_scope(council_id):
        event = CaseEvent.objects.filter(case_id=keys[0]).latest("number")
        happened = [
            {"id": new_key(), "case_id": key, "number": event.number + 1 + number}
            for key in keys
            for number in range(EVENTS)
        ]
        write_like(event, happened)
        letter = OutboxMessage(
            council_id=council_id, case_id=keys[0], dedup_key="", message_id="", sender="a@example", to="b@example",
            subject="We received your report", text="It is received.\n" * 20, language="en", state="SENT",
            written_at=event.at, due_at=event.at, sent_at=event.at, attempts=1,
        )  # fmt: skip
        write_like(
            letter,
            [
                {"id": new_key(), "case_id": key, "dedup_key": str(uuid.uuid4()), "message_id": str(uuid.uuid4())}
                for key in keys
                for _ in range(LETTERS)
            ],
        )  # fmt: skip


def timed(command: Sequence[str], plan: Path) -> float:
    """Return the seconds that a command takes as a process of its own."""
    program = Path(sys.executable).with_name("commonwheel")
    begun = time.perf_counter()
    subprocess.run([program, "council", *command[:1], plan, *command[1:]], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def floor(kind: str, data: Path) -> float:
    """Return the seconds of the one statement, undone or in a copy."""
    old, new = (_key(node.slug(number)) for number in (0, 1))
    if kind == "sqlite":
        import sqlite3

        copy = Path(shutil.copy(data / "commonwheel.sqlite3", data / "floor.sqlite3"))
        with sqlite3.connect(copy) as connection:
            begun = time.perf_counter()
            connection.execute("UPDATE cases_case SET council_id = ? WHERE council_id = ?", [new.hex, old.hex])
            connection.commit()
            taken = time.perf_counter() - begun
        copy.unlink()
        return taken
    import psycopg

    with psycopg.connect(os.environ["COMMONWHEEL_OWNER_DATABASE_URL"]) as connection:
        connection.execute("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY")
        begun = time.perf_counter()
        connection.execute("UPDATE cases_case SET council_id = %s WHERE council_id = %s", [new, old])
        taken = time.perf_counter() - begun
        connection.rollback()
    return taken


def _key(slug: str) -> uuid.UUID:
    from commonwheel.apps.authorities import api as authorities

    council = authorities.find_council(slug)
    assert council is not None
    return council.id


def main() -> None:
    """Fill a node, and let its first council end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    with node.data_folder() as data, database(chosen.database), tempfile.TemporaryDirectory() as folder:
        node.fill(2)
        fill(chosen.requests)
        settle(chosen.database)
        from django.db import connection

        connection.close()
        plan = Path(folder) / "plan.yaml"
        plan.write_text(PLAN.format(old=node.slug(0), new=node.slug(1)), encoding="utf-8")
        rows = [("the one statement (floor)", floor(chosen.database, data))]
        rows += [(name, timed(command, plan)) for name, command in COMMANDS.items()]
    table(rows, [f"{chosen.requests:,} requests, {chosen.database}", "seconds"])
    figures = {f"{chosen.database}_{name.replace(' ', '_')}_s": seconds for name, seconds in rows[1:]}
    last_line({f"{chosen.database}_floor_s": rows[0][1], **figures})


if __name__ == "__main__":
    main()
