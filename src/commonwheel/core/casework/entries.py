"""The states a case has entered, each on the day from which clocks count it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commonwheel.core.casework.lengths import TimeHasNoZone, local_day, start_of_day
from commonwheel.core.patterns.model.casework import Case, State
from commonwheel.core.problems import Failure

Decision = Mapping[str, Any]
NO_DECISION: Decision = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entered:
    """
    A state that was entered.

    Attributes:
        at: since when it counts; aware.
        decision: what the officer answered who moved the case there, in the notation of examples.
    """

    state: str
    at: dt.datetime
    decision: Decision = field(default_factory=lambda: NO_DECISION)


History = Sequence[Entered]


class DayIsNotPossible(Failure):
    """
    An officer gave a day on which it cannot have happened.

    Attributes:
        question: that asks for the day.
        earliest, latest: between which the day lies, both included.
    """

    def __init__(self, question: str, *, earliest: dt.date, latest: dt.date) -> None:
        super().__init__(
            f"The day must be between {earliest.isoformat()}, when this request came to where it stands, "
            f"and {latest.isoformat()}, which is today."
        )
        self.question = question
        self.earliest = earliest
        self.latest = latest


def counted(case: Case, moves: Iterable[Entered], *, timezone: dt.tzinfo) -> tuple[Entered, ...]:
    """
    Return the states entered as clocks count them: on the day that the officer gave, where the state asks for one.

    A day that was given never brings an entry before the one it follows.

    Args:
        case: as the pattern has it; states it no longer has count as they are.
        moves: oldest first, each at the time at which it was made.
        timezone: in which a day begins.

    Raises:
        TimeHasNoZone: a time says no zone of its own.
    """
    asked = {state.id: state.on for state in case.states}
    found: list[Entered] = []
    for each in moves:
        at = _counted_at(each, asked.get(each.state), timezone)
        found.append(Entered(each.state, max(at, found[-1].at) if found else at, each.decision))
    return tuple(found)


def check_day(there: State, decision: Decision, *, since: dt.date, today: dt.date) -> None:
    """
    Refuse a day on which a move cannot have happened: in the future, or before the case was where it stands.

    Args:
        there: the state the case is moved to.
        since: the day from which the state it stands in counts.

    Raises:
        DayIsNotPossible.
    """
    given = _day_given(decision, there.on)
    if there.on is not None and given is not None and not since <= given <= today:
        raise DayIsNotPossible(there.on, earliest=since, latest=today)


def _counted_at(each: Entered, question: str | None, timezone: dt.tzinfo) -> dt.datetime:
    if each.at.tzinfo is None:
        raise TimeHasNoZone(each.at)
    given = _day_given(each.decision, question)
    if given is None or given == local_day(each.at, timezone):
        return each.at
    return start_of_day(given, timezone)


def _day_given(decision: Decision, question: str | None) -> dt.date | None:
    """Return the day that a decision gives, or None where none was asked or given."""
    given = None if question is None else decision.get(question)
    return dt.date.fromisoformat(given) if isinstance(given, str) else None
