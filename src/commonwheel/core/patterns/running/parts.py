"""The parts of a programme: questions, pages, stops and the rest, each at its address and compiled."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from commonwheel.core.patterns.expressions import Compiled, Scope
from commonwheel.core.patterns.expressions.names import question_sort
from commonwheel.core.patterns.expressions.sorts import Sort
from commonwheel.core.patterns.model.casework import FeeLine, Then
from commonwheel.core.patterns.model.pattern import DutyCase, Step, Stop
from commonwheel.core.patterns.model.questions import Answerable, Asked, Check
from commonwheel.core.patterns.versions.effective import Choosable


@dataclass(frozen=True, eq=False)
class PlacedCheck:
    """A rule for an answer, at its address."""

    check: Check
    address: str
    that: Compiled


@dataclass(frozen=True, eq=False)
class Placed:
    """
    A question where it is asked.

    Attributes:
        question: as the pattern or a block says it.
        address: of the question, such as `steps.bin.ask.missed_on`.
        page: the id of its page; "" for what an officer is asked.
        when: it is asked when all of these are true: the condition of the block's use, its own.
        checks: the rules for its answer.
        members: of a group, in order; () for the rest.
        options: its choices, those of a setting included.
        scope: of its members' expressions, for a group; None for the rest.
    """

    question: Asked
    address: str
    page: str
    when: tuple[Compiled, ...] = ()
    checks: tuple[PlacedCheck, ...] = ()
    members: "tuple[Placed, ...]" = ()
    options: tuple[Choosable, ...] = ()
    scope: Scope | None = None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @cached_property
    def type(self) -> str:
        """The question's type, such as `text`; `show` has no answer."""
        return str(getattr(self.question, "type", ""))

    @cached_property
    def sort(self) -> Sort | None:
        """What its answer is in expressions; None for words."""
        return question_sort(self.question)

    @cached_property
    def by_id(self) -> "Mapping[str, Placed]":
        """A group's members that have an answer, by id, in order."""
        return {member.id: member for member in self.members if member.type != "show"}

    @cached_property
    def optional(self) -> bool:
        """Whether it may be left unanswered; true of what has no answer."""
        return not isinstance(self.question, Answerable) or self.question.optional

    def words_at(self, address: str) -> str:
        """Return the pattern's own words for what is wrong with an answer here or in an entry; "" for none there."""
        for placed in (self, *self.members):
            question = placed.question
            if isinstance(question, Answerable) and address == f"{placed.address}.missing":
                return question.missing or ""
            for check in placed.checks:
                if address == f"{check.address}.say":
                    return check.check.say
        return ""

    @cached_property
    def choices(self) -> frozenset[str]:
        """The values of its options."""
        return frozenset(option.value for option in self.options)


@dataclass(frozen=True, eq=False)
class Page:
    """
    One page of a journey.

    Attributes:
        id: the step's id, also in the web address.
        address: `steps.ID`.
        number: its place among the pages, from 0.
        when: shown only when this is true; None for always.
        entries: what is on it in order, blocks expanded.
    """

    id: str
    address: str
    number: int
    step: Step
    when: Compiled | None
    entries: tuple[Placed, ...]


@dataclass(frozen=True, eq=False)
class PlacedStop:
    """A stop, with the number of the page after which all it reads has been asked."""

    stop: Stop
    address: str
    when: Compiled
    after: int


@dataclass(frozen=True, eq=False)
class PlacedLine:
    """A line of the fee."""

    line: FeeLine
    address: str
    amount: Compiled
    when: Compiled | None


@dataclass(frozen=True, eq=False)
class PlacedDuty:
    """One of several duties."""

    case: DutyCase
    address: str
    when: Compiled | None


@dataclass(frozen=True, eq=False)
class PlacedThen:
    """A service offered next."""

    then: Then
    address: str
    when: Compiled | None
