"""The app's configuration."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.apps.payments"
    label = "payments"
