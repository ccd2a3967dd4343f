"""The reference of the language, written from the model: every key, its type, its default, and who may set it."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from commonwheel.core.patterns.model.keys import Key, Shape
from commonwheel.core.patterns.reading.addresses import fields_of
from commonwheel.core.patterns.versions.weighing import Rule
from commonwheel.core.patterns.versions.weight_table import rule_of

_SCALARS: Mapping[Any, str] = {
    str: "text", bool: "`true` or `false`", int: "whole number", float: "number", dt.date: "date, `YYYY-MM-DD`",
    Any: "a value in the notation of examples",
}  # fmt: skip
_VERSION = r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$"
_FORMS: Sequence[tuple[str, str]] = (
    (r"^[a-z][a-z0-9_]{0,40}$", "name, `[a-z][a-z0-9_]{0,40}`"),
    (r"^[a-z][a-z0-9-]{0,40}$", "id, `[a-z][a-z0-9-]{0,40}`"),
    (r"^[a-z0-9][a-z0-9_-]{0,40}$", "option value, `[a-z0-9][a-z0-9_-]{0,40}`"),
    (r"^[a-z][a-z0-9-]{0,60}$", "name, `[a-z][a-z0-9-]{0,60}`"),
    (r"^[a-z][a-z0-9-]{0,60}/[a-z][a-z0-9-]{0,60}$", "full name, `publisher/name`"),
    (r"^[0-9a-f]{64}$", "digest, 64 hex digits"),
    (r"^[0-9a-f]{12}$", "12 hex digits"),
    (r"^([0-9a-f]{64}|absent)$", "digest, or `absent`"),
    (r"^[a-z][a-z0-9-]{0,40}\.md$", "file in `messages/`"),
    (r"^[A-Z]{1,4}$", "one to four capital letters"),
    (r"^[a-z]{2,3}$", "two or three letters"),
    (_VERSION, "version, `major.minor.patch`"),
    (r"^settings\.[a-z][a-z0-9_]{0,40}$", "`settings.NAME`"),
)


_FEW = 3
"""A union of more kinds of shape than this is named, not listed."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    One file of the language.

    Attributes:
        title: of its chapter.
        words: Markdown between the title and the tables.
        shapes: the kinds of shape it is made of, the file's own first; what they hold follows of itself.
        words_after: Markdown after the tables.
    """

    title: str
    words: str
    shapes: tuple[type[Shape], ...]
    words_after: str = ""


def reference(parts: Sequence[Part], *, before: str, after: str) -> str:
    """Return the whole reference in Markdown; a shape is described where it first occurs."""
    seen: set[type[Shape]] = set()
    chapters = [before.strip()]
    for part in parts:
        chapters.append(f"## {part.title}\n\n{part.words.strip()}")
        for root in part.shapes:
            chapters += [_section(shape) for shape in shapes_within(root, seen)]
        chapters += [part.words_after.strip()] if part.words_after else []
    return "\n\n".join([*chapters, after.strip()]) + "\n"


# Private


def shapes_within(shape: type[Shape], seen: set[type[Shape]]) -> Iterator[type[Shape]]:
    """Yield a shape and those its keys hold, each once."""
    if shape in seen:
        return
    seen.add(shape)
    yield shape
    for info in shape.model_fields.values():
        for inner in _shapes_in(info.annotation):
            yield from shapes_within(inner, seen)


def _shapes_in(kind: Any) -> Iterator[type[Shape]]:
    if isinstance(kind, type) and issubclass(kind, Shape):
        yield kind
    for inner in get_args(kind):
        yield from _shapes_in(inner)


def _section(shape: type[Shape]) -> str:
    """Write a kind of shape down; of what no pattern holds, no layer sets a key and no version weighs one."""
    rules = {name: rule_of(shape, name) for _, name, _ in fields_of(shape)}
    columns = ["key", "type", "default", "meaning"]
    columns += ["a layer may set it", "a change of it is"] if all(rules.values()) else []
    rows = [_row(name, shape.model_fields[field], key, rules[name]) for field, name, key in fields_of(shape)]
    table = [_joined(columns), _joined(["---"] * len(columns)), *rows]
    return f"### {_heading(shape)}\n\n{(shape.__doc__ or '').strip()}\n\n" + "\n".join(table)


def _heading(shape: type[Shape]) -> str:
    kind = _type_of(shape)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", shape.__name__)
    if not kind:
        return words
    return f"{'Setting' if shape.__name__.endswith('Setting') else 'Question'} of type {kind}"


def _type_of(shape: type[Shape]) -> str:
    info = shape.model_fields.get("type")
    return " or ".join(f"`{name}`" for name in get_args(info.annotation)) if info else ""


def _row(name: str, info: FieldInfo, key: Key, rule: Rule | None) -> str:
    kind = _type(info, key)
    cells = (f"`{name}`", kind, _default(info), info.description or "")
    return _joined((*cells, _settable(key, kind), rule.says) if rule else cells)


def _settable(key: Key, kind: str) -> str:
    """Say whether a layer may set a key; a list of parts is changed part by part."""
    return "no" if not key.layer else "part by part" if "list of [" in kind else "yes"


def _joined(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _default(info: FieldInfo) -> str:
    if info.default is PydanticUndefined:
        return "**required**"
    value = info.default
    if value is None or value in ((), {}):
        return "none"
    if isinstance(value, Shape):
        return "its own defaults"
    words = ", ".join(value) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else value
    return f"`{words}`"


def _type(info: FieldInfo, key: Key) -> str:
    if key.expression:
        return f"expression: {'true or false' if key.expression == 'bool' else 'whole number'}"
    words = _words(info.annotation, (*info.metadata, *_marks_inside(info.annotation)))
    bounds = _bounds(info.metadata)
    return f"{words}{bounds}"


def _marks_inside(kind: Any) -> tuple[Any, ...]:
    """Return the marks on the one type that an optional key has."""
    members = [member for member in get_args(kind) if member is not NoneType]
    is_optional = get_origin(kind) in (Union, UnionType) and len(members) == 1
    return getattr(members[0], "__metadata__", ()) if is_optional else ()


def _words(kind: Any, marks: Sequence[Any]) -> str:
    key = next((mark for mark in marks if isinstance(mark, Key)), None)
    if key is not None and key.text:
        return "Markdown" if key.markdown else "text for people"
    form = _form(marks)
    if form:
        return form
    if get_origin(kind) is Annotated:
        inner, *outer = get_args(kind)
        marks = [mark for each in outer for mark in getattr(each, "metadata", (each,))]
        return f"{_words(inner, marks)}{_bounds(marks)}"
    if get_origin(kind) in (Union, UnionType):
        return _union(kind)
    return _plain(kind)


def _form(marks: Sequence[Any]) -> str:
    pattern = next((mark.pattern for mark in marks if getattr(mark, "pattern", None)), None)
    return next((words for form, words in _FORMS if form == pattern), f"`{pattern}`" if pattern else "")


def _union(kind: Any) -> str:
    members = [member for member in get_args(kind) if member is not NoneType]
    shapes = [shape for member in members for shape in _shapes_in(member)]
    if len(shapes) > _FEW:
        return (
            "setting"
            if shapes[0].__name__.endswith("Setting")
            else "question" + (" or use of a block" if shapes[-1].__name__ == "Use" else "")
        )
    return ", or ".join(_words(member, ()) for member in members)


def _plain(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return f"list of {_words(arguments[0], ())}"
    if origin is dict:
        return f"map of {_words(arguments[0], ())} to {_words(arguments[1], ())}"
    if isinstance(kind, type) and issubclass(kind, Shape):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__)
        return f"[{words}](#{words.lower().replace(' ', '-')})"
    return _SCALARS.get(kind, "text")


def _bounds(marks: Sequence[Any]) -> str:
    least = next((mark.ge for mark in marks if getattr(mark, "ge", None) is not None), None)
    most = next((mark.le for mark in marks if getattr(mark, "le", None) is not None), None)
    if least is not None and most is not None:
        return f", {least:,} to {most:,}"
    return f", at least {least:,}" if least is not None else f", at most {most:,}" if most is not None else ""
