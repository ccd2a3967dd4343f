"""A file publiccode.yml: what it says, and everything that is wrong with it, from its bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.core.patterns.reading.text import MAX_PROBLEMS, Node, Path, Place, Tree, parse, shorten, too_large
from commonwheel.core.problems import Problem
from commonwheel.core.reuse import values
from commonwheel.core.reuse.entry import Entry, read_entry
from commonwheel.core.reuse.shapes import Anything, Key, Keys, ListOf, Misfit, Named, Shape, Text
from commonwheel.core.reuse.standard import TOP
from commonwheel.core.reuse.wording import missing, unknown, wrong_shape

MOST_BYTES = 200_000
_UNKNOWN_PLACE = Place((0, 0))


@dataclass(frozen=True, slots=True)
class Checked:
    """
    A file that was looked through.

    Attributes:
        entry: what can be listed, whatever else is wrong; None where it cannot be read or has no name.
        problems: in the order of the file; an error breaks the standard, a warning does not.
    """

    entry: Entry | None
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether it is as the standard has it."""
        return not any(problem.severity == "error" for problem in self.problems)


def check(data: bytes, *, file: str) -> Checked:
    """
    Look through a file publiccode.yml.

    Args:
        data: its bytes, from wherever they come.
        file: its name, for the problems.
    """
    if len(data) > MOST_BYTES:
        return Checked(None, (too_large(file, len(data), most=MOST_BYTES),))
    tree = parse(data, file=file)
    if tree.problems:
        return Checked(None, tree.problems)
    found = [_problem(tree, file, path, misfit) for path, misfit in _misfits(tree.value)]
    problems = tuple(sorted(found, key=lambda one: (one.line, one.column, one.code)))
    return Checked(read_entry(tree.value), problems[:MAX_PROBLEMS])


# Private


Found = Iterator[tuple[Path, Misfit]]


def _misfits(value: "Node | None") -> Found:
    if not isinstance(value, dict):
        yield (), wrong_shape("keys and values")
        return
    yield from _in_top(value)
    yield from _in_description(value.get("description"))
    yield from _in_maintenance(value.get("maintenance"))


def _in_top(value: Mapping[str, Node]) -> Found:
    """Look at the whole file; beside the keys of the standard, a country may have a section of its own."""
    for name in value:
        if name not in TOP and (misfit := _as_country(name)) is not None:
            yield (name,), misfit
    yield from _in_keys({name: node for name, node in value.items() if name in TOP}, TOP, ())


def _as_country(name: str) -> Misfit | None:
    misfit = values.country(name)
    return unknown(name, TOP) if misfit is not None and misfit.severity == "error" else misfit


def _in_keys(value: Mapping[str, Node], keys: Mapping[str, Key], path: Path) -> Found:
    for name, node in value.items():
        here, key = (*path, name), keys.get(name)
        if key is None:
            yield here, unknown(name, keys)
        else:
            yield from _in_key(name, node, key, here)
    for name, key in keys.items():
        if key.presence == "mandatory" and name not in value:
            yield path, missing(name, is_needed=True, is_there=False)


def _in_key(name: str, node: Node, key: Key, path: Path) -> Found:
    if key.deprecated:
        yield path, Misfit("no-longer-used", "another key, or none", key.deprecated, "warning")
    if node == "":
        yield path, missing(name, is_needed=key.presence == "mandatory", is_there=True)
    else:
        yield from _in_shape(node, key.shape, path)


def _in_shape(node: Node, shape: Shape, path: Path) -> Found:
    match shape:
        case Text():
            yield from _in_text(node, shape, path)
        case ListOf():
            yield from _in_list(node, shape, path)
        case Keys() if isinstance(node, dict):
            yield from _in_keys(node, shape.keys, path)
        case Named() if isinstance(node, dict):
            for name, each in node.items():
                if (misfit := shape.name(name)) is not None:
                    yield (*path, name), misfit
                yield from _in_shape(each, shape.each, (*path, name))
        case Anything():
            pass
        case _:
            yield path, wrong_shape("a section with keys of its own")


def _in_text(node: Node, shape: Text, path: Path) -> Found:
    misfit = shape.check(node) if isinstance(node, str) else wrong_shape("one text")
    if misfit is not None:
        yield path, misfit


def _in_list(node: Node, shape: ListOf, path: Path) -> Found:
    if isinstance(node, list):
        if not node:
            yield path, Misfit("empty", "at least one entry", "Add one, or leave the key out.", "warning")
        for number, item in enumerate(node):
            yield from _in_shape(item, shape.item, (*path, number))
    elif shape.or_one:
        yield from _in_shape(node, shape.item, path)
    else:
        yield path, wrong_shape("a list, each entry on a line that begins with `- `")


def _in_description(node: "Node | None") -> Found:
    """Hold what at least one language must have."""
    if not isinstance(node, dict):
        return
    languages = [each for each in node.values() if isinstance(each, dict)]
    if not any(each.get("longDescription") for each in languages):
        yield ("description",), missing("longDescription", is_needed=True, is_there=False, note="in one language")
    if not any(each.get("features") for each in languages):
        yield ("description",), missing("features", is_needed=False, is_there=False, note="in one language")


def _in_maintenance(node: "Node | None") -> Found:
    """Hold what the way of maintenance asks for."""
    wanted: Mapping[Node, str] = {"contract": "contractors", "internal": "contacts", "community": "contacts"}
    if not isinstance(node, dict) or not isinstance(kind := node.get("type"), str):
        return
    if (needed := wanted.get(kind)) and not node.get(needed):
        yield ("maintenance",), missing(needed, is_needed=True, is_there=False, note=f"since `type` is {kind}")


def _problem(tree: Tree, file: str, path: Path, misfit: Misfit) -> Problem:
    place = tree.places.get(path, _UNKNOWN_PLACE)
    line, column = place.key or place.value
    node = _node_at(tree.value, path)
    address = ".".join(map(str, path))
    found = shorten(node) if isinstance(node, str) else ""
    about = f"{address}: {misfit.expected}" if address else misfit.expected
    return Problem(file, line, column, misfit.code, misfit.severity, found, about, misfit.help)


def _node_at(value: "Node | None", path: Sequence[str | int]) -> "Node | None":
    for step in path:
        value = value[step]  # type: ignore[index]  # a path leads to where it was found
    return value
