"""The zip file in which Ordnance Survey ships Code-Point Open. Source: docs/sources.md#code-point-open."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from commonwheel.core.places.code_point import read_code_point
from commonwheel.core.places.postcode_columns import Batch, join
from commonwheel.core.places.postcode_packing import pack_columns
from commonwheel.core.places.postcode_table import LONG_AGO
from commonwheel.core.problems import Failure

Report = Callable[[int, int], None]
FOLDER = "Data/CSV/"
"""Where its files of postcodes are."""
_METADATA = "Doc/metadata.txt"
# The real files are below 6 MB; more is no list of one area's postcodes.
_MOST_BYTES = 40_000_000
_MOST_METADATA = 10_000
_MOST_FILES = 200
_VERSION = re.compile(r"VERSION[^:\n]*:\s*(\S+)", re.IGNORECASE)
_DAY = re.compile(r"COPYRIGHT DATE:\s*([0-9]{8})", re.ASCII | re.IGNORECASE)


class NotCodePointOpen(Failure):
    """The file is not Code-Point Open as it is published."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is not Code-Point Open: {why}. Download it as CSV from Ordnance Survey's open data and give "
            "the zip file as it is. Nothing was changed."
        )
        self.path = path
        self.why = why


def pack_code_point(path: Path, *, holds_from: date | None = None, report: Report = lambda _done, _all: None) -> bytes:
    """
    Return the postcode table of a zip file of Code-Point Open.

    Args:
        path: the zip file.
        holds_from: its day; None for the one in its notes.
        report: called after each area with how many are done and how many there are.

    Raises:
        NotCodePointOpen: it is another file, or broken.
        CodePointRowIsWrong, PostcodeRowIsWrong: a row has not its form.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            source, day = _notes(archive)
            return pack_columns(
                join(_batches(path, archive, report)), source=source, holds_from=holds_from or day or LONG_AGO
            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as problem:
        raise NotCodePointOpen(path, str(problem)) from problem


def _batches(path: Path, archive: zipfile.ZipFile, report: Report) -> Iterator[Batch]:
    names = sorted(name for name in archive.namelist() if name.startswith(FOLDER) and name.lower().endswith(".csv"))
    if not 0 < len(names) <= _MOST_FILES:
        raise NotCodePointOpen(path, f"it holds {len(names)} files in {FOLDER}")
    for done, name in enumerate(names, start=1):
        if archive.getinfo(name).file_size > _MOST_BYTES:
            raise NotCodePointOpen(path, f"{name} is larger than {_MOST_BYTES} bytes")
        yield read_code_point(archive.read(name), file=name)
        report(done, len(names))


def _notes(archive: zipfile.ZipFile) -> tuple[str, date | None]:
    """Return the product's name with the version that its notes tell, and the day of its copyright, where they do."""
    if _METADATA not in archive.namelist():
        return "OS Code-Point Open", None
    with archive.open(_METADATA) as file:
        text = file.read(_MOST_METADATA).decode(errors="replace")
    version, day = _VERSION.search(text), _DAY.search(text)
    name = f"OS Code-Point Open {version[1]}" if version else "OS Code-Point Open"
    try:
        return name, date.fromisoformat(day[1]) if day else None
    except ValueError:
        return name, None
