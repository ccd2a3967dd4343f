"""The app's configuration."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.foundation"
    label = "foundation"
