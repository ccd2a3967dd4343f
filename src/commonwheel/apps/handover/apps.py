"""The app's configuration."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.handover"
    label = "handover"
