"""Reads and checks the folder, with the layer over it: everything short of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from commonwheel.core.layers.apply import lay, saying_what_it_was_made_against
from commonwheel.core.layers.read import read_layer
from commonwheel.core.layers.refusals import LAYER_FILE, LayerDoesNotFit
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.companions import Bundle, Example
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.reading.setting_values import SettingValue, read_value
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.problems import Problem
from commonwheel.integrations.pattern_folder.disk import mark_of, read_disk
from commonwheel.project.preview.choice import Choice


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """
    The folder as it was read last; one is another than the next, whatever it holds.

    Attributes:
        mark: another after each save.
        files: of the folder, by path.
        layer: text of the layer; "" for none.
        problems: errors and warnings, in the order of files and lines.
        layered: the pattern with the layer over it; None where it cannot be shown.
    """

    mark: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    layer: str = ""
    problems: tuple[Problem, ...] = ()
    layered: Layered | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the pages from being shown."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What could be better."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    @property
    def bundle(self) -> Bundle | None:
        """The pattern's folder, with the layer's words."""
        return self.layered.bundle if self.layered else None


def mark_of_choice(choice: Choice) -> str:
    """Return what changes when anything is saved."""
    return f"{mark_of(choice.folder)}{_mark_of_file(choice.layer) if choice.layer else ''}"


def read_choice_folder(choice: Choice, *, mark: str) -> Seen:
    """Return the folder read and checked; a fault of ours is one of the problems."""
    try:
        return _read(choice, mark)
    except Exception as error:  # noqa: BLE001 - whoever writes a pattern must never read a traceback
        return Seen(mark, problems=(our_fault(error),))


def our_fault(error: Exception) -> Problem:
    """Return the problem that says that the program itself failed."""
    said = f"{type(error).__name__}: {error}".replace("\n", " ")[:80]
    mend = "This is a fault in Commonwheel itself: please report it with the pattern."
    return Problem("", 0, 0, "check-failed", "error", said, "", mend)


def settings_of_example(layered: Layered, example: Example) -> dict[str, SettingValue]:
    """Return the settings of the folder and its layer, with those that an example sets."""
    values = dict(layered.values)
    known = {setting.id: setting for setting in layered.bundle.pattern.settings}
    for name, written in example.settings.items():
        value, _expected = read_value(known[name], written) if name in known else (None, "")
        if value is not None:
            values[name] = value
    return values


# Private


def _read(choice: Choice, mark: str) -> Seen:
    on_disk = read_disk(choice.folder)
    result = read_folder(on_disk.files, refused=tuple(on_disk.refused))
    layer, refused = _layer_text(choice.layer)
    problems = {*result.problems, *refused}
    layered = None
    if result.bundle is not None:
        problems |= set(check(result.bundle))
        if not _has_errors(problems):
            # Whoever writes it looks at this very folder: what it was made against goes without saying.
            layer = saying_what_it_was_made_against(layer, effective_of(result.bundle)) if layer else ""
            layered, found = _lay(result.bundle, layer)
            problems |= set(found)
    shown = None if _has_errors(problems) else layered
    return Seen(mark, on_disk.files, layer, tuple(sorted(problems)), shown)


def _lay(bundle: Bundle, text: str) -> tuple[Layered | None, tuple[Problem, ...]]:
    if not text:
        return Layered(bundle, {}), ()
    read = read_layer(text.encode())
    if _has_errors(set(read.problems)):
        return None, read.problems
    try:
        layered = lay(bundle, read.layer, places=read.places)
    except LayerDoesNotFit as failure:
        return None, failure.problems
    return layered, (*read.problems, *check(layered.bundle, layered.values))


def _layer_text(path: Path | None) -> tuple[str, tuple[Problem, ...]]:
    if path is None:
        return "", ()
    try:
        return path.read_text(encoding="utf-8"), ()
    except (OSError, UnicodeDecodeError) as error:
        found = getattr(error, "strerror", "") or "no UTF-8 text"
        mend = "Put the layer’s file back, or start the preview without --layer."
        return "", (Problem(LAYER_FILE, 0, 0, "unreadable", "error", found, "a layer", mend),)


def _mark_of_file(path: Path) -> str:
    try:
        status = path.stat()
    except OSError as error:
        return f"-{error.errno}"
    return f"-{status.st_mtime_ns:x}-{status.st_size:x}"


def _has_errors(problems: set[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)
