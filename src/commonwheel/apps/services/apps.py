"""The app's configuration."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.services"
    label = "services"
