"""The app's configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    """See the app's README."""

    name = "commonwheel.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Check the node's settings, let the web role use tables that a migration made, add our lookups."""
        from django.db.models import CharField

        from commonwheel.foundation import checks, grants
        from commonwheel.foundation.lookups import Begins, Extends

        for lookup in (Begins, Extends):
            CharField.register_lookup(lookup)
        checks.register_all()
        post_migrate.connect(grants.grant_to_web_role, sender=self)
