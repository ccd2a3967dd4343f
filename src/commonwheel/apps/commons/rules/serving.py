"""Which files of a commons are served, and for how long whoever asked may keep them."""

import logging
import re
from http import HTTPStatus

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
_NAME = r"[a-z][a-z0-9-]{0,60}"
_VERSIONED = re.compile(rf"metadata/[0-9]{{1,9}}\.{_NAME}\.json")
_TARGET = re.compile(rf"targets/{_NAME}/{_NAME}/[0-9a-f]{{64}}\.[A-Za-z0-9][A-Za-z0-9._+!-]{{0,180}}")
_WHEEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,176}\.whl(\.metadata)?")
_NEWEST = "metadata/timestamp.json"
_ROOT_PROBED = re.compile(r"/commons/repository/metadata/[0-9]{1,9}\.root\.json")


class HideRootProbes(logging.Filter):
    """
    Keeps one line out of the log: that the next root of the commons is not there.

    A client of The Update Framework finds the newest root by asking for the next number until none is there, at each
    refresh (its specification, 5.3). The answer 404 is how that ends: the one warning that says that all is well.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return False for that line."""
        path = getattr(getattr(record, "request", None), "path", "")
        return getattr(record, "status_code", 0) != HTTPStatus.NOT_FOUND or not _ROOT_PROBED.fullmatch(path)


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
