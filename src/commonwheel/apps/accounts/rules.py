"""When an invitation's link holds, and what each role is called."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from commonwheel.apps.authorities.api import Role
from commonwheel.core.problems import Failure

INVITATION_LASTS = timedelta(days=7)
# A page asks the council's sign-in again after the first; what is being sent is still taken until the second.
CHECKED_AGAIN_AFTER = timedelta(minutes=15)
SIGN_IN_LASTS = timedelta(minutes=60)
SALT = "commonwheel.accounts.invitation"
ROLES = (
    (Role.OFFICER, "Work requests"),
    (Role.ADVISER, "Help residents by phone or at the counter"),
    (Role.SERVICE_OWNER, "Change services"),
    (Role.ADMINISTRATOR, "Manage staff and the council’s details"),
)


class InvitationDoesNotHold(Failure):
    """The link is not one of ours, too old, or used."""

    def __init__(self) -> None:
        super().__init__("This invitation was used before or is too old. Ask your administrator for a new one.")


@dataclass(frozen=True, slots=True)
class Work:
    """What groups let somebody do: roles and teams, each in order."""

    roles: tuple[str, ...]
    teams: tuple[str, ...]


class SignInCannotBe(Failure):
    """How a council's staff are to sign in cannot be; says what and how to mend it."""


class CannotConnect(Failure):
    """A council account and an account of this node cannot become one person; says why and how to mend it."""


NO_GROUP = (
    "Your council account has no group that may work here. Ask whoever looks after council accounts to put you into "
    "the right one, then connect it."
)
ANOTHER_S = (
    "This council account belongs to somebody else here already. Sign out of it at your council’s sign-in, and connect "
    "your own. If you signed in with it before you connected it, ask an administrator."
)
ANOTHER_ACCOUNT = (
    "You have connected another council account already. Ask an administrator to disconnect that one first."
)
ENDED = "Your work for this council has ended."
NOT_CONNECTED = "This person has no account of this node that could open their work; nothing is changed."
ACCOUNTS_ARE_OFF = (
    "Accounts of this node are off for your council, so this one would open nothing. Ask whoever runs Commonwheel to "
    "switch them on first; nothing is changed."
)


class HasAccountHere(Failure):
    """Somebody comes with a council account for the first time, and seems to have an account of this node."""

    def __init__(self, *, is_sure: bool) -> None:
        super().__init__("Sign in with your password first, and then connect your council account.")
        self.is_sure = is_sure


class ComesByCouncilAccount(Failure):
    """Somebody was to be invited who works here already, by their council account."""

    def __init__(self) -> None:
        super().__init__(
            "This person works here already and signs in with their council account. Their groups there say what they "
            "do; ask whoever looks after council accounts to change them."
        )


class LocalAccountsAreOff(Failure):
    """Somebody was to be invited to an account of this node where the council uses its own only."""

    def __init__(self) -> None:
        super().__init__(
            "Your council’s staff sign in with their council account only, so nobody is invited here. "
            "Ask whoever looks after council accounts to put the person into the right group."
        )


def work_of_groups(groups: Mapping[str, Mapping[str, Iterable[str]]], claimed: Any) -> Work | None:
    """
    Return what the claimed groups let somebody do together; None where none of them is known here.

    Args:
        groups: by group, its "roles" and "teams".
        claimed: as the claim has it: names in a list, or one by itself; anything else is no group.
    """
    names = {claimed} if isinstance(claimed, str) else {one for one in _listed(claimed) if isinstance(one, str)}
    known = [groups[name] for name in sorted(names & set(groups))]
    roles = {role for one in known for role in one["roles"]}
    teams = {team for one in known for team in one["teams"]}
    return Work(tuple(sorted(roles)), tuple(sorted(teams))) if roles else None


def _listed(claimed: Any) -> list[Any]:
    return claimed if isinstance(claimed, list) else []


def still_holds(checked_at: datetime, *, now: datetime, is_page: bool) -> bool:
    """Return whether a sign-in that the provider confirmed then still opens a page, or takes what is sent."""
    return now - checked_at < (CHECKED_AGAIN_AFTER if is_page else SIGN_IN_LASTS)


def sign(invitation_id: uuid.UUID, *, council_id: uuid.UUID) -> str:
    """Return the token of an invitation's link."""
    return signing.dumps([str(invitation_id), str(council_id)], salt=SALT)


def read_token(token: str) -> tuple[uuid.UUID, uuid.UUID]:
    """
    Return the keys of the invitation and its council from a link.

    Raises:
        InvitationDoesNotHold: where we did not sign it, or it is too old.
    """
    try:
        invitation_id, council_id = signing.loads(token, salt=SALT, max_age=INVITATION_LASTS)
        return uuid.UUID(invitation_id), uuid.UUID(council_id)
    except (signing.BadSignature, ValueError, TypeError) as reason:
        raise InvitationDoesNotHold from reason
