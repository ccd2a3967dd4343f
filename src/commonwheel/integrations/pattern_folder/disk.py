"""Pattern folders on disk: read without following links, and never more than a pattern may hold."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonwheel.core.patterns.reading.text import MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_BYTES, too_large
from commonwheel.core.problems import Problem

MAX_ENTRIES = 5_000
"""Names looked at in one folder and those in it; more is not a pattern, whatever it is."""
MAX_LEVELS = 8
"""Folders in folders; a block's translations are the deepest, at four."""


@dataclass(slots=True)
class OnDisk:
    """
    What a folder holds.

    Attributes:
        files: by path inside the folder, with forward slashes.
        refused: what was not read, and why.
        called_wrongly: there is no such folder.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    called_wrongly: bool = False


def read_disk(folder: Path) -> OnDisk:
    """Read a pattern folder from disk. Hidden files are passed over; nothing raises."""
    found = OnDisk()
    if not _is_folder(folder):
        found.called_wrongly = True
        found.refused.append(_refusal("", "no-folder", str(folder), "a folder", "Give the folder of a pattern."))
        return found
    total = 0
    for path, entry in _files(folder, found):
        if len(found.files) == MAX_FILES:
            found.refused.append(_too_many(f"more than {MAX_FILES} files"))
            break
        data = _read(path, entry, found)
        total += len(data or b"")
        if total > MAX_FOLDER_BYTES:
            expected = f"at most {MAX_FOLDER_BYTES:,} bytes"
            found.refused.append(_refusal("", "too-large", "", expected, "Make the files smaller."))
            break
        if data is not None:
            found.files[path] = data
    return found


def mark_of(folder: Path) -> str:
    """Return 16 hexadecimal digits that change when a file in a folder is saved, added or taken away."""
    found = OnDisk()
    digest = hashlib.sha256(str(_is_folder(folder)).encode())
    for path, entry in _files(folder, found):
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            digest.update(f"{path}\0{error.errno}\n".encode())
        else:
            digest.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\0{status.st_ino}\n".encode())
    digest.update(repr(found.refused).encode())
    return digest.hexdigest()[:16]


# Private


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):
        return False


def _files(folder: Path, found: OnDisk) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the regular files under a folder in the order of their names; note everything else."""
    pending: list[tuple[str, str | Path]] = [("", folder)]
    looked_at = 0
    while pending:
        inside, here = pending.pop()
        for entry in _entries(inside, here, found):
            looked_at += 1
            if looked_at > MAX_ENTRIES:
                found.refused.append(_too_many(f"more than {MAX_ENTRIES} names"))
                return
            path = f"{inside}{_printable(entry.name)}"
            kind = _kind(entry)
            if kind == "folder" and path.count("/") < MAX_LEVELS:
                pending.append((f"{path}/", entry.path))
            elif kind == "file":
                yield path, entry
            else:
                found.refused.append(_not_a_file(path, kind))


def _entries(inside: str, here: str | Path, found: OnDisk) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(here) as entries:
            some = [entry for entry, _ in zip(entries, range(MAX_ENTRIES + 1), strict=False)]
    except OSError as error:
        found.refused.append(_unreadable(inside.rstrip("/"), error))
        return []
    return sorted((entry for entry in some if not entry.name.startswith(".")), key=lambda entry: entry.name)


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "device"


def _read(path: str, entry: os.DirEntry[str], found: OnDisk) -> bytes | None:
    """Return the bytes of a file. It may have been changed for a link or a pipe meanwhile, so what is opened counts."""
    try:
        handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                found.refused.append(_not_a_file(path, "device"))
                return None
            if status.st_size > MAX_FILE_BYTES:
                found.refused.append(too_large(path, status.st_size))
                return None
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        found.refused.append(_unreadable(path, error))
        return None


def _printable(name: str) -> str:
    """Return a name without what a terminal or a JSON reader could not take."""
    return name.encode("utf-8", "backslashreplace").decode() if name.isprintable() else repr(name)[1:-1]


def _refusal(path: str, code: str, found: str, expected: str, mend: str) -> Problem:
    return Problem(path, 0, 0, code, "error", _printable(found)[:80], expected, mend)


def _too_many(found: str) -> Problem:
    return _refusal("", "too-many-files", found, f"at most {MAX_FILES} files", "Give the folder of one pattern.")


def _unreadable(path: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return _refusal(path, "unreadable", reason, "a file that can be read", "Change who may read it, or take it out.")


def _not_a_file(path: str, kind: str) -> Problem:
    if kind == "link":
        mend = "Put the file itself here: links are not followed."
        return _refusal(path, "symlink", "a link", "a file", mend)
    if kind == "folder":
        return _refusal(path, "too-deep", "a folder", f"at most {MAX_LEVELS} folders deep", "Take it out.")
    return _refusal(path, "not-a-file", "a device, pipe or socket", "a file", "Take it out: it is no text.")
