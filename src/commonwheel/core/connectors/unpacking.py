"""The files in a wheel, read in memory within limits: nothing is written, followed or run."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable

from commonwheel.core.connectors.refusals import refusal

MOST_BYTES = 16_000_000
"""As large as a release of a commons may be."""
MOST_FILES = 2_000
MOST_DIRECTORY_BYTES = 500_000
MOST_UNPACKED_BYTES = 64_000_000
MOST_TIMES = 10
"""How many times its own size a wheel may unpack to, beside `ALWAYS_BYTES`; usual ones stay under five."""
ALWAYS_BYTES = 1_000_000
MOST_PATH = 250

_END = struct.Struct("<4s4H2LH")
_ZIP64 = b"PK\x06\x07"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1


def unpack(data: bytes) -> dict[str, bytes]:
    """
    Return the files of a wheel by path, in the order in which they stand there.

    Raises:
        WheelRefused: where it is no plain zip, is too much, or holds what no wheel holds.
    """
    _hold_to_limits(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _look_at_names(entries)
            _look_at_sizes(entries, len(data))
            return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except _BROKEN as error:
        raise refusal("not-a-zip", str(error)) from error


# Private


def _hold_to_limits(data: bytes) -> None:
    """Look at the end of the file first, so that a directory is never read that is too large or not the only one."""
    if len(data) > MOST_BYTES:
        raise refusal("too-large", f"{len(data):,} bytes")
    if len(data) < _END.size or not data.startswith(b"PK\x03\x04"):
        raise refusal("not-a-zip", data[:8].decode("latin-1"))
    mark, _, _, _, files, length, start, comment = _END.unpack(data[-_END.size :])
    if mark != b"PK\x05\x06" or comment:
        raise refusal("not-plain", "bytes behind its end")
    if data[-_END.size - 20 :].startswith(_ZIP64) or start + length + _END.size != len(data):
        raise refusal("not-plain", "bytes before its end")
    if files > MOST_FILES or length > MOST_DIRECTORY_BYTES:
        raise refusal("too-many-files", f"{files:,} files")


def _look_at_names(entries: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        path = entry.orig_filename
        if not _is_plain(path.removesuffix("/")):
            raise refusal("path-refused", path)
        if path.casefold() in seen:
            raise refusal("duplicate-file", path)
        seen.add(path.casefold())
        kinds = {0, stat.S_IFDIR if entry.is_dir() else stat.S_IFREG}
        if stat.S_IFMT(entry.external_attr >> 16) not in kinds or entry.flag_bits & _ENCRYPTED:
            raise refusal("not-a-file", path)


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return (
        len(path) <= MOST_PATH and path.isprintable() and not {"\\", ":"} & {*path} and not {"", ".", ".."} & {*parts}
    )


def _look_at_sizes(entries: Iterable[zipfile.ZipInfo], length: int) -> None:
    unpacked = 0
    for entry in entries:
        if entry.compress_type not in _PACKINGS:
            raise refusal("not-plain", f"packing {entry.compress_type}", file=entry.filename)
        unpacked += entry.file_size
    if unpacked > min(MOST_UNPACKED_BYTES, ALWAYS_BYTES + MOST_TIMES * length):
        raise refusal("bomb", f"{unpacked:,} bytes in {length:,}")
