"""Addresses of sign-in, below `/staff/account/`: those pages of allauth that we open, each marked."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

from commonwheel.apps.accounts.views import leaving, sign_in
from commonwheel.foundation.access import open_to_all

urlpatterns = [
    path("login/", open_to_all(account.login), name="account_login"),
    path("logout/", leaving.sign_out, name="account_logout"),
    path("inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", open_to_all(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", open_to_all(account.password_change), name="account_change_password"),
    path("password/reset/", open_to_all(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", open_to_all(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        open_to_all(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", open_to_all(mfa.index), name="mfa_index"),
    path("second-factor/check/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("second-factor/check-again/", open_to_all(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/set-up/", sign_in.set_up_second_factor, name="mfa_activate_totp"),
    path("second-factor/remove/", sign_in.keep_second_factor, name="mfa_deactivate_totp"),
    path("second-factor/codes/", open_to_all(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", open_to_all(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
