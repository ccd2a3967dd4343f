"""Pattern text: the small, safe part of YAML that the language is written in, read from libyaml's events.

A file becomes a tree of `dict`, `list` and `str` (every scalar stays text), with the place of each
key and value. Nothing is composed or loaded, so nesting, aliases and tags cost nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import yaml

from commonwheel.core.patterns.reading.slips import help_with_syntax
from commonwheel.core.problems import Problem

Node: TypeAlias = "dict[str, Node] | list[Node] | str"
Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 32
MAX_NODES = 100_000
"""Keys and values in a folder; report-missed-bin has 2,100 with its Welsh and its examples, the longest form 71,000."""
MAX_LIST = 3_000
"""Entries of one list."""
MAX_KEYS = 8_000
"""Keys of one map; translations have one for each text."""
MAX_FILE_BYTES = 3_000_000
MAX_FOLDER_BYTES = 4_000_000
MAX_FILES = 500
SHORT = 80
"""Characters of what was found that a problem shows."""
MAX_PROBLEMS = 100
"""Faults reported of one file; whoever mends a hundred will run the check again."""

# Beside C0 and C1: other scripts' line ends, which editors count otherwise than YAML does, a byte order
# mark inside the text, and the marks that make text read otherwise than it is stored.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Place(NamedTuple):
    """Where a node stands: of its value, and of the key before it (None in a list); line and column from 1."""

    value: tuple[int, int]
    key: tuple[int, int] | None = None


@dataclass(frozen=True)
class Tree:
    """
    A file of pattern text.

    Attributes:
        value: what it says; None where it could not be read.
        marks: of each node in the order of the file, four numbers: line and column of its value, and of the key
            before it (0 in a list). Numbers in a row, since a folder has thousands of nodes and few are asked for.
        problems: what is wrong with it as text. With one or more, `value` is not to be trusted.
    """

    value: "Node | None"
    marks: Sequence[int] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def places(self) -> Mapping[Path, Place]:
        """Where each node stands by its path: keys of maps and positions in lists, from the top."""
        found: dict[Path, Place] = {}
        pending: list[tuple[Path, Node]] = [((), self.value)] if self.value is not None and self.marks else []
        marks = iter(self.marks)
        while pending:
            path, node = pending.pop()
            line, column, key_line, key_column = next(marks), next(marks), next(marks), next(marks)
            found[path] = Place((line, column), (key_line, key_column) if key_line else None)
            if isinstance(node, dict):
                pending += [((*path, key), node[key]) for key in reversed(node)]
            elif isinstance(node, list):
                pending += [((*path, number), node[number]) for number in reversed(range(len(node)))]
        return found


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
        builder.take_all(iter(yaml.CSafeLoader(text).get_event, None))
    except _EnoughError:
        pass
    except yaml.YAMLError as error:
        builder.syntax(error)
    return builder.tree()


def decode(data: bytes, *, file: str) -> tuple[str, Problem | None]:
    """Return the text of a file, or what is wrong with its bytes; a byte order mark at the start is let go."""
    try:
        text = data.decode().removeprefix("\ufeff")
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


def too_large(file: str, size: int, *, most: int = MAX_FILE_BYTES) -> Problem:
    """Return the problem of a file that is over the limit."""
    return Problem(
        file, 0, 0, "too-large", "error", f"{size:,} bytes", f"at most {most:,} bytes",
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
    """
    A collection that is open.

    Attributes:
        node: its value so far.
        is_map: rather than a list.
        flow: whether it stands in braces or brackets.
        key: of a map, where its value comes next.
        key_line, key_column: of that key; 0 where there is none.
        key_lines: of all its keys so far, by key.
    """

    node: Any
    is_map: bool
    flow: bool
    key: str | None = None
    key_line: int = 0
    key_column: int = 0
    key_lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Takes events one by one and grows the tree. Most events are scalars, so few calls lie in their way."""

    def __init__(self, file: str, text: str, budget: Budget) -> None:
        self._file = file
        self._text = text
        self._budget = budget
        # Below all else stands a list for what the file says, so that every node has something to go into.
        self._frame = _Frame([], is_map=False, flow=False)
        self._stack = [self._frame]
        self._marks: list[int] = []
        self._problems: list[Problem] = []
        self._documents = 0

    def take_all(self, events: Iterable[Any]) -> None:
        """Take the events of a file, in order."""
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event)
            elif kind in _HANDLERS:
                _HANDLERS[kind](self, event)

    def tree(self) -> Tree:
        """Return what was read."""
        whole = self._stack[0]
        if not self._problems and not whole.node:
            self.fault("empty-file", (0, 0), "", "keys and values", "Write the file, or delete it.", enough=False)
        value = whole.node[0] if not self._problems else None
        return Tree(value, self._marks, tuple(self._problems))

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
        place = _at(event)
        self._budget.nodes -= 1
        self._refuse_so_many(place)
        self.fault(
            "alias", place, f"*{event.anchor}", "text without `*` at its start",
            "Put the text in quotes if it begins with `*`; otherwise write out in full what is repeated.",
            enough=False,
        )  # fmt: skip
        self._put("", *place, plain=True)

    def scalar(self, event: Any) -> None:
        """Take a key or a value."""
        self._budget.nodes -= 1
        value, style, mark = event.value, event.style, event.start_mark
        line, column = mark.line + 1, mark.column + 1
        marked = event.anchor is not None or event.tag is not None
        if marked or not value or style == '"' or self._budget.nodes < 0:
            self._look_closely(event, (line, column))
        self._put(value, line, column, plain=not style)

    def open(self, event: Any) -> None:
        """Open a map or a list."""
        place = _at(event)
        self._budget.nodes -= 1
        self._refuse_so_many(place)
        self._refuse_marks(event, place)
        if len(self._stack) > MAX_DEPTH:
            self.halt(
                "too-deep", place, "", f"at most {MAX_DEPTH} levels",
                "Take out levels of indentation or brackets; no pattern needs so many.",
            )  # fmt: skip
        if self._text.startswith("{{", event.start_mark.index):
            self.halt(
                "syntax", place, self._text_at(event), "text in quotes",
                'Put text that holds `{{` in quotes: "{{ name }}".',
            )  # fmt: skip
        outer = self._frame
        if outer.is_map and outer.key is None:
            self.halt("key-not-text", place, self._text_at(event), "a key that is text", "Write a name before the `:`.")
        is_map = type(event) is yaml.MappingStartEvent
        node: Any = {} if is_map else []
        self._put(node, *place)
        self._frame = _Frame(node, is_map, bool(event.flow_style))
        self._stack.append(self._frame)

    def close(self, _event: Any) -> None:
        """Close the map or list that was opened last."""
        self._stack.pop()
        self._frame = self._stack[-1]

    def _look_closely(self, event: Any, place: tuple[int, int]) -> None:
        """Refuse what a scalar that is marked, escaped or empty, or one too many, may not be."""
        self._refuse_so_many(place)
        self._refuse_marks(event, place)
        if event.style == '"' and UNSEEN.search(event.value):
            self.fault(
                "control-character", place, event.value.encode("unicode_escape").decode("ascii"),
                "characters that can be seen", "Delete the escape of an invisible character.", enough=False,
            )  # fmt: skip
        frame = self._frame
        if not event.value and not event.style and frame.flow and frame.key is not None:
            self.fault(
                "syntax", (frame.key_line, frame.key_column), frame.key, "`key: value` between the braces",
                "A comma between `{` and `}` begins the next key: put text that holds a comma in quotes.", enough=False,
            )  # fmt: skip

    def _refuse_so_many(self, place: tuple[int, int]) -> None:
        if self._budget.nodes < 0:
            self.halt(
                "too-many-nodes", place, "", f"at most {MAX_NODES:,} keys and values in a folder",
                "Split the service into several patterns.",
            )  # fmt: skip

    def _refuse_marks(self, event: Any, place: tuple[int, int]) -> None:
        if event.anchor is not None:
            self.fault(
                "anchor", place, f"&{event.anchor}", "text without `&` at its start",
                "Put the text in quotes if it begins with `&`; otherwise write out in full what is repeated.",
                enough=False,
            )  # fmt: skip
        if event.tag is not None:
            self.fault(
                "tag", place, event.tag, "text without `!` at its start",
                "Put the text in quotes: `!` at the start of unquoted text has a meaning of its own.", enough=False,
            )  # fmt: skip

    def _put(self, node: Any, line: int, column: int, *, plain: bool = False) -> None:
        """Take a value where one is due, else text as the next key of a map."""
        frame = self._frame
        key = frame.key
        if key is not None:
            frame.node[key] = node
            frame.key = None
        elif not frame.is_map:
            frame.node.append(node)
        else:
            if node in frame.node or node == "<<":
                self._refuse_key(node, (line, column), plain=plain)
            frame.key, frame.key_line, frame.key_column = node, line, column
            frame.key_lines[node] = line
            return
        self._marks += (line, column, frame.key_line, frame.key_column)
        if len(frame.node) > MAX_LIST:
            self._refuse_too_long(frame, (line, column))

    def _refuse_key(self, key: str, place: tuple[int, int], *, plain: bool) -> None:
        if plain and key == "<<":
            self.fault(
                "merge-key", place, "<<", "a key", "Write out in full what is repeated; nothing is merged.",
                enough=False,
            )  # fmt: skip
        if key in self._frame.node:
            self.fault(
                "duplicate-key", place, key, "each key once",
                f"The key stands on line {self._frame.key_lines[key]} already: delete one of the two.", enough=False,
            )  # fmt: skip

    def _refuse_too_long(self, frame: _Frame, place: tuple[int, int]) -> None:
        most, what = (MAX_KEYS, "keys in one place") if frame.is_map else (MAX_LIST, "entries in one list")
        if len(frame.node) > most:
            self.halt("list-too-long", place, "", f"at most {most:,} {what}", "Take some out: nobody reads so many.")

    def _text_at(self, event: Any) -> str:
        return self._text[event.start_mark.index : event.start_mark.index + 80].partition("\n")[0]


_HANDLERS = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.AliasEvent: _Builder.alias,
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
