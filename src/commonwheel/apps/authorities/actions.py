"""What changes councils and their staff."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from commonwheel.apps.authorities import queries
from commonwheel.apps.authorities.models import Council, SharedService, StaffMember
from commonwheel.apps.authorities.rules import (
    IN_A_SHARED_SERVICE,
    PageFacts,
    Role,
    SharedServiceCannotBe,
    check_facts,
    check_languages,
    check_logo,
    check_shared_service,
    check_slug,
    check_theme,
    permissions_of,
    written_facts,
)
from commonwheel.core.problems import Failure
from commonwheel.design.responses import logo_digest
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import account_scope, council_scope
from commonwheel.foundation.transactions import action


class PersonIsInactive(Failure):
    """Somebody whose sign-in is closed cannot be given work."""

    def __init__(self, user_id: uuid.UUID) -> None:
        super().__init__("This person’s sign-in is closed. Open it again before you give them a role.")
        self.user_id = user_id


@action
def add_council(
    slug: str,
    *,
    name: str,
    tier: str,
    nation: str = "england",
    name_cy: str = "",
    gss_code: str = "",
    languages: Iterable[str] = ("en",),
    phone: str = "",
    email: str = "",
    website: str = "",
    host: str | None = None,
    theme: Mapping[str, str] | None = None,
    actor: audit.Actor,
    now: dt.datetime,
) -> CouncilView:
    """
    Add the council, or bring the one with that slug up to date.

    Raises:
        CouncilCannotBe: where its slug, languages or colours cannot be; nothing is changed.
    """
    spoken = list(languages)
    colours = dict(theme or {})
    check_slug(slug)
    check_languages(spoken)
    check_theme(colours)
    values = {
        "name": name, "tier": tier, "nation": nation, "name_cy": name_cy, "gss_code": gss_code, "languages": spoken,
        "phone": phone, "email": email, "website": website, "host": host.lower() if host else None, "theme": colours,
    }  # fmt: skip
    key = new_key()
    with council_scope(key):
        row, is_new = Council.objects.get_or_create(slug=slug, defaults={"id": key, **values})
    if is_new:
        _record(row.id, "council-added", actor=actor, now=now, facts={"slug": slug, **values})
    else:
        _change(row.id, values, "council-changed", actor=actor, now=now)
    queries.forget_councils()
    return queries.get_council(slug)


@action
def set_open(council_id: uuid.UUID, *, is_open: bool, actor: audit.Actor, now: dt.datetime) -> None:
    """Open the council's pages to residents, or close them all."""
    done = "council-opened" if is_open else "council-closed"
    _change(council_id, {"is_open": is_open}, done, actor=actor, now=now)
    queries.forget_councils()


@action
def set_logo(council_id: uuid.UUID, *, data: bytes, actor: audit.Actor, now: dt.datetime) -> None:
    """
    Show this picture as the council's logo; b"" for none.

    Raises:
        CouncilCannotBe: for what is no picture of a kind that browsers show safely, or too large a one.
    """
    kind = check_logo(data) if data else ""
    values = {"logo_type": kind, "logo_digest": logo_digest(data) if data else ""}
    done = "council-logo-set" if data else "council-logo-removed"
    if _change(council_id, values, done, actor=actor, now=now):
        with council_scope(council_id):
            Council.objects.filter(pk=council_id).update(logo=data)
    queries.forget_councils()


@action
def set_page_facts(council_id: uuid.UUID, *, actor: audit.Actor, now: dt.datetime, **changed: Any) -> PageFacts:
    """
    Change what the council says of itself on the pages that the law wants, and return all of it.

    Args:
        changed: of `rules.PageFacts`, by name; what is not named stays.

    Raises:
        CouncilCannotBe: for what cannot be true; nothing is changed.
    """
    with council_scope(council_id):
        Council.objects.select_for_update().only("id").get(pk=council_id)
        facts = replace(queries.get_page_facts(council_id), **changed)
    check_facts(facts, today=timezone.localdate(now))
    _change(council_id, {"page_facts": written_facts(facts)}, "council-page-facts-set", actor=actor, now=now)
    queries.forget_councils()
    return facts


@action
def set_staff_sign_in(council_id: uuid.UUID, way: str, *, actor: audit.Actor, now: dt.datetime) -> None:
    """Let the council's staff sign in with these accounts only: "local", "council" or "either"."""
    values = {"staff_sign_in": Council.StaffSignIn(way).value}
    _change(council_id, values, "council-sign-in-set", actor=actor, now=now)
    queries.forget_councils()


@action
def add_staff(
    council_id: uuid.UUID,
    *,
    user_id: uuid.UUID,
    roles: Iterable[str],
    teams: Iterable[str] = (),
    by_council_account: bool = False,
    email: str = "",
) -> StaffView:
    """
    Let the person work for the council in these roles (and no others), or bring that up to date.

    Args:
        by_council_account: whether only the council's own sign-in opens it.
        email: where they are written to; "" for the address they sign in with.
    """
    held = sorted({Role(role) for role in roles})
    values = {
        "roles": held, "teams": list(teams), "is_active": True, "was_ended": False,
        "by_council_account": by_council_account, "email": email, **_OF_NO_SHARED_SERVICE,
    }  # fmt: skip
    with council_scope(council_id):
        StaffMember.objects.update_or_create(council_id=council_id, user_id=user_id, defaults=values)
        _in_shared_services(council_id, user_id, roles=held, email=email)
        found = queries.find_staff(council_id, user_id=user_id)
    if found is None:
        raise PersonIsInactive(user_id)
    return found


@action
def end_staff(council_id: uuid.UUID, *, user_id: uuid.UUID, for_good: bool = True) -> None:
    """
    End the person's work for the council; from the next page they open they see nothing of it.

    What they do for other councils in its shared services ends with it.

    Args:
        for_good: whether the council's own sign-in must not bring them back.
    """
    with council_scope(council_id):
        rows = StaffMember.objects.filter(council_id=council_id, user_id=user_id)
        rows.update(is_active=False, was_ended=for_good)
        _in_shared_services(council_id, user_id, is_active=False)


@action
def let_back(council_id: uuid.UUID, *, email: str) -> int:
    """Let the council's own sign-in bring those with this address back whose work was ended; return how many."""
    with council_scope(council_id):
        ended = StaffMember.objects.filter(council_id=council_id, email__iexact=email.strip(), was_ended=True)
        return ended.update(was_ended=False)


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
    _record(council_id, "shared-service-declared", actor=actor, now=now, facts=facts)


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
            _record(council_id, "shared-service-ended", actor=actor, now=now, facts={"slug": slug})


_OF_NO_SHARED_SERVICE: Mapping[str, Any] = {
    "shared": None, "shared_name": "", "home": None, "begins_on": None, "ends_on": None, "services": [],
}  # fmt: skip


def _in_shared_services(home_id: uuid.UUID, user_id: uuid.UUID, **changed: Any) -> None:
    """Change what the person does for other councils as staff of this one; their own rows are theirs to see."""
    with account_scope(user_id):
        StaffMember.objects.filter(user_id=user_id, home_id=home_id).update(**changed)


def _change(
    council_id: uuid.UUID, values: Mapping[str, Any], done: str, *, actor: audit.Actor, now: dt.datetime
) -> bool:
    """Bring these columns of the council's row to these values, and write down those that were otherwise, if any."""
    with council_scope(council_id):
        row = Council.objects.defer("logo").select_for_update().get(pk=council_id)
        changed = {column: value for column, value in values.items() if getattr(row, column) != value}
        if changed:
            Council.objects.filter(pk=council_id).update(**changed)
            _record(council_id, done, actor=actor, now=now, facts=changed)
    return bool(changed)


def _record(
    council_id: uuid.UUID, done: str, *, actor: audit.Actor, now: dt.datetime, facts: Mapping[str, Any]
) -> None:
    with council_scope(council_id):
        audit.record(council_id, actor=actor, action=done, subject=f"council:{council_id}", at=now, facts=facts)
