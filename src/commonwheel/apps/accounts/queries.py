"""Reads of people's sign-in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse

from commonwheel.apps.accounts.models import Invitation, User
from commonwheel.apps.accounts.rules import INVITATION_LASTS, InvitationDoesNotHold, read_token
from commonwheel.foundation.scope import council_scope


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
    """
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return None
    if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
        return reverse("account_logout")
    return reverse("mfa_activate_totp")


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
