"""The folder of the commons that this node serves."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import Release, read_release
from commonwheel.core.problems import Failure
from commonwheel.integrations.trust.failures import ReleaseUnknown
from commonwheel.integrations.trust.online import running_commons
from commonwheel.integrations.trust.repository import CommonsFolder

_REMEMBERED = 64


class CommonsClosed(Failure):
    """This node serves no commons."""

    def __init__(self) -> None:
        super().__init__("This node serves no commons. Name its folder in COMMONWHEEL_COMMONS_FOLDER.")


class CommonsIsCopy(Failure):
    """Nobody can publish in a copy."""

    def __init__(self) -> None:
        super().__init__("This is a copy of another shared library, and nothing is published here. Publish there.")


def is_open() -> bool:
    """Say whether this node serves a commons."""
    return settings.COMMONS_FOLDER is not None


def is_copy() -> bool:
    """Say whether the commons is a copy of another: it has no keys of its own, so nobody can publish in it."""
    return not any((folder_path() / "online").glob("*"))


def folder_path() -> Path:
    """
    Return where the commons is.

    Raises:
        CommonsClosed.
    """
    if settings.COMMONS_FOLDER is None:
        raise CommonsClosed
    return Path(settings.COMMONS_FOLDER)


def the_folder() -> CommonsFolder:
    """
    Return the commons, to be read.

    Raises:
        CommonsClosed.
    """
    return CommonsFolder(folder_path(), online=())


def the_running_commons() -> CommonsFolder:
    """
    Return the commons with the keys by which it says what is newest.

    Raises:
        CommonsClosed, KeyUnreadable.
    """
    return running_commons(folder_path())


def published_at(folder: CommonsFolder, path: str, sha256: str) -> dt.datetime:
    """Return when a release came into the folder: its file is written once and never touched again."""
    owner, name, file = path.split("/")
    try:
        written = (folder.served / "targets" / owner / name / f"{sha256}.{file}").stat().st_mtime
    except OSError:
        written = 0
    return dt.datetime.fromtimestamp(int(written), dt.UTC)


def read_published(path: str, sha256: str) -> Release | None:
    """Return a release of the commons, read whole; None where its bytes are gone or are none."""
    return _read(folder_path(), path, sha256)


@lru_cache(maxsize=_REMEMBERED)
def _read(folder: Path, path: str, sha256: str) -> Release | None:
    try:
        return read_release(CommonsFolder(folder, online=()).release(path, sha256))
    except (ReleaseUnknown, ReleaseRefused):
        return None
