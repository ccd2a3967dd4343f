"""A council's own sign-in: its OpenID provider, set by the node's operator."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from commonwheel.apps.accounts.actions.noting import note
from commonwheel.apps.accounts.models import CouncilSignIn, SignInProvider
from commonwheel.apps.accounts.queries import PURPOSE, find_provider
from commonwheel.apps.accounts.rules import SignInCannotBe
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.sealing import seal
from commonwheel.foundation.transactions import action
from commonwheel.integrations.openid.client import is_address

# In characters, as the columns have them; a secret grows as it is sealed.
MOST_ISSUER, MOST_CLIENT_ID, MOST_SECRET, MOST_CLAIM = 400, 200, 1_000, 100


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
    note(council_id, by=None, action="sign-in-provider-set", subject=f"provider:{row.id}", at=at)
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
    note(council_id, by=None, action="sign-in-group-set", subject=f"provider:{row.id}", at=at, facts=facts)


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
        note(council_id, by=None, action="sign-in-provider-removed", subject=f"council:{council_id}", at=at)


@action
def let_back(council_id: uuid.UUID, *, email: str, at: datetime) -> int:
    """Let the council's own sign-in bring those with this address back whose work was ended; return how many."""
    count = authorities.let_back(council_id, email=email)
    if count:
        note(council_id, by=None, action="staff-let-back", subject=f"council:{council_id}", at=at)
    return count


def _end_all(council_id: uuid.UUID, *, at: datetime) -> None:
    CouncilSignIn.objects.filter(council_id=council_id, ended_at=None).update(ended_at=at)
