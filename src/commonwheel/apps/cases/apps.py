"""The app's configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.cases"
    label = "cases"
