"""What the web role may do with tables it does not own (PostgreSQL)."""

from typing import Any

from django.conf import settings
from django.db import connections

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON foundation_auditentry FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


def grant_to_web_role(*, using: str, **_: Any) -> None:
    """Grant the web role the use of every table, after the owner migrated."""
    connection = connections[using]
    if connection.vendor != "postgresql" or not settings.WEB_ROLE:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (settings.WEB_ROLE,):
            return
        for grant in GRANTS:
            cursor.execute(grant.format(role=connection.ops.quote_name(settings.WEB_ROLE)))
