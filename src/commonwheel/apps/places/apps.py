"""The app's configuration."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.places"
    label = "places"
