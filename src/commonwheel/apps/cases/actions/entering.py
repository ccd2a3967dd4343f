"""Entering a state: what opening, moving by hand and moving by itself have in common."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from commonwheel.apps.cases.actions.telling import Occasion, tell_all
from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent
from commonwheel.apps.cases.queries.calendars import calendars_of
from commonwheel.apps.cases.queries.clocks import next_due, running_clocks
from commonwheel.apps.cases.queries.services import case_pattern
from commonwheel.core.casework.clocks import Due, move_due_at
from commonwheel.core.casework.entries import History
from commonwheel.core.casework.lengths import start_of_day
from commonwheel.core.casework.renewals import renewal_begun
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
    _begin_time(case, entry)
    case.moves_at = _moves_at(case, entry)
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
    told = tell_all(case, entry.moved.effects.messages, _occasion(entry, number))
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


def _begin_time(case: Case, entry: Entry) -> None:
    """Set until when the request runs, where its time begins: once. A closed one is told nothing more."""
    renew = entry.effective.pattern.renew
    if renew is not None and case.runs_until is None:
        day = timezone.localdate(entry.history[-1].at)
        begun = renewal_begun(renew, entry.moved, answers=case.answers, on=day)
        if begun is not None:
            case.runs_until = begun.runs_until
            case.notice_at = start_of_day(begun.notice_on, timezone.get_default_timezone())
    if not case.is_open:
        case.notice_at = None


def _moves_at(case: Case, entry: Entry) -> dt.datetime | None:
    after = entry.moved.effects.after
    if after is None:
        return None
    calendars, zone = calendars_of(entry.council), timezone.get_default_timezone()
    entered_at = entry.history[-1].at
    return move_due_at(after, entered_at=entered_at, calendars=calendars, timezone=zone, runs_until=case.runs_until)


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


def _occasion(entry: Entry, number: int) -> Occasion:
    moved = entry.moved
    return Occasion(
        council=entry.council,
        effective=entry.effective,
        number=number,
        at=entry.at,
        state=moved.to_state,
        reason=moved.reason,
        decision=moved.decision,
    )
