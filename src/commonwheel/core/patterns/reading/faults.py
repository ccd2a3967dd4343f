"""What the model refuses, said as problems with a place: one sentence of what could stand there, one of how to mend."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import Tag, ValidationError

from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.reading.text import MAX_PROBLEMS, Path, Place, Tree, shorten
from commonwheel.core.problems import Problem

ShapeT = TypeVar("ShapeT", bound=Shape)
_FEW_SLIPS = 20
"""Unknown keys that are worth mending; a file with more is another kind of file."""

_FORMS: Mapping[str, str] = {
    r"^[a-z][a-z0-9_]{0,40}$": "lower-case letters, digits and _, beginning with a letter, at most 41 characters",
    r"^[a-z][a-z0-9-]{0,40}$": "lower-case letters, digits and -, beginning with a letter, at most 41 characters",
    r"^[a-z0-9][a-z0-9_-]{0,40}$": "lower-case letters, digits, _ and -, at most 41 characters",
    r"^[a-z][a-z0-9-]{0,60}$": "lower-case letters, digits and -, beginning with a letter, at most 61 characters",
    r"^[a-z][a-z0-9-]{0,60}/[a-z][a-z0-9-]{0,60}$": "a full name, such as commonwheel-examples/report-missed-bin",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits",
    r"^[0-9a-f]{12}$": "12 hexadecimal digits",
    r"^[a-z][a-z0-9-]{0,40}\.md$": "the name of a file in messages/, such as received.md",
    r"^[A-Z]{1,4}$": "one to four capital letters, such as MB",
    r"^settings\.[a-z][a-z0-9_]{0,40}$": "a list of options, or settings.NAME",
}
_FORM_BEGINNINGS: Mapping[str, str] = {
    r"^(0|": "a version, such as 1.2.0",
    r"^(received": "received, next-day, or state:ID",
    r"^[a-z][a-z0-9-]{0,60}/": "a block and its major version, such as commonwheel-examples/contact-details@1",
}


def validate(shape: type[ShapeT], tree: Tree, *, file: str) -> tuple[ShapeT | None, tuple[Problem, ...]]:
    """
    Read a tree of texts into a shape of the language.

    Returns:
        The shape and no problems, or None and all of them.
    """
    if not isinstance(tree.value, dict):
        return None, (_whole_file(tree, file=file),)
    try:
        return shape.model_validate(tree.value), ()
    except ValidationError as error:
        return None, tuple(translate(error, shape, tree, file=file))


def spelt_right(shape: type[ShapeT], tree: Tree) -> ShapeT | None:
    """
    Return what a file says once its unknown keys are spelt as the nearest known ones, or left out.

    So the checks of meaning can add their problems to those of spelling. None where that does not mend it.
    """
    try:
        return shape.model_validate(tree.value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
    unknown = [locate(shape, fault["loc"]) for fault in faults if fault["type"] == "extra_forbidden"]
    if not 0 < len(unknown) <= _FEW_SLIPS or not isinstance(tree.value, dict):
        return None
    mended = Tree(deepcopy(tree.value))
    for path, owner in unknown:
        _respell(node_at(mended, path[:-1]), str(path[-1]), owner)
    try:
        return shape.model_validate(mended.value)
    except ValidationError:
        return None


def translate(error: ValidationError, shape: Any, tree: Tree, *, file: str) -> Iterator[Problem]:
    """Yield the problems that a refusal of the model stands for, at most `MAX_PROBLEMS`."""
    seen: set[Path] = set()
    faults = error.errors(include_url=False, include_input=False)[: 4 * MAX_PROBLEMS]
    told = 0
    for fault in faults:
        path, owner = locate(shape, fault["loc"])
        if told == MAX_PROBLEMS or _follows_from(fault["type"], path, seen):
            continue
        seen.add(path)
        told += 1
        yield _problem(fault, path, owner, tree, file)


def locate(shape: Any, loc: Sequence[str | int]) -> tuple[Path, type[Shape] | None]:
    """Return the path in the tree that the model's own path stands for, and the kind of shape that holds it."""
    path: list[str | int] = []
    kind, owner = shape, None
    for part in loc:
        kind = _plain(kind)
        tagged = _tagged(kind)
        if part in tagged:
            kind = tagged[str(part)]
        elif part != "[key]":
            path.append(part)
            owner = kind if _is_shape(kind) else None
            kind = _child(kind, part)
    return tuple(path), owner


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that a word was probably meant to be."""
    close = difflib.get_close_matches(word[:60], known, n=1, cutoff=0.6)
    return close[0] if close else None


def point(tree: Tree, path: Path, *, at_key: bool) -> tuple[int, int]:
    """Return the line and column of a path, or of the nearest part that holds it."""
    while path and path not in tree.places:
        path, at_key = path[:-1], True
    place = tree.places.get(path, Place((1, 1)))
    return place.key if at_key and place.key else place.value


def node_at(tree: Tree, path: Path) -> Any:
    """Return what stands at a path; None for nothing."""
    node: Any = tree.value
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return None
    return node


# Private


def _known_keys(owner: type[Shape] | None) -> list[str]:
    return sorted(info.alias or name for name, info in owner.model_fields.items()) if owner else []


def _respell(part: dict[str, Any], key: str, owner: type[Shape] | None) -> None:
    value = part.pop(key)
    close = nearest(key, _known_keys(owner))
    if close is not None:
        part.setdefault(close, value)


def _whole_file(tree: Tree, *, file: str) -> Problem:
    found = "a list" if isinstance(tree.value, list) else str(tree.value)
    line, column = point(tree, (), at_key=False)
    return Problem(
        file, line, column, "not-a-map", "error", shorten(found), "keys and values", "Begin with `key: value` lines."
    )


def _follows_from(code: str, path: Path, seen: set[Path]) -> bool:
    """Tell whether a fault only repeats one inside it: a list whose entries fell away is said to be too short."""
    return code == "too_short" and any(known[: len(path)] == path for known in seen)


def _problem(fault: Any, path: Path, owner: type[Shape] | None, tree: Tree, file: str) -> Problem:
    code, context = fault["type"], fault.get("ctx", {})
    if code == "missing":
        return _missing(path, owner, tree, file)
    if code == "extra_forbidden":
        return _unknown_key(path, owner, tree, file)
    node = node_at(tree, path)
    if code.startswith("union_tag"):
        return _unknown_type(context, path, node, tree, file)
    at_key = fault["loc"][-1:] == ("[key]",)
    found = str(path[-1]) if at_key else _said(node)
    ours, expected, mend = _words_for(code, context, found)
    line, column = point(tree, path, at_key=at_key or not isinstance(node, str))
    return Problem(file, line, column, ours, "error", shorten(found), expected, mend)


def _missing(path: Path, owner: type[Shape] | None, tree: Tree, file: str) -> Problem:
    key = str(path[-1])
    line, column = point(tree, path[:-1], at_key=False)
    meaning = _meaning(owner, key)
    return Problem(file, line, column, "missing-key", "error", "", f"{key}:", f"Add `{key}:`. {meaning}".strip())


def _unknown_key(path: Path, owner: type[Shape] | None, tree: Tree, file: str) -> Problem:
    key = str(path[-1])
    known = _known_keys(owner)
    close = nearest(key, known)
    mend = f"Did you mean `{close}`?" if close else "Delete it, or look the key up in the reference."
    line, column = point(tree, path, at_key=True)
    return Problem(file, line, column, "unknown-key", "error", shorten(key), _one_of(known), mend)


def _unknown_type(context: Any, path: Path, node: Any, tree: Tree, file: str) -> Problem:
    types = [name.strip(" '") for name in str(context.get("expected_tags", "")).split(",") if name]
    if not isinstance(node, dict):
        line, column = point(tree, path, at_key=False)
        return Problem(
            file, line, column, "not-a-map", "error", _said(node), "a map with `id:` and `type:`",
            "Write `id:`, `type:` and what belongs to it, each on a line of its own.",
        )  # fmt: skip
    if "type" not in node:
        line, column = point(tree, path, at_key=False)
        mend = "Blocks are used among the entries of a step's `ask` only." if "use" in node else "Add `type:`."
        return Problem(file, line, column, "missing-type", "error", "", _one_of(types) or "type:", mend)
    return _unknown_word("unknown-type", (*path, "type"), types, tree, file)


def _unknown_word(code: str, path: Path, known: Sequence[str], tree: Tree, file: str) -> Problem:
    found = _said(node_at(tree, path))
    close = nearest(found, known)
    line, column = point(tree, path, at_key=False)
    mend = f"Did you mean `{close}`?" if close else f"Write {_one_of(known)}."
    return Problem(file, line, column, code, "error", shorten(found), _one_of(known), mend)


def _words_for(code: str, context: Mapping[str, Any], found: str) -> tuple[str, str, str]:
    """Return our code for a fault of the model, what was expected, and how to mend it."""
    if code == "literal_error":
        known = [word.strip(" '") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
        close = nearest(found, known)
        return "not-one-of", _one_of(known), f"Did you mean `{close}`?" if close else f"Write {_one_of(known)}."
    if code == "string_pattern_mismatch":
        return "wrong-form", _form(str(context["pattern"])), f"Write it as {_form(str(context['pattern']))}."
    if code in _SENTENCES:
        ours, expected, mend = _SENTENCES[code]
        return ours, expected.format_map(context), mend.format_map(context)
    expected = str(context.get("expected", "another value"))
    return code.replace("_", "-"), expected, f"Write {expected}."


_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "string_type": ("not-text", "text", "Write text after the colon, on the same line."),
    "tuple_type": ("not-a-list", "a list", "Write a list: each entry on a line that begins with `- `."),
    "dict_type": ("not-a-map", "keys and values", "Write `key: value` lines, indented under this key."),
    "model_type": ("not-a-map", "keys and values", "Write `key: value` lines, indented under this key."),
    "model_attributes_type": ("not-a-map", "keys and values", "Write `key: value` lines, indented under this key."),
    "too_short": ("empty-list", "at least {min_length} in the list", "Write at least {min_length}, each after `- `."),
    "too_long": ("list-too-long", "at most {max_length} in the list", "Take some out."),
    "string_too_short": ("empty", "text", "Write something after the colon, or delete the key."),
    "string_too_long": ("too-long", "at most {max_length} characters", "Shorten it."),
    "greater_than_equal": ("out-of-range", "{ge} or more", "Write {ge} or more."),
    "less_than_equal": ("out-of-range", "{le} or less", "Write {le} or less."),
}


def _form(pattern: str) -> str:
    if pattern in _FORMS:
        return _FORMS[pattern]
    beginnings = (words for start, words in _FORM_BEGINNINGS.items() if pattern.startswith(start))
    return next(beginnings, pattern)


def _meaning(owner: type[Shape] | None, key: str) -> str:
    fields = owner.model_fields if owner else {}
    return next((info.description or "" for name, info in fields.items() if key in (name, info.alias)), "")


def _said(node: Any) -> str:
    if isinstance(node, dict):
        return "a map"
    return "a list" if isinstance(node, list) else shorten("" if node is None else node)


def _one_of(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"one of {', '.join(words)}" if words else ""


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Shape)


def _plain(kind: Any) -> Any:
    """Return a type without what is annotated on it and without None."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        members = [member for member in get_args(kind) if member is not NoneType]
        return _plain(members[0]) if len(members) == 1 else kind
    return kind


def _tagged(kind: Any) -> dict[str, Any]:
    """Return the members of a union by their tags, as the model's own paths name them."""
    if get_origin(kind) not in (Union, UnionType):
        return {}
    return {tag: member for member in get_args(kind) for tag in _tags(member)}


def _tags(member: Any) -> Iterator[str]:
    for mark in getattr(member, "__metadata__", ()):
        if isinstance(mark, Tag):
            yield mark.tag
    if _is_shape(member) and "type" in member.model_fields:
        kind = member.model_fields["type"].annotation
        yield from get_args(kind) if get_origin(kind) is Literal else ()


def _child(kind: Any, part: str | int) -> Any:
    if _is_shape(kind):
        fields = kind.model_fields.items()
        return next((info.annotation for name, info in fields if part in (name, info.alias)), None)
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return arguments[0]
    return arguments[1] if get_origin(kind) is dict else None
