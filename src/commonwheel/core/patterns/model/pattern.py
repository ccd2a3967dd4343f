"""A pattern and a block, as their files say them."""

import operator
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from commonwheel.core.patterns.model.casework import Book, Case, Fee, Renew, Then
from commonwheel.core.patterns.model.keeping import Data
from commonwheel.core.patterns.model.keys import (
    EVERY_KEY,
    Condition,
    ElementId,
    FullName,
    Markdown,
    Plain,
    QuestionId,
    Shape,
    Slug,
    Truth,
    Version,
    Whole,
    Words,
    doc,
    list_or_name,
)
from commonwheel.core.patterns.model.questions import Entry, Protected, Question
from commonwheel.core.patterns.model.settings import Setting

LANGUAGE = 1
"""The newest version of the language that this code reads."""

LifeEvent = Literal[
    "moving", "having-a-child", "starting-school", "work", "retiring", "disability", "caring", "bereavement",
    "starting-a-business", "building",
]  # fmt: skip
Measure = Literal[
    "completion", "satisfaction", "time-to-done", "digital-take-up", "avoided-contact", "right-first-time", "cost"
]


class Licence(Shape):
    """The licences, by their SPDX names."""

    FIXED: ClassVar = EVERY_KEY

    code: Plain = doc("Of settings, rules and examples.", "MIT")
    words: Plain = doc("Of everything people read.", "OGL-UK-3.0")


class Need(Shape):
    """A need that the sector's own lists name."""

    FIXED: ClassVar = EVERY_KEY

    lgsl: Whole = doc("The service, in the Local Government Service List.", ge=0)
    lgil: Whole = doc("The interaction, in the Local Government Interaction List.", ge=0)


class DutyCase(Shape):
    """One of several duties, decided by what was answered first."""

    FIXED: ClassVar = EVERY_KEY

    id: ElementId = doc("Unique among them.")
    when: Condition | None = doc("The first entry whose condition is true decides; none means always.", None)
    duty: ElementId = doc("The duty, from the closed list of duties.")
    need: tuple[Need, ...] = doc("The needs it meets.", min_length=1)


Duty = Annotated[
    Annotated[ElementId, Tag("name")] | Annotated[tuple[DutyCase, ...], Field(min_length=1), Tag("list")],
    Discriminator(list_or_name),
]


class Step(Shape):
    """One page: one question, or one small group of them."""

    FIXED: ClassVar = frozenset({"id", "protected", "was"})

    id: ElementId = doc("Unique among the steps.")
    title: Words = doc("The page's heading.")
    text: Markdown | None = doc("Words between the heading and the questions, in Markdown.", None)
    when: Condition | None = doc("Shown only when this is true; reads only what was asked on earlier pages.", None)
    ask: tuple[Entry, ...] = doc("The questions, and the blocks used.", min_length=1)
    protected: Protected | None = doc("No layer may remove or move it, or set more than hints.", None)
    was: tuple[ElementId, ...] = doc("Former ids of this step.", ())


class Stop(Shape):
    """A point at which the resident is told that this service is not for them."""

    FIXED: ClassVar = frozenset({"id", "law", "protected", "was"})

    id: ElementId = doc("Unique among the stops.")
    when: Condition = doc("Tried after each page; unknown does not stop.")
    title: Words = doc("The page's heading.")
    text: Markdown | None = doc("What they can do instead, in Markdown.", None)
    start: FullName | None = doc("A pattern to start instead.", None)
    law: Plain | None = doc("The law that rules it out. Without one the resident may continue anyway.", None)
    protected: Protected | None = doc("No layer may remove it.", None)
    was: tuple[ElementId, ...] = doc("Former ids of this stop.", ())


class Pattern(Shape):
    """One public service, written down once: the file `pattern.yaml`."""

    FIXED: ClassVar = frozenset(
        {
            "language",
            "pattern",
            "version",
            "publisher",
            "licence",
            "need",
            "duty",
            "protect",
            "undecided",
            "facts",
            "settings",
        }
    )

    language: Whole = doc("The version of this language.", ge=1)
    pattern: Slug = doc("The pattern's name; its full name is `publisher/name`.")
    version: Version = doc("The release, `major.minor.patch`.")
    title: Words = doc("What residents call it: begins with a verb.")
    summary: Words = doc("One sentence: what it does and for whom.")
    publisher: Slug = doc("Who publishes it.")
    licence: Licence = doc("The licences.", Licence())
    need: tuple[Need, ...] = doc("The needs it meets. Not given where `duty` is a list.", ())
    duty: Duty = doc("The duty behind it, or a list of which the first true one decides.")
    events: tuple[LifeEvent, ...] = doc("Life events it belongs to.", ())
    protect: Truth = doc(
        "The service must leave no trace: never in an account's list, nothing in subjects, a quick exit on each page.",
        False,
    )
    data: Data | None = doc("The ground for using personal data, and how long it is kept.", None)
    undecided: dict[Plain, Plain] = doc(
        "What somebody has still to decide: `{address: sentence}`. What stands at the address stands in for it.",
        {},
        exclude_if=operator.not_,
    )
    facts: dict[QuestionId, ElementId] = doc("Answers that are facts about the resident: `{question: fact}`.", {})
    settings: tuple[Setting, ...] = doc("What each council decides for itself.", ())
    steps: tuple[Step, ...] = doc("The pages, in the order they are shown.", min_length=1)
    stops: tuple[Stop, ...] = doc("Where the service is not for the resident.", ())
    fee: Fee | None = doc("What it costs.", None)
    renew: Renew | None = doc("How often it falls due again.", None)
    book: Book | None = doc("The appointment it needs.", None)
    case: Case = doc("What happens after sending.")
    then: tuple[Then, ...] = doc("Services offered next.", ())
    measures: tuple[Measure, ...] = doc("What is counted to show that it works.", ())

    @property
    def full_name(self) -> str:
        """The name that cannot be confused: `publisher/name`."""
        return f"{self.publisher}/{self.pattern}"


class Block(Shape):
    """Questions that many patterns share: the file `block.yaml`."""

    FIXED: ClassVar = EVERY_KEY

    language: Whole = doc("The version of this language.", ge=1)
    block: Slug = doc("The block's name.")
    version: Version = doc("The release, `major.minor.patch`.")
    title: Words = doc("What it asks for, in a few words.")
    publisher: Slug = doc("Who publishes it.")
    licence: Licence = doc("The licences.", Licence())
    facts: dict[QuestionId, ElementId] = doc("Answers that are facts about the resident: `{question: fact}`.", {})
    settings: tuple[Setting, ...] = doc("What each council decides for itself.", ())
    ask: tuple[Question, ...] = doc("The questions.", min_length=1)
