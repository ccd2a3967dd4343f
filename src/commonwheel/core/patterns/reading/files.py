"""What each file of a pattern folder is, told by its path."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from commonwheel.core.problems import Problem


class Kind(Enum):
    """What a file holds."""

    PATTERN = auto()
    BLOCK = auto()
    MESSAGE = auto()
    TRANSLATIONS = auto()
    EXAMPLE = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """
    What a path says.

    Attributes:
        kind: of file.
        name: of the message (its source's file name) or the example; "" for others.
        language: of the words in it.
        folder: `publisher/name` of the block it belongs to; "" for the pattern's own.
    """

    kind: Kind
    name: str = ""
    language: str = "en"
    folder: str = ""


_BLOCK = r"(?:blocks/(?P<folder>[a-z][a-z0-9-]{0,60}/[a-z][a-z0-9-]{0,60})/)"
_LANGUAGE = r"(?P<language>(?!en\b)[a-z]{2,3})"
_PATHS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.PATTERN, re.compile(r"pattern\.yaml")),
    (Kind.BLOCK, re.compile(rf"{_BLOCK}block\.yaml")),
    (Kind.MESSAGE, re.compile(rf"messages/(?P<name>[a-z][a-z0-9-]{{0,40}})(?:\.{_LANGUAGE})?\.md")),
    (Kind.TRANSLATIONS, re.compile(rf"{_BLOCK}?translations/{_LANGUAGE}\.yaml")),
    (Kind.EXAMPLE, re.compile(r"examples/(?P<name>[a-z][a-z0-9-]{0,40})\.yaml")),
    (Kind.TEXT, re.compile(rf"{_BLOCK}?(?:guidance|CHANGELOG)\.md")),
)


def kind_of(path: str) -> Named | Problem | None:
    """Return what a file is, a warning where a pattern folder has no such file, or None for a hidden file."""
    if path.startswith(".") or "/." in path:
        return None
    for kind, form in _PATHS:
        match = form.fullmatch(path)
        if match:
            groups = match.groupdict()
            name = groups.get("name") or ""
            name = f"{name}.md" if kind is Kind.MESSAGE else name
            return Named(kind, name, groups.get("language") or "en", groups.get("folder") or "")
    return _unknown(path)


def _unknown(path: str) -> Problem:
    return Problem(
        path, 0, 0, "unknown-file", "warning", path[:80],
        "pattern.yaml, guidance.md, CHANGELOG.md, or a file in messages/, translations/, examples/ or blocks/",
        _mend(path),
    )  # fmt: skip


def _mend(path: str) -> str:
    if path.endswith(".yml"):
        return "Nothing reads this file: name it .yaml."
    if re.fullmatch(r"(.*/)?(translations/en\.yaml|messages/[^/]*\.en\.md)", path):
        return "Nothing reads this file: the words of the pattern itself are the English ones."
    return "Nothing reads this file: give it one of the names that a pattern folder has, or take it out."
