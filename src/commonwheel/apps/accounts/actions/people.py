"""People who sign in, and what they do for a council."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from commonwheel.apps.accounts.actions.noting import note
from commonwheel.apps.accounts.models import Invitation, User
from commonwheel.apps.accounts.rules import (
    INVITATION_LASTS,
    ComesByCouncilAccount,
    InvitationDoesNotHold,
    LocalAccountsAreOff,
    read_token,
    sign,
)
from commonwheel.apps.authorities import api as authorities
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action


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
        ComesByCouncilAccount: where the person works here by their council account.
    """
    wanted = email.strip().lower()
    if authorities.get_council_by_id(council_id).staff_sign_in == "council":
        raise LocalAccountsAreOff
    if _comes_by_council_account(council_id, User.objects.filter(email=wanted).values_list("id", flat=True).first()):
        raise ComesByCouncilAccount
    row = Invitation.objects.create(
        council_id=council_id,
        email=wanted,
        name=name,
        roles=sorted(roles),
        teams=list(teams),
        invited_by_id=by.user_id if by else None,
        invited_at=at,
    )
    note(council_id, by=by, action="staff-invited", subject=f"invitation:{row.id}", at=at)
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
        if _comes_by_council_account(council_id, user_id):
            raise InvitationDoesNotHold
        authorities.add_staff(council_id, user_id=user_id, roles=row.roles, teams=row.teams)
        actor = Actor("STAFF", str(user_id))
        record(council_id, actor=actor, action="invitation-accepted", subject=f"invitation:{row.id}", at=at)
    return user_id


@action
def change_work(
    council_id: uuid.UUID,
    *,
    user_id: uuid.UUID,
    roles: Iterable[str],
    teams: Iterable[str],
    by: StaffView,
    at: datetime,
) -> None:
    """
    Give a colleague these roles and teams, and no others; doing so twice is as good as once.

    Raises:
        LastAdministrator: where nobody would be left to manage the staff; nothing is changed.
        WorkCannotChange: where groups say what they do, or another council does; nothing is changed.
    """
    now = {"roles": sorted(set(roles)), "teams": list(dict.fromkeys(teams))}
    before = authorities.change_work(council_id, user_id=user_id, **now)
    if before is not None:
        facts = {**now, "roles_before": sorted(before.roles), "teams_before": list(before.teams)}
        note(council_id, by=by, action="staff-changed", subject=f"user:{user_id}", at=at, facts=facts)


@action
def end_work(council_id: uuid.UUID, *, user_id: uuid.UUID, by: StaffView | None, at: datetime) -> None:
    """
    End somebody's work for the council, from their next page on.

    Args:
        by: None where the node's operator ends it.

    Raises:
        NotOnOneself, LastAdministrator: so that a council does not lose its last administrator by a slip.
    """
    if by is not None:
        if user_id == by.user_id:
            raise NotOnOneself
        authorities.hold_staff(council_id)
        authorities.require_administrator_besides(council_id, user_id=user_id, roles=())
    authorities.end_staff(council_id, user_id=user_id)
    note(council_id, by=by, action="staff-ended", subject=f"user:{user_id}", at=at)


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
    note(council_id, by=by, action="second-factor-reset", subject=f"user:{user_id}", at=at)


def _comes_by_council_account(council_id: uuid.UUID, user_id: uuid.UUID | None) -> bool:
    staff = authorities.find_staff(council_id, user_id=user_id) if user_id else None
    return staff is not None and staff.by_council_account
