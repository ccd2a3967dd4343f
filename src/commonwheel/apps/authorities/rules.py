"""Who may do what: the roles a council gives its staff, and what each allows."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody does for a council; a person may have several."""

    OFFICER = "OFFICER"
    ADVISER = "ADVISER"
    SERVICE_OWNER = "SERVICE_OWNER"
    ADMINISTRATOR = "ADMINISTRATOR"


class Permission(StrEnum):
    """One thing that a page may ask of the person who opens it."""

    SEE_REQUESTS = "see-requests"
    WORK_REQUESTS = "work-requests"
    ASSIGN_REQUESTS = "assign-requests"
    ASSIST_RESIDENTS = "assist-residents"
    SEE_SERVICES = "see-services"
    CHANGE_SERVICES = "change-services"
    MANAGE_STAFF = "manage-staff"
    CHANGE_COUNCIL = "change-council"
    READ_AUDIT = "read-audit"


ALLOWED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OFFICER: frozenset(
            {
                Permission.SEE_REQUESTS,
                Permission.WORK_REQUESTS,
                Permission.ASSIGN_REQUESTS,
                Permission.SEE_SERVICES,
            }
        ),
        Role.ADVISER: frozenset({Permission.SEE_REQUESTS, Permission.ASSIST_RESIDENTS, Permission.SEE_SERVICES}),
        Role.SERVICE_OWNER: frozenset({Permission.SEE_SERVICES, Permission.CHANGE_SERVICES}),
        Role.ADMINISTRATOR: frozenset(
            {
                Permission.SEE_SERVICES,
                Permission.MANAGE_STAFF,
                Permission.CHANGE_COUNCIL,
                Permission.READ_AUDIT,
            }
        ),
    }
)


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return everything that the roles allow together; a role that is not known allows nothing."""
    known = set(roles) & {role.value for role in Role}
    return frozenset().union(*(ALLOWED[Role(role)] for role in known))
