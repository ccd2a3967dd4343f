"""What officers do with a case: move it, note, assign; and the moves that happen by themselves."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.accounts import keep_in_step
from commonwheel.apps.cases.actions.entering import Entry, Who, by_staff, follow, next_number, set_state
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.cases.queries.clocks import as_counted, list_moves
from commonwheel.apps.cases.queries.request import RequestNotFound
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.apps.cases.rules import is_prepared, kept_prefix, prepared_prefix
from commonwheel.apps.files import api as files
from commonwheel.core.casework.entries import Entered, check_day
from commonwheel.core.casework.states import Moved, move, move_by_itself, state_of
from commonwheel.core.patterns.model.casework import Case as CasePattern
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

_STORED = (
    "state", "entered_at", "moves_at", "is_open", "closed_at", "due_on", "version", "goes_on", "runs_until",
    "notice_at",
)  # fmt: skip
SWEPT_AT_ONCE = 200


class RequestChanged(Failure):
    """Somebody changed the request after the officer read it; nothing was stored."""

    def __init__(self, case_id: uuid.UUID) -> None:
        super().__init__("Somebody else changed this request while you had it open. Look at it again before you go on.")
        self.case_id = case_id


class NobodyOfThatName(Failure):
    """The person chosen does not work for this council (any more), or may not work requests."""

    def __init__(self) -> None:
        super().__init__("Choose somebody from the list.")


class NoteIsEmpty(Failure):
    """A note without words."""

    def __init__(self) -> None:
        super().__init__("Write something in the note.")


@action
def move_case(
    council_id: uuid.UUID,
    *,
    case_id: uuid.UUID,
    version: int,
    to: str,
    reason: str,
    decision: Mapping[str, Any],
    staff: StaffView,
    now: dt.datetime,
) -> None:
    """
    Move a case to another state, with the messages, clocks and timeline that follow.

    Args:
        version: of the case as the officer saw it.
        decision: valid answers to the state's questions, in the notation of examples.

    Raises:
        RequestNotFound, RequestChanged, DayIsNotPossible, and what `core.casework.states.move` raises; then
        nothing is stored.
    """
    case = held(council_id, case_id, version=version)
    pattern = pattern_of(case)
    moved = move(pattern, case.state, to, reason=reason, decision=decision)
    since = as_counted(pattern, _moves(case))[-1].at
    check_day(state_of(pattern, to), decision, since=timezone.localdate(since), today=timezone.localdate(now))
    make_move(case, moved, who=by_staff(staff), now=now, prepared=prepared_prefix(staff.id, to))


@action
def move_if_due(council_id: uuid.UUID, *, case_id: uuid.UUID, now: dt.datetime) -> bool:
    """Make a case's automatic move where its time has come; say whether it was made. Once, whoever else sweeps."""
    with council_scope(council_id):
        case = Case.objects.of(council_id).to_move(now).select_for_update(of=("self",)).filter(id=case_id).first()
        if case is None:
            return False
        moved = move_by_itself(pattern_of(case), case.state)
        make_move(case, moved, who=Who(), now=now)
        return True


def move_due_cases(council_id: uuid.UUID, *, now: dt.datetime, limit: int = SWEPT_AT_ONCE) -> int:
    """Make the automatic moves whose time has come, each in its own transaction; return how many were made."""
    with council_scope(council_id):
        due = Case.objects.of(council_id).to_move(now).order_by("moves_at").values_list("id", flat=True)
        keys = list(due[:limit])
    return sum(move_if_due(council_id, case_id=key, now=now) for key in keys)


@action
def add_note(council_id: uuid.UUID, *, case_id: uuid.UUID, text: str, staff: StaffView, now: dt.datetime) -> None:
    """
    Add an internal note, which no resident sees.

    Raises:
        RequestNotFound, NoteIsEmpty.
    """
    words = text.strip()
    if not words:
        raise NoteIsEmpty
    case = held(council_id, case_id)
    _write(case, kind=CaseEvent.Kind.NOTED, staff=staff, now=now, note=words)
    _audit(case, staff, "case-noted", now)


@action
def assign_case(
    council_id: uuid.UUID,
    *,
    case_id: uuid.UUID,
    version: int,
    to: uuid.UUID | None,
    staff: StaffView,
    now: dt.datetime,
) -> None:
    """
    Give a case to somebody, or to nobody. Giving it to whoever has it changes nothing.

    Raises:
        RequestNotFound, RequestChanged, NobodyOfThatName.
    """
    case = held(council_id, case_id)
    if case.assigned_to_id == to:
        return
    if case.version != version:
        raise RequestChanged(case.id)
    name = _assignee_name(case, to)
    case.assigned_to_id, case.version = to, case.version + 1
    case.save(update_fields=["assigned_to", "version"])
    _write(case, kind=CaseEvent.Kind.ASSIGNED, staff=staff, now=now, about=name)
    _audit(case, staff, "case-assigned", now)


@action
def record_reading(council_id: uuid.UUID, *, case_id: uuid.UUID, staff: StaffView, now: dt.datetime) -> None:
    """Write down in the audit that an officer opened a case."""
    actor = Actor("STAFF", str(staff.id))
    record(council_id, actor=actor, action="case-read", subject=f"case:{case_id}", at=now)


def held(council_id: uuid.UUID, case_id: uuid.UUID, *, version: int | None = None) -> Case:
    """Return the case's row, locked until the action ends; a stale version is refused."""
    case = Case.objects.of(council_id).select_for_update(of=("self",)).filter(id=case_id).first()
    if case is None:
        raise RequestNotFound
    if version is not None and case.version != version:
        raise RequestChanged(case.id)
    return case


def make_move(case: Case, moved: Moved, *, who: Who, now: dt.datetime, prepared: str = "") -> None:
    """Make an allowed move of a case whose row the caller holds, with everything that follows."""
    moves = [*_moves(case), Entered(moved.to_state, now, moved.decision)]
    entry = Entry(
        council=authorities.get_council_by_id(case.council_id),
        effective=effective_of(case.effective_id),
        moved=moved,
        at=now,
        who=who,
        history=as_counted(pattern_of(case), moves),
    )
    clocks = set_state(case, entry)
    case.version += 1
    case.goes_on = None  # It may have been closed on another day before.
    case.save(update_fields=_STORED)
    keep_in_step(case)
    number = next_number(case)
    _keep_papers(case, prepared, number=number)
    follow(case, entry, clocks, number=number)


def _keep_papers(case: Case, prepared: str, *, number: int) -> None:
    """Keep the files of a move with its event; those given for moves that nobody can make any more go."""
    uploads = files.list_uploads(case.council_id, journey_id=case.id)
    names = {
        one.question: f"{kept_prefix(number)}{one.question.removeprefix(prepared)}"
        if prepared and one.question.startswith(prepared)
        else ""
        for one in uploads
        if is_prepared(one.question)
    }
    files.rename_questions(case.council_id, journey_id=case.id, names=names)


def pattern_of(case: Case) -> CasePattern:
    """Return what the service says about requests, as the case's council has it."""
    return case_pattern(effective_of(case.effective_id), authorities.get_council_by_id(case.council_id))


def _moves(case: Case) -> list[Entered]:
    return list_moves(case.council_id, case_id=case.id, received_at=case.received_at)


def _assignee_name(case: Case, to: uuid.UUID | None) -> str:
    if to is None:
        return ""
    for one in authorities.list_staff(case.council_id):
        may_work = authorities.Permission.WORK_REQUESTS in one.permissions and one.works_on(case.service_id)
        if one.id == to and may_work:
            return one.name
    raise NobodyOfThatName


def _write(
    case: Case, *, kind: CaseEvent.Kind, staff: StaffView, now: dt.datetime, note: str = "", about: str = ""
) -> None:
    CaseEvent.objects.create(
        council_id=case.council_id,
        case_id=case.id,
        kind=kind,
        number=next_number(case),
        at=now,
        actor_id=staff.id,
        actor_name=staff.name,
        note=note,
        about=about,
    )


def _audit(case: Case, staff: StaffView, what: str, now: dt.datetime) -> None:
    record(case.council_id, actor=Actor("STAFF", str(staff.id)), action=what, subject=f"case:{case.id}", at=now)
