"""The container of a release: the plainest archive in POSIX's ustar form, written one way only and read as strictly.

Any `tar` opens it, and GNU tar can be made to write the same bytes. It is written here and not by the standard
library, because a digest is made over it: what the library writes into fields that nobody reads differs from one
version of Python to another.
"""

import re
from collections.abc import Mapping

from commonwheel.core.packages.refusals import over_limit, refusal
from commonwheel.core.patterns.reading.text import MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_BYTES

BLOCK = 512
_END = bytes(2 * BLOCK)
_NAME = 100
MOST_BYTES = MAX_FOLDER_BYTES + MAX_FILES * 2 * BLOCK + len(_END)
"""No release is larger: the files, a header and the rest of a block for each, and the end."""
_MAGIC = b"ustar\x0000"
_SIZE = re.compile(rb"[0-7]{11}\0")
_TYPES: Mapping[bytes, str] = {
    b"1": "a link", b"2": "a link", b"3": "a device", b"4": "a device", b"5": "a folder", b"6": "a pipe",
}  # fmt: skip


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """
    Return the archive of some files: the same bytes whatever their order, on every machine.

    Args:
        files: of `canonical_files`.
    """
    parts: list[bytes] = []
    for path in sorted(files):
        data = files[path]
        parts += (_header(path, len(data)), data, bytes(-len(data) % BLOCK))
    return b"".join((*parts, _END))


def read_archive(data: bytes) -> dict[str, bytes]:
    """
    Return the files in an archive, by the names that stand there. Nothing is written or followed.

    What it passes over, such as owners and times, `hold_to_its_files` looks at, once the names are known to be good.

    Raises:
        ReleaseRefused: where it is cut short, too large, or holds more than files.
    """
    if len(data) > MOST_BYTES:
        raise over_limit("too-large", f"{len(data):,} bytes", f"at most {MOST_BYTES:,} bytes")
    files: dict[str, bytes] = {}
    at = 0
    while (header := _block(data, at)) != bytes(BLOCK):
        path, size = _entry(header)
        if path in files:
            raise refusal("duplicate-file", path)
        if len(files) == MAX_FILES:
            raise over_limit("too-many-files", f"more than {MAX_FILES} files", f"at most {MAX_FILES} files")
        start = at + BLOCK
        files[path] = data[start : start + size]
        at = start + size + -size % BLOCK
        if at > len(data):
            raise refusal("truncated", f"{len(data):,} bytes", file=path)
    return files


def hold_to_its_files(data: bytes, files: Mapping[str, bytes]) -> None:
    """
    Hold an archive, to its last byte, to what is written for its files: their order, every header, the end.

    Raises:
        ReleaseRefused: where it differs.
    """
    again = write_archive(files)
    if data != again:
        blocks = range(0, max(len(data), len(again)), BLOCK)
        differs = next(at for at in blocks if data[at : at + BLOCK] != again[at : at + BLOCK])
        raise refusal("not-canonical", f"other bytes from byte {differs:,} on")


# Private


def _header(path: str, size: int) -> bytes:
    name, prefix = _split(path.encode("ascii"))
    fields = (
        name.ljust(_NAME, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0", b"%011o\0" % size, b"00000000000\0",
        b" " * 8, b"0", bytes(100), _MAGIC, bytes(64), b"0000000\0", b"0000000\0", prefix.ljust(155, b"\0"), bytes(12),
    )  # fmt: skip
    block = b"".join(fields)
    return b"%b%06o\0 %b" % (block[:148], sum(block), block[156:])


def _split(path: bytes) -> tuple[bytes, bytes]:
    """Return the name and the prefix of a path; no path of the language is too long for the two."""
    if len(path) <= _NAME:
        return path, b""
    prefix, _, name = path.rpartition(b"/")
    return name, prefix


def _block(data: bytes, at: int) -> bytes:
    block = data[at : at + BLOCK]
    if at == 0 and block[257:265] != _MAGIC:
        raise refusal("not-a-release", data[:8].decode("latin-1"))
    if len(block) < BLOCK:
        raise refusal("truncated", f"{len(data):,} bytes")
    return block


def _entry(header: bytes) -> tuple[str, int]:
    name, prefix = header[:_NAME].rstrip(b"\0"), header[345:500].rstrip(b"\0")
    path = (prefix + b"/" * bool(prefix) + name).decode("latin-1")
    kind, size = header[156:157], header[124:136]
    if kind != b"0":
        raise refusal("not-a-file", _TYPES.get(kind, "something else"))
    if not _SIZE.fullmatch(size):
        raise refusal("not-canonical", path)
    length = int(size[:11], 8)
    if length > MAX_FILE_BYTES:
        raise over_limit("too-large", f"{length:,} bytes", f"at most {MAX_FILE_BYTES:,} bytes")
    return path, length
