"""The app's configuration."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.journeys"
    label = "journeys"
