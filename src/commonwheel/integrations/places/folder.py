"""The node's folder of places: a file for each vintage of postcodes and of each level of areas.

Files are written beside, flushed and renamed, so that one is there whole or not at all; processes that
have one mapped keep it until they look again. Nothing else is kept: importing takes seconds, so an
import that was killed is begun anew, and leaves at most a draft, which the next one removes.
"""

import contextlib
import mmap
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from commonwheel.core.places.areas.area_file import read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import LEVELS
from commonwheel.core.places.postcode_table import PostcodeFileIsBroken, PostcodeTable, read_table
from commonwheel.core.places.vintages import newest

FOLDER = "places"
"""Its name in the node's data folder."""
POSTCODES = "postcodes"
KINDS = (POSTCODES, *LEVELS)
"""What a file may hold."""
_OLD_FILE = "postcodes.bin"
_DRAFT = ".draft-"
_STALE_SECONDS = 86_400
# A folder that changed so lately may change again without its time showing it.
_SETTLED_NANOSECONDS = 2_000_000_000

Stamp = tuple[int, int, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A file of the folder: what it holds, from which day on, and where it is."""

    kind: str
    holds_from: date
    path: Path


class PlaceFolder:
    """
    The files of places of one node, which others may add to and drop from at any time.

    What was handed out stays good when its file is replaced: its memory is mapped until nobody uses it.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._path = data / FOLDER
        self._listed: tuple[int, tuple[Held, ...]] | None = None
        self._tables: _Opened[PostcodeTable] = _Opened(read_table)
        self._areas: _Opened[AreaSet] = _Opened(read_areas)

    def held(self) -> tuple[Held, ...]:
        """Return what there is, by kind and day."""
        try:
            changed = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return ()
        if self._listed is None or self._listed[0] != changed:
            found = tuple(sorted(held for path in self._path.glob("*.bin") if (held := _held(path))))
            if time.time_ns() - changed < _SETTLED_NANOSECONDS:
                return found
            self._listed = (changed, found)
        return self._listed[1]

    def postcodes(self, on: date) -> PostcodeTable | None:
        """
        Return the newest table of the day, else the oldest there is; None where there is none.

        Raises:
            PostcodeFileIsBroken: the file is something else, or only that of an older version is there.
        """
        vintages = {held.holds_from: held.path for held in self.held() if held.kind == POSTCODES}
        if vintages:
            return self._tables.open(vintages[newest(vintages, on) or min(vintages)])
        if (self._data / _OLD_FILE).exists():
            raise PostcodeFileIsBroken("it was made by an older version of this program")
        return None

    def areas(self, level: str, on: date) -> AreaSet | None:
        """
        Return the areas of a level as they were on a day; None where none are held that were.

        Raises:
            AreaFileIsBroken: the file is something else.
        """
        vintages = {held.holds_from: held.path for held in self.held() if held.kind == level}
        day = newest(vintages, on)
        found = self._areas.open(vintages[day]) if day else None
        until = found.about.holds_until if found else None
        return None if until and on > until else found

    def levels(self) -> tuple[str, ...]:
        """Return the levels of which areas of any day are held."""
        kinds = {held.kind for held in self.held()}
        return tuple(level for level in LEVELS if level in kinds)

    def nearest_areas(self, level: str, on: date) -> AreaSet | None:
        """Return the newest areas of a level that began by a day, else the oldest that are held; None for none."""
        days = [held.holds_from for held in self.held() if held.kind == level]
        return self.open_areas(level, newest(days, on) or min(days)) if days else None

    def open_areas(self, level: str, holds_from: date) -> AreaSet | None:
        """Return the areas of exactly this vintage; None where it is not held."""
        path = next((held.path for held in self.held() if (held.kind, held.holds_from) == (level, holds_from)), None)
        return self._areas.open(path) if path else None

    def keep_postcodes(self, data: bytes) -> PostcodeTable:
        """
        Put a table in the place of the one of the same day, wholly or not at all.

        Raises:
            PostcodeFileIsBroken: the bytes are no table; then nothing is changed.
            OSError: the disk is full, or the folder may not be written to; then nothing is changed.
        """
        table = read_table(data)
        self._keep(POSTCODES, table.holds_from, data)
        return table

    def keep_areas(self, data: bytes) -> AreaSet:
        """
        Put a set of areas in the place of the one of the same level and day, wholly or not at all.

        Raises:
            AreaFileIsBroken, OSError: as above.
        """
        areas = read_areas(data)
        self._keep(areas.about.level, areas.about.holds_from, data)
        return areas

    def drop(self, kind: str, holds_from: date) -> bool:
        """Remove a vintage; say whether it was there."""
        path = self._path / _name(kind, holds_from)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(self._path)
        return True

    def _keep(self, kind: str, holds_from: date, data: bytes) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        self._remove_stale_drafts()
        handle, draft = tempfile.mkstemp(dir=self._path, prefix=_DRAFT)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                # Public data: whichever account serves the pages may read what another took in.
                os.fchmod(file.fileno(), 0o644)
                os.fsync(file.fileno())
            Path(draft).replace(self._path / _name(kind, holds_from))
            _sync_folder(self._path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def _remove_stale_drafts(self) -> None:
        for path in self._path.glob(f"{_DRAFT}*"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink()


class _Opened(Generic[T]):
    """Mapped files by their path; one is opened again when another stands in its place."""

    def __init__(self, read: Callable[[bytes | memoryview], T]) -> None:
        self._read = read
        self._open: dict[Path, tuple[Stamp, T]] = {}

    def open(self, path: Path) -> T | None:
        try:
            found = path.stat()
        except FileNotFoundError:
            self._open.pop(path, None)
            return None
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if path not in self._open or self._open[path][0] != stamp:
            self._open[path] = (stamp, self._map(path))
        return self._open[path][1]

    def _map(self, path: Path) -> T:
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return self._read(b"")
            return self._read(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def _name(kind: str, holds_from: date) -> str:
    return f"{kind}-{holds_from.isoformat()}.bin"


def _held(path: Path) -> Held | None:
    """Return what a file's name says of it; None where it is none of ours."""
    kind, day = path.stem[:-11], path.stem[-10:]
    with contextlib.suppress(ValueError):
        if kind in KINDS:
            return Held(kind, date.fromisoformat(day), path)
    return None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
