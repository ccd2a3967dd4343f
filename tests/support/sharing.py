"""A service that two councils run together, declared for tests."""

import datetime as dt
import uuid
from collections.abc import Collection
from pathlib import Path

from django.utils import timezone
from tests.support import missed_bin
from tests.support.cast import BY_THE_OPERATOR, Person

from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.scope import account_scope, council_scope

STREETS = missed_bin.FOLDER.with_name("report-street-problem")
SLUG = "harbour-and-fell"
NAME = "Harbour and Fell shared service"
AGREEMENT = "Agreement of 1 October 2026 under section 101 of the Local Government Act 1972"


def share(
    *councils: CouncilView,
    service: Path = missed_bin.FOLDER,
    officers: Collection[Person],
    days: tuple[int, int] = (-30, 30),
    slug: str = SLUG,
    name: str = NAME,
) -> authorities.SharedServiceView:
    """Declare that the councils share a service, from some days before (or after) today until some after (or before)."""
    today = timezone.localdate()
    new = said(
        name=name,
        begins_on=today + dt.timedelta(days=days[0]),
        ends_on=today + dt.timedelta(days=days[1]),
        services={one.id: {missed_bin.adopt(one, folder=service).id} for one in councils},
        officers={one.id for one in officers},
    )
    return authorities.declare_shared_service(slug, new, **BY_THE_OPERATOR)  # type: ignore[arg-type]  # actor and time


def said(**changes: object) -> authorities.NewSharedService:
    """Return what is said of a shared service, with these changes."""
    today = timezone.localdate()
    values = {"name": NAME, "agreement": AGREEMENT, "begins_on": today, "ends_on": today, **changes}
    return authorities.NewSharedService(**values)  # type: ignore[arg-type]  # as each test has them


def end(slug: str = SLUG) -> None:
    """End it."""
    authorities.end_shared_service(slug, **BY_THE_OPERATOR)  # type: ignore[arg-type]  # actor and time


def acting(person: Person, council: CouncilView, *, at: dt.datetime | None = None) -> StaffView | None:
    """Return what the person does for a council, as the gate finds it."""
    key: uuid.UUID = person.id
    with council_scope(council.id), account_scope(key):
        return authorities.find_staff(council.id, user_id=key, at=at)
