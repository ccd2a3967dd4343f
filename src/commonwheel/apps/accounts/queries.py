"""Reads of people's sign-in."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from commonwheel.apps.accounts.models import CouncilSignIn, Invitation, SignInProvider, User
from commonwheel.apps.accounts.rules import (
    INVITATION_LASTS,
    InvitationDoesNotHold,
    SignInCannotBe,
    read_token,
    still_holds,
)
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import moment_of
from commonwheel.foundation.scope import account_scope, council_scope
from commonwheel.foundation.sealing import unseal
from commonwheel.integrations.openid.client import OpenIDClient, is_address
from commonwheel.integrations.openid.port import OpenIDProvider

PURPOSE = b"commonwheel OpenID client secrets, 1"
SIGN_INS = "council_sign_ins"
"""Where a session names its sign-ins with council accounts, by council."""
NOBODY_S = "council-account.invalid"
"""Where the addresses of those are who have none to sign in with here."""
BY_CODE = "code"
"""How allauth records in a session that a code was right."""


@dataclass(frozen=True, slots=True)
class ProviderView:
    """
    Where a council's staff sign in.

    Attributes:
        groups: by group, its "roles" and "teams".
    """

    issuer: str
    client_id: str
    groups_claim: str
    groups: Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class InvitationView:
    """
    An invitation that still waits.

    Attributes:
        has_sign_in: whether the person can sign in already, so that no password is asked.
    """

    email: str
    name: str
    has_sign_in: bool


def missing_second_factor(request: HttpRequest) -> str | None:
    """
    Return the page where a signed-in person mends that this session saw no second factor.

    None where it saw one. A session from before the person had one must end, not go on.

    Raises:
        PermissionDenied: for somebody who works for no council: a resident has no staff page.
    """
    if saw_second_factor(request) or request.session.get(SIGN_INS):
        return None
    if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
        return reverse("account_logout")
    require_work(request)
    return reverse("mfa_activate_totp")


def saw_second_factor(request: HttpRequest) -> bool:
    """Return whether this session saw the second factor of an account of this node."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def sign_in_page(council: CouncilView | None) -> str | None:
    """Return the page on which a council's staff choose how to sign in; None where there is nothing to choose."""
    if council is None or council.staff_sign_in == "local":
        return None
    return council_url(council, "accounts:choose")


def sign_in_first(request: HttpRequest, council: CouncilView, staff: StaffView) -> str | None:
    """
    Return the page where the person first signs in, as this council wants it of them; None where they did.

    An account of this node needs its second factor, and opens nothing where the council switched those off. Who
    came by the council's own sign-in needs that council's, confirmed a while ago at most and not ended since.
    """
    is_page = request.method in {"GET", "HEAD"}
    if not staff.by_council_account:
        is_enough = council.staff_sign_in != "council" and saw_second_factor(request)
        return None if is_enough else sign_in_page(council) or reverse("account_logout")
    if council.staff_sign_in == "local":
        return reverse("account_logout")
    if _holds(request, council, is_page=is_page):
        return None
    following = urlencode({"next": request.get_full_path()} if is_page else {})
    return f"{council_url(council, 'accounts:start')}?{following}"


def _holds(request: HttpRequest, council: CouncilView, *, is_page: bool) -> bool:
    named = request.session.get(SIGN_INS, {}).get(str(council.id))
    rows = CouncilSignIn.objects.filter(council_id=council.id, user=cast("User", request.user), ended_at=None)
    row = rows.filter(pk=named).first() if named else None
    return row is not None and still_holds(row.checked_at, now=moment_of(request), is_page=is_page)


def find_provider(council_id: uuid.UUID) -> ProviderView | None:
    """Return where the council's staff sign in, or None."""
    row = SignInProvider.objects.filter(council_id=council_id).first()
    return ProviderView(row.issuer, row.client_id, row.groups_claim, row.groups) if row else None


def get_provider(council_id: uuid.UUID) -> ProviderView:
    """
    Return where the council's staff sign in.

    Raises:
        SignInCannotBe: where they have no sign-in of their own.
    """
    provider = find_provider(council_id)
    if provider is None:
        raise SignInCannotBe("This council has no sign-in of its own.")
    return provider


def check_provider(*, issuer: str, client_id: str, secret: str) -> None:
    """
    Ask a provider about itself, before anything is kept.

    Raises:
        SignInCannotBe: where the address is no provider's.
        ProviderUnavailable: where it does not answer, or calls itself by another name.
    """
    if not is_address(issuer):
        raise SignInCannotBe(f"“{issuer}” is not a provider’s address. Write it like https://login.example.gov.uk.")
    OpenIDClient(issuer=issuer, client_id=client_id, secret=secret).check()


def client_of(council_id: uuid.UUID) -> OpenIDProvider | None:
    """
    Return what asks the council's provider; None where it has none.

    Raises:
        SealDoesNotOpen: where the node's secret key was changed.
    """
    row = SignInProvider.objects.filter(council_id=council_id).first()
    if row is None:
        return None
    return OpenIDClient(issuer=row.issuer, client_id=row.client_id, secret=unseal(row.secret, purpose=PURPOSE))


def require_work(request: HttpRequest) -> None:
    """
    Let only those go on who work, or worked, for a council.

    Raises:
        PermissionDenied: for everybody else.
    """
    person: uuid.UUID | None = request.user.pk
    if person is not None:
        with account_scope(person):
            if not authorities.has_worked(person):
                message = "These pages are for people who work for a council."
                raise PermissionDenied(message)


def account_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the key of the resident who signed in by a code sent to their email address, or None."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    by_code = any(record.get("method") == BY_CODE for record in get_authentication_records(request, user))
    return cast("uuid.UUID", user.pk) if by_code else None


def with_local_account(people: Iterable[StaffView]) -> frozenset[uuid.UUID]:
    """Return the keys of those who have an address to sign in with here, beside a council account or without one."""
    rows = User.objects.filter(pk__in=[one.user_id for one in people]).exclude(email__endswith=f"@{NOBODY_S}")
    return frozenset(rows.values_list("id", flat=True))


def councils_to_connect(request: HttpRequest) -> list[CouncilView]:
    """Return the councils with a sign-in of their own for which an account of this node opens the person's work."""
    person: uuid.UUID | None = request.user.pk
    if person is None:
        return []
    with account_scope(person):
        work = [one for one in authorities.staff_of(person) if not one.by_council_account and one.home_id is None]
    councils = [authorities.get_council_by_id(one.council_id) for one in work]
    return [one for one in councils if one.staff_sign_in == "either"]


def signed_in_locally(request: HttpRequest, council: CouncilView) -> StaffView | None:
    """Return the work of whoever is signed in with an account of this node as the council wants it; None for others."""
    person: uuid.UUID | None = request.user.pk
    staff = authorities.find_staff(council.id, user_id=person) if person else None
    if staff is None or staff.by_council_account or staff.home_id is not None:
        return None
    return staff if sign_in_first(request, council, staff) is None else None


def get_person(user_id: uuid.UUID) -> User:
    """Return the person, for Django to sign in."""
    return User.objects.get(pk=user_id)


def email_of(user_id: uuid.UUID) -> str:
    """Return the address by which the person signs in; "" for nobody."""
    return User.objects.filter(pk=user_id).values_list("email", flat=True).first() or ""


def get_invitation(token: str, *, at: datetime) -> InvitationView:
    """
    Return the invitation of a link.

    Raises:
        InvitationDoesNotHold: where it does not wait any more, or the link is not ours.
    """
    invitation_id, council_id = read_token(token)
    with council_scope(council_id):
        waiting = Invitation.objects.filter(
            council_id=council_id, accepted_at=None, invited_at__gt=at - INVITATION_LASTS
        )
        row = waiting.filter(pk=invitation_id).first()
    if row is None:
        raise InvitationDoesNotHold
    has_sign_in = User.objects.filter(email=row.email).exists()
    return InvitationView(email=row.email, name=row.name, has_sign_in=has_sign_in)
