"""Which files of a commons are served, and for how long whoever asked may keep them."""

import re

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
_NAME = r"[a-z][a-z0-9-]{0,60}"
_VERSIONED = re.compile(rf"metadata/[0-9]{{1,9}}\.{_NAME}\.json")
_TARGET = re.compile(rf"targets/{_NAME}/{_NAME}/[0-9a-f]{{64}}\.[A-Za-z0-9][A-Za-z0-9._+!-]{{0,180}}")
_WHEEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,176}\.whl(\.metadata)?")
_NEWEST = "metadata/timestamp.json"


def kept_for(path: str) -> str | None:
    """
    Return how long a file may be kept, as `Cache-Control` has it; None for what is not served.

    Only names that a commons gives its files are: so no path leads out of its folder, and none lists one.
    """
    if path == _NEWEST:
        return SHORT
    return FOR_EVER if _VERSIONED.fullmatch(path) or _TARGET.fullmatch(path) else None


def of_the_index(project: str, file: str) -> tuple[str, ...] | None:
    """
    Return where a file of the package index is, below `simple`; None for what no file of it is called.

    Args:
        project, file: "" for none: the page of the project, or of the index, in either form.
    """
    if file and not _WHEEL.fullmatch(file):
        return None
    if project and not re.fullmatch(_NAME, project):
        return None
    return tuple(part for part in (project, file) if part)


def media_type(path: str) -> str:
    """Return what a file is: nothing that a browser would show or run."""
    return "application/json" if path.endswith(".json") else "application/octet-stream"
