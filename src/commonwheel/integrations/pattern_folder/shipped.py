"""The patterns that come with Commonwheel: from the wheel, or from the checkout."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped_pattern(name: str) -> Traversable:
    """Return the folder of a pattern that comes with Commonwheel."""
    return _shelf().joinpath(name)


@cache
def shipped_files() -> tuple[Mapping[str, bytes], ...]:
    """Return the files of every pattern that comes with Commonwheel, in the order of their names."""
    folders = sorted((one for one in _shelf().iterdir() if one.is_dir()), key=lambda one: one.name)
    return tuple(folder_files(folder) for folder in folders)


def folder_files(folder: Traversable, under: str = "") -> dict[str, bytes]:
    """Return the files below a folder by their relative paths."""
    files: dict[str, bytes] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{under}{entry.name}"
        if entry.is_dir():
            files |= folder_files(entry, f"{path}/")
        else:
            files[path] = entry.read_bytes()
    return files


# Private


def _shelf() -> Traversable:
    packed = resources.files("commonwheel").joinpath("patterns")
    return packed if packed.is_dir() else Path(__file__).resolve().parents[4] / "patterns"
