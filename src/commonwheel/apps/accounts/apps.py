"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.accounts"
    label = "accounts"
