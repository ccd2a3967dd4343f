"""Reads of people's sign-in."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse


def missing_second_factor(request: HttpRequest) -> str | None:
    """
    Return the page where a signed-in person mends that this session saw no second factor.

    None where it saw one.
    """
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return None
    if Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists():
        return reverse("account_logout")
    return reverse("mfa_activate_totp")
