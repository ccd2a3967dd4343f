"""What a release holds: the files that the language knows, each in one form."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from commonwheel.core.packages.refusals import ReleaseRefused, over_limit, problem, refusal
from commonwheel.core.patterns.reading.files import Named, kind_of
from commonwheel.core.patterns.reading.text import MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_BYTES, decode, too_large
from commonwheel.core.problems import Problem

Kind = Literal["pattern", "block"]

_PLAIN_PATH = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
_LONGEST_PATH = 200
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, whatever follows the first dot."""
_A_BLOCK = "blocks/publisher/name/"
"""Where a block's files would stand in a pattern, to tell by their paths what they are."""


def kind_of_folder(files: Mapping[str, bytes]) -> Kind:
    """
    Return what a folder is, by the file it must have.

    Raises:
        ReleaseRefused: where it has neither.
    """
    if "pattern.yaml" in files:
        return "pattern"
    if "block.yaml" in files:
        return "block"
    raise refusal(
        "no-pattern",
        "",
        expected="pattern.yaml or block.yaml",
        mend="Give the folder of a pattern, or that of a block.",
    )


def canonical_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """
    Return the files of a release, in the order of their paths: text without byte order mark, with LF line ends.

    Hidden files are left out. The text is otherwise as it was written: a Unicode normal form would depend on the
    tables of the machine, and what is compared later brings its own.

    Args:
        files: by path inside the folder, with forward slashes.

    Raises:
        ReleaseRefused: with all that does not belong in a release, or is too large.
    """
    kind = kind_of_folder(files)
    _within_limits(files)
    kept: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted(files):
        known = check_path(path, kind)
        if isinstance(known, Named):
            text, fault = _text(path, files[path])
            problems += [fault] if fault else []
            kept[path] = text
        elif known is not None:
            problems.append(known)
    if problems:
        raise ReleaseRefused(*problems)
    return kept


def check_path(path: str, kind: Kind) -> Named | Problem | None:
    """Return what a file is, the problem of one that no release holds, or None for a hidden file."""
    parts = path.split("/")
    if len(path) > _LONGEST_PATH or not _PLAIN_PATH.fullmatch(path) or {".", ".."} & set(parts):
        return problem("path-refused", path)
    if any(_DEVICES.fullmatch(part) for part in parts):
        return problem("path-refused", path, mend="On Windows this is the name of a device: choose another.")
    known = kind_of(path if kind == "pattern" else f"{_A_BLOCK}{path}")
    if isinstance(known, Problem):
        return replace(known, file=path, found=path[:80], severity="error")
    return known


# Private


def _within_limits(files: Mapping[str, bytes]) -> None:
    if len(files) > MAX_FILES:
        raise over_limit("too-many-files", f"{len(files):,} files", f"at most {MAX_FILES} files")
    total = sum(map(len, files.values()))
    if total > MAX_FOLDER_BYTES:
        raise over_limit("too-large", f"{total:,} bytes", f"at most {MAX_FOLDER_BYTES:,} bytes")


def _text(path: str, data: bytes) -> tuple[bytes, Problem | None]:
    if len(data) > MAX_FILE_BYTES:
        return b"", too_large(path, len(data))
    text, fault = decode(data, file=path)
    return text.replace("\r\n", "\n").replace("\r", "\n").encode(), fault
