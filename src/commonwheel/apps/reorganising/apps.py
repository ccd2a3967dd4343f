"""The app's configuration."""

from django.apps import AppConfig


class ReorganisingConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.reorganising"
    label = "reorganising"
