"""What allauth asks of us: nobody signs up, and the QR code is drawn by segno."""

import io
import time

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


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

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Return False for whoever signed in a moment ago: setting up one's first factor follows at once."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(one["at"] > since for one in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Draws the code that an authenticator app reads."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one in your app and type it.",
    }

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code of the address, as SVG."""
        buffer = io.BytesIO()
        segno.make(url, error="m", micro=False).save(buffer, kind="svg", scale=4, border=4, light="#ffffff")
        return buffer.getvalue().decode()
