"""The app's configuration."""

from django.apps import AppConfig


class MyAccountConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.my_account"
    label = "my_account"
