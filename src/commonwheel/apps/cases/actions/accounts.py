"""Requests in residents' accounts: put there, kept in step with the case, taken out."""

import datetime as dt
import uuid

from commonwheel.apps.cases.models import AccountCase, Case, Cases
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.cases.queries.tracking import written
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action


@action
def claim_by_reference(
    council_id: uuid.UUID, *, account_id: uuid.UUID, email: str, reference: str, now: dt.datetime
) -> uuid.UUID | None:
    """
    Put the request with this reference into the account; return its key.

    None, after the same work, where there is none, its sender gave another email address or none, or its service
    is protected: nobody but its sender may learn that it is there.

    Args:
        email: that the account's owner has just shown to be theirs.
    """
    case = _locked(council_id).filter(reference=written(reference)).first()
    if case is None or not email or case.contact_email.casefold() != email.casefold():
        return None
    return _claim(case, account_id, now=now)


@action
def claim_by_link(
    council_id: uuid.UUID, *, account_id: uuid.UUID, case_id: uuid.UUID, now: dt.datetime
) -> uuid.UUID | None:
    """Put a request that its signed link opened into the account; None where there is none, or it is protected."""
    case = _locked(council_id).filter(id=case_id).first()
    return _claim(case, account_id, now=now) if case else None


@action
def take_from_account(account_id: uuid.UUID, *, case_id: uuid.UUID | None = None) -> int:
    """Take one request out of the account, or all; return how many. Needs `account_scope`; the cases stay."""
    rows = AccountCase.objects.filter(account_id=account_id)
    return (rows.filter(case_id=case_id) if case_id else rows).delete()[0]


def put_in_account(case: Case, account_id: uuid.UUID) -> None:
    """Add the row of a stored case, which the caller holds; once, however often it is asked."""
    insert(
        AccountCase(
            council_id=case.council_id,
            account_id=account_id,
            case_id=case.id,
            effective_id=case.effective_id,
            reference=case.reference,
            state=case.state,
            is_open=case.is_open,
            received_at=case.received_at,
            due_on=case.due_on,
        ),
        may_be_there=True,
    )


def keep_in_step(case: Case) -> None:
    """Let the accounts that have the case see its new state."""
    rows = AccountCase.objects.filter(council_id=case.council_id, case_id=case.id)
    rows.update(state=case.state, is_open=case.is_open, due_on=case.due_on)


def _locked(council_id: uuid.UUID) -> Cases:
    """Return the council's cases, locked, so that none changes while its row is written."""
    return Case.objects.of(council_id).select_for_update(of=("self",))


def _claim(case: Case, account_id: uuid.UUID, *, now: dt.datetime) -> uuid.UUID | None:
    if effective_of(case.effective_id).pattern.protect:
        return None
    if not AccountCase.objects.filter(council_id=case.council_id, account_id=account_id, case_id=case.id).exists():
        put_in_account(case, account_id)
        actor = Actor("RESIDENT", str(account_id))
        record(case.council_id, actor=actor, action="case-claimed", subject=f"case:{case.id}", at=now)
    return case.id
