"""The app's configuration."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.files"
    label = "files"
