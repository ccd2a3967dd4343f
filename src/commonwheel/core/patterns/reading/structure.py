"""Rules of structure that one shape cannot see alone: ids, their uniqueness, and the blocks that are used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.pattern import Block, Pattern, Step
from commonwheel.core.patterns.model.questions import Asked, Group, Use
from commonwheel.core.patterns.model.reserved import FORM_FIELDS, RESERVED, SITE_WORDS
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.core.patterns.reading.addresses import join
from commonwheel.core.patterns.reading.places import Standing
from commonwheel.core.patterns.reading.setting_values import fault_of_default
from commonwheel.core.patterns.reading.text import Node, Path, Tree, shorten
from commonwheel.core.problems import Problem

Places = Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Named:
    """A question or setting and where it stands: its address, and that of the list of the group it is in ("")."""

    id: str
    address: str
    group: str = ""


def repeated_ids(tree: Tree, *, file: str) -> Iterator[Problem]:
    """Yield a problem for each entry of a list whose `id` (an option's `value`) an earlier entry has."""
    pending: list[tuple[Path, Node]] = [((), tree.value or {})]
    while pending:
        path, node = pending.pop()
        if isinstance(node, dict):
            pending += [((*path, key), value) for key, value in node.items() if not isinstance(value, str)]
        elif isinstance(node, list):
            pending += [((*path, number), entry) for number, entry in enumerate(node) if not isinstance(entry, str)]
            yield from _repeated_in(path, node, tree, file)


def missing_blocks(pattern: Pattern, blocks: Mapping[str, Block], places: Places) -> Iterator[Problem]:
    """Yield a problem for each use of a block whose copy is not in the folder, or is of another major version."""
    carried = {name.partition("@")[0]: name for name in blocks}
    for address, use in uses(pattern):
        if use.use in blocks:
            continue
        other = carried.get(use.use.partition("@")[0])
        code = "block-of-another-version" if other else "block-missing"
        folder = use.use.partition("@")[0]
        mend = f"Put a copy of the block, major version {use.use.partition('@')[2]}, in blocks/{folder}/."
        yield _problem(
            f"{address}.use", places, code, found=use.use, expected=other or f"a copy in blocks/{folder}/", mend=mend
        )


def repeated_names(pattern: Pattern, blocks: Mapping[str, Block], places: Places) -> Iterator[Problem]:
    """Yield a problem for each question or setting that has a name of another, blocks included."""
    yield from _clashes(list(questions(pattern, blocks)), places)
    settings = [Named(setting.id, f"settings.{setting.id}") for setting in pattern.settings]
    for name, block in blocks.items():
        settings += [Named(setting.id, f"{name}#settings.{setting.id}") for setting in block.settings]
    seen: dict[str, str] = {}
    for setting in settings:
        if setting.id in seen and seen[setting.id] != setting.address:
            yield _taken(setting, "setting", seen[setting.id], places)
        seen.setdefault(setting.id, setting.address)


def reserved_names(shape: Pattern | Block, places: Places, *, mark: str = "") -> Iterator[Problem]:
    """Yield a problem for each name of a question, a setting or the service that is read otherwise elsewhere."""
    own = tuple(questions(shape, {}) if isinstance(shape, Pattern) else _asked(shape.ask, "ask"))
    yield from _service_name(shape, places)
    for named in own:
        if named.id in FORM_FIELDS:
            yield _problem(
                f"{mark}{named.address}.id", places, "form-field", found=named.id, expected="another name",
                mend=f"The form of each page has a field `{named.id}` of its own: choose another name, "
                f"`{named.id}_answer` for example.",
            )  # fmt: skip
    settings = (Named(setting.id, f"settings.{setting.id}") for setting in shape.settings)
    for named in (*own, *settings):
        if named.id in RESERVED:
            yield _problem(
                f"{mark}{named.address}.id", places, "reserved-name", found=named.id, expected="another name",
                mend=f"Expressions read `{named.id}` otherwise: choose another name, `{named.id}_answer` for example.",
            )  # fmt: skip


def _service_name(shape: Pattern | Block, places: Places) -> Iterator[Problem]:
    if isinstance(shape, Pattern) and shape.pattern in SITE_WORDS:
        yield _problem(
            "pattern", places, "taken-address", found=shape.pattern, expected="another name",
            mend=f"A council's site has a page of its own at /{shape.pattern}/, so the service would never be reached: "
            f"choose another name, `{shape.pattern}-something` for example.",
        )  # fmt: skip


def wrong_defaults(settings: tuple[SettingBase, ...], places: Places, *, mark: str = "") -> Iterator[Problem]:
    """Yield a problem for each setting whose default is outside its own bounds or form."""
    for setting in settings:
        fault = fault_of_default(setting)
        if fault:
            at = f"{mark}settings.{setting.id}.default"
            yield _problem(
                at, places, "out-of-range", found="", expected=fault, mend=f"Write {fault}, or change the bounds."
            )


def uses(pattern: Pattern) -> Iterator[tuple[str, Use]]:
    """Yield the uses of blocks with their addresses, in order."""
    for step in pattern.steps:
        for entry in step.ask:
            if isinstance(entry, Use):
                yield f"steps.{step.id}.ask.{entry.id}", entry


def questions(pattern: Pattern, blocks: Mapping[str, Block]) -> Iterator[Named]:
    """Yield the questions of an effective pattern: its own, those of used blocks, and those officers are asked."""
    for step in pattern.steps:
        yield from _of_step(step, blocks)
    for state in pattern.case.states:
        yield from _of_state(state)


# Private


def _repeated_in(path: Path, entries: list[Node], tree: Tree, file: str) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for number, entry in enumerate(entries):
        key = "id" if isinstance(entry, dict) and "id" in entry else "value"
        name = entry.get(key) if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        here = (*path, number, key)
        if name in seen:
            line, column = tree.places[here].value
            yield Problem(
                file, line, column, "repeated-id", "error", shorten(name), f"each {key} once in a list",
                f"The {key} stands on line {tree.places[seen[name]].value[0]} already: choose another one.",
            )  # fmt: skip
        seen.setdefault(name, here)


def _of_step(step: Step, blocks: Mapping[str, Block]) -> Iterator[Named]:
    for entry in step.ask:
        address = f"steps.{step.id}.ask"
        if isinstance(entry, Use):
            block = blocks.get(entry.use)
            yield from _asked(block.ask if block else (), join(address, entry.id, "ask"))
        else:
            yield from _asked((entry,), address)


def _of_state(state: State) -> Iterator[Named]:
    """Yield what an officer is asked; read as `decision.ID`, so unique in its state only."""
    address = f"case.states.{state.id}.ask"
    return (Named(named.id, named.address, named.group or address) for named in _asked(state.ask, address))


def _asked(entries: tuple[Asked, ...], address: str, group: str = "") -> Iterator[Named]:
    for entry in entries:
        here = f"{address}.{entry.id}"
        yield Named(entry.id, here, group)
        if isinstance(entry, Group):
            yield from _asked(entry.ask, f"{here}.ask", f"{here}.ask")


def _clashes(named: list[Named], places: Places) -> Iterator[Problem]:
    outside: dict[str, str] = {}
    for question in named:
        if not question.group:
            if question.id in outside:
                yield _taken(question, "question", outside[question.id], places)
            outside.setdefault(question.id, question.address)
    for question in named:
        if question.group and not question.group.startswith("case.") and question.id in outside:
            yield _taken(question, "question", outside[question.id], places)


def _taken(named: Named, kind: str, first: str, places: Places) -> Problem:
    mend = f"The {kind} at {first} has this id already: choose another one."
    return _problem(
        f"{named.address}.id", places, "repeated-id", found=named.id, expected=f"an id no other {kind} has", mend=mend
    )


def _problem(address: str, places: Places, code: str, *, found: str, expected: str, mend: str) -> Problem:
    file, line, column = place(address, places)
    return Problem(file, line, column, code, "error", shorten(found), expected, mend)


def place(address: str, places: Places) -> tuple[str, int, int]:
    """Return where an address stands, or the nearest part that holds it."""
    while address and address not in places:
        address = address.rpartition(".")[0] if "." in address else ""
    return places.get(address, ("pattern.yaml", 1, 1))
