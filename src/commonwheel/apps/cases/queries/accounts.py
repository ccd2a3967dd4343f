"""Requests in a resident's account, read without asking any council."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.cases.models import NOTHING_DUE, AccountCase


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """
    A request as the list of an account shows it.

    Attributes:
        id: of the row, by which pages go on; `case_id` is the request's.
        council_name: with `council_name_cy`, which is "" where the council has none.
        digest: of the effective pattern, whose words print it.
        due_on: the earliest date on which something is due, or None.
    """

    id: uuid.UUID
    case_id: uuid.UUID
    council_id: uuid.UUID
    council_name: str
    council_name_cy: str
    digest: str
    reference: str
    state: str
    is_open: bool
    received_at: dt.datetime
    due_on: dt.date | None


def list_of_account(account_id: uuid.UUID, *, before: uuid.UUID | None, limit: int) -> list[ListedCase]:
    """Return requests of the account, last added first, after the row `before`; one query, needs `account_scope`."""
    rows = AccountCase.objects.filter(account_id=account_id).select_related("council").defer("council__logo")
    rows = rows.filter(id__lt=before) if before else rows
    return [_listed_case(row) for row in rows.order_by("-id")[:limit]]


def find_of_account(account_id: uuid.UUID, *, case_id: uuid.UUID) -> ListedCase | None:
    """Return the account's request with that key, or None where it has no such one; needs `account_scope`."""
    rows = AccountCase.objects.filter(account_id=account_id, case_id=case_id).select_related("council")
    row = rows.defer("council__logo").first()
    return _listed_case(row) if row else None


def _listed_case(row: AccountCase) -> ListedCase:
    return ListedCase(
        id=row.id,
        case_id=row.case_id,
        council_id=row.council_id,
        council_name=row.council.name,
        council_name_cy=row.council.name_cy,
        digest=row.effective_id,
        reference=row.reference,
        state=row.state,
        is_open=row.is_open,
        received_at=row.received_at,
        due_on=None if row.due_on == NOTHING_DUE else row.due_on,
    )
