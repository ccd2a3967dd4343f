"""Brings the tables of a node up to date."""

from django.core.management import call_command
from django.db import connections


def migrate_tables(*, verbosity: int = 0) -> None:
    """Migrate the database; on PostgreSQL as the role that owns the tables, which serves no page."""
    call_command("migrate", database="owner" if "owner" in connections else "default", verbosity=verbosity)
