"""What changes who works for a council, and as what."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from commonwheel.apps.authorities import queries
from commonwheel.apps.authorities.models import Council, StaffMember
from commonwheel.apps.authorities.rules import Permission, Role, permissions_of
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.scope import account_scope, council_scope
from commonwheel.foundation.transactions import action


class PersonIsInactive(Failure):
    """Somebody whose sign-in is closed cannot be given work."""

    def __init__(self, user_id: uuid.UUID) -> None:
        super().__init__("This person’s sign-in is closed. Open it again before you give them a role.")
        self.user_id = user_id


class WorkCannotChange(Failure):
    """Somebody's roles and teams cannot be changed here; says why and how to mend it."""


BY_GROUPS = (
    "This person signs in with their council account, and their groups there say what they do here. Ask whoever "
    "looks after council accounts to change their groups; nothing is changed."
)
GONE = "This person does not work for your council any more, or works for another one; nothing is changed."


class LastAdministrator(Failure):
    """A council would be left without anybody who can manage its staff."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only administrator. Make somebody else an administrator first; nothing is changed."
        )


@action
def add_staff(
    council_id: uuid.UUID,
    *,
    user_id: uuid.UUID,
    roles: Iterable[str],
    teams: Iterable[str] = (),
    by_council_account: bool = False,
    email: str = "",
) -> StaffView:
    """
    Let the person work for the council in these roles (and no others), or bring that up to date.

    Args:
        by_council_account: whether only the council's own sign-in opens it.
        email: where they are written to; "" for the address they sign in with.
    """
    held = sorted({Role(role) for role in roles})
    values = {
        "roles": held, "teams": list(teams), "is_active": True, "was_ended": False,
        "by_council_account": by_council_account, "email": email, **_OF_NO_SHARED_SERVICE,
    }  # fmt: skip
    with council_scope(council_id):
        StaffMember.objects.update_or_create(council_id=council_id, user_id=user_id, defaults=values)
        _in_shared_services(council_id, user_id, roles=held, email=email)
        found = queries.find_staff(council_id, user_id=user_id)
    if found is None:
        raise PersonIsInactive(user_id)
    return found


@action
def change_work(
    council_id: uuid.UUID, *, user_id: uuid.UUID, roles: Iterable[str], teams: Iterable[str]
) -> StaffView | None:
    """
    Give somebody who works for the council these roles and teams, and no others.

    What they do for other councils in its shared services follows.

    Returns:
        What they did before; None where that was the same.

    Raises:
        WorkCannotChange: where groups say what they do, or they do not work for the council itself (any more).
        LastAdministrator: where nobody would be left to manage the staff.
    """
    held, joined = sorted({Role(role) for role in roles}), list(dict.fromkeys(teams))
    with council_scope(council_id):
        hold_staff(council_id)
        staff = queries.find_staff(council_id, user_id=user_id)
        if staff is None or staff.home_id is not None:
            raise WorkCannotChange(GONE)
        if staff.by_council_account:
            raise WorkCannotChange(BY_GROUPS)
        require_administrator_besides(council_id, user_id=user_id, roles=held)
        if (staff.roles, staff.teams) == (frozenset(held), tuple(joined)):
            return None
        StaffMember.objects.filter(council_id=council_id, user_id=user_id).update(roles=held, teams=joined)
        _in_shared_services(council_id, user_id, roles=held)
    return staff


@action
def hold_staff(council_id: uuid.UUID) -> None:
    """Let nobody else change who works for the council until the action ends."""
    with council_scope(council_id):
        Council.objects.select_for_update().only("id").get(pk=council_id)


@action
def require_administrator_besides(council_id: uuid.UUID, *, user_id: uuid.UUID, roles: Iterable[str]) -> None:
    """
    Accept these roles for the person, or none, where somebody can still manage the staff; within `hold_staff`.

    Raises:
        LastAdministrator: where nobody would be left who can.
    """
    if Permission.MANAGE_STAFF in permissions_of(roles):
        return
    managers = {one.user_id for one in queries.list_staff(council_id) if Permission.MANAGE_STAFF in one.permissions}
    if managers == {user_id}:
        raise LastAdministrator


@action
def to_local_account(council_id: uuid.UUID, *, user_id: uuid.UUID) -> None:
    """Let the person's account of this node open their work again, with the roles and teams that they have now."""
    with council_scope(council_id):
        rows = StaffMember.objects.filter(council_id=council_id, user_id=user_id, shared=None)
        rows.update(by_council_account=False, email="")
        _in_shared_services(council_id, user_id, email="")


@action
def note_sign_in(council_id: uuid.UUID, *, user_id: uuid.UUID, at: dt.datetime) -> None:
    """Note that the person came by the council's own sign-in."""
    with council_scope(council_id):
        mine = StaffMember.objects.filter(council_id=council_id, user_id=user_id)
        mine.update(signed_in_at=at, signed_in_by=StaffMember.SignedInBy.COUNCIL)


@action
def note_local_sign_in(user_id: uuid.UUID, *, at: dt.datetime) -> None:
    """Note that the person signed in with an account of this node, at each council whose work that opens."""
    with account_scope(user_id):
        mine = StaffMember.objects.filter(user_id=user_id, is_active=True, by_council_account=False, shared=None)
        mine.update(signed_in_at=at, signed_in_by=StaffMember.SignedInBy.NODE)


@action
def end_staff(council_id: uuid.UUID, *, user_id: uuid.UUID, for_good: bool = True) -> None:
    """
    End the person's work for the council; from the next page they open they see nothing of it.

    What they do for other councils in its shared services ends with it.

    Args:
        for_good: whether the council's own sign-in must not bring them back.
    """
    with council_scope(council_id):
        hold_staff(council_id)
        rows = StaffMember.objects.filter(council_id=council_id, user_id=user_id)
        rows.update(is_active=False, was_ended=for_good)
        _in_shared_services(council_id, user_id, is_active=False)


@action
def let_back(council_id: uuid.UUID, *, email: str) -> int:
    """Let the council's own sign-in bring those with this address back whose work was ended; return how many."""
    with council_scope(council_id):
        ended = StaffMember.objects.filter(council_id=council_id, email__iexact=email.strip(), was_ended=True)
        return ended.update(was_ended=False)


_OF_NO_SHARED_SERVICE: Mapping[str, Any] = {
    "shared": None, "shared_name": "", "home": None, "begins_on": None, "ends_on": None, "services": [],
}  # fmt: skip


def _in_shared_services(home_id: uuid.UUID, user_id: uuid.UUID, **changed: Any) -> None:
    """Change what the person does for other councils as staff of this one; their own rows are theirs to see."""
    with account_scope(user_id):
        StaffMember.objects.filter(user_id=user_id, home_id=home_id).update(**changed)
