"""What changes the services that several councils run together."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from commonwheel.apps.authorities import queries
from commonwheel.apps.authorities.actions.noting import record
from commonwheel.apps.authorities.models import Council, SharedService, StaffMember
from commonwheel.apps.authorities.rules import (
    IN_A_SHARED_SERVICE,
    SharedServiceCannotBe,
    check_shared_service,
    permissions_of,
)
from commonwheel.foundation import audit
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSharedService:
    """
    What is said of a shared service.

    Attributes:
        agreement: what it rests on, in words: who agreed, when, under which law.
        begins_on, ends_on: its first and last day, in London.
        services: keys of the services it is about, by the key of their council.
        officers: keys of the sign-ins of those who act for all its councils; staff of at least one of them.
    """

    name: str
    agreement: str
    begins_on: dt.date
    ends_on: dt.date
    services: Mapping[uuid.UUID, Collection[uuid.UUID]]
    officers: Collection[uuid.UUID]


@action
def declare_shared_service(
    slug: str, new: NewSharedService, *, actor: audit.Actor, now: dt.datetime
) -> queries.SharedServiceView:
    """
    Declare a service that several councils run together, or bring the one with that short name up to date.

    Councils, services and officers that are not named any more are out of it. Written down at every council
    where it changes something.

    Raises:
        SharedServiceCannotBe, CouncilNotFound: nothing is changed.
    """
    check_shared_service(
        slug,
        name=new.name,
        agreement=new.agreement,
        begins_on=new.begins_on,
        ends_on=new.ends_on,
        councils=len(new.services),
    )
    for council_id, services in new.services.items():
        council = queries.get_council_by_id(council_id)
        if not services:
            raise SharedServiceCannotBe(f"{council.name} shares no service. Name one that it runs, or leave it out.")
    members = {key for one in queries.list_shared_services(slug) for key in one.services}
    everybody = sorted({*new.services, *members})
    _lock(everybody)
    homes = _homes(new)
    for council_id in everybody:
        if council_id in new.services:
            _declare_at(council_id, slug, new, homes, actor=actor, now=now)
        else:
            _end_at(council_id, slug, actor=actor, now=now)
    return queries.get_shared_service(slug)


@action
def end_shared_service(slug: str, *, actor: audit.Actor, now: dt.datetime) -> queries.SharedServiceView:
    """
    End a shared service at all its councils, from the next page its officers open. Ending it twice is as good as once.

    Raises:
        SharedServiceNotFound: where none was ever declared.
    """
    members = sorted(queries.get_shared_service(slug).services)
    _lock(members)
    for council_id in members:
        _end_at(council_id, slug, actor=actor, now=now)
    return queries.get_shared_service(slug)


# Private

Homes = Mapping[uuid.UUID, Mapping[uuid.UUID, StaffMember]]
"""The own work of each officer of a shared service, by the councils whose staff they are."""


def _lock(council_ids: Iterable[uuid.UUID]) -> None:
    """Let nobody else declare or end what these councils share until the action ends; in one order, so none waits."""
    for council_id in council_ids:
        with council_scope(council_id):
            Council.objects.select_for_update().only("id").get(pk=council_id)


def _homes(new: NewSharedService) -> Homes:
    """Find whose staff each officer is; their rows are held, so that nobody leaves meanwhile."""
    homes: dict[uuid.UUID, dict[uuid.UUID, StaffMember]] = {}
    for council_id in new.services:
        with council_scope(council_id):
            rows = StaffMember.objects.select_for_update(of=("self",)).filter(
                council_id=council_id, user_id__in=new.officers, shared=None, is_active=True, user__is_active=True
            )
            for row in rows:
                if permissions_of(row.roles) & IN_A_SHARED_SERVICE:
                    homes.setdefault(row.user_id, {})[council_id] = row
    if not homes or set(homes) != set(new.officers):
        raise SharedServiceCannotBe(
            "Name its officers: people who work on requests for one of its councils. Invite them there first."
        )
    return homes


def _declare_at(
    council_id: uuid.UUID, slug: str, new: NewSharedService, homes: Homes, *, actor: audit.Actor, now: dt.datetime
) -> None:
    values = {
        "name": new.name.strip(), "agreement": new.agreement.strip(), "begins_on": new.begins_on,
        "ends_on": new.ends_on, "services": sorted(map(str, new.services[council_id])), "ended_at": None,
    }  # fmt: skip
    acting = {user: next(iter(at.values())) for user, at in homes.items() if council_id not in at}
    with council_scope(council_id):
        row, is_new = SharedService.objects.get_or_create(
            council_id=council_id, slug=slug, defaults={**values, "declared_at": now}
        )
        is_same = not is_new and all(getattr(row, name) == value for name, value in values.items())
        if not is_same:
            SharedService.objects.filter(pk=row.pk).update(**values, declared_at=now)
            row.refresh_from_db()
        if not _let_act(row, acting, now=now) and is_same:
            return
        facts = {"slug": slug, **values, "officers": sorted(map(str, acting))}
    del facts["ended_at"]
    facts |= {name: str(facts[name]) for name in ("begins_on", "ends_on")}
    record(council_id, "shared-service-declared", actor=actor, now=now, facts=facts)


def _let_act(row: SharedService, acting: Mapping[uuid.UUID, StaffMember], *, now: dt.datetime) -> bool:
    """Let these people, and no others, act for the council in the shared service; say whether that changed who."""
    mine = StaffMember.objects.filter(council_id=row.council_id, shared_id=row.id, is_active=True)
    before = set(mine.values_list("user_id", flat=True))
    mine.exclude(user_id__in=acting).update(is_active=False)
    for user_id, own in acting.items():
        other = StaffMember.objects.filter(council_id=row.council_id, user_id=user_id, is_active=True)
        other = other.exclude(shared_id=row.id).filter(ends_on__gte=timezone.localdate(now))
        taken = other.values_list("shared_name", "user__email").first()
        if taken:
            raise SharedServiceCannotBe(
                f"{taken[1]} acts there in “{taken[0]}” already. End that one, or declare both as one shared service."
            )
        values = {
            "roles": own.roles, "teams": [], "is_active": True, "shared_id": row.id, "shared_name": row.name,
            "home_id": own.council_id, "begins_on": row.begins_on, "ends_on": row.ends_on, "services": row.services,
            "email": own.email, "by_council_account": False, "was_ended": False,
        }  # fmt: skip
        StaffMember.objects.update_or_create(council_id=row.council_id, user_id=user_id, defaults=values)
    return before != set(acting)


def _end_at(council_id: uuid.UUID, slug: str, *, actor: audit.Actor, now: dt.datetime) -> None:
    with council_scope(council_id):
        rows = SharedService.objects.filter(council_id=council_id, slug=slug)
        StaffMember.objects.filter(council_id=council_id, shared__in=rows).update(is_active=False)
        if rows.filter(ended_at=None).update(ended_at=now):
            record(council_id, "shared-service-ended", actor=actor, now=now, facts={"slug": slug})
