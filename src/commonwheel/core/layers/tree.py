"""An effective pattern as a tree of parts that can be changed in place, each with its address.

A used block's questions stand below its use, and its settings among the pattern's own, as addresses have it.
Messages stand in a list of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, ClassVar, get_args

from pydantic import BeforeValidator

from commonwheel.core.patterns.model.companions import Bundle, Message, MessageHead
from commonwheel.core.patterns.model.keys import ElementId, Markdown, Shape, Words, doc
from commonwheel.core.patterns.model.pattern import Step
from commonwheel.core.patterns.model.questions import Asked, Question, Use
from commonwheel.core.patterns.reading.addresses import fields_of, name_of
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.patterns.versions.digest import written

WHOLE = "pattern"
"""The address of the service itself in `at`."""
MESSAGES = "messages"
ASK = "ask"


def _stripped(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


class Notice(Shape):
    """A message in the source language, as a layer sees it."""

    FIXED: ClassVar = frozenset({"id"})

    id: ElementId = doc("Its file's name, without `.md`.")
    subject: Words = doc("The subject of an email, the heading of a letter.")
    sms: Words | None = doc("A short form for a text message.", None)
    text: Annotated[Markdown, BeforeValidator(_stripped)] = doc("The message, in Markdown.")


@dataclass(frozen=True, slots=True)
class Layered:
    """A bundle with a layer's changes in it, and the values its settings then have (only those a layer sets)."""

    bundle: Bundle
    values: Mapping[str, SettingValue]


@dataclass(slots=True, eq=False)
class Part:
    """
    One part of a pattern: a page, a question, a state, the fee.

    Attributes:
        shape: its plain keys; of its inner parts `lists` and `singles` tell.
        name: in the list it stands in, or the key it is the value of.
        parent, key: where it stands; None and "" for the whole.
        lists, singles: the parts in it, by attribute.
        origin: as it lay beneath, with all that was in it; None for what a layer added.
        is_changed: something in it differs from `origin`.
    """

    shape: Shape
    name: str
    parent: "Part | None"
    key: str
    lists: dict[str, list["Part"]] = field(default_factory=dict)
    singles: dict[str, "Part"] = field(default_factory=dict)
    origin: Shape | None = None
    is_changed: bool = False

    @property
    def address(self) -> str:
        """Its address: ids from the top, joined by dots; "" for the whole."""
        if self.parent is None:
            return ""
        base = self.parent.address
        before = f"{base}." if base else ""
        return f"{before}{self.key}.{self.name}" if self.key in self.parent.lists else f"{before}{self.name}"

    @property
    def holder(self) -> "Part":
        """The part that holds it; the whole holds itself."""
        return self.parent or self

    @property
    def siblings(self) -> list["Part"]:
        """The list it stands in."""
        return self.holder.lists[self.key]

    def within(self) -> Iterator["Part"]:
        """Yield it and every part in it."""
        pending = [self]
        while pending:
            part = pending.pop()
            yield part
            pending += part.singles.values()
            for entries in part.lists.values():
                pending += entries

    def outwards(self) -> Iterator["Part"]:
        """Yield it and every part that holds it."""
        part: Part | None = self
        while part is not None:
            yield part
            part = part.parent

    def note_change(self) -> None:
        """Note that something in it differs now."""
        for part in self.outwards():
            part.is_changed = True

    def built(self) -> Shape:
        """Return the shape with its inner parts as they are now; a use without the questions of its block."""
        if not self.is_changed:
            return self.shape
        inner: dict[str, Any] = {
            name: tuple(entry.built() for entry in entries)
            for name, entries in self.lists.items()
            if name in type(self.shape).model_fields
        }
        inner |= {name: part.built() for name, part in self.singles.items()}
        return self.shape.model_copy(update=inner)


class PatternTree:
    """A bundle, with the values of its settings, as parts that can be changed."""

    def __init__(self, beneath: Layered) -> None:
        """Plant what lies beneath."""
        self.bundle = beneath.bundle
        self.values: dict[str, SettingValue] = dict(beneath.values)
        self.translations = {language: dict(entries) for language, entries in beneath.bundle.translations.items()}
        self.root = plant(beneath.bundle.pattern, "", None, "", self.bundle)
        notices = (_notice(message) for key, message in self.bundle.messages.items() if key[1] == SOURCE_LANGUAGE)
        self.root.lists[MESSAGES] = [plant(one, one.id, self.root, MESSAGES, self.bundle) for one in notices]
        self._block_settings: dict[int, str] = {}
        for use in self._uses():
            for setting in self.bundle.blocks[use.use].settings if use.use in self.bundle.blocks else ():
                part = plant(setting, setting.id, self.root, "settings", self.bundle)
                self._block_settings[id(part)] = use.use
                self.root.lists["settings"].append(part)
        self.questions: dict[str, list[Part]] = {}
        for part in self.root.within():
            self.note_question(part)

    def find(self, address: str) -> Part | None:
        """Return the part at an address; None where there is none."""
        part = self.root
        names = iter([] if address == WHOLE else address.split("."))
        for name in names:
            attribute = attribute_of(type(part.shape), name)
            if attribute in part.singles:
                part = part.singles[attribute]
                continue
            entry = next(names, None)
            found = next((each for each in part.lists.get(attribute, ()) if each.name == entry), None)
            if found is None:
                return None
            part = found
        return part

    def find_list(self, address: str) -> tuple[Part, str] | None:
        """Return the part that has the list at an address, and the list's attribute; None where there is none."""
        before, _, name = address.rpartition(".")
        owner = self.find(before or WHOLE)
        return (owner, name) if owner is not None and name in owner.lists else None

    def note_question(self, part: Part) -> None:
        """Take a part into `questions` where it is a question residents answer."""
        if isinstance(part.shape, Asked) and _is_of_the_journey(part):
            self.questions.setdefault(part.name, []).append(part)

    def forget_question(self, part: Part) -> None:
        """Take a part out of `questions`."""
        known = self.questions.get(part.name, [])
        if part in known:
            known.remove(part)

    def grown(self) -> Layered:
        """Return what the tree is now."""
        if not self.root.is_changed:
            return Layered(replace(self.bundle, translations=self.translations), self.values)
        own = [part for part in self.root.lists["settings"] if id(part) not in self._block_settings]
        settings = tuple(part.built() for part in own)
        pattern: Any = self.root.built().model_copy(update={"settings": settings})
        bundle = replace(
            self.bundle,
            pattern=pattern,
            blocks={**self.bundle.blocks, **dict(self._blocks())},
            messages=self._messages(),
            translations=self.translations,
        )
        return Layered(bundle, self.values)

    def _uses(self) -> Iterator[Use]:
        for step in self.root.lists["steps"]:
            yield from (entry.shape for entry in step.lists[ASK] if isinstance(entry.shape, Use))

    def _blocks(self) -> Iterator[tuple[str, Any]]:
        for step in self.root.lists["steps"]:
            for entry in step.lists[ASK]:
                if isinstance(entry.shape, Use) and entry.shape.use in self.bundle.blocks:
                    name = entry.shape.use
                    settings = [p for p in self.root.lists["settings"] if self._block_settings.get(id(p)) == name]
                    asked = tuple(question.built() for question in entry.lists[ASK])
                    changed = {"ask": asked, "settings": tuple(part.built() for part in settings)}
                    yield name, self.bundle.blocks[name].model_copy(update=changed)

    def _messages(self) -> dict[tuple[str, str], Message]:
        messages = dict(self.bundle.messages)
        notices = [part.shape for part in self.root.lists[MESSAGES] if isinstance(part.shape, Notice)]
        for notice in notices:
            key = (f"{notice.id}.md", SOURCE_LANGUAGE)
            messages[key] = _message(notice, messages.get(key))
        return messages


def plant(
    shape: Shape, name: str, parent: Part | None, attribute: str, bundle: Bundle, *, is_new: bool = False
) -> Part:
    """Return a shape as a part, with every part in it; with `is_new`, as one that a layer adds."""
    part = Part(shape, name, parent, attribute, origin=None if is_new else shape)
    for field_name, is_list in inner_fields(type(shape)):
        value = getattr(shape, field_name)
        if is_list and isinstance(value, tuple):
            part.lists[field_name] = [
                plant(entry, name_of(entry, number), part, field_name, bundle, is_new=is_new)
                for number, entry in enumerate(value)
            ]
        elif isinstance(value, Shape):
            alias = type(shape).model_fields[field_name].alias or field_name
            part.singles[field_name] = plant(value, alias, part, field_name, bundle, is_new=is_new)
    if isinstance(shape, Use):
        block = bundle.blocks.get(shape.use)
        asked = block.ask if block else ()
        part.lists[ASK] = [plant(entry, entry.id, part, ASK, bundle, is_new=is_new) for entry in asked]
    return part


def value_of(shape: Shape, attribute: str) -> Any:
    """Return the value of one key in the notation of examples, whatever stands in it included; None for nothing."""
    value = getattr(shape, attribute, None)
    return None if value is None else written(value)


def whole(shape: Shape, bundle: Bundle) -> Any:
    """Return a part with all that is in it, in the notation of examples; a use with the questions it takes in."""
    out = written(shape)
    if isinstance(shape, Use) and shape.use in bundle.blocks:
        out[ASK] = written(bundle.blocks[shape.use].ask)
    if isinstance(shape, Step):
        out[ASK] = [whole(entry, bundle) for entry in shape.ask]
    return out


def said(shape: Shape) -> dict[str, Any]:
    """Return a part as a layer's file would say it: in the notation of examples, without what is as it always is."""
    return shape.model_dump(mode="json", by_alias=True, exclude_defaults=True)


@cache
def attribute_of(shape: type[Shape], name: str) -> str:
    """Return the attribute of a key, by its name in files."""
    return next((attribute for attribute, known, _ in fields_of(shape) if known == name), name)


@cache
def inner_fields(shape: type[Shape]) -> tuple[tuple[str, bool], ...]:
    """Return the attributes of a kind of shape that can hold parts, and whether they hold a list of them."""
    return tuple(
        (name, entry_kind(shape, name) is not None)
        for name, info in shape.model_fields.items()
        if _has_shape(info.annotation)
    )


@cache
def entry_kind(shape: type[Shape], attribute: str) -> Any:
    """Return the type of the entries of a list of parts; None where the attribute is none."""
    if issubclass(shape, Use) and attribute == ASK:
        return Question
    info = shape.model_fields.get(attribute)
    if attribute == MESSAGES and info is None:
        return Notice
    return _entry_in(info.annotation) if info is not None else None


# Private


def _is_of_the_journey(part: Part) -> bool:
    *_, top, _whole = part.outwards()
    return top.key == "steps"


def _has_shape(kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, Shape):
        return True
    return any(_has_shape(inner) for inner in _arguments(kind))


def _entry_in(kind: Any) -> Any:
    """Return what a tuple of parts holds, wherever an annotation hides the tuple."""
    arguments = _arguments(kind)
    if getattr(kind, "__origin__", None) is tuple:
        return arguments[0] if _has_shape(arguments[0]) else None
    if isinstance(kind, type):
        return None
    return next((found for inner in arguments if (found := _entry_in(inner)) is not None), None)


def _arguments(kind: Any) -> tuple[Any, ...]:
    return tuple(inner for inner in get_args(kind) if not isinstance(inner, str))


def _notice(message: Message) -> Notice:
    name = message.name.removesuffix(".md")
    return Notice.model_construct(id=name, subject=message.head.subject, sms=message.head.sms, text=message.text)


def _message(notice: Notice, before: Message | None) -> Message:
    head = before.head if before else MessageHead(subject=notice.subject)
    changed = head.model_copy(update={"subject": notice.subject, "sms": notice.sms})
    return Message(f"{notice.id}.md", SOURCE_LANGUAGE, changed, notice.text)
