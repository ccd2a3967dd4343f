"""Laying a layer over a pattern: settings and words here, each refused by name where it may not be changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from pydantic import ValidationError

from commonwheel.core.layers.model import Layer, MadeAgainst, Set
from commonwheel.core.layers.read import LAYER_FILE
from commonwheel.core.patterns.model.companions import Bundle, Message
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.questions import Use
from commonwheel.core.patterns.reading.addresses import fields_of, name_of
from commonwheel.core.patterns.reading.faults import nearest, translate
from commonwheel.core.patterns.reading.read import MAX_MESSAGE, SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.setting_values import SettingValue, read_value
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.reading.text import Tree, shorten
from commonwheel.core.patterns.versions.effective import Effective, effective_of, message_address, settings_of
from commonwheel.core.problems import Failure, Problem

ShapeT = TypeVar("ShapeT", bound=Shape)
WHOLE = "pattern"
"""The address of the service itself in `at`."""


class LayerDoesNotFit(Failure):
    """A layer cannot be laid over a pattern; `problems` say which of its entries, why, and how to mend each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.help for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Layered:
    """A bundle with a layer's words in it, and the values its settings then have (only those the layer sets)."""

    bundle: Bundle
    values: Mapping[str, SettingValue]


def apply(
    bundle: Bundle, layer: Layer | None, *, places: Mapping[str, tuple[str, int, int]] | None = None
) -> Effective:
    """
    Return what a council runs: the pattern with the layer over it.

    Args:
        bundle: of `read_folder`, without errors.
        layer: None for the pattern by itself.
        places: of the layer's file, for the lines of problems.

    Raises:
        LayerDoesNotFit: where the layer changes what it may not, or what is not there.
    """
    layered = lay(bundle, layer, places=places)
    return effective_of(layered.bundle, layered.values)


def lay(bundle: Bundle, layer: Layer | None, *, places: Mapping[str, tuple[str, int, int]] | None = None) -> Layered:
    """
    Return the bundle that a layer makes of a bundle, to be checked like any other.

    Raises:
        LayerDoesNotFit: as `apply` does.
    """
    if layer is None:
        return Layered(bundle, {})
    work = _Work(bundle, places or {})
    work.lay(layer)
    if work.problems:
        raise LayerDoesNotFit(tuple(sorted(work.problems)))
    return Layered(work.bundle, work.values)


def made_against(beneath: Effective) -> MadeAgainst:
    """Return what a layer says of what lies beneath it."""
    return MadeAgainst(version=beneath.pattern.version, digest=beneath.digest)


def saying_what_it_was_made_against(text: str, beneath: Effective) -> str:
    """Return a layer's text; where it does not say what it was made against, as made against this one."""
    if any(line.startswith("made_against:") for line in text.splitlines()):
        return text
    made = made_against(beneath)
    return f"{text.rstrip()}\nmade_against:\n  version: {made.version}\n  digest: {made.digest}\n"


def is_made_against(layer: Layer, beneath: Effective) -> bool:
    """Whether a layer was made against exactly this; otherwise it must be merged first."""
    return layer.made_against.digest == beneath.digest


# Private


class _RefusedError(Exception):
    """One entry of a layer is refused; carries what the problem says."""

    def __init__(self, code: str, found: str, expected: str, mend: str) -> None:
        super().__init__(mend)
        self.code, self.found, self.expected, self.mend = code, found, expected, mend


@dataclass(slots=True)
class _Work:
    """A layer being laid."""

    bundle: Bundle
    places: Mapping[str, tuple[str, int, int]]
    values: dict[str, SettingValue] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def lay(self, layer: Layer) -> None:
        """Lay the settings, the changes in order, and the translations."""
        if layer.pattern != self.bundle.pattern.full_name:
            self._refuse("pattern", _wrong_pattern(layer.pattern, self.bundle.pattern.full_name))
            return
        for name, written in layer.settings.items():
            self._try(f"settings.{name}", partial(self._set_value, name, written))
        for number, change in enumerate(layer.changes):
            self._try(f"changes.{number}", partial(self._change, change))
        self._translate(layer)

    def _try(self, address: str, work: Callable[[], None]) -> None:
        try:
            work()
        except _RefusedError as refusal:
            self._refuse(address, refusal)

    def _refuse(self, address: str, why: _RefusedError) -> None:
        file, line, column = self.places.get(address, (LAYER_FILE, 0, 0))
        self.problems.append(Problem(file, line, column, why.code, "error", shorten(why.found), why.expected, why.mend))

    def _set_value(self, name: str, written: Any) -> None:
        settings = {setting.id: setting for setting in settings_of(self.bundle.pattern, self.bundle.blocks)}
        if name not in settings:
            close = nearest(name, list(settings))
            mend = f"Did you mean `{close}`?" if close else "Delete it: the pattern has no such setting."
            raise _RefusedError("unknown-setting", name, "a setting of the pattern", mend)
        value, expected = read_value(settings[name], written)
        if value is None:
            raise _RefusedError("setting-refused", str(written), expected, f"Set `{name}` to {expected}.")
        self.values[name] = value

    def _change(self, change: Any) -> None:
        if not isinstance(change, Set):
            word = type(change).__name__.lower()
            raise _RefusedError(
                "comes-with-full-layers", word, "set",
                f"A layer can set words and settings so far; `{word}` comes with the full layers. Take this entry out.",
            )  # fmt: skip
        if change.at.startswith("messages."):
            self._set_message(change)
        else:
            self._set_words(change)

    def _set_words(self, change: Set) -> None:
        block, inner = self._inside_block(change.at)
        if block is not None:
            old = self.bundle.blocks[block]
            new = _changed(old, inner, change, guarded=self._use_is_protected(block))
            self.bundle = replace(self.bundle, blocks={**self.bundle.blocks, block: new})
            return
        parts = [] if change.at == WHOLE else change.at.split(".")
        pattern = _changed(self.bundle.pattern, parts, change, guarded=False)
        self.bundle = replace(self.bundle, pattern=pattern)

    def _inside_block(self, address: str) -> tuple[str | None, list[str]]:
        for at, use in uses(self.bundle.pattern):
            if address.startswith(f"{at}.") and use.use in self.bundle.blocks:
                return use.use, address.removeprefix(f"{at}.").split(".")
        return None, []

    def _use_is_protected(self, block: str) -> bool:
        steps = self.bundle.pattern.steps
        return any(
            bool(step.protected or entry.protected)
            for step in steps
            for entry in step.ask
            if isinstance(entry, Use) and entry.use == block
        )

    def _set_message(self, change: Set) -> None:
        key = next((key for key in self.bundle.messages if _is_source(key, change.at)), None)
        if key is None:
            raise _no_such(change.at)
        message = self.bundle.messages[key]
        for name, value in change.set.items():
            message = _message_with(message, name, value)
        self.bundle = replace(self.bundle, messages={**self.bundle.messages, key: message})

    def _translate(self, layer: Layer) -> None:
        merged = {language: dict(entries) for language, entries in self.bundle.translations.items()}
        for language, entries in layer.translations.items():
            merged.setdefault(language, {}).update(entries)
        self.bundle = replace(self.bundle, translations=merged)


def _is_source(key: tuple[str, str], address: str) -> bool:
    return key[1] == SOURCE_LANGUAGE and message_address(key[0]) == address


def _message_with(message: Message, name: str, value: Any) -> Message:
    if name == "text":
        if not isinstance(value, str) or not value.strip():
            raise _RefusedError("not-text", str(value), "text", "Write the message as text.")
        if len(value) > MAX_MESSAGE:
            raise _RefusedError("too-long", value, f"at most {MAX_MESSAGE} characters", "Shorten it.")
        return replace(message, text=value.strip())
    _may_set(message.head, name, message_address(message.name), guarded=False)
    return replace(message, head=_with(message.head, name, value))


def _changed(shape: ShapeT, parts: list[str], change: Set, *, guarded: bool) -> ShapeT:
    """Return a shape with the words set that stand at the end of the parts of an address."""
    guarded = guarded or getattr(shape, "protected", None) is not None
    if not parts:
        for name, value in change.set.items():
            _may_set(shape, name, change.at, guarded=guarded)
            shape = _with(shape, name, value)
        return shape
    attribute = next((field for field, name, _ in fields_of(type(shape)) if name == parts[0]), None)
    inner = getattr(shape, attribute) if attribute else None
    if attribute is None or not isinstance(inner, Shape | tuple):
        raise _no_such(change.at)
    new: Shape | tuple[Any, ...]
    if isinstance(inner, Shape):
        new = _changed(inner, parts[1:], change, guarded=guarded)
    else:
        new = tuple(_entries(inner, parts[1:], change, guarded=guarded))
    return shape.model_copy(update={attribute: new})


def _entries(entries: tuple[Any, ...], parts: list[str], change: Set, *, guarded: bool) -> Iterator[Any]:
    names = [name_of(entry, number) for number, entry in enumerate(entries)]
    if not parts or parts[0] not in names:
        raise _no_such(change.at)
    for name, entry in zip(names, entries, strict=True):
        yield _changed(entry, parts[1:], change, guarded=guarded) if name == parts[0] else entry


def _may_set(shape: Shape, name: str, address: str, *, guarded: bool) -> None:
    keys = {known: key for _, known, key in fields_of(type(shape))}
    if name not in keys:
        close = nearest(name, list(keys))
        mend = f"Did you mean `{close}`?" if close else "Look the key up in the reference."
        raise _RefusedError("unknown-key", name, ", ".join(sorted(keys)), mend)
    if address.startswith("settings.") and (name == "default" or ".default." in address):
        setting = address.split(".")[1]
        raise _RefusedError(
            "not-for-layers", f"{address}.{name}", "a value under `settings:`",
            f"Give the setting its value under `settings:`, as `{setting}: …`; a default is the pattern's own.",
        )  # fmt: skip
    if guarded and name != "hint":
        raise _RefusedError(
            "protected", f"{address}.{name}", "only hint and translations",
            "The pattern protects this for a reason that it states: a layer may change its hint and translations only.",
        )  # fmt: skip
    if not keys[name].layer:
        raise _RefusedError(
            "not-for-layers", f"{address}.{name}", "a key that residents or officers read",
            f"A layer cannot set `{name}`: it sets words, and values under `settings:`.",
        )  # fmt: skip


def _with(shape: ShapeT, name: str, value: Any) -> ShapeT:
    """Return a shape with one key set, read as its file would be."""
    keys = {known: getattr(shape, field) for field, known, _ in fields_of(type(shape))}
    try:
        return type(shape).model_validate({**keys, name: value})
    except ValidationError as error:
        problem = next(translate(error, type(shape), Tree({name: value}), file=LAYER_FILE))
        raise _RefusedError(problem.code, problem.found, problem.expected, problem.help) from None


def _no_such(address: str) -> _RefusedError:
    return _RefusedError(
        "unknown-address", address, "the address of a part of the pattern",
        "Write the ids from the top, joined by dots, such as steps.bin.ask.missed_on.",
    )  # fmt: skip


def _wrong_pattern(found: str, expected: str) -> _RefusedError:
    return _RefusedError("another-pattern", found, expected, "This layer was made for another pattern.")
