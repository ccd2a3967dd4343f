"""The app's configuration."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.authorities"
    label = "authorities"
