"""A form of another system, in one shape whichever system it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commonwheel.core.forms.leaves import Known
from commonwheel.core.forms.terms import Term
from commonwheel.core.problems import Failure

Scalar = str | int | float | bool
NO_LIMITS: Mapping[str, Any] = MappingProxyType({})


class FormCannotBeRead(Failure):
    """A file is not a form that can be read at all; says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One choice of a question.

    Attributes:
        value: what the source keeps when it is chosen.
        label, hint: what residents read, as the source writes it.
        where: its place in the source, as a JSON Pointer, or a row or field.
    """

    value: Scalar
    label: str
    hint: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer must satisfy: `that` reads the answer by the question's own key."""

    id: str
    that: Term
    say: str


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question.

    Attributes:
        key: its name in the source's conditions.
        kind: the type of the pattern language that it becomes.
        label, hint: what residents read, as the source writes it; HTML is taken out later.
        where: its place in the source.
        limits: further keys of the question in the pattern language, such as `max` or `decimals`.
        members: the questions of a group.
        shown: when it is asked; None for always.
        checks: what the answer must satisfy beside its type.
        missing: what residents are told where it is left empty.
    """

    key: str
    kind: str
    label: str
    where: str
    hint: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=lambda: NO_LIMITS)
    members: tuple["Asked", ...] = ()
    shown: Term | None = None
    missing: str = ""
    checks: tuple[Rule, ...] = ()

    def member_key(self, member: "Asked") -> str:
        """The key of a member, which is not asked outside the group."""
        return f"{self.key}/{member.key}"


@dataclass(frozen=True, slots=True)
class Said:
    """Words among the questions: `text` is Markdown."""

    text: str
    where: str
    shown: Term | None = None


Item = Asked | Said


@dataclass(frozen=True, slots=True)
class Page:
    """
    One page.

    Attributes:
        key: its name in the source.
        title: its heading; "" where it has none of its own.
        shown: when it is shown; None for always.
        reached: False where no way of the source leads to it.
        text: words between the heading and the questions, as the source writes them.
    """

    key: str
    title: str
    where: str
    items: tuple[Item, ...] = ()
    shown: Term | None = None
    reached: bool = True
    text: str = ""

    @property
    def questions(self) -> Iterator[Asked]:
        """The questions of the page, without the members of groups."""
        return (item for item in self.items if isinstance(item, Asked))


@dataclass(frozen=True, slots=True)
class End:
    """A page at which the form ends early, because it is not for this resident."""

    key: str
    title: str
    where: str
    text: str
    shown: Term


@dataclass(frozen=True, slots=True)
class Form:
    """
    A form as a whole, its pages in an order in which each reads only what was asked before.

    Attributes:
        kind: the format, as the report names it.
        title: what residents call it.
        known: what conditions may read, by key.
        language: of its words, as a BCP 47 tag.
        afterwards: what residents read once it is sent, in Markdown.
    """

    kind: str
    title: str
    pages: tuple[Page, ...]
    known: Mapping[str, Known]
    ends: tuple[End, ...] = ()
    summary: str = ""
    language: str = "en"
    afterwards: str = ""

    @property
    def questions(self) -> Iterator[Asked]:
        """Every question outside groups, in order."""
        return (question for page in self.pages for question in page.questions)
