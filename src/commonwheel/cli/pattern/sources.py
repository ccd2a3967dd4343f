"""What `compare`, `pack` and `unpack` are given: the folder of a pattern or a block, or the file of a release."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commonwheel.cli.pattern.checking import Checked
from commonwheel.core.problems import Problem
from commonwheel.integrations.pattern_folder.disk import read_disk
from commonwheel.integrations.pattern_folder.writing import read_file

if TYPE_CHECKING:
    from commonwheel.core.packages.release import Release


@dataclass(frozen=True, slots=True)
class Source:
    """
    A release that was read, or what stands in its way.

    Attributes:
        checked: what was given, with its problems.
        release: None where there is a problem.
    """

    checked: Checked
    release: "Release | None"


def read_source(path: str) -> Source:
    """Return the release that a folder makes, or that a file is."""
    return _file(path) if _is_file(path) else _folder(path)


def is_release_or_block(path: str) -> bool:
    """Whether a path leads to a file, or to the folder of a block and not of a pattern."""
    return _is_file(path) or (_is_file(f"{path}/block.yaml") and not _is_file(f"{path}/pattern.yaml"))


def with_problems(source: Source, problems: Iterable[Problem]) -> Source:
    """Return a source that more stands in the way of."""
    checked = Checked(source.checked.folder, source.checked.pattern, source.checked.bundle, tuple(problems))
    return Source(checked, source.release if checked.ok else None)


# Private


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _file(path: str) -> Source:
    from commonwheel.core.packages.archive import MOST_BYTES
    from commonwheel.core.packages.refusals import ReleaseRefused
    from commonwheel.core.packages.release import read_release

    try:
        return _read(path, read_release(read_file(Path(path), most=MOST_BYTES)))
    except ReleaseRefused as refused:
        return _refused(path, refused.problems)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        unreadable = Problem(
            "", 0, 0, "unreadable", "error", reason, "a file that can be read", "Change who may read it."
        )
        return _refused(path, (unreadable,))


def _folder(path: str) -> Source:
    from commonwheel.core.packages.refusals import ReleaseRefused
    from commonwheel.core.packages.release import make_release

    on_disk = read_disk(Path(path))
    if on_disk.refused:
        return _refused(path, on_disk.refused, called_wrongly=on_disk.called_wrongly)
    try:
        return _read(path, make_release(on_disk.files))
    except ReleaseRefused as refused:
        return _refused(path, refused.problems)


def _read(path: str, release: "Release") -> Source:
    return Source(Checked(path, release.manifest.full_name, release.bundle, ()), release)


def _refused(path: str, problems: Iterable[Problem], *, called_wrongly: bool = False) -> Source:
    return Source(Checked(path, Path(path).name, None, tuple(sorted(problems)), called_wrongly=called_wrongly), None)
