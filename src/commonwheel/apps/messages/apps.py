"""The app's configuration."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.messages"
    label = "messages"
