"""The pattern folders of the repository, as bytes by path."""

from functools import cache
from pathlib import Path

PATTERNS = Path(__file__).parents[2] / "patterns"


def pattern_files(name: str) -> dict[str, bytes]:
    """Return the files of a pattern folder, to be changed as the caller likes."""
    return dict(_read(name))


@cache
def _read(name: str) -> dict[str, bytes]:
    folder = PATTERNS / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
