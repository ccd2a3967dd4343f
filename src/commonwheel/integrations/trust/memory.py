"""
What a node remembers of the commons it follows: one SQLite file for all of them.

Of every commons: how far it has come. Of every publisher: its list as last accepted, so that nothing goes back and no
release changes. Of publishers that something was adopted from: their keys, and the commons that speaks for them.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonwheel.integrations.trust.failures import MemoryUnusable
from commonwheel.integrations.trust.keys import KeySet
from commonwheel.integrations.trust.port import SignedRelease

_WAIT_SECONDS = 30
_TABLES = """
CREATE TABLE IF NOT EXISTS commons (
    name TEXT PRIMARY KEY, root_version INTEGER NOT NULL, publishers_version INTEGER NOT NULL, quarantine TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS accepted (
    commons TEXT NOT NULL, publisher TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL,
    keys TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (commons, publisher)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS releases (
    commons TEXT NOT NULL, path TEXT NOT NULL, publisher TEXT NOT NULL, length INTEGER NOT NULL, sha256 TEXT NOT NULL,
    facts TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (commons, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remembered (
    publisher TEXT PRIMARY KEY, commons TEXT NOT NULL, keys TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a commons has come: versions of its root and of its list of publishers; 0 for never seen."""

    root: int = 0
    publishers: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """
    A publisher's list as it was accepted.

    Attributes:
        sha256: of its bytes, lower-case hex.
        keys: the identity of the keys that signed it.
        until: when it runs out, in seconds since 1970, UTC.
    """

    publisher: str
    version: int
    sha256: str
    keys: str
    until: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """The keys of a publisher that something was adopted from, and the name of the commons it was."""

    publisher: str
    commons: str
    keys: KeySet


class Memory:
    """The file. What is written in one `keeping` block is kept whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextlib.contextmanager
    def opened(self) -> Iterator["Pages"]:
        """
        Open it. Reading holds nobody up; to write, see `Pages.keeping`.

        Raises:
            MemoryUnusable: the file cannot be used.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS)) as connection:
                connection.executescript(_TABLES)
                connection.execute("PRAGMA synchronous=FULL")
                yield Pages(connection)
        except (sqlite3.Error, OSError) as error:
            raise MemoryUnusable(str(error)) from error


class Pages:
    """What stands in the memory, while it is open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextlib.contextmanager
    def keeping(self) -> Iterator[None]:
        """Keep what is written in the block: all of it where it ends well, or nothing."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield

    def reached(self, commons: str) -> Reached:
        """How far a commons has come."""
        row = self._connection.execute("SELECT root_version, publishers_version FROM commons WHERE name=?", (commons,))
        found = row.fetchone()
        return Reached(*found) if found else Reached()

    def set_reached(self, commons: str, reached: Reached, quarantine: Mapping[str, str]) -> None:
        """Keep how far it has come, and what it has stopped."""
        row = (commons, reached.root, reached.publishers, json.dumps(dict(quarantine)))
        self._connection.execute("INSERT OR REPLACE INTO commons VALUES (?, ?, ?, ?)", row)

    def accepted(self, commons: str) -> dict[str, Accepted]:
        """The lists that were accepted, by publisher."""
        rows = self._connection.execute(
            "SELECT publisher, version, sha256, keys, until FROM accepted WHERE commons=?", (commons,)
        )
        return {row[0]: Accepted(*row) for row in rows}

    def accept(self, commons: str, accepted: Accepted, releases: Iterable[SignedRelease]) -> None:
        """Keep a list with its releases, in place of the one before."""
        row = (accepted.publisher, accepted.version, accepted.sha256, accepted.keys, accepted.until)
        self._connection.execute("INSERT OR REPLACE INTO accepted VALUES (?, ?, ?, ?, ?, ?)", (commons, *row))
        self._connection.executemany(
            "INSERT OR REPLACE INTO releases VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (commons, one.path, one.publisher, one.length, one.sha256, json.dumps(one.facts), one.state, one.reason)
                for one in releases
            ),
        )

    def digests(self, commons: str, publisher: str) -> dict[str, str]:
        """The SHA-256 of each release of a publisher, by path."""
        # By the range of its paths, which the key orders: no index of its own is needed.
        return dict(
            self._connection.execute(
                "SELECT path, sha256 FROM releases WHERE commons=? AND path > ? AND path < ?",
                (commons, f"{publisher}/", f"{publisher}0"),
            )
        )

    def releases(self, commons: str) -> tuple[SignedRelease, ...]:
        """All releases, in the order of their paths, with what the commons has stopped."""
        found = self._connection.execute("SELECT quarantine FROM commons WHERE name=?", (commons,)).fetchone()
        stopped = json.loads(found[0]) if found else {}
        rows = self._connection.execute(
            "SELECT path, length, sha256, facts, state, reason FROM releases WHERE commons=? ORDER BY path", (commons,)
        )
        return tuple(
            SignedRelease(path, length, sha256, json.loads(facts), *_state(stopped, path, state, reason))
            for path, length, sha256, facts, state, reason in rows
        )

    def remembered(self) -> dict[str, Remembered]:
        """The publishers that something was adopted from, by name."""
        rows = self._connection.execute("SELECT publisher, commons, keys FROM remembered")
        return {row[0]: Remembered(row[0], row[1], KeySet.from_dict(json.loads(row[2]))) for row in rows}

    def remember(self, new: Remembered) -> Remembered:
        """Keep a publisher's keys where none are known yet; return what is known now."""
        row = (new.publisher, new.commons, json.dumps(new.keys.to_dict()))
        self._connection.execute("INSERT OR IGNORE INTO remembered VALUES (?, ?, ?)", row)
        return self.remembered()[new.publisher]

    def replace_keys(self, new: Remembered) -> None:
        """Keep a publisher's keys in place of those before."""
        row = (json.dumps(new.keys.to_dict()), new.publisher, new.commons)
        self._connection.execute("UPDATE remembered SET keys=? WHERE publisher=? AND commons=?", row)

    def digest_at(self, commons: str, publisher: str) -> str:
        """The SHA-256 of a publisher's list as accepted from a commons; "" where none was."""
        row = self._connection.execute(
            "SELECT sha256 FROM accepted WHERE commons=? AND publisher=?", (commons, publisher)
        ).fetchone()
        return str(row[0]) if row else ""


def _state(stopped: Mapping[str, str], path: str, state: str, reason: str) -> tuple[Any, str]:
    return ("quarantined", stopped[path]) if path in stopped else (state, reason)
