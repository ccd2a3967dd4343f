"""A status that comes back from where a case is worked."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.apps.cases.actions.entering import Who, next_number
from commonwheel.apps.cases.actions.working import make_move, pattern_of
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.cases.queries.request import CaseView, case_view
from commonwheel.apps.cases.queries.tracking import written
from commonwheel.apps.handover import api as handover
from commonwheel.core.casework.states import (
    CaseIsClosed,
    DecisionIsIncomplete,
    MoveIsNotAllowed,
    ReasonIsMissing,
    ReasonIsNotAsked,
    StateIsUnknown,
    move,
    moves_from,
)
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.transactions import action


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """
    What the other place says of a case.

    Attributes:
        id: its own name for this status, the same whenever it is sent again.
        state: of the service.
        at: when it came about; aware.
        reason: for the resident; "" where the state gives none.
        note: for officers.
        answers: to the questions of the state, as they came.
    """

    id: str
    state: str
    at: dt.datetime
    reason: str = ""
    note: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


Decide = Callable[[CaseView, Said], Mapping[str, Any]]
"""Returns valid answers to the questions of the state that is said, in the notation of examples."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Where the case stands, and whether this status had come before."""

    reference: str
    state: str
    is_repeat: bool


class NotYours(Failure):
    """The token is nobody's, or the reference none that its place works: the two read alike."""

    def __init__(self) -> None:
        super().__init__("There is no such request for this token. Check the token, the council and the reference.")


class StatusDoesNotFit(Failure):
    """
    The service does not let the case go there; nothing is stored.

    Attributes:
        allowed: the states it can go to.
    """

    def __init__(self, words: str, allowed: tuple[str, ...]) -> None:
        super().__init__(words)
        self.allowed = allowed


@action
def take_status(
    council_id: uuid.UUID,
    *,
    token: str,
    reference: str,
    said: Said,
    decide: Decide,
    now: dt.datetime,
) -> Heard:
    """
    Move a case to where its other place says it stands, once; a note is kept for officers.

    What came before is not looked at again: the case may have gone on since, and what was right then may not be now.

    Args:
        decide: called with the case as it stands, unless the status came before.

    Raises:
        NotYours, StatusDoesNotFit, SaidOtherwise: nothing is stored.
    """
    rows = Case.objects.of(council_id).select_for_update(of=("self",)).filter(reference=written(reference))
    case, speaker = _spoken_of(council_id, token, rows.first())
    is_new = handover.hear(
        speaker, council_id, case_id=case.id, key=said.id, state=said.state, said_at=said.at, now=now
    )
    if is_new:
        _follow(case, said, decide(case_view(case), said), Who(SYSTEM, speaker.system), now=now)
    return Heard(case.reference, case.state, is_repeat=not is_new)


def _spoken_of(council_id: uuid.UUID, token: str, case: Case | None) -> tuple[Case, handover.Speaker]:
    """Return the case, and whoever shows the token, where it went to them."""
    speaker = handover.find_speaker(council_id, token=token)
    if speaker is None or case is None or not handover.was_handed_to(speaker, council_id, case_id=case.id):
        raise NotYours
    return case, speaker


def _follow(case: Case, said: Said, decision: Mapping[str, Any], who: Who, *, now: dt.datetime) -> None:
    if said.state != case.state:
        pattern = pattern_of(case)
        try:
            moved = move(pattern, case.state, said.state, reason=said.reason, decision=decision)
        except (CaseIsClosed, MoveIsNotAllowed, StateIsUnknown) as reason:
            words = "The request cannot go to this state from where it stands."
            raise StatusDoesNotFit(words, tuple(one.id for one in moves_from(pattern, case.state))) from reason
        except ReasonIsMissing as reason:
            raise StatusDoesNotFit("This state needs a reason, which the resident reads.", (said.state,)) from reason
        except ReasonIsNotAsked as reason:
            raise StatusDoesNotFit("This state takes no reason. Send a note instead.", (said.state,)) from reason
        except DecisionIsIncomplete as reason:
            raise StatusDoesNotFit("This state needs answers to its questions.", (said.state,)) from reason
        make_move(case, moved, who=who, now=now)
    if said.note:
        CaseEvent.objects.create(
            council_id=case.council_id,
            case_id=case.id,
            kind=CaseEvent.Kind.NOTED,
            number=next_number(case),
            at=now,
            actor_name=who.name,
            note=said.note,
        )
