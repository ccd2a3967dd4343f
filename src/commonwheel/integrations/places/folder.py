"""The node's folder of places: a file for each vintage of postcodes and of each level of areas."""

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from commonwheel.core.places.areas.area_file import read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import LEVELS
from commonwheel.core.places.postcode_table import PostcodeFileIsBroken, PostcodeTable, read_table
from commonwheel.core.places.vintages import newest
from commonwheel.integrations.places.files import Opened, put, remove

FOLDER = "places"
"""Its name in the node's data folder."""
POSTCODES = "postcodes"
KINDS = (POSTCODES, *LEVELS)
"""What a file may hold."""
_OLD_FILE = "postcodes.bin"
# A folder that changed so lately may change again without its time showing it.
_SETTLED_NANOSECONDS = 2_000_000_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A file of the folder: what it holds, from which day on, and where it is."""

    kind: str
    holds_from: date
    path: Path


class _Listing:
    """What there is at one look at the folder: for each kind the file of each day, and which of them are open."""

    def __init__(self, held: tuple[Held, ...]) -> None:
        self.held = held
        self._open_ones: dict[Path, Any] = {}
        self._days: dict[str, dict[date, Path]] = {}
        for each in held:
            self._days.setdefault(each.kind, {})[each.holds_from] = each.path

    def days(self, kind: str) -> Mapping[date, Path]:
        return self._days.get(kind, {})

    def open(self, path: Path, opened: Opened[T]) -> T | None:
        """Return what a file holds, as it was when it was first asked for at this look; None where it is gone."""
        found: T | None = self._open_ones.get(path)
        if found is None:
            found = self._open_ones[path] = opened.open(path)
        return found


class PlaceFolder:
    """
    The files of places of one node, which others may add to and drop from at any time.

    What was handed out stays good when its file is replaced: its memory is mapped until nobody uses it.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._path = data / FOLDER
        self._listed: tuple[int, _Listing] | None = None
        self._tables: Opened[PostcodeTable] = Opened(read_table)
        self._areas: Opened[AreaSet] = Opened(read_areas)

    def held(self) -> tuple[Held, ...]:
        """Return what there is, by kind and day."""
        return self._look().held

    def postcodes(self, on: date) -> PostcodeTable | None:
        """
        Return the newest table of the day, else the oldest there is; None where there is none.

        Raises:
            PostcodeFileIsBroken: the file is something else, or only that of an older version is there.
        """
        listing = self._look()
        vintages = listing.days(POSTCODES)
        if vintages:
            return listing.open(vintages[newest(vintages, on) or min(vintages)], self._tables)
        if (self._data / _OLD_FILE).exists():
            raise PostcodeFileIsBroken("it was made by an older version of this program")
        return None

    def areas(self, level: str, on: date) -> AreaSet | None:
        """
        Return the areas of a level as they were on a day; None where none are held that were.

        Raises:
            AreaFileIsBroken: the file is something else.
        """
        return self._areas_of(self._look(), level, on)

    def areas_of_all_levels(self, on: date) -> tuple[AreaSet, ...]:
        """Return the areas of every level of which some are held that were on a day."""
        listing = self._look()
        found = (self._areas_of(listing, level, on) for level in LEVELS if listing.days(level))
        return tuple(each for each in found if each is not None)

    def nearest_areas(self, level: str, on: date) -> AreaSet | None:
        """Return the newest areas of a level that began by a day, else the oldest that are held; None for none."""
        listing = self._look()
        days = listing.days(level)
        return listing.open(days[newest(days, on) or min(days)], self._areas) if days else None

    def open_areas(self, level: str, holds_from: date) -> AreaSet | None:
        """Return the areas of exactly this vintage; None where it is not held."""
        listing = self._look()
        path = listing.days(level).get(holds_from)
        return listing.open(path, self._areas) if path else None

    def keep_postcodes(self, data: bytes) -> PostcodeTable:
        """
        Put a table in the place of the one of the same day, wholly or not at all.

        Raises:
            PostcodeFileIsBroken: the bytes are no table; then nothing is changed.
            OSError: the disk is full, or the folder may not be written to; then nothing is changed.
        """
        table = read_table(data)
        put(self._path, _name(POSTCODES, table.holds_from), data)
        return table

    def keep_areas(self, data: bytes) -> AreaSet:
        """
        Put a set of areas in the place of the one of the same level and day, wholly or not at all.

        Raises:
            AreaFileIsBroken, OSError: as above.
        """
        areas = read_areas(data)
        put(self._path, _name(areas.about.level, areas.about.holds_from), data)
        return areas

    def drop(self, kind: str, holds_from: date) -> bool:
        """Remove a vintage; say whether it was there."""
        return remove(self._path / _name(kind, holds_from))

    def _look(self) -> _Listing:
        try:
            changed = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return _Listing(())
        if self._listed is None or self._listed[0] != changed:
            found = _Listing(tuple(sorted(held for path in self._path.glob("*.bin") if (held := _held(path)))))
            if time.time_ns() - changed < _SETTLED_NANOSECONDS:
                return found
            self._listed = (changed, found)
        return self._listed[1]

    def _areas_of(self, listing: _Listing, level: str, on: date) -> AreaSet | None:
        days = listing.days(level)
        day = newest(days, on)
        found = listing.open(days[day], self._areas) if day else None
        until = found.about.holds_until if found else None
        return None if until and on > until else found


def _name(kind: str, holds_from: date) -> str:
    return f"{kind}-{holds_from.isoformat()}.bin"


def _held(path: Path) -> Held | None:
    """Return what a file's name says of it; None where it is none of ours."""
    kind, day = path.stem[:-11], path.stem[-10:]
    with contextlib.suppress(ValueError):
        if kind in KINDS:
            return Held(kind, date.fromisoformat(day), path)
    return None
