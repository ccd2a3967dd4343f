"""One request, whole, for the officer who works it."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent
from commonwheel.core.problems import Failure


class RequestNotFound(Failure):
    """The council has no such request."""

    def __init__(self) -> None:
        super().__init__("There is no such request here. Check the reference, or look for it in the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened; what is not of its kind is ""."""

    id: uuid.UUID
    kind: str
    number: int
    at: dt.datetime
    actor_name: str
    from_state: str
    to_state: str
    reason: str
    note: str
    decision: dict[str, Any]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A clock that has started; `clock` is its id in the pattern."""

    clock: str
    due_on: dt.date
    due_at: dt.datetime | None
    is_provisional: bool
    is_running: bool
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as other apps and pages read it; `answers` are in the notation of examples."""

    id: uuid.UUID
    council_id: uuid.UUID
    reference: str
    journey_id: uuid.UUID
    service_id: uuid.UUID
    service_title: str
    digest: str
    answers: dict[str, Any]
    language: str
    channel: str
    state: str
    version: int
    is_open: bool
    received_at: dt.datetime
    entered_at: dt.datetime
    moves_at: dt.datetime | None
    runs_until: dt.date | None
    closed_at: dt.datetime | None
    assigned_to: uuid.UUID | None
    due_on: dt.date | None
    contact_name: str
    contact_email: str
    contact_phone: str


def get_case(council_id: uuid.UUID, *, case_id: uuid.UUID) -> CaseView:
    """
    Return the council's case.

    Raises:
        RequestNotFound: where it has none with that key; another council's is not told apart.
    """
    row = Case.objects.of(council_id).filter(id=case_id).first()
    if row is None:
        raise RequestNotFound
    return case_view(row)


def list_cases(council_id: uuid.UUID, *, case_ids: Collection[uuid.UUID]) -> list[CaseView]:
    """Return those of the council's cases that have these keys, in no order."""
    return [case_view(row) for row in Case.objects.of(council_id).filter(id__in=case_ids)]


def get_case_by_reference(council_id: uuid.UUID, *, reference: str) -> CaseView:
    """
    Return the council's case with exactly this reference.

    Raises:
        RequestNotFound: where it has none.
    """
    row = Case.objects.of(council_id).filter(reference=reference).first()
    if row is None:
        raise RequestNotFound
    return case_view(row)


def list_timeline(council_id: uuid.UUID, *, case_id: uuid.UUID) -> tuple[TimelineEntry, ...]:
    """Return what happened to a case, oldest first."""
    rows = CaseEvent.objects.filter(council_id=council_id, case_id=case_id).order_by("number")
    return tuple(
        TimelineEntry(
            id=row.id,
            kind=row.kind,
            number=row.number,
            at=row.at,
            actor_name=row.actor_name,
            from_state=row.from_state,
            to_state=row.to_state,
            reason=row.reason,
            note=row.note,
            decision=row.decision,
            about=row.about,
        )
        for row in rows
    )


def list_clocks(council_id: uuid.UUID, *, case_id: uuid.UUID) -> tuple[ClockView, ...]:
    """Return the clocks of a case, the soonest first."""
    rows = CaseClock.objects.filter(council_id=council_id, case_id=case_id).order_by("due_on", "clock")
    return tuple(
        ClockView(
            clock=row.clock,
            due_on=row.due_on,
            due_at=row.due_at,
            is_provisional=row.is_provisional,
            is_running=row.is_running,
            ended_at=row.ended_at,
        )
        for row in rows
    )


def case_view(row: Case) -> CaseView:
    """Return a case's row as a value."""
    return CaseView(
        id=row.id,
        council_id=row.council_id,
        reference=row.reference,
        journey_id=row.journey_id,
        service_id=row.service_id,
        service_title=row.service_title,
        digest=row.effective_id,
        answers=row.answers,
        language=row.language,
        channel=row.channel,
        state=row.state,
        version=row.version,
        is_open=row.is_open,
        received_at=row.received_at,
        entered_at=row.entered_at,
        moves_at=row.moves_at,
        runs_until=row.runs_until,
        closed_at=row.closed_at,
        assigned_to=row.assigned_to_id,
        due_on=None if row.due_on == NOTHING_DUE else row.due_on,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
    )
