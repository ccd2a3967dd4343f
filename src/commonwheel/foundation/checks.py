"""What must hold before a node serves: found at start, with how to mend it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from commonwheel.foundation.councils import directory

SHARED_HOST = checks.Error(
    "Several councils are served by path on one host, where a fault of one page would reach them all.",
    hint="Give each council a host of its own (`commonwheel council add … --host`), or, where it is a demonstration, "
    "set COMMONWHEEL_DEMONSTRATION=yes.",
    id="commonwheel.E001",
)
NO_HOSTS = checks.Error(
    "The node does not know under which names it is reached.",
    hint="Set COMMONWHEEL_HOSTS to the host names, with commas between them.",
    id="commonwheel.E002",
)
OWNER_SERVES = checks.Error(
    "Pages are served by the role that owns the tables.",
    hint="Make a role that owns nothing and name it in COMMONWHEEL_DATABASE_URL; "
    "name the owner in COMMONWHEEL_OWNER_DATABASE_URL.",
    id="commonwheel.E003",
)


def register_all() -> None:
    """Let Django run these checks: the quick ones always, the others with `check --deploy`."""
    checks.register(councils_by_path, checks.Tags.database)
    checks.register(hosts_are_named, checks.Tags.security, deploy=True)
    checks.register(web_role_owns_nothing, checks.Tags.database)


def councils_by_path(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Refuse several councils by path on one host, except in a demonstration."""
    del app_configs
    if settings.DEMONSTRATION or not databases or "default" not in databases:
        return []
    try:
        by_path = directory().count_councils_by_path()
    except DatabaseError:
        return []  # Before the first migration there is no table, and so no council.
    return [SHARED_HOST] if by_path > 1 else []


def hosts_are_named(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """Refuse to be reached under any name at all."""
    del app_configs
    return [NO_HOSTS] if "*" in settings.NODE_HOSTS and not settings.DEMONSTRATION else []


def web_role_owns_nothing(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Refuse to serve as a role to which row-level security does not apply."""
    del app_configs
    if connection.vendor != "postgresql" or not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_tables t "
            "WHERE t.schemaname = 'public' AND t.tableowner = r.rolname) "
            "FROM pg_roles r WHERE r.rolname = current_user"
        )
        row = cursor.fetchone()
    return [OWNER_SERVES] if row and row[0] else []
