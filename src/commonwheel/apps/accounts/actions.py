"""What changes people's sign-in and who works for a council."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from commonwheel.apps.accounts.models import CouncilAccount, CouncilSignIn, Invitation, SignInProvider, User
from commonwheel.apps.accounts.queries import PURPOSE, find_provider, get_provider
from commonwheel.apps.accounts.rules import (
    INVITATION_LASTS,
    InvitationDoesNotHold,
    LocalAccountsAreOff,
    SignInCannotBe,
    Work,
    read_token,
    sign,
    work_of_groups,
)
from commonwheel.apps.authorities import api as authorities
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import SYSTEM, Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.sealing import seal
from commonwheel.foundation.transactions import action
from commonwheel.integrations.openid.client import is_address
from commonwheel.integrations.openid.port import LoggedOut, Vouched

SIGN_INS_KEPT = timedelta(days=1)
# In characters, as the columns have them; a secret grows as it is sealed.
MOST_ISSUER, MOST_CLIENT_ID, MOST_SECRET, MOST_CLAIM = 400, 200, 1_000, 100


class NotOnOneself(Failure):
    """An administrator tried to take away their own access."""

    def __init__(self) -> None:
        super().__init__("You cannot end your own work for the council. Ask another administrator.")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was made: to whom, and the token of its link."""

    email: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class CameIn:
    """Who came in by the council's own sign-in, and the sign-in that the browser's session names."""

    user_id: uuid.UUID
    sign_in_id: uuid.UUID


@action
def add_person(email: str, *, name: str, password: str | None = None) -> uuid.UUID:
    """
    Add a person who can sign in, and return their key; one who is here already stays as they are.

    Args:
        email: unique whatever its case; kept in lower case.
        password: None for one that cannot be used until they set their own.
    """
    wanted = email.strip().lower()
    user, is_new = User.objects.get_or_create(email=wanted, defaults={"name": name})
    if is_new:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user.id


@action
def remove_person(user_id: uuid.UUID) -> None:
    """
    Remove a person's sign-in; of somebody who works or worked for a council it stays, because what they did names them.

    Needs `account_scope` of that person.
    """
    if not authorities.has_worked(user_id):
        User.objects.filter(pk=user_id).delete()


@action
def enrol(user_id: uuid.UUID, *, secret: str) -> None:
    """Give the person this second factor (base32), in place of the one they had; for demonstrations and tests."""
    user = User.objects.select_for_update().get(pk=user_id)
    Authenticator.objects.filter(user_id=user_id).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)


@action
def invite(
    council_id: uuid.UUID,
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    teams: Iterable[str],
    by: StaffView | None,
    at: datetime,
) -> Invited:
    """
    Invite somebody to work for the council in these roles.

    Args:
        by: None where the node's operator invites.

    Raises:
        LocalAccountsAreOff: where the council's staff sign in with accounts of the council only.
    """
    if authorities.get_council_by_id(council_id).staff_sign_in == "council":
        raise LocalAccountsAreOff
    row = Invitation.objects.create(
        council_id=council_id,
        email=email.strip().lower(),
        name=name,
        roles=sorted(roles),
        teams=list(teams),
        invited_by_id=by.user_id if by else None,
        invited_at=at,
    )
    _note(council_id, by=by, action="staff-invited", subject=f"invitation:{row.id}", at=at)
    token = sign(row.id, council_id=council_id)
    return Invited(email=row.email, name=row.name, token=token)


@action
def accept_invitation(token: str, *, password: str | None, at: datetime) -> uuid.UUID:
    """
    Make the person that the invitation names, or give the role to one who is here, and return their key.

    Args:
        password: what a new person chose; not looked at for one who has a sign-in.

    Raises:
        InvitationDoesNotHold: for any link that does not work, without saying why.
    """
    invitation_id, council_id = read_token(token)
    with council_scope(council_id):
        waiting = Invitation.objects.filter(
            pk=invitation_id, council_id=council_id, accepted_at=None, invited_at__gt=at - INVITATION_LASTS
        )
        row = waiting.select_for_update().first()
        if row is None or not waiting.update(accepted_at=at):
            raise InvitationDoesNotHold
        user_id = add_person(row.email, name=row.name, password=password)
        authorities.add_staff(council_id, user_id=user_id, roles=row.roles, teams=row.teams)
        actor = Actor("STAFF", str(user_id))
        record(council_id, actor=actor, action="invitation-accepted", subject=f"invitation:{row.id}", at=at)
    return user_id


@action
def end_work(council_id: uuid.UUID, *, user_id: uuid.UUID, by: StaffView | None, at: datetime) -> None:
    """
    End somebody's work for the council, from their next page on.

    Args:
        by: None where the node's operator ends it.

    Raises:
        NotOnOneself: so that a council does not lose its last administrator by a slip.
    """
    if by is not None and user_id == by.user_id:
        raise NotOnOneself
    authorities.end_staff(council_id, user_id=user_id)
    _note(council_id, by=by, action="staff-ended", subject=f"user:{user_id}", at=at)


@action
def reset_second_factor(council_id: uuid.UUID, *, user_id: uuid.UUID, by: StaffView, at: datetime) -> None:
    """
    Take a colleague's second factor away, so that they set up a new one when they next sign in.

    Only of the council's own staff: who acts for it in a shared service signs in as another council's.
    """
    colleague = authorities.find_staff(council_id, user_id=user_id)
    if colleague is None or colleague.services is not None:
        return
    Authenticator.objects.filter(user_id=user_id).delete()
    _note(council_id, by=by, action="second-factor-reset", subject=f"user:{user_id}", at=at)


@action
def set_provider(
    council_id: uuid.UUID, *, issuer: str, client_id: str, secret: str, groups_claim: str, at: datetime
) -> None:
    """
    Let the council's staff sign in at this OpenID provider; the groups that were mapped stay.

    Raises:
        SignInCannotBe: where the address is no provider's, or something is empty or too long; nothing is changed.
    """
    if not is_address(issuer) or len(issuer) > MOST_ISSUER:
        raise SignInCannotBe(f"“{issuer}” is not a provider’s address. Write it like https://login.example.gov.uk.")
    if not (
        0 < len(client_id) <= MOST_CLIENT_ID and 0 < len(secret) <= MOST_SECRET and 0 < len(groups_claim) <= MOST_CLAIM
    ):
        raise SignInCannotBe("The client id, its secret or the name of the claim is empty or too long.")
    values = {
        "issuer": issuer, "client_id": client_id, "secret": seal(secret, purpose=PURPOSE),
        "groups_claim": groups_claim, "changed_at": at,
    }  # fmt: skip
    row, _ = SignInProvider.objects.update_or_create(council_id=council_id, defaults=values)
    _end_all(council_id, at=at)
    _note(council_id, by=None, action="sign-in-provider-set", subject=f"provider:{row.id}", at=at)
    if authorities.get_council_by_id(council_id).staff_sign_in == "local":
        authorities.set_staff_sign_in(council_id, "either", actor=SYSTEM, now=at)


@action
def map_group(council_id: uuid.UUID, *, group: str, roles: Iterable[str], teams: Iterable[str], at: datetime) -> None:
    """
    Give the members of a group these roles and teams when they next sign in; no roles forget the group.

    Raises:
        SignInCannotBe: where the council has no provider.
    """
    row = SignInProvider.objects.select_for_update().filter(council_id=council_id).first()
    if row is None:
        raise SignInCannotBe("This council has no sign-in of its own yet. Set one first: `staff sign-in set`.")
    given = {"roles": sorted({authorities.Role(role) for role in roles}), "teams": sorted(set(teams))}
    row.groups = {**{name: had for name, had in row.groups.items() if name != group}}
    if given["roles"]:
        row.groups[group] = given
    row.changed_at = at
    row.save(update_fields=["groups", "changed_at"])
    facts = {"group": group, **given}
    _note(council_id, by=None, action="sign-in-group-set", subject=f"provider:{row.id}", at=at, facts=facts)


@action
def set_local_accounts(council_id: uuid.UUID, *, are_on: bool, at: datetime) -> None:
    """
    Let the council's staff sign in with accounts of this node as well, or with those of the council only.

    Raises:
        SignInCannotBe: where that would leave nobody to manage the staff.
    """
    if not are_on and not any(
        one.by_council_account and authorities.Permission.MANAGE_STAFF in one.permissions
        for one in authorities.list_staff(council_id)
    ):
        raise SignInCannotBe(
            "No administrator has signed in with a council account yet. Let one do so first; nothing is changed."
        )
    way = ("either" if find_provider(council_id) else "local") if are_on else "council"
    authorities.set_staff_sign_in(council_id, way, actor=SYSTEM, now=at)


@action
def remove_provider(council_id: uuid.UUID, *, at: datetime) -> None:
    """Take the council's own sign-in away: whoever came by it finds nothing from their next page on."""
    removed, _ = SignInProvider.objects.filter(council_id=council_id).delete()
    _end_all(council_id, at=at)
    authorities.set_staff_sign_in(council_id, "local", actor=SYSTEM, now=at)
    if removed:
        _note(council_id, by=None, action="sign-in-provider-removed", subject=f"council:{council_id}", at=at)


@action
def let_back(council_id: uuid.UUID, *, email: str, at: datetime) -> int:
    """Let the council's own sign-in bring those with this address back whose work was ended; return how many."""
    count = authorities.let_back(council_id, email=email)
    if count:
        _note(council_id, by=None, action="staff-let-back", subject=f"council:{council_id}", at=at)
    return count


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


def _end_all(council_id: uuid.UUID, *, at: datetime) -> None:
    CouncilSignIn.objects.filter(council_id=council_id, ended_at=None).update(ended_at=at)


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
    _note(council_id, by=None, action="staff-ended-by-groups", subject=f"user:{user_id}", at=at)


def _name(claims: Mapping[str, Any]) -> str:
    return str(claims.get("name") or claims.get("preferred_username") or "")[:120]


def _email(claims: Mapping[str, Any]) -> str:
    written = str(claims.get("email") or claims.get("preferred_username") or "").strip()
    return written if "@" in written and len(written) <= 320 else ""  # noqa: PLR2004  # as the column has it


def _note(
    council_id: uuid.UUID,
    *,
    by: StaffView | None,
    action: str,
    subject: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    actor = Actor("STAFF", str(by.user_id)) if by else SYSTEM
    record(council_id, actor=actor, action=action, subject=subject, at=at, facts=facts)
