"""Why a file is no connector that a commons takes."""

from collections.abc import Mapping
from types import MappingProxyType

from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.problems import Failure, Problem

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not-a-wheel-name": ("NAME-VERSION-PYTHON-ABI-PLATFORM.whl", "Give the wheel the name that its build gave it."),
        "name-refused": (
            "a name that begins with a letter, at most 61 characters",
            "Give the project another name in pyproject.toml.",
        ),
        "too-large": ("a smaller wheel", "Leave out what the connector can do without."),
        "not-a-zip": ("a wheel, which is a zip file", "Build the wheel anew, and send it as it was built."),
        "not-plain": ("one zip with nothing before, between or behind", "Build the wheel anew with a usual tool."),
        "too-many-files": ("fewer files", "Leave out what the connector can do without."),
        "bomb": ("files that are not packed so tightly", "Build the wheel anew; if it is meant, publish data apart."),
        "path-refused": ("plain paths inside the wheel", "Rename the file, and build the wheel anew."),
        "duplicate-file": ("each file once, whatever the case of its letters", "Take one of the two out."),
        "not-a-file": ("plain files, not encrypted", "Take it out: a wheel holds no links, devices or secrets."),
        "file-missing": ("METADATA, WHEEL and RECORD in one .dist-info folder", "Build the wheel anew."),
        "record-differs": ("a RECORD that lists each file with its SHA-256", "It was changed after it was built."),
        "wheel-differs": ("a WHEEL file of version 1 with the tags of the file's name", "Build the wheel anew."),
        "metadata-refused": ("core metadata", "Mend this field in pyproject.toml, and build the wheel anew."),
        "name-differs": ("the name and version of the file's name", "Do not rename a wheel: build it anew."),
        "licence-missing": (
            "a licence as an SPDX expression",
            'Write `license = "MIT"`, or what it is, in pyproject.toml.',
        ),
        "owner-missing": ("who maintains it", "Write `maintainers = [{name = …}]` in pyproject.toml."),
        "fetches-elsewhere": ("requirements by name", "Take the address out: what is installed comes by an index."),
        "facts-differ": ("what the wheel says itself", "Sign the facts that `commonwheel connector check` prints."),
        "name-taken": ("a name of its own", "Another publisher has this name here: give the project another."),
    }
)  # fmt: skip
"""What could stand there instead, and how to mend it, by code. A code never changes its meaning."""


class WheelRefused(Failure):
    """
    A file is no connector that a commons takes.

    Attributes:
        problems: why, at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(_said(problem) for problem in problems))
        self.problems = problems


def refusal(code: str, found: str, *, file: str = "", mend: str = "") -> WheelRefused:
    """Return the refusal of a code; what was found is shown without what a terminal would obey."""
    expected, usual = CODES[code]
    shown, where = (text if text.isprintable() else repr(text)[1:-1] for text in (found, file))
    return WheelRefused(Problem(where, 0, 0, code, "error", shorten(shown), expected, mend or usual))


def _said(problem: Problem) -> str:
    where = f"{problem.file}: " if problem.file else ""
    found = f"{problem.found}; e" if problem.found else "E"
    return f"{where}{found}xpected {problem.expected}. {problem.help}"
