"""States: which moves a case may make, and what follows from one."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, cast

from commonwheel.core.casework.entries import NO_DECISION, Decision
from commonwheel.core.patterns.model.casework import After, Case, Clock, State, Tell
from commonwheel.core.patterns.model.questions import Answerable, Asked
from commonwheel.core.problems import Failure

Recipient = Literal["resident", "officer"]
Change = Literal["starts", "restarts", "pauses", "resumes", "ends"]


class StateIsUnknown(Failure):
    """The service has no such state."""

    def __init__(self, state: str) -> None:
        super().__init__(f"This service has no state {state!r}. Choose one of the states shown.")
        self.state = state


class CaseIsClosed(Failure):
    """The case has reached a final state, and stays there."""

    def __init__(self, state: str) -> None:
        super().__init__("This request is closed, so it cannot be moved.")
        self.state = state


class MoveIsNotAllowed(Failure):
    """The service does not let a case go from the one state to the other."""

    def __init__(self, state: str, to: str, allowed: tuple[str, ...]) -> None:
        super().__init__(
            "This request cannot be moved there from where it stands now. Somebody may have moved it already: "
            "load the page again and choose one of the moves shown."
        )
        self.state = state
        self.to = to
        self.allowed = allowed


class ReasonIsMissing(Failure):
    """The resident must be given a reason for this move."""

    def __init__(self, to: str) -> None:
        super().__init__("Enter a reason. The resident will read it.")
        self.to = to


class ReasonIsNotAsked(Failure):
    """This move gives no reason to the resident, so nobody would read it."""

    def __init__(self, to: str) -> None:
        super().__init__("This move gives the resident no reason. Put what you want to keep in a note.")
        self.to = to


class DecisionIsIncomplete(Failure):
    """A question that the officer must answer for this move has no answer."""

    def __init__(self, to: str, missing: tuple[str, ...]) -> None:
        super().__init__("Answer every question about this decision.")
        self.to = to
        self.missing = missing


class DecisionWasNotAsked(Failure):
    """An answer came with this move to a question that is not asked for it."""

    def __init__(self, to: str, unknown: tuple[str, ...]) -> None:
        super().__init__("The questions about this decision have changed. Load the page again and answer them.")
        self.to = to
        self.unknown = unknown


class NothingMovesByItself(Failure):
    """The state the case stands in has no automatic move."""

    def __init__(self, state: str) -> None:
        super().__init__(f"Nothing moves by itself from {state!r}.")
        self.state = state


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that a move sends: to whom, and the file in `messages/` it is written in."""

    to: Recipient
    file: str


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What a move does to one clock."""

    clock: str
    change: Change


@dataclass(frozen=True, slots=True)
class Effects:
    """
    What follows from entering a state.

    Attributes:
        messages: to send, to the resident first.
        final: how the case ended; None while it is open.
        clocks: those that change, in the order of the pattern.
        after: the move that will happen by itself from here, if there is one.
    """

    messages: tuple[Notice, ...] = ()
    final: str | None = None
    clocks: tuple[ClockChange, ...] = ()
    after: After | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """
    A move that may be made.

    Attributes:
        from_state: "" for the opening.
        to_state: where the case stands now.
        reason: what the resident is told, trimmed; "" for none.
        decision: the officer's answers, by question id.
        effects: what follows.
    """

    from_state: str
    to_state: str
    effects: Effects
    reason: str = ""
    decision: Decision = field(default_factory=lambda: NO_DECISION)


def state_of(case: Case, state: str) -> State:
    """
    Return a state by its id.

    Raises:
        StateIsUnknown: there is none.
    """
    for each in case.states:
        if each.id == state:
            return each
    raise StateIsUnknown(state)


def moves_from(case: Case, state: str) -> tuple[State, ...]:
    """
    Return the states a case can be moved to, in the order of the pattern; none from a final state.

    Raises:
        StateIsUnknown: there is no such state, or it leads to one that is not there.
    """
    here = state_of(case, state)
    return () if here.final else tuple(state_of(case, each) for each in here.next)


def opening(case: Case) -> Moved:
    """Return the move that opens a case: into its first state."""
    first = case.states[0]
    return Moved(from_state="", to_state=first.id, effects=_effects(case, None, first))


def move(case: Case, state: str, to: str, *, reason: str = "", decision: Decision = NO_DECISION) -> Moved:
    """
    Return what moving a case by hand means, where it is allowed.

    Args:
        case: what the pattern says about cases.
        state: where the case stands.
        to: where it shall go.
        reason: for the resident; white space around it does not count.
        decision: the officer's valid answers by question id. An answer may be missing where its
            question is optional or has a condition.

    Raises:
        StateIsUnknown, CaseIsClosed, MoveIsNotAllowed, ReasonIsMissing, ReasonIsNotAsked,
        DecisionIsIncomplete, DecisionWasNotAsked.
    """
    here, there = state_of(case, state), state_of(case, to)
    if here.final:
        raise CaseIsClosed(state)
    if to not in here.next:
        raise MoveIsNotAllowed(state, to, here.next)
    given = reason.strip()
    _check_reason(there, given)
    _check_decision(there, decision)
    return Moved(state, to, _effects(case, here, there), given, MappingProxyType(dict(decision)))


def move_by_itself(case: Case, state: str) -> Moved:
    """
    Return the automatic move from a state. It needs no reason and no decision.

    Raises:
        NothingMovesByItself: the state has no `after`.
        StateIsUnknown: there is no such state.
    """
    here = state_of(case, state)
    if here.after is None:
        raise NothingMovesByItself(state)
    there = state_of(case, here.after.go)
    return Moved(state, there.id, _effects(case, here, there))


def notices_of(tell: Tell | None) -> tuple[Notice, ...]:
    """Return the messages that are told, to the resident first."""
    if tell is None:
        return ()
    told: tuple[tuple[Recipient, str | None], ...] = (("resident", tell.resident), ("officer", tell.officer))
    return tuple(Notice(to, file) for to, file in told if file is not None)


def _check_reason(there: State, reason: str) -> None:
    if there.reason == "required" and not reason:
        raise ReasonIsMissing(there.id)
    if there.reason == "none" and reason:
        raise ReasonIsNotAsked(there.id)


def _check_decision(there: State, decision: Decision) -> None:
    questions = cast("tuple[Asked, ...]", there.ask)
    asked = {each.id: each for each in questions if isinstance(each, Answerable)}
    if unknown := tuple(each for each in decision if each not in asked):
        raise DecisionWasNotAsked(there.id, unknown)
    needed = (each.id for each in asked.values() if not each.optional and each.when is None)
    if missing := tuple(each for each in needed if each not in decision):
        raise DecisionIsIncomplete(there.id, missing)


def _effects(case: Case, here: State | None, there: State) -> Effects:
    return Effects(
        messages=notices_of(there.tell),
        final=there.final,
        clocks=tuple(
            ClockChange(clock.id, change)
            for clock in case.clocks
            if (change := _change(clock, here, there)) is not None
        ),
        after=None if there.final else there.after,
    )


def _change(clock: Clock, here: State | None, there: State) -> Change | None:
    """Return the one change that says most: an end over a new beginning over a standstill."""
    still = (*clock.pauses, *clock.disregards)
    was_still = here is not None and here.id in still
    is_still = there.id in still
    starts = clock.starts == f"state:{there.id}" or (here is None and not clock.starts.startswith("state:"))
    changes: tuple[tuple[bool, Change], ...] = (
        (there.final is not None or there.id in clock.ends, "ends"),
        (starts, "starts"),
        (there.id in clock.restarts, "restarts"),
        (is_still and not was_still, "pauses"),
        (was_still and not is_still, "resumes"),
    )
    return next((change for happens, change in changes if happens), None)
