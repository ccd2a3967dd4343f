"""Checking a pattern folder on disk: what `check`, `test` and `compare` begin with."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonwheel.core.problems import Problem
from commonwheel.integrations.pattern_folder.disk import read_disk

if TYPE_CHECKING:
    from commonwheel.core.patterns.model.companions import Bundle


@dataclass(frozen=True, slots=True)
class Checked:
    """
    A folder after all checks.

    Attributes:
        folder: as it was given.
        pattern: the full name of the pattern, or the folder's where it could not be read.
        bundle: None where it could not be read.
        problems: errors and warnings, in the order of files and lines.
        called_wrongly: there is no such folder.
    """

    folder: str
    pattern: str
    bundle: "Bundle | None"
    problems: tuple[Problem, ...]
    called_wrongly: bool = False

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(problem.severity == "error" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return what `--json` prints of it."""
        return {"pattern": self.pattern, "ok": self.ok, "problems": [_as_json(problem) for problem in self.problems]}


def check_folder(folder: str, *, strict: bool = False) -> Checked:
    """
    Read and check a pattern folder.

    Args:
        folder: its path.
        strict: warnings count as errors.
    """
    try:
        checked = _check(folder)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not hide what is known of the other folders
        checked = Checked(folder, _name(folder), None, (our_fault(error),))
    return replace(checked, problems=as_errors(checked.problems)) if strict else checked


def as_errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems with every warning made an error, as `--strict` and publishing count them."""
    return tuple(replace(problem, severity="error") for problem in problems)


def our_fault(error: Exception) -> Problem:
    """Return the problem that says that the program itself failed."""
    said = f"{type(error).__name__}: {error}".replace("\n", " ")[:80]
    mend = "This is a fault in Commonwheel itself: please report it with the pattern."
    return Problem("", 0, 0, "check-failed", "error", said, "", mend)


# Private


def _check(folder: str) -> Checked:
    from commonwheel.core.patterns.checks.check import check
    from commonwheel.core.patterns.reading.read import read_folder

    on_disk = read_disk(Path(folder))
    if on_disk.called_wrongly:
        return Checked(folder, _name(folder), None, tuple(on_disk.refused), called_wrongly=True)
    result = read_folder(on_disk.files, refused=tuple(on_disk.refused))
    if result.bundle is None:
        return Checked(folder, _name(folder), None, result.problems)
    problems = tuple(sorted({*result.problems, *check(result.bundle)}))
    return Checked(folder, result.bundle.pattern.full_name, result.bundle, problems)


def _name(folder: str) -> str:
    try:
        return Path(folder).resolve().name or folder
    except (OSError, ValueError, RuntimeError):
        return folder


def _as_json(problem: Problem) -> dict[str, Any]:
    keys = ("code", "severity", "file", "line", "column", "found", "expected", "help")
    return {key: getattr(problem, key) for key in keys}
