"""What an officer types who moves a request: the answers to the state's questions, and a reason."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from commonwheel.core.casework.entries import DayIsNotPossible, check_day
from commonwheel.core.patterns.answering.answers import Lookups
from commonwheel.core.patterns.answering.cel_values import Circumstances
from commonwheel.core.patterns.answering.decision_forms import DecisionForm, asked_on, blank_form, errors_on, sent_form
from commonwheel.core.patterns.answering.decisions import DecisionRead, read_decision
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.design.moments import day
from commonwheel.design.questions.fields import Form, last

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """
    What the rules of an officer's answers may read.

    Attributes:
        answers: the resident's.
        since: the day from which the state that the request stands in counts.
        lookups: the council's registers, and the files that the officer has given already.
    """

    answers: Mapping[str, Any]
    circumstances: Circumstances
    since: dt.date
    lookups: Lookups


@dataclass(frozen=True, slots=True)
class MoveRead:
    """
    A move as it was typed.

    Attributes:
        said: by question, what is wrong with an answer that none of its own rules forbids.
        reason_error: "" where nothing is wrong.
        version: of the request as the officer saw it; 0 where the form has none.
        seen: names on the page of the questions that were there when it was sent.
    """

    form: DecisionForm
    read: DecisionRead
    said: Mapping[str, str]
    reason: str
    reason_error: str
    version: int
    seen: frozenset[str]

    @property
    def is_good(self) -> bool:
        """Whether the move can be made: nothing is wrong, and nothing is asked that was not on the page."""
        return self.read.is_good and not self.said and not self.reason_error and asked_on(self.read) <= self.seen

    @property
    def decision(self) -> Mapping[str, Any]:
        """The good answers, in the notation of examples."""
        return self.read.values

    @property
    def errors(self) -> tuple[AnswerError, ...]:
        """What is wrong with the answers; a question that was not on the page is asked before it is missed."""
        return tuple(error for error in errors_on(self.read) if error.question in self.seen)


def blank_move(programme: Programme, state: State, *, version: int, known: Known) -> MoveRead:
    """Return the form of a move before anything is typed."""
    form = blank_form(programme, state.id)
    return MoveRead(form, _read(programme, state, form, known), {}, "", "", version, frozenset())


def read_move(programme: Programme, state: State, posted: Form, *, known: Known) -> MoveRead:
    """Read what an officer typed to move a request to a state, and hold it to the rules of the service."""
    form = sent_form(programme, state.id, posted, pressed=last(posted, "do"))
    read = _read(programme, state, form, known)
    reason, version = last(posted, "-reason").strip(), last(posted, "-version")
    move = MoveRead(
        form=form,
        read=read,
        said=_impossible_day(state, read.values, known),
        reason=reason,
        reason_error=_reason_fault(state, reason),
        version=int(version) if version.isascii() and version.isdecimal() else 0,
        seen=frozenset(last(posted, "-seen").split()),
    )
    return move if "-seen" in posted else replace(move, seen=asked_on(read))


# Private


def _read(programme: Programme, state: State, form: DecisionForm, known: Known) -> DecisionRead:
    return read_decision(
        programme,
        state.id,
        form.posted,
        answers=known.answers,
        circumstances=known.circumstances,
        entries=form.entries(),
        lookups=known.lookups,
    )


def _impossible_day(state: State, decision: Mapping[str, Any], known: Known) -> dict[str, str]:
    """Return what is wrong with the day on which the move is said to have happened."""
    try:
        check_day(state, decision, since=known.since, today=known.circumstances.today)
    except DayIsNotPossible as failure:
        if dt.date.fromisoformat(decision[failure.question]) > failure.latest:
            return {failure.question: _("The date must be today or in the past")}
        words = _("The date must be %(day)s or later: that is when the request came to where it stands now")
        return {failure.question: words % {"day": day(failure.earliest)}}
    return {}


def _reason_fault(state: State, reason: str) -> str:
    if state.reason == "required" and not reason:
        return _("Enter a reason. The resident will read it")
    return _("Keep the reason to 2,000 characters") if len(reason) > LONGEST_REASON else ""
