"""The text of a source as data, with limits that hostile files meet early."""

import json
from typing import Any

import yaml

from commonwheel.core.forms.source import FormCannotBeRead

LARGEST = 8_000_000
"""Bytes of a source file."""
DEEPEST = 100
MOST_PARTS = 400_000


def read_json(data: bytes, name: str) -> Any:
    """
    Return the value of a JSON file.

    Raises:
        FormCannotBeRead: it is too large, too deep, not UTF-8, or not JSON.
    """
    text = decoded(data, name)
    try:
        value = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, name))
    except json.JSONDecodeError as fault:
        raise FormCannotBeRead(
            f"{name} is not whole JSON: line {fault.lineno}, column {fault.colno}: {fault.msg.lower()}. "
            "Export the form again."
        ) from None
    except RecursionError:
        raise _too_deep(name) from None
    _measure(value, name)
    return value


def read_yaml(data: bytes, name: str) -> Any:
    """
    Return the value of a YAML file: one document, without anchors, aliases or tags of programs.

    Raises:
        FormCannotBeRead: it is too large, too deep, or not such a file.
    """
    text = decoded(data, name)
    try:
        depth = 0
        for parts, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            if isinstance(event, yaml.AliasEvent) and event.start_mark is not None:
                raise FormCannotBeRead(
                    f"{name}, line {event.start_mark.line + 1}: write out what *{event.anchor} stands for."
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _too_deep(name)
            if parts > MOST_PARTS:
                raise _too_many(name)
        return yaml.load(text, Loader=_Texts)  # noqa: S506  # a safe loader: see below
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f": line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise FormCannotBeRead(f"{name} is not whole YAML{where}. Export the form again.") from None


def decoded(data: bytes, name: str) -> str:
    """Return a file as text, without the mark that some systems begin it with. Raises FormCannotBeRead."""
    if len(data) > LARGEST:
        raise FormCannotBeRead(
            f"{name} has {len(data):,} bytes. A form has {LARGEST:,} at most: is this the right file?"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FormCannotBeRead(f"{name} is not UTF-8 text: byte {fault.start:,}. Save it as UTF-8.") from None


# Private


class _Texts(yaml.CSafeLoader):
    """The safe loader, which leaves days as text, as JSON has them."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
        for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _object(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FormCannotBeRead(f"{name} has “{twice}” twice in one place, and which counts is not known. Take one out.")
    return found


def _measure(value: Any, name: str) -> None:
    """Refuse what is too deep or has too many parts."""
    level, parts, depth = [value], 0, 0
    while level:
        parts, depth = parts + len(level), depth + 1
        if depth > DEEPEST:
            raise _too_deep(name)
        if parts > MOST_PARTS:
            raise _too_many(name)
        level = [inner for one in level for inner in _inside(one)]


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _too_deep(name: str) -> FormCannotBeRead:
    return FormCannotBeRead(f"{name} has more than {DEEPEST} levels of brackets in one another. No form needs them.")


def _too_many(name: str) -> FormCannotBeRead:
    return FormCannotBeRead(f"{name} has more than {MOST_PARTS:,} parts. Split it into several forms.")
