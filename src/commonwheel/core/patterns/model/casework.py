"""What happens after sending: states, clocks, fees."""

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from commonwheel.core.patterns.model.keys import (
    Condition,
    Count,
    ElementId,
    FullName,
    MessageFile,
    Pence,
    Plain,
    QuestionId,
    Shape,
    Whole,
    Words,
    doc,
)
from commonwheel.core.patterns.model.questions import Protected, Question

CalendarName = Literal["authority", "england-and-wales", "scotland", "northern-ireland", "any-uk"]
Nation = Literal["england", "wales", "scotland", "northern-ireland"]


class Length(Shape):
    """A length of time in exactly one unit: so many, or as many as a setting of type integer says."""

    hours: Count | None = doc("Hours.", None)
    days: Count | None = doc("Calendar days.", None)
    working_days: Count | None = doc("Working days of the clock's calendar.", None)
    school_days: Count | None = doc("School days of the authority.", None)
    months: Count | None = doc("Months.", None)

    @model_validator(mode="after")
    def _one_unit(self) -> "Length":
        units = (self.hours, self.days, self.working_days, self.school_days, self.months)
        if sum(unit is not None for unit in units) != 1:
            expected = "one of hours, days, working_days, school_days or months"
            raise PydanticCustomError("one-length", "expected {expected}", {"expected": expected})
        return self


class Longer(Shape):
    """A longer time that a clock has once a state was entered. Exactly one of length and until."""

    FIXED: ClassVar = frozenset({"id"})

    id: ElementId = doc("Unique among the longer times of the clock.")
    after: ElementId = doc("The state.")
    length: Length | None = doc("The whole time, from the same day 0.", None)
    until: QuestionId | None = doc("The question of type date, asked by that state, with the day it then ends.", None)

    @model_validator(mode="after")
    def _one_end(self) -> "Longer":
        if (self.length is None) == (self.until is None):
            raise PydanticCustomError("one-length", "expected {expected}", {"expected": "one of length or until"})
        return self


class Clock(Shape):
    """A date by which something must have happened."""

    FIXED: ClassVar = frozenset({"id", "law", "protected", "was"})

    id: ElementId = doc("Unique among the clocks.")
    label: Words | None = doc("What is due, such as `We aim to return by`.", None)
    nations: tuple[Nation, ...] = doc("The nations whose councils it runs for; all of them where not said.", ())
    length: Length = doc("How long; as a map with one unit.")
    calendar: CalendarName = doc("Whose working days count.", "authority")
    starts: str = doc(
        "Day 0: `received`, `next-day`, or `state:ID`.",
        "received",
        pattern=r"^(received|next-day|state:[a-z][a-z0-9-]{0,40})$",
    )
    pauses: tuple[ElementId, ...] = doc("States in which the clock stands still.", ())
    disregards: tuple[ElementId, ...] = doc(
        "States whose days do not count at all, the days of entering and leaving them included.", ()
    )
    restarts: tuple[ElementId, ...] = doc("States on whose entry the clock begins anew.", ())
    longer: tuple[Longer, ...] = doc("Longer times; the one whose state was entered last counts.", ())
    ends: tuple[ElementId, ...] = doc("States on whose entry it is met, so that nothing is due any more.", ())
    law: Plain | None = doc("The law that sets it; a layer cannot lengthen it.", None)
    protected: Protected | None = doc("No layer may remove it.", None)
    was: tuple[ElementId, ...] = doc("Former ids of this clock.", ())


class Tell(Shape):
    """The messages sent when a state is entered: names of files in `messages/`."""

    resident: MessageFile | None = doc("To the resident.", None)
    officer: MessageFile | None = doc("To the officers of the service.", None)


class After(Shape):
    """A move that happens by itself. Exactly one of length and until."""

    length: Length | None = doc("How long after entering the state.", None)
    until: Literal["renewal"] | None = doc("When the last day of the time that is renewed is over.", None)
    calendar: CalendarName = doc("Whose working days count.", "authority")
    go: ElementId = doc("The state to move to.")

    @model_validator(mode="after")
    def _one_time(self) -> "After":
        if (self.length is None) == (self.until is None):
            raise PydanticCustomError("one-key", "expected {expected}", {"expected": "one of length or until"})
        return self


class State(Shape):
    """Where a case stands. The first state is the one a case is opened in."""

    FIXED: ClassVar = frozenset({"id", "protected", "was"})

    id: ElementId = doc("Unique among the states.")
    label: Words = doc("What residents and officers read.")
    hint: Words | None = doc("What it means for the resident, and what happens next.", None)
    nations: tuple[Nation, ...] = doc("The nations whose councils have it; all of them where not said.", ())
    next: tuple[ElementId, ...] = doc("The states it can move to.", ())
    final: Literal["done", "refused", "withdrawn", "duplicate", "referred"] | None = doc(
        "How the case ended; a state without it must have a way out.", None
    )
    tell: Tell | None = doc("Messages sent on entering it.", None)
    reason: Literal["required", "optional", "none"] = doc(
        "Whether the officer who moves a case here gives the resident a reason.", "none"
    )
    ask: tuple[Question, ...] = doc(
        "What the officer who moves a case here is asked, all on one page; read as `decision.ID`. Files are asked "
        "for beside groups, not in them.",
        (),
    )
    on: QuestionId | None = doc(
        "The question of type date, among those asked here, with the day it really happened: clocks count from it. "
        "Otherwise they count from the day the case is moved.",
        None,
    )
    after: After | None = doc("A move that happens by itself after a time.", None)
    protected: Protected | None = doc("No layer may remove it.", None)
    was: tuple[ElementId, ...] = doc("Former ids of this state.", ())


class Case(Shape):
    """What is opened when a journey is sent."""

    reference: str = doc("The letters a reference begins with, such as `MB`.", pattern=r"^[A-Z]{1,4}$")
    clocks: tuple[Clock, ...] = doc("What is due by when.", ())
    states: tuple[State, ...] = doc("The states, the first being the one it opens in.", min_length=1)


class FeeLine(Shape):
    """One line of a fee."""

    FIXED: ClassVar = frozenset({"id", "was"})

    id: ElementId = doc("Unique among the lines.")
    label: Words = doc("What it is for.")
    amount: Pence = doc("Pence: a whole-number expression.")
    when: Condition | None = doc("Owed only when this is true.", None)
    was: tuple[ElementId, ...] = doc("Former ids of this line.", ())


class Fee(Shape):
    """What the service costs."""

    pay: Literal["before", "after"] = doc("Whether payment is taken before sending or after.")
    lines: tuple[FeeLine, ...] = doc("The lines; their sum is never below zero.", min_length=1)


class Every(Shape):
    """How often something is renewed. Exactly one of months and years."""

    months: Whole | None = doc("Months.", None, ge=1)
    years: Whole | None = doc("Years.", None, ge=1)

    @model_validator(mode="after")
    def _one_unit(self) -> "Every":
        if (self.months is None) == (self.years is None):
            raise PydanticCustomError("one-length", "expected {expected}", {"expected": "one of months or years"})
        return self


class Renew(Shape):
    """A service that falls due again."""

    every: Every = doc("How often.")
    starts: str = doc(
        "What the time begins with: `received`, or `state:ID` for the first time that state is entered.",
        "received",
        pattern=r"^(received|state:[a-z][a-z0-9-]{0,40})$",
    )
    from_: QuestionId | None = doc(
        "A date that is its first day: what the officer answers in that state, or, with `received`, the resident. "
        "The day it begins where not said.",
        None,
        alias="from",
    )
    notice_days: Whole = doc("How many days before the last day the notice goes out.", 28, ge=0, le=366)
    tell: Tell = doc("The notice, sent once to a request that is still open.")


class Book(Shape):
    """A service that needs an appointment."""

    calendar: ElementId = doc("The calendar the slots come from.")
    ask: QuestionId | None = doc("The question of type slot that the resident answers.", None)
    minutes: Whole = doc("How long one appointment takes.", 30, ge=5, le=1_440)


class Then(Shape):
    """A service offered once this one is sent."""

    FIXED: ClassVar = frozenset({"id"})

    id: ElementId = doc("Unique among them.")
    start: FullName = doc("The pattern to start.")
    label: Words | None = doc("What the link says; the other service's title where not said.", None)
    when: Condition | None = doc("Offered only when this is true.", None)
    carry: dict[QuestionId, QuestionId] = doc("Answers carried over: `{their_id: our_id}`.", {})
