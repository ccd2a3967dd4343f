"""What a file that councils get is, told by its content."""

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from commonwheel.core.problems import Failure
from commonwheel.integrations.places.boundary_file import SQLITE
from commonwheel.integrations.places.code_point_zip import FOLDER
from commonwheel.integrations.places.directory_file import MEMBER

Kind = Literal["code-point", "directory", "boundaries"]
_HEAD = 4_096


class NotAPlaceFile(Failure):
    """A file is none of those that can be taken in."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path}: {why}. These can be taken in: Code-Point Open (the zip, CSV), ONSPD or NSPL (the zip, or its "
            "CSV), and boundaries as GeoJSON, TopoJSON (both also gzipped) or GeoPackage. Nothing was changed."
        )
        self.path = path
        self.why = why


def kind_of(path: Path) -> Kind:
    """
    Return what a file is.

    Raises:
        NotAPlaceFile: none of those.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK"):
        return _in_zip(path)
    if head.startswith(b"\x1f\x8b"):
        head = _unpacked(path)
    if head.startswith(SQLITE):
        return "boundaries"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise NotAPlaceFile(path, "it is empty")
    if text.startswith(b"{"):
        return "boundaries"
    if b"," in text.splitlines()[0] and b"\0" not in text:
        return "directory"
    raise NotAPlaceFile(path, "what it is cannot be told")


def _in_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as problem:
        raise NotAPlaceFile(path, f"the zip is broken ({problem})") from problem
    if any(name.startswith(FOLDER) for name in names):
        return "code-point"
    if any(MEMBER.fullmatch(name) for name in names):
        return "directory"
    raise NotAPlaceFile(path, "the zip holds neither Code-Point Open nor ONSPD or NSPL; unpack boundaries first")


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            return file.read(_HEAD)
    except (gzip.BadGzipFile, zlib.error, EOFError) as problem:
        raise NotAPlaceFile(path, f"it cannot be unpacked ({problem})") from problem
