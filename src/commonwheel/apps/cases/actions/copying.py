"""
The printed copy of what was sent: made by the worker after sending, once for what the answers are.

Its bytes are stored before the row that names them, so that one that is named can be opened. Whoever asks
before it is made gets the same bytes, made for them.
"""

import datetime as dt
import io
import logging
import uuid
from typing import BinaryIO

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.printed import printed_copy
from commonwheel.apps.cases.queries.request import CaseView, RequestNotFound, case_view, get_case
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.files import api as files
from commonwheel.apps.payments import api as payments
from commonwheel.design.paper import set_paper
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

log = logging.getLogger("commonwheel.copies")
COPY = "=copy"
"""The name it is kept under; no question is called so."""
COPIED_AT_ONCE = 100
TRY_AGAIN_AFTER = dt.timedelta(hours=1)


def make_due_copies(council_id: uuid.UUID, *, now: dt.datetime, limit: int = COPIED_AT_ONCE) -> int:
    """Make the copies whose time has come, each by itself; return how many. One that fails is tried again later."""
    with council_scope(council_id):
        due = Case.objects.of(council_id).to_copy(now).order_by("copy_due_at").values_list("id", flat=True)
        keys = list(due[:limit])
        return sum(_make_or_put_off(council_id, key, now=now) for key in keys)


def open_copy(council_id: uuid.UUID, *, case_id: uuid.UUID) -> tuple[str, BinaryIO]:
    """
    Return the name and the bytes of a request's copy; the caller has decided that the reader may have it.

    Raises:
        RequestNotFound: where the council has no such request.
    """
    case = get_case(council_id, case_id=case_id)
    kept = next((one for one in files.list_uploads(council_id, journey_id=case.id) if one.question == COPY), None)
    if kept is not None:
        return kept.name, files.open_upload(council_id, journey_id=case.id, upload_id=kept.id)[1]
    return _name(case), io.BytesIO(_print(case))


def forget_copy(case: Case) -> None:
    """Remove the copy of a case, within the caller's transaction."""
    files.remove_made(case.council_id, owner=case.id, question=COPY)


def _make_or_put_off(council_id: uuid.UUID, case_id: uuid.UUID, *, now: dt.datetime) -> bool:
    try:
        return _make(council_id, case_id, now=now)
    except Exception:
        log.exception("The copy of request %s was not made; it is tried again in an hour", case_id)
        Case.objects.of(council_id).filter(id=case_id).to_copy(now).update(copy_due_at=now + TRY_AGAIN_AFTER)
        return False


def _make(council_id: uuid.UUID, case_id: uuid.UUID, *, now: dt.datetime) -> bool:
    try:
        case = get_case(council_id, case_id=case_id)
    except RequestNotFound:
        return False
    made = files.store_made(council_id, _print(case))
    return _name_copy(case, made, now=now)


@action
def _name_copy(printed: CaseView, made: files.Stored, *, now: dt.datetime) -> bool:
    """Keep a copy as the case's, unless another worker was first or the answers are not those that were printed."""
    with council_scope(printed.council_id):
        rows = Case.objects.of(printed.council_id).to_copy(now).select_for_update(of=("self",))
        case = rows.filter(id=printed.id).first()
        if case is None or case_view(case).answers != printed.answers:
            return False
        files.name_made(
            case.council_id, owner=case.id, question=COPY, name=_name(printed), kind="pdf", made=made, now=now
        )
        case.copy_due_at = None
        case.save(update_fields=["copy_due_at"])
        return True


def _print(case: CaseView) -> bytes:
    effective = effective_of(case.digest)
    charge = payments.find_charge(case.council_id, case_id=case.id)
    paper = printed_copy(
        case,
        effective,
        council=authorities.get_council_by_id(case.council_id),
        cost=charge.cost_in(case.language) if charge else None,
    )
    return set_paper(paper)


def _name(case: CaseView) -> str:
    return f"{case.reference}.pdf"
