"""The app's configuration."""

from django.apps import AppConfig


class Open311Config(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.open311"
    label = "open311"
