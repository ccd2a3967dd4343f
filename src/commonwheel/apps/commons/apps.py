"""The app's configuration."""

from django.apps import AppConfig


class CommonsConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.commons"
    label = "commons"
