"""The app's configuration."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.adoption"
    label = "adoption"
