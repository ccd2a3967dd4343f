"""The notice that what somebody has falls due for renewal: sent once, before it ends."""

import datetime as dt
import uuid

from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.entering import next_number
from commonwheel.apps.cases.actions.telling import Occasion, tell_all
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.core.casework.states import notices_of
from commonwheel.foundation.audit import SYSTEM, record
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action

TOLD_AT_ONCE = 200


@action
def tell_if_due(council_id: uuid.UUID, *, case_id: uuid.UUID, now: dt.datetime) -> bool:
    """
    Send a case's notice where its time has come; say whether it was sent. Once, whoever else sweeps.

    A time that is over already is not told any more: what happens at its end says so itself.
    """
    with council_scope(council_id):
        case = Case.objects.of(council_id).to_tell(now).select_for_update(of=("self",)).filter(id=case_id).first()
        if case is None:
            return False
        case.notice_at = None
        case.save(update_fields=["notice_at"])
        if case.runs_until is None or timezone.localdate(now) > case.runs_until:
            return False
        _tell(case, case.runs_until, now=now)
        return True


def tell_due_renewals(council_id: uuid.UUID, *, now: dt.datetime, limit: int = TOLD_AT_ONCE) -> int:
    """Send the notices whose time has come, each in its own transaction; return how many were sent."""
    with council_scope(council_id):
        due = Case.objects.of(council_id).to_tell(now).order_by("notice_at").values_list("id", flat=True)
        keys = list(due[:limit])
    return sum(tell_if_due(council_id, case_id=key, now=now) for key in keys)


def _tell(case: Case, runs_until: dt.date, *, now: dt.datetime) -> None:
    effective = effective_of(case.effective_id)
    occasion = Occasion(
        council=authorities.get_council_by_id(case.council_id),
        effective=effective,
        number=next_number(case),
        at=now,
        state=case.state,
    )
    renew = effective.pattern.renew
    told = tell_all(case, notices_of(renew.tell if renew else None), occasion)
    insert(_event(case, occasion, runs_until), *told)
    facts = {"until": runs_until.isoformat(), "messages": sum(one.kind != CaseEvent.Kind.UNREACHED for one in told)}
    record(case.council_id, actor=SYSTEM, action="renewal-due", subject=f"case:{case.id}", at=now, facts=facts)


def _event(case: Case, occasion: Occasion, runs_until: dt.date) -> CaseEvent:
    return CaseEvent(
        council_id=case.council_id,
        case_id=case.id,
        kind=CaseEvent.Kind.FALLS_DUE,
        number=occasion.number,
        at=occasion.at,
        about=runs_until.isoformat(),
    )
