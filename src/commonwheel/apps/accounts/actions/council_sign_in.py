"""Sign-ins with council accounts, and whom such an account belongs to."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commonwheel.apps.accounts.actions.noting import note
from commonwheel.apps.accounts.models import CouncilAccount, CouncilSignIn, User
from commonwheel.apps.accounts.queries import get_provider
from commonwheel.apps.accounts.rules import Work, work_of_groups
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.models import new_key
from commonwheel.foundation.transactions import action
from commonwheel.integrations.openid.port import LoggedOut, Vouched

SIGN_INS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CameIn:
    """Who came in by the council's own sign-in, and the sign-in that the browser's session names."""

    user_id: uuid.UUID
    sign_in_id: uuid.UUID


@action
def come_in(council_id: uuid.UUID, vouched: Vouched, *, at: datetime) -> CameIn | None:
    """
    Take in whom the council's provider vouches for, with the roles and teams that their groups give them today.

    Returns:
        The sign-in for the browser's session to name; None for somebody who has no role here (any more), whose
        work for the council then has ended.

    Raises:
        PersonIsInactive: for somebody whose sign-in is closed on the whole node.
    """
    provider = get_provider(council_id)
    work = work_of_groups(provider.groups, vouched.claims.get(provider.groups_claim))
    known = CouncilAccount.objects.filter(issuer=provider.issuer, subject=vouched.subject).first()
    if work is None or (known and authorities.was_ended(council_id, user_id=known.user_id)):
        if known:
            _end_by_provider(council_id, user_id=known.user_id, at=at)
        return None
    account = known or _new_account(provider.issuer, vouched.subject)
    User.objects.filter(pk=account.user_id).update(name=_name(vouched.claims))
    _give_work(council_id, account.user_id, work, email=_email(vouched.claims), at=at)
    CouncilSignIn.objects.filter(council_id=council_id, checked_at__lt=at - SIGN_INS_KEPT).delete()
    row = CouncilSignIn.objects.create(
        council_id=council_id, user_id=account.user_id, subject=vouched.subject, sid=vouched.sid, checked_at=at
    )
    return CameIn(user_id=account.user_id, sign_in_id=row.id)


@action
def end_sign_ins(council_id: uuid.UUID, said: LoggedOut, *, at: datetime) -> int:
    """End the sign-ins that the provider says are over, from the next page on; return how many."""
    rows = CouncilSignIn.objects.filter(council_id=council_id, ended_at=None)
    rows = rows.filter(subject=said.subject) if said.subject else rows.filter(sid=said.sid)
    return rows.update(ended_at=at)


def _new_account(issuer: str, subject: str) -> CouncilAccount:
    """Make a person of whom no address is believed: theirs cannot be signed in with, nor met by an invitation."""
    key = new_key()
    person = User(id=key, email=f"{key}@council-account.invalid")
    person.set_unusable_password()
    person.save()
    account, is_new = CouncilAccount.objects.get_or_create(
        issuer=issuer, subject=subject, defaults={"user_id": person.id}
    )
    if not is_new:
        person.delete()
    return account


def _give_work(council_id: uuid.UUID, user_id: uuid.UUID, work: Work, *, email: str, at: datetime) -> None:
    before = authorities.find_staff(council_id, user_id=user_id)
    authorities.add_staff(
        council_id, user_id=user_id, roles=work.roles, teams=work.teams, by_council_account=True, email=email
    )
    had = Work(tuple(sorted(before.roles)), tuple(sorted(before.teams))) if before else None
    if had != work:
        facts = {"roles": list(work.roles), "teams": list(work.teams)}
        actor = Actor("STAFF", str(user_id))
        record(council_id, actor=actor, action="staff-by-groups", subject=f"user:{user_id}", at=at, facts=facts)


def _end_by_provider(council_id: uuid.UUID, *, user_id: uuid.UUID, at: datetime) -> None:
    staff = authorities.find_staff(council_id, user_id=user_id)
    if staff is None or not staff.by_council_account:
        return
    authorities.end_staff(council_id, user_id=user_id, for_good=False)
    CouncilSignIn.objects.filter(council_id=council_id, user_id=user_id, ended_at=None).update(ended_at=at)
    note(council_id, by=None, action="staff-ended-by-groups", subject=f"user:{user_id}", at=at)


def _name(claims: Mapping[str, Any]) -> str:
    return str(claims.get("name") or claims.get("preferred_username") or "")[:120]


def _email(claims: Mapping[str, Any]) -> str:
    written = str(claims.get("email") or claims.get("preferred_username") or "").strip()
    return written if "@" in written and len(written) <= 320 else ""  # noqa: PLR2004  # as the column has it
