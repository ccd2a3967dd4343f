"""The files beside `pattern.yaml`: messages, translations and examples, and the folder they make up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from commonwheel.core.patterns.model.keys import (
    EVERY_KEY,
    Day,
    ElementId,
    MessageFile,
    Plain,
    Shape,
    Translation,
    Whole,
    Words,
    doc,
)
from commonwheel.core.patterns.model.pattern import Block, Pattern


class Translated(Shape):
    """One translated text: an entry of `translations/LANGUAGE.yaml`."""

    FIXED: ClassVar = EVERY_KEY

    of: str = doc("First 12 hex digits of the digest of the text it translates.", pattern=r"^[0-9a-f]{12}$")
    text: Translation = doc("The translation; with the plural forms of its own language where it shows a number.")
    state: Literal["draft", "checked"] = doc("Whether a speaker of the language has checked it.", "draft")
    by: Plain | None = doc("Who translated or checked it.", None)
    on: Day | None = doc("When.", None)


class MessageHead(Shape):
    """The first block of a message: between two lines of `---`."""

    FIXED: ClassVar = frozenset({"of", "state", "by", "on"})

    subject: Words = doc("The subject of an email, the heading of a letter.")
    sms: Words | None = doc("A short form for a text message.", None)
    of: str | None = doc("In a translation: first 12 hex digits of the digest of the source's text.", None)
    state: Literal["draft", "checked"] | None = doc("In a translation: whether it has been checked.", None)
    by: Plain | None = doc("In a translation: who made or checked it.", None)
    on: Day | None = doc("In a translation: when.", None)


@dataclass(frozen=True, slots=True)
class Message:
    """A notice to a resident or an officer; `text` is Markdown, without the first block."""

    name: str
    language: str
    head: MessageHead
    text: str


class ExpectedCase(Shape):
    """What an example says of the case."""

    FIXED: ClassVar = EVERY_KEY

    state: ElementId | None = doc("The state it stands in.", None)
    due_on: Day | None = doc("The earliest date on which something is due.", None)
    runs_until: Day | None = doc("The last day of the time that is renewed.", None)


class Expected(Shape):
    """What an example says must come out; what it leaves out is not compared."""

    FIXED: ClassVar = EVERY_KEY

    pages: tuple[ElementId, ...] | None = doc("The ids of the steps shown, in order.", None)
    stop: ElementId | None = doc("The stop that fired, or `none`.", None)
    duty: ElementId | None = doc("The duty that was decided.", None)
    fee_pence: Whole | None = doc("The sum of the fee's lines, in pence.", None)
    case: ExpectedCase | None = doc("The case.", None)
    messages: tuple[MessageFile, ...] | None = doc("The messages sent, in order.", None)


class Move(Shape):
    """A move of an example's case, or the notice that it falls due. Exactly one of go and notice."""

    FIXED: ClassVar = EVERY_KEY

    go: ElementId | None = doc("The state it moves to.", None)
    notice: Literal["renewal"] | None = doc("The notice of `renew` that goes out on this day.", None)
    on: Day = doc("The date of the move.")
    ask: dict[str, Any] = doc("What the officer answers.", {})
    expect: Expected | None = doc("What must come out.", None)

    @model_validator(mode="after")
    def _one_event(self) -> "Move":
        if (self.go is None) == (self.notice is None):
            raise PydanticCustomError("one-key", "expected {expected}", {"expected": "one of go or notice"})
        return self


class Example(Shape):
    """A journey written down: answers in; pages, fee, case and messages out."""

    FIXED: ClassVar = EVERY_KEY

    language: Whole = doc("The version of this language.", 1)
    id: ElementId = doc("The file's name, without `.yaml`.")
    today: Day = doc("The authority's calendar date on which it is sent.")
    settings: dict[str, Any] = doc("Values of settings.", {})
    account: dict[str, Any] = doc("Facts known of the resident.", {})
    authority: dict[str, Any] = doc("Facts of the council.", {})
    answers: dict[str, Any] = doc("The answers by question.", {})
    expect: Expected = doc("What must come out.", Expected())
    then: tuple[Move, ...] = doc("What the officers do next.", ())


@dataclass(frozen=True, slots=True)
class Bundle:
    """
    A pattern folder, read whole.

    Attributes:
        pattern: the service, as written (a `Use` names its block, without its questions).
        blocks: by `publisher/name@major`; the copies the folder carries.
        messages: by (file name, language); the source language is `en`.
        translations: by language, then by address.
        examples: by id.
        guidance, changelog: Markdown; "" where missing.
        places: where each value stands: address path -> (file, line, column).
    """

    pattern: Pattern
    blocks: Mapping[str, Block] = field(default_factory=dict)
    messages: Mapping[tuple[str, str], Message] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Translated]] = field(default_factory=dict)
    block_translations: Mapping[str, Mapping[str, Mapping[str, Translated]]] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)
    guidance: str = ""
    changelog: str = ""
    places: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
