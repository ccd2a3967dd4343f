"""Reads of people's sign-in."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from commonwheel.apps.accounts.models import Invitation, User
from commonwheel.apps.accounts.rules import INVITATION_LASTS, InvitationDoesNotHold, read_token
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.scope import account_scope, council_scope

BY_CODE = "code"
"""How allauth records in a session that a code was right."""


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
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return None
    if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
        return reverse("account_logout")
    require_work(request)
    return reverse("mfa_activate_totp")


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
