"""Pattern text: the small, safe part of YAML that the language is written in, read from libyaml's events.

A file becomes a tree of `dict`, `list` and `str` (every scalar stays text), with the place of each
key and value. Nothing is composed or loaded, so nesting, aliases and tags cost nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from commonwheel.core.patterns.reading.slips import help_with_syntax
from commonwheel.core.problems import Problem

Node: TypeAlias = "dict[str, Node] | list[Node] | str"
Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 32
MAX_NODES = 20_000
"""Keys and values in a folder; report-missed-bin, with its Welsh and its examples, has 2,100."""
MAX_LIST = 1_000
"""Entries of one list."""
MAX_KEYS = 3_000
"""Keys of one map; translations have one for each text."""
MAX_FILE_BYTES = 1_000_000
MAX_FOLDER_BYTES = 4_000_000
MAX_FILES = 500
SHORT = 80
"""Characters of what was found that a problem shows."""
MAX_PROBLEMS = 100
"""Faults reported of one file; whoever mends a hundred will run the check again."""

# Beside C0 and C1: other scripts' line ends, which editors count otherwise than YAML does, a byte order
# mark inside the text, and the marks that make text read otherwise than it is stored.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: of its value, and of the key before it (None in a list); line and column from 1."""

    value: tuple[int, int]
    key: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """
    A file of pattern text.

    Attributes:
        value: what it says; None where it could not be read.
        places: by path: keys of maps and positions in lists, from the top.
        problems: what is wrong with it as text. With one or more, `value` is not to be trusted.
    """

    value: "Node | None"
    places: Mapping[Path, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Budget:
    """What the files of one folder may still use together."""

    nodes: int = MAX_NODES


def parse(data: bytes, *, file: str, budget: Budget | None = None) -> Tree:
    """
    Read one file of pattern text.

    Args:
        data: its bytes, UTF-8.
        file: its path, for the problems.
        budget: shared by the files of a folder, and drawn from.
    """
    if len(data) > MAX_FILE_BYTES:
        return Tree(None, problems=(too_large(file, len(data)),))
    text, problem = decode(data, file=file)
    if problem is not None:
        return Tree(None, problems=(problem,))
    builder = _Builder(file, text, budget or Budget())
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except _EnoughError:
        pass
    except yaml.YAMLError as error:
        builder.syntax(error)
    return builder.tree()


def decode(data: bytes, *, file: str) -> tuple[str, Problem | None]:
    """Return the text of a file, or what is wrong with its bytes; a byte order mark at the start is let go."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(data, error.start)
        return "", Problem(
            file, *place, "not-utf-8", "error", f"byte 0x{data[error.start]:02x}", "text in UTF-8",
            "Save the file with the encoding UTF-8.",
        )  # fmt: skip
    unseen = UNSEEN.search(text)
    if unseen is None:
        return text, None
    before = text[: unseen.start()]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return "", Problem(
        file, line, column, "control-character", "error", f"U+{ord(unseen[0]):04X}", "characters that can be seen",
        "Delete this invisible character, or type the text again.",
    )  # fmt: skip


def too_large(file: str, size: int) -> Problem:
    """Return the problem of a file that is over the limit."""
    return Problem(
        file, 0, 0, "too-large", "error", f"{size:,} bytes", f"at most {MAX_FILE_BYTES:,} bytes",
        "Make the file smaller.",
    )  # fmt: skip


def shorten(found: object) -> str:
    """Return what was found as one line of at most `SHORT` characters."""
    text = " ".join(str(found).split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


# Private


class _EnoughError(Exception):
    """Reading of this file ends here; the problem is noted."""


def _place_of_byte(data: bytes, start: int) -> tuple[int, int]:
    before = data[:start]
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1


@dataclass(slots=True)
class _Frame:
    """A collection that is open: its value so far, its path, and the key whose value comes next."""

    node: Any
    path: Path
    flow: bool
    key: str | None = None
    key_place: tuple[int, int] | None = None


class _Builder:
    """Takes events one by one and grows the tree."""

    def __init__(self, file: str, text: str, budget: Budget) -> None:
        self._file = file
        self._text = text
        self._budget = budget
        self._stack: list[_Frame] = []
        self._root: Any = None
        self._places: dict[Path, Place] = {}
        self._problems: list[Problem] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event)

    def tree(self) -> Tree:
        """Return what was read."""
        if not self._problems and self._root is None:
            self.fault("empty-file", (0, 0), "", "keys and values", "Write the file, or delete it.", enough=False)
        value = self._root if not self._problems else None
        return Tree(value, self._places, tuple(self._problems))

    def fault(
        self, code: str, place: tuple[int, int], found: str, expected: str, mend: str, *, enough: bool = True
    ) -> None:
        """Note a problem. With `enough`, and once there are too many, it is the last of the file."""
        self._problems.append(Problem(self._file, *place, code, "error", shorten(found), expected, mend))
        if not enough and len(self._problems) >= MAX_PROBLEMS:
            raise _EnoughError

    def halt(self, code: str, place: tuple[int, int], found: str, expected: str, mend: str) -> None:
        """Note a problem and read no further."""
        self.fault(code, place, found, expected, mend)
        raise _EnoughError

    def syntax(self, error: yaml.YAMLError) -> None:
        """Note that the text is not YAML, and the likeliest reason."""
        start, end = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
        marks = [mark for mark in (end, start) if mark is not None]
        line, column = next(((mark.line + 1, mark.column + 1) for mark in marks), (1, 1))
        numbers = dict.fromkeys((line - 1, *(mark.line for mark in marks), line - 2))
        lines = self._text.splitlines()
        nearby = [lines[number] for number in numbers if 0 <= number < len(lines)]
        found, mend = help_with_syntax(nearby, reason=str(getattr(error, "problem", error)))
        self.fault("syntax", (line, column), found, "keys and values, one a line, indented by spaces", mend)

    def document(self, event: Any) -> None:
        """Refuse a second document, and directives."""
        self._documents += 1
        if self._documents > 1:
            self.halt(
                "several-documents", _at(event), "---", "one document a file",
                "Delete the line `---`, or move what follows to a file of its own.",
            )  # fmt: skip
        if event.version or event.tags:
            self.halt("directive", (1, 1), "%", "keys and values", "Delete the lines that begin with `%`.")

    def alias(self, event: Any) -> None:
        """Refuse `*name`."""
        self._count(event)
        self.fault(
            "alias", _at(event), f"*{event.anchor}", "text without `*` at its start",
            "Put the text in quotes if it begins with `*`; otherwise write out in full what is repeated.",
            enough=False,
        )  # fmt: skip
        self._place_scalar("", _at(event))

    def scalar(self, event: Any) -> None:
        """Take a key or a value."""
        self._count(event)
        self._refuse_marks(event)
        place = _at(event)
        if event.style == '"' and UNSEEN.search(event.value):
            self.fault(
                "control-character", place, event.value.encode("unicode_escape").decode("ascii"),
                "characters that can be seen", "Delete the escape of an invisible character.", enough=False,
            )  # fmt: skip
        self._refuse_empty_in_flow(event, place)
        self._place_scalar(event.value, place, plain=not event.style)

    def open(self, event: Any) -> None:
        """Open a map or a list."""
        self._count(event)
        self._refuse_marks(event)
        place = _at(event)
        if len(self._stack) >= MAX_DEPTH:
            self.halt(
                "too-deep", place, "", f"at most {MAX_DEPTH} levels",
                "Take out levels of indentation or brackets; no pattern needs so many.",
            )  # fmt: skip
        if self._text_at(event).startswith("{{"):
            self.halt(
                "syntax", place, self._text_at(event), "text in quotes",
                'Put text that holds `{{` in quotes: "{{ name }}".',
            )  # fmt: skip
        if self._expects_key():
            self.halt("key-not-text", place, self._text_at(event), "a key that is text", "Write a name before the `:`.")
        node: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._attach(node, place)
        self._stack.append(_Frame(node, path, bool(event.flow_style)))

    def close(self, _event: Any) -> None:
        """Close the map or list that was opened last."""
        self._stack.pop()

    def _count(self, event: Any) -> None:
        self._budget.nodes -= 1
        if self._budget.nodes < 0:
            self.halt(
                "too-many-nodes", _at(event), "", f"at most {MAX_NODES:,} keys and values in a folder",
                "Split the service into several patterns.",
            )  # fmt: skip

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault(
                "anchor", _at(event), f"&{event.anchor}", "text without `&` at its start",
                "Put the text in quotes if it begins with `&`; otherwise write out in full what is repeated.",
                enough=False,
            )  # fmt: skip
        if event.tag is not None:
            self.fault(
                "tag", _at(event), event.tag, "text without `!` at its start",
                "Put the text in quotes: `!` at the start of unquoted text has a meaning of its own.", enough=False,
            )  # fmt: skip

    def _refuse_empty_in_flow(self, event: Any, place: tuple[int, int]) -> None:
        frame = self._stack[-1] if self._stack else None
        if event.value or event.style or frame is None or not frame.flow or frame.key is None:
            return
        self.fault(
            "syntax", frame.key_place or place, frame.key, "`key: value` between the braces",
            "A comma between `{` and `}` begins the next key: put text that holds a comma in quotes.", enough=False,
        )  # fmt: skip

    def _place_scalar(self, value: str, place: tuple[int, int], *, plain: bool = True) -> None:
        if not self._expects_key():
            self._attach(value, place)
            return
        frame = self._stack[-1]
        if plain and value == "<<":
            self.fault(
                "merge-key", place, "<<", "a key", "Write out in full what is repeated; nothing is merged.",
                enough=False,
            )  # fmt: skip
        if value in frame.node:
            first = self._places[(*frame.path, value)].key or place
            self.fault(
                "duplicate-key", place, value, "each key once",
                f"The key stands on line {first[0]} already: delete one of the two.", enough=False,
            )  # fmt: skip
        frame.key, frame.key_place = value, place

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].node, dict) and self._stack[-1].key is None

    def _attach(self, node: Any, place: tuple[int, int]) -> Path:
        """Put a value where it belongs and return its path."""
        path: Path = ()
        key_place: tuple[int, int] | None = None
        if self._stack:
            path, key_place = self._attach_to(self._stack[-1], node)
            self._refuse_too_long(self._stack[-1].node, place)
        else:
            self._root = node
        self._places[path] = Place(place, key_place)
        return path

    def _refuse_too_long(self, node: Any, place: tuple[int, int]) -> None:
        most, what = (MAX_KEYS, "keys in one place") if isinstance(node, dict) else (MAX_LIST, "entries in one list")
        if len(node) > most:
            self.halt("list-too-long", place, "", f"at most {most:,} {what}", "Take some out: nobody reads so many.")

    @staticmethod
    def _attach_to(frame: _Frame, node: Any) -> tuple[Path, tuple[int, int] | None]:
        if frame.key is None:
            frame.node.append(node)
            return (*frame.path, len(frame.node) - 1), None
        key, key_place = frame.key, frame.key_place
        frame.key = frame.key_place = None
        frame.node[key] = node
        return (*frame.path, key), key_place

    def _text_at(self, event: Any) -> str:
        return self._text[event.start_mark.index : event.start_mark.index + 80].partition("\n")[0]


_HANDLERS = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.AliasEvent: _Builder.alias,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.SequenceStartEvent: _Builder.open,
    yaml.MappingStartEvent: _Builder.open,
    yaml.SequenceEndEvent: _Builder.close,
    yaml.MappingEndEvent: _Builder.close,
}


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def split_message(text: str) -> Iterator[str]:
    """Yield the first block of a message and its text; only the text where there is no first block."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if lines[0].rstrip() == "---" and len(ends) > 1:
        yield "\n".join(lines[1 : ends[1]])
        yield "\n".join(lines[ends[1] + 1 :])
    else:
        yield "\n".join(lines)
