"""The zip file in which Ordnance Survey ships Code-Point Open. Source: docs/sources.md#code-point-open."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from commonwheel.core.places.code_point import read_code_point
from commonwheel.core.places.postcode_table import PostcodePlace, pack_table
from commonwheel.core.problems import Failure

Report = Callable[[int, int], None]
_FOLDER, _METADATA = "Data/CSV/", "Doc/metadata.txt"
# The real files are below 6 MB; more is no list of one area's postcodes.
_MOST_BYTES = 40_000_000
_MOST_METADATA = 10_000
_MOST_FILES = 200


class NotCodePointOpen(Failure):
    """The file is not Code-Point Open as it is published."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is not Code-Point Open: {why}. Download it as CSV from Ordnance Survey's open data and give "
            "the zip file as it is. Nothing was changed."
        )
        self.path = path
        self.why = why


def pack_code_point(path: Path, *, report: Report = lambda _done, _all: None) -> bytes:
    """
    Return the postcode table of a zip file of Code-Point Open.

    Args:
        path: the zip file.
        report: called after each area with how many are done and how many there are.

    Raises:
        NotCodePointOpen: it is another file, or broken.
        CodePointRowIsWrong, PostcodeRowIsWrong: a row has not its form.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return pack_table(_places(path, archive, report), source=_source(archive))
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, EOFError) as problem:
        raise NotCodePointOpen(path, str(problem)) from problem


def _places(path: Path, archive: zipfile.ZipFile, report: Report) -> Iterator[PostcodePlace]:
    names = sorted(name for name in archive.namelist() if name.startswith(_FOLDER) and name.lower().endswith(".csv"))
    if not 0 < len(names) <= _MOST_FILES:
        raise NotCodePointOpen(path, f"it holds {len(names)} files in {_FOLDER}")
    for done, name in enumerate(names, start=1):
        if archive.getinfo(name).file_size > _MOST_BYTES:
            raise NotCodePointOpen(path, f"{name} is larger than {_MOST_BYTES} bytes")
        with archive.open(name) as file:
            yield from read_code_point(io.TextIOWrapper(file, encoding="utf-8", newline=""), file=name)
        report(done, len(names))


def _source(archive: zipfile.ZipFile) -> str:
    """Return the product's name with the version that its notes tell, where they do."""
    name = "OS Code-Point Open"
    if _METADATA not in archive.namelist():
        return name
    with archive.open(_METADATA) as file:
        lines = file.read(_MOST_METADATA).decode(errors="replace").splitlines()
    versions = (line.split(":", 1)[1].strip() for line in lines if "VERSION" in line.upper() and ":" in line)
    return " ".join((name, *list(versions)[:1]))
