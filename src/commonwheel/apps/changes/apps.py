"""The app's configuration."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.changes"
    label = "changes"
