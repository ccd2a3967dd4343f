"""Sign-ins with council accounts, and whom such an account belongs to."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commonwheel.apps.accounts.actions.noting import note
from commonwheel.apps.accounts.models import CouncilAccount, CouncilSignIn, User
from commonwheel.apps.accounts.queries import NOBODY_S, find_provider, get_provider, with_local_account
from commonwheel.apps.accounts.rules import (
    ACCOUNTS_ARE_OFF,
    ANOTHER_ACCOUNT,
    ANOTHER_S,
    ENDED,
    NO_GROUP,
    NOT_CONNECTED,
    CannotConnect,
    HasAccountHere,
    Work,
    work_of_groups,
)
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import account_scope, council_scope
from commonwheel.foundation.transactions import action
from commonwheel.integrations.openid.port import LoggedOut, Vouched

SIGN_INS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CameIn:
    """Who came in by the council's own sign-in, and the sign-in that the browser's session names."""

    user_id: uuid.UUID
    sign_in_id: uuid.UUID


@action
def come_in(council_id: uuid.UUID, vouched: Vouched, *, at: datetime, is_new: bool = False) -> CameIn | None:
    """
    Take in whom the council's provider vouches for, with the roles and teams that their groups give them today.

    Args:
        is_new: whether the person says that they have no account of this node.

    Returns:
        The sign-in for the browser's session to name; None for somebody who has no role here (any more), whose
        work for the council then has ended.

    Raises:
        PersonIsInactive: for somebody whose sign-in is closed on the whole node.
        HasAccountHere: for somebody who proves first that an account of this node is theirs; nothing is changed.
    """
    provider = get_provider(council_id)
    work = work_of_groups(provider.groups, vouched.claims.get(provider.groups_claim))
    known = CouncilAccount.objects.filter(issuer=provider.issuer, subject=vouched.subject).first()
    if work is None or (known and authorities.was_ended(council_id, user_id=known.user_id)):
        if known:
            _end_by_provider(council_id, user_id=known.user_id, at=at)
        return None
    _require_connected(council_id, known, email="" if is_new else _email(vouched.claims))
    account = known or _new_account(provider.issuer, vouched.subject)
    return _enter(council_id, account.user_id, vouched, work, at=at)


@action
def connect(council_id: uuid.UUID, vouched: Vouched, *, staff: StaffView, at: datetime) -> CameIn:
    """
    Make the council account that the provider vouches for, and an account of this node, one person.

    From then on the council account opens their work for the council, with what its groups say. Who they are, and
    so what they did, stays. Connecting the same again changes nothing more.

    Args:
        staff: whoever has signed in with an account of this node, second factor and all.

    Raises:
        CannotConnect, LastAdministrator: nothing is changed.
    """
    provider = get_provider(council_id)
    work = work_of_groups(provider.groups, vouched.claims.get(provider.groups_claim))
    if work is None:
        raise CannotConnect(NO_GROUP)
    authorities.hold_staff(council_id)
    if authorities.find_staff(council_id, user_id=staff.user_id) is None:
        raise CannotConnect(ENDED)
    authorities.require_administrator_besides(council_id, user_id=staff.user_id, roles=work.roles)
    account, _ = CouncilAccount.objects.get_or_create(
        issuer=provider.issuer, subject=vouched.subject, defaults={"user_id": staff.user_id}
    )
    if account.user_id != staff.user_id:
        raise CannotConnect(ANOTHER_S)
    if CouncilAccount.objects.filter(issuer=provider.issuer, user_id=staff.user_id).exclude(pk=account.pk).exists():
        raise CannotConnect(ANOTHER_ACCOUNT)
    facts = {"issuer": provider.issuer, "roles_before": sorted(staff.roles), "teams_before": list(staff.teams)}
    subject = f"user:{staff.user_id}"
    note(council_id, by=staff, action="council-account-connected", subject=subject, at=at, facts=facts)
    return _enter(council_id, staff.user_id, vouched, work, at=at)


@action
def disconnect(council_id: uuid.UUID, *, user_id: uuid.UUID, by: StaffView | None, at: datetime) -> bool:
    """
    Take a council account off a person again, whose account of this node then opens their work; say whether it did.

    Roles and teams stay as they are until an administrator changes them. At councils that share the provider the
    council account stays theirs.

    Args:
        by: None where the node's operator does.

    Raises:
        CannotConnect: where no account of this node would open their work; nothing is changed.
    """
    authorities.hold_staff(council_id)
    staff = authorities.find_staff(council_id, user_id=user_id)
    if staff is None or not staff.by_council_account:
        return False
    if not with_local_account([staff]):
        raise CannotConnect(NOT_CONNECTED)
    if authorities.get_council_by_id(council_id).staff_sign_in == "council":
        raise CannotConnect(ACCOUNTS_ARE_OFF)
    provider = find_provider(council_id)
    if provider is not None and not _is_theirs_elsewhere(council_id, user_id, issuer=provider.issuer):
        CouncilAccount.objects.filter(issuer=provider.issuer, user_id=user_id).delete()
    authorities.to_local_account(council_id, user_id=user_id)
    CouncilSignIn.objects.filter(council_id=council_id, user_id=user_id, ended_at=None).update(ended_at=at)
    note(council_id, by=by, action="council-account-disconnected", subject=f"user:{user_id}", at=at)
    return True


@action
def end_sign_ins(council_id: uuid.UUID, said: LoggedOut, *, at: datetime) -> int:
    """End the sign-ins that the provider says are over, from the next page on; return how many."""
    rows = CouncilSignIn.objects.filter(council_id=council_id, ended_at=None)
    rows = rows.filter(subject=said.subject) if said.subject else rows.filter(sid=said.sid)
    return rows.update(ended_at=at)


@action
def end_sign_in(council_id: uuid.UUID, sign_in_id: uuid.UUID, *, at: datetime) -> None:
    """End one sign-in, whose person signs out; ending it twice is as good as once."""
    CouncilSignIn.objects.filter(council_id=council_id, pk=sign_in_id, ended_at=None).update(ended_at=at)


def _enter(council_id: uuid.UUID, user_id: uuid.UUID, vouched: Vouched, work: Work, *, at: datetime) -> CameIn:
    if name := _name(vouched.claims):
        User.objects.filter(pk=user_id).update(name=name)
    _give_work(council_id, user_id, work, email=_email(vouched.claims), at=at)
    authorities.note_sign_in(council_id, user_id=user_id, at=at)
    CouncilSignIn.objects.filter(council_id=council_id, checked_at__lt=at - SIGN_INS_KEPT).delete()
    row = CouncilSignIn.objects.create(
        council_id=council_id, user_id=user_id, subject=vouched.subject, sid=vouched.sid, checked_at=at
    )
    return CameIn(user_id=user_id, sign_in_id=row.id)


def _require_connected(council_id: uuid.UUID, known: CouncilAccount | None, *, email: str) -> None:
    """
    Refuse a council account of somebody whom, or whose address, an account of this node still lets work here.

    The address decides nothing: it only asks the person, who may say that they are somebody else.
    """
    if authorities.get_council_by_id(council_id).staff_sign_in == "council":
        return
    local = [one for one in authorities.list_staff(council_id) if not one.by_council_account and one.home_id is None]
    if known and any(one.user_id == known.user_id for one in local):
        raise HasAccountHere(is_sure=True)
    if known is None and email and any(one.email.lower() == email.lower() for one in local):
        raise HasAccountHere(is_sure=False)


def _is_theirs_elsewhere(council_id: uuid.UUID, user_id: uuid.UUID, *, issuer: str) -> bool:
    """Return whether the person's work for another council is opened by an account at the same provider."""
    with account_scope(user_id):
        work = [one for one in authorities.staff_of(user_id) if one.by_council_account]
    for one in work:
        with council_scope(one.council_id):
            provider = find_provider(one.council_id)
        if one.council_id != council_id and provider and provider.issuer == issuer:
            return True
    return False


def _new_account(issuer: str, subject: str) -> CouncilAccount:
    """Make a person of whom no address is believed: theirs cannot be signed in with, nor met by an invitation."""
    key = new_key()
    person = User(id=key, email=f"{key}@{NOBODY_S}")
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
