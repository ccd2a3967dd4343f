"""
The printed copy of what was sent: made by the worker after sending, once for what the answers are.

Its bytes are stored before the row that names them, so that one that is named can be opened. Whoever asks
before it is made gets the same bytes, made for them.
"""

import datetime as dt
import io
import logging
import uuid
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.printed import printed_copy
from commonwheel.apps.cases.queries.request import CaseView, case_view, get_case, list_cases
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.files import api as files
from commonwheel.apps.payments import api as payments
from commonwheel.apps.payments.api import ChargeView
from commonwheel.design.paper import Paper, set_paper
from commonwheel.foundation.batches import in_batches
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

log = logging.getLogger("commonwheel.copies")
COPY = "=copy"
"""The name it is kept under; no question is called so."""
COPIED_AT_ONCE = 100
NAMED_TOGETHER = 20
"""Copies that one transaction names: each waits for the disk once."""
SIDE_BY_SIDE = 3
TRY_AGAIN_AFTER = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Copy:
    """What was printed of a case, and the bytes that are kept of it."""

    case: CaseView
    made: files.Stored

    @property
    def file(self) -> files.Made:
        """Return it as a file with a name."""
        return files.Made(_name(self.case), "pdf", self.made)


def make_due_copies(council_id: uuid.UUID, *, now: dt.datetime, limit: int = COPIED_AT_ONCE) -> int:
    """Make the copies whose time has come; return how many. One that fails is tried again later."""
    with council_scope(council_id):
        due = Case.objects.of(council_id).to_copy(now).order_by("copy_due_at").values_list("id", flat=True)
        keys = list(due[:limit])
        return sum(_make(council_id, batch, now=now) for batch in in_batches(keys, NAMED_TOGETHER))


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
    charge = payments.find_charge(council_id, case_id=case.id)
    return _name(case), io.BytesIO(set_paper(_paper(case, charge)))


def forget_copy(case: Case) -> None:
    """Remove the copy of a case, within the caller's transaction."""
    files.remove_made(case.council_id, owner=case.id, question=COPY)


def _make(council_id: uuid.UUID, keys: Sequence[uuid.UUID], *, now: dt.datetime) -> int:
    """Print and store some copies side by side, and name them all at once."""
    printed = list_cases(council_id, case_ids=keys)
    costs = payments.find_charges(council_id, case_ids=keys)
    # Setting a page and waiting for the disk both leave Python to others. Neither touches the database.
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        waiting = [(case, _begin(pool, case, costs.get(case.id))) for case in printed]
    copies = [Copy(case, made) for case, future in waiting if (made := _outcome(case, future, now=now))]
    return _name_or_put_off(council_id, copies, now=now) if copies else 0


def _begin(pool: Executor, case: CaseView, charge: ChargeView | None) -> Future[files.Stored]:
    try:
        return pool.submit(_set_and_store, case.council_id, _paper(case, charge))
    except Exception as error:  # noqa: BLE001  # a request that cannot be printed keeps no other from it
        failed: Future[files.Stored] = Future()
        failed.set_exception(error)
        return failed


def _set_and_store(council_id: uuid.UUID, paper: Paper) -> files.Stored:
    return files.store_made(council_id, set_paper(paper))


def _outcome(case: CaseView, future: Future[files.Stored], *, now: dt.datetime) -> files.Stored | None:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  # whatever keeps one copy from being made keeps no other
        _put_off(case, error, now=now)
        return None


def _name_or_put_off(council_id: uuid.UUID, copies: Sequence[Copy], *, now: dt.datetime) -> int:
    """Name copies all at once; where that fails one by one, so that one takes no other with it."""
    try:
        return _name_copies(council_id, copies, now=now)
    except Exception as error:  # noqa: BLE001  # as above
        if len(copies) > 1:
            return sum(_name_or_put_off(council_id, [copy], now=now) for copy in copies)
        _put_off(copies[0].case, error, now=now)
        return 0


def _put_off(case: CaseView, error: Exception, *, now: dt.datetime) -> None:
    log.error("The copy of request %s was not made; it is tried again in an hour", case.id, exc_info=error)
    Case.objects.of(case.council_id).filter(id=case.id).to_copy(now).update(copy_due_at=now + TRY_AGAIN_AFTER)


@action
def _name_copies(council_id: uuid.UUID, copies: Sequence[Copy], *, now: dt.datetime) -> int:
    """Keep copies, but none that another worker made first, nor one of answers that have changed since."""
    with council_scope(council_id):
        rows = Case.objects.of(council_id).to_copy(now).select_for_update(of=("self",)).order_by("id")
        due = {row.id: row for row in rows.filter(id__in=[copy.case.id for copy in copies])}
        right = [
            copy for copy in copies if (row := due.get(copy.case.id)) and case_view(row).answers == copy.case.answers
        ]
        files.name_made(council_id, question=COPY, made={copy.case.id: copy.file for copy in right}, now=now)
        Case.objects.of(council_id).filter(id__in=[copy.case.id for copy in right]).update(copy_due_at=None)
        return len(right)


def _paper(case: CaseView, charge: ChargeView | None) -> Paper:
    return printed_copy(
        case,
        effective_of(case.digest),
        council=authorities.get_council_by_id(case.council_id),
        cost=charge.cost_in(case.language) if charge else None,
    )


def _name(case: CaseView) -> str:
    return f"{case.reference}.pdf"
