"""What allauth asks of us: nobody signs up, secrets are encrypted, and the QR code is drawn by segno."""

import base64
import io
import logging
import secrets
import time
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.sealing import MARK, SealDoesNotOpen, seal, unseal

_PURPOSE = b"commonwheel second factors, 1"
_TOTP_BYTES = 20
logger = logging.getLogger(__name__)


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """People come by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "invalid_login": "The email address or the password is not right. Check both and try again.",
        "too_many_login_attempts": "Too many tries. Wait ten minutes, then try again.",
        "incorrect_password": "The password is not right. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False."""
        del request
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Note when somebody signed in to work, with their second factor."""
        if accounts.saw_second_factor(request):
            authorities.note_local_sign_in(user.pk, at=timezone.now())
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Return False for whoever signed in a moment ago: setting up one's first factor follows at once."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(one["at"] > since for one in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Keeps second factors unreadable in the database, and draws the code that an authenticator app reads."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one in your app and type it.",
    }

    def encrypt(self, text: str) -> str:
        """Return a second factor's secret as it is stored."""
        return seal(text, purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """
        Return a stored secret; one from before secrets were encrypted as it is.

        One that the node's key does not open (the key was changed) becomes a secret that nobody has: its
        person cannot sign in until an administrator resets their second factor.
        """
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        try:
            return unseal(encrypted_text, purpose=_PURPOSE)
        except SealDoesNotOpen:
            logger.warning("A second factor does not open with this secret key; reset it for its person.")
            return base64.b32encode(secrets.token_bytes(_TOTP_BYTES)).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code of the address, as SVG."""
        buffer = io.BytesIO()
        segno.make(url, error="m", micro=False).save(buffer, kind="svg", scale=4, border=4, light="#ffffff")
        return buffer.getvalue().decode()
