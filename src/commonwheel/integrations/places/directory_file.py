"""ONSPD and NSPL on disk: the zip as ONS ships it, or its CSV, plain or gzipped."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from commonwheel.core.places.csv_columns import whole_rows
from commonwheel.core.places.postcode_columns import Batch, join
from commonwheel.core.places.postcode_directory import (
    NotADirectory,
    read_directory,
    read_directory_heading,
    release_of,
)
from commonwheel.core.places.postcode_packing import pack_columns

Report = Callable[[int, int], None]
Source = IO[bytes] | gzip.GzipFile
MEMBER = re.compile(r"Data/(?:ONSPD|NSPL)[^/]*\.csv", re.IGNORECASE)
"""What the file is called inside ONS's zip; the same postcodes stand there again by area, in a folder."""
_BLOCK = 8_000_000
_LONGEST_HEADING = 20_000
# The directory has 2.7 million rows in 1.3 GB.
_MOST_BYTES = 6_000_000_000
_MOST_ROWS = 10_000_000


def pack_directory(path: Path, *, holds_from: date | None = None, report: Report = lambda _done, _all: None) -> bytes:
    """
    Return the postcode table of a directory.

    Args:
        path: the zip, or the CSV.
        holds_from: its day; None for the month in its name.
        report: called after each few megabytes with how many bytes are done and how many there are.

    Raises:
        NotADirectory: it is another file, or broken, or nothing tells its day.
        PostcodeRowIsWrong: it has too many codes.
    """
    try:
        with _opened(path) as (file, name, size):
            source, day = release_of(name)
            if not (holds_from or day):
                raise NotADirectory(path.name, "its name does not tell its month; give the day: --vintage 2025-11-01")
            columns = join(_batches(file, path.name, lambda done: report(min(done, size), size)))
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise NotADirectory(path.name, f"it cannot be unpacked ({problem})") from problem
    return pack_columns(columns, source=source, holds_from=holds_from or day or date.min)


def _batches(file: Source, name: str, report: Callable[[int], None]) -> Iterator[Batch]:
    line = file.readline(_LONGEST_HEADING)
    heading = read_directory_heading(line.decode("utf-8-sig", errors="replace").rstrip("\r\n"), file=name)
    rest, done, number = b"", len(line), 2
    while block := file.read(_BLOCK):
        done += len(block)
        rest += block
        end = whole_rows(rest)
        batch = read_directory(rest[:end], heading, file=name, first_line=number)
        rest, number = rest[end:], number + len(batch.keys)
        if len(rest) > _BLOCK or done > _MOST_BYTES or number > _MOST_ROWS:
            raise NotADirectory(name, f"it is larger than any such directory, or has no line ends (line {number:,})")
        yield batch
        report(done)
    if rest:
        yield read_directory(rest + b"\n", heading, file=name, first_line=number)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Source, str, int]]:
    """Yield the CSV, its name, and how large it is (packed, where only that is known)."""
    with path.open("rb") as begin:
        magic = begin.read(2)
    size = path.stat().st_size
    if magic == b"PK":
        with zipfile.ZipFile(path) as archive:
            member = _member(path, archive)
            with archive.open(member) as file:
                yield file, member, archive.getinfo(member).file_size
    elif magic == b"\x1f\x8b":
        with gzip.open(path) as file:
            yield file, path.name, size
    else:
        with path.open("rb") as plain:
            yield plain, path.name, size


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if MEMBER.fullmatch(name)]
    if len(names) != 1:
        raise NotADirectory(path.name, f"it holds {len(names)} files Data/ONSPD….csv or Data/NSPL….csv")
    return names[0]
