"""Entering a state: what opening, moving by hand and moving by itself have in common."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.telling import tell
from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent
from commonwheel.apps.cases.queries.calendars import calendars_of
from commonwheel.apps.cases.queries.clocks import next_due, running_clocks
from commonwheel.apps.cases.queries.services import case_pattern
from commonwheel.core.casework.clocks import Due, move_due_at
from commonwheel.core.casework.entries import History
from commonwheel.core.casework.states import Moved
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.audit import SYSTEM, Actor, record
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.statements import insert


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: for the audit, and by name for the timeline."""

    actor: Actor = SYSTEM
    name: str = ""


def by_staff(staff: StaffView) -> Who:
    """Return a member of staff as who acts."""
    return Who(Actor("STAFF", str(staff.id)), staff.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    A state being entered.

    Attributes:
        at: when it is written down.
        history: the states entered, oldest first, this one last, on the days from which clocks count them.
    """

    council: CouncilView
    effective: Effective
    moved: Moved
    at: dt.datetime
    who: Who
    history: History


def set_state(case: Case, entry: Entry) -> list[CaseClock]:
    """Set what the new state means on the row, which the caller stores; return its clocks as they are now."""
    effects, at = entry.moved.effects, entry.at
    case.state, case.entered_at = entry.moved.to_state, at
    case.is_open, case.closed_at = effects.final is None, at if effects.final else None
    case.moves_at = _moves_at(entry)
    pattern = case_pattern(entry.effective, entry.council)
    clocks = running_clocks(pattern, entry.history, received_at=case.received_at, council=entry.council)
    case.due_on = (next_due(clocks) or NOTHING_DUE) if case.is_open else NOTHING_DUE
    return [_clock_row(case, name, ends) for name, ends in clocks]


def follow(
    case: Case, entry: Entry, clocks: list[CaseClock], *, number: int, facts: Mapping[str, Any] | None = None
) -> None:
    """
    Write what follows from a stored change of state: clocks, timeline, messages, audit.

    Args:
        number: of the change in the timeline.
        facts: for the audit, beside where the case was and is.
    """
    if entry.moved.from_state:
        _store_clocks(clocks)
    else:
        insert(*clocks)
    event = _event(case, entry, number=number)
    told = _tell_all(case, entry, number=number)
    insert(event, *told)
    record(
        entry.council.id,
        actor=entry.who.actor,
        action="case-moved" if entry.moved.from_state else "case-opened",
        subject=f"case:{case.id}",
        at=entry.at,
        facts={"from": entry.moved.from_state, "to": entry.moved.to_state, **(facts or {})},
    )


def next_number(case: Case) -> int:
    """Return the number of the next entry of a timeline; the caller holds the case's row."""
    events = CaseEvent.objects.filter(council_id=case.council_id, case_id=case.id)
    last = events.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _moves_at(entry: Entry) -> dt.datetime | None:
    after = entry.moved.effects.after
    if after is None:
        return None
    calendars, zone = calendars_of(entry.council), timezone.get_default_timezone()
    return move_due_at(after, entered_at=entry.history[-1].at, calendars=calendars, timezone=zone)


def _clock_row(case: Case, clock: str, ends: Due) -> CaseClock:
    return CaseClock(
        council_id=case.council_id,
        case_id=case.id,
        clock=clock,
        due_on=ends.on,
        due_at=ends.at,
        is_provisional=ends.provisional,
        is_running=ends.running,
        ended_at=ends.met_at or case.closed_at,
    )


def _store_clocks(clocks: list[CaseClock]) -> None:
    CaseClock.objects.bulk_create(
        clocks,
        update_conflicts=True,
        unique_fields=["case", "clock"],
        update_fields=["due_on", "due_at", "is_provisional", "is_running", "ended_at"],
    )


def _event(case: Case, entry: Entry, *, number: int) -> CaseEvent:
    moved = entry.moved
    return CaseEvent(
        council_id=case.council_id,
        case_id=case.id,
        kind=CaseEvent.Kind.MOVED if moved.from_state else CaseEvent.Kind.OPENED,
        number=number,
        at=entry.at,
        actor_id=entry.who.actor.id or None,
        actor_name=entry.who.name,
        from_state=moved.from_state,
        to_state=moved.to_state,
        reason=moved.reason,
        decision=dict(moved.decision),
    )


def _tell_all(case: Case, entry: Entry, *, number: int) -> list[CaseEvent]:
    """Queue the messages of a move and return their entries in the timeline."""
    told: list[CaseEvent] = []
    for notice in entry.moved.effects.messages:
        subject = tell(
            case,
            notice,
            council=entry.council,
            effective=entry.effective,
            moved=entry.moved,
            number=number,
            officer=_officer_email(case, entry.council) if notice.to == "officer" else "",
        )
        if subject:
            told.append(_message_event(case, entry, subject, audience=notice.to, number=number + 1 + len(told)))
    return told


def _message_event(case: Case, entry: Entry, subject: str, *, audience: str, number: int) -> CaseEvent:
    return CaseEvent(
        council_id=case.council_id,
        case_id=case.id,
        kind=CaseEvent.Kind.MESSAGE,
        number=number,
        at=entry.at,
        about=subject[:300],
        to_state=audience,
    )


def _officer_email(case: Case, council: CouncilView) -> str:
    """Return whom notices to officers go to: who has the request, else the council's own address."""
    for staff in authorities.list_staff(council.id):
        if staff.id == case.assigned_to_id:
            return staff.email
    return council.email
