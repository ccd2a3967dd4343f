"""Reads of councils and their staff, as frozen values."""

import datetime as dt
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonwheel.apps.authorities.models import Council, SharedService, StaffMember
from commonwheel.apps.authorities.rules import (
    IN_A_SHARED_SERVICE,
    SHARED_ROLES,
    PageFacts,
    PagesAreIncomplete,
    missing_facts,
    permissions_of,
    read_facts,
    read_succession,
)
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.statements import Selection

# A council changes a few times a year and is read on every page, so each process remembers it
# for some seconds; a change shows in other processes that much later.
REMEMBERED_SECONDS = 5.0
REMEMBERED_COUNCILS = 2048


class _StaffRow(NamedTuple):
    """What of somebody's work is read, by the names of the columns."""

    id: uuid.UUID
    council_id: uuid.UUID
    user_id: uuid.UUID
    user__name: str
    user__email: str
    email: str
    roles: list[str]
    teams: list[str]
    by_council_account: bool
    services: list[str]
    shared_id: uuid.UUID | None
    shared_name: str
    home_id: uuid.UUID | None
    begins_on: dt.date | None
    ends_on: dt.date | None

    def lasts(self, today: dt.date) -> bool:
        """Say whether the day is within those that a shared service lasts."""
        return self.begins_on is None or self.ends_on is None or self.begins_on <= today <= self.ends_on


_WORK_OF = Selection(
    uuid.UUID,
    build=lambda user: (
        StaffMember.objects.filter(user_id=user, is_active=True, user__is_active=True)
        .order_by("id")
        .values_list(*_StaffRow._fields)
    ),
)


class CouncilNotFound(Failure):
    """No council of that slug is on this node."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no council “{slug}” here. Check the address.")
        self.slug = slug


class SharedServiceNotFound(Failure):
    """No shared service of that short name is declared on this node."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no shared service “{slug[:60]}” here. See `commonwheel shared-service list`.")
        self.slug = slug


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedServiceView:
    """
    A service that several councils run together.

    Attributes:
        agreement: what it rests on, in words.
        begins_on, ends_on: its first and last day, in London.
        is_ended: whether it was ended before its last day.
        services: keys of the services it is about, by the key of their council.
        officers: email addresses of those who act for a council that they are not staff of, by that council's key.
    """

    slug: str
    name: str
    agreement: str
    begins_on: dt.date
    ends_on: dt.date
    is_ended: bool
    services: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    officers: Mapping[uuid.UUID, tuple[str, ...]]


class _Memory:
    """Councils by slug and by host, for a few seconds; "not here" is remembered as well, within the bound."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], tuple[float, CouncilView | None]] = {}

    def get(self, kind: str, name: str, read: Callable[[], CouncilView | None]) -> CouncilView | None:
        """Return what is remembered under the name, or read it."""
        now = time.monotonic()
        held = self._held.get((kind, name))
        if held is not None and now < held[0]:
            return held[1]
        found = read()
        if len(self._held) >= REMEMBERED_COUNCILS:
            self._held.clear()
        self._held[kind, name] = (now + REMEMBERED_SECONDS, found)
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._held.clear()


_memory = _Memory()


def forget_councils() -> None:
    """Read each council afresh from now on, in this process."""
    _memory.forget()


def find_council(slug: str) -> CouncilView | None:
    """Return the council of that slug, or None."""
    return _memory.get("slug", slug, lambda: _view(_councils().filter(slug=slug).first()))


def get_council(slug: str) -> CouncilView:
    """
    Return the council of that slug.

    Raises:
        CouncilNotFound: where there is none.
    """
    council = find_council(slug)
    if council is None:
        raise CouncilNotFound(slug)
    return council


def get_council_by_id(council_id: uuid.UUID) -> CouncilView:
    """
    Return the council with that key.

    Raises:
        CouncilNotFound: where there is none.
    """
    council = _memory.get("id", str(council_id), lambda: _view(_councils().filter(pk=council_id).first()))
    if council is None:
        raise CouncilNotFound(str(council_id))
    return council


def find_council_by_host(host: str) -> CouncilView | None:
    """Return the council that has the host (no port) for itself, or None."""
    wanted = host.lower()
    return _memory.get("host", wanted, lambda: _view(_councils().filter(host=wanted).first()))


def find_council_by_code(gss_code: str) -> CouncilView | None:
    """Return the open council of that GSS code, or None."""
    if not gss_code:
        return None
    rows = _councils().filter(gss_code=gss_code, is_open=True)
    return _memory.get("code", gss_code, lambda: _view(rows.order_by("slug").first()))


def find_only_council() -> CouncilView | None:
    """Return the node's council where only one is open, else None."""

    def read() -> CouncilView | None:
        rows = list(_councils().filter(is_open=True).order_by("slug")[:2])
        return _council_view(rows[0]) if len(rows) == 1 else None

    return _memory.get("only", "", read)


def list_councils() -> list[CouncilView]:
    """Return all councils of the node by name."""
    return [_council_view(row) for row in _councils().order_by("name", "slug")]


def spoken_languages() -> tuple[str, ...]:
    """Return the codes of all languages that an open council serves in, English first."""
    lists = Council.objects.filter(is_open=True).values_list("languages", flat=True).distinct()
    return ("en", *sorted({code for languages in lists for code in languages} - {"en"}))


def has_worked(user_id: uuid.UUID) -> bool:
    """Return whether the person works for a council or ever did; needs `account_scope` of that person."""
    return StaffMember.objects.filter(user_id=user_id).exists()


def count_councils_by_path() -> int:
    """Return how many councils have no host of their own."""
    return Council.objects.filter(host=None).count()


def find_staff(council_id: uuid.UUID, *, user_id: uuid.UUID, at: dt.datetime | None = None) -> StaffView | None:
    """
    Return what the person does for the council, or None where nothing, not yet, or no longer.

    Whether they work elsewhere too is known within `account_scope` of that person.

    Args:
        at: the moment asked of; now where None.
    """
    today = timezone.localdate(at)
    rows = [row for row in (_StaffRow(*columns) for columns in _WORK_OF.all(user_id)) if row.lasts(today)]
    here = next((row for row in rows if row.council_id == council_id), None)
    return _staff_view(here, works_elsewhere=len(rows) > 1) if here else None


def was_ended(council_id: uuid.UUID, *, user_id: uuid.UUID) -> bool:
    """Return whether somebody ended the person's work for the council."""
    return StaffMember.objects.filter(council_id=council_id, user_id=user_id, was_ended=True).exists()


def staff_of(user_id: uuid.UUID) -> list[StaffView]:
    """Return the person's work at every council; needs `account_scope` of that person."""
    rows = _at_work().filter(user_id=user_id).order_by("council_id")
    return [_staff_view(_StaffRow(*columns)) for columns in rows.values_list(*_StaffRow._fields)]


def list_staff(council_id: uuid.UUID) -> list[StaffView]:
    """Return who works for the council now, its own staff and officers of shared services, by name."""
    rows = _at_work().filter(council_id=council_id).order_by("user__name", "id")
    return [_staff_view(_StaffRow(*columns)) for columns in rows.values_list(*_StaffRow._fields)]


def names_of_staff(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what those of these keys are called who work for the council now."""
    if not keys:
        return {}
    rows = _at_work().filter(council_id=council_id, id__in=keys).values_list("id", "user__name", "user__email")
    return {key: name or email for key, name, email in rows}


@dataclass(frozen=True, slots=True)
class LastSignIn:
    """When somebody last signed in to work for a council, and by what: "node" or "council"."""

    at: dt.datetime
    by: str


def last_sign_ins(council_id: uuid.UUID) -> dict[uuid.UUID, LastSignIn]:
    """Return the last sign-in of each of the council's own staff who signed in at all, by the person's key."""
    rows = _at_work().filter(council_id=council_id, shared=None)
    found = rows.values_list("user_id", "signed_in_at", "signed_in_by")
    return {user_id: LastSignIn(at, by) for user_id, at, by in found if at is not None}


def list_shared_services(slug: str = "") -> list[SharedServiceView]:
    """Return the shared services of the node by short name, ended ones too; only the one called `slug` if given."""
    rows: dict[str, list[SharedService]] = {}
    officers: dict[tuple[str, uuid.UUID], tuple[str, ...]] = {}
    for council in list_councils():
        with council_scope(council.id):
            here = SharedService.objects.filter(council_id=council.id)
            for row in here.filter(slug=slug) if slug else here:
                rows.setdefault(row.slug, []).append(row)
                officers[row.slug, council.id] = _officers_of(row)
    return [_shared_view(parts, officers) for _, parts in sorted(rows.items())]


def get_shared_service(slug: str) -> SharedServiceView:
    """
    Return the shared service with that short name.

    Raises:
        SharedServiceNotFound: where none was ever declared.
    """
    found = list_shared_services(slug)
    if not found:
        raise SharedServiceNotFound(slug)
    return found[0]


def get_logo(council_id: uuid.UUID) -> tuple[bytes, str]:
    """Return the council's logo and its media type; b"" and "" where it has none."""
    row = Council.objects.filter(pk=council_id).values_list("logo", "logo_type").first()
    return (bytes(row[0]), row[1]) if row else (b"", "")


def get_page_facts(council_id: uuid.UUID) -> PageFacts:
    """Return what the council says of itself on the pages that the law wants."""
    return read_facts(Council.objects.filter(pk=council_id).values_list("page_facts", flat=True).first() or {})


def require_pages(council_id: uuid.UUID) -> None:
    """
    Accept a council whose pages say all that the law wants beside a service.

    Raises:
        PagesAreIncomplete: with what is missing and where to fill it in.
        CouncilNotFound: where there is none.
    """
    council = get_council_by_id(council_id)
    missing = missing_facts(council, get_page_facts(council_id))
    if missing:
        raise PagesAreIncomplete(council, missing)


def _view(row: Council | None) -> CouncilView | None:
    return _council_view(row) if row else None


def _councils() -> "QuerySet[Council]":
    """Return councils without their logos and facts, which only one page each needs."""
    return Council.objects.defer("logo", "page_facts")


def _council_view(row: Council) -> CouncilView:
    return CouncilView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        name_cy=row.name_cy,
        gss_code=row.gss_code,
        tier=row.tier,
        nation=row.nation,
        languages=tuple(row.languages) or ("en",),
        phone=row.phone,
        email=row.email,
        website=row.website,
        host=row.host,
        theme=tuple(sorted(row.theme.items())),
        is_open=row.is_open,
        logo_digest=row.logo_digest,
        staff_sign_in=row.staff_sign_in,
        succession=read_succession(row.succession),
    )


def _at_work(at: dt.datetime | None = None) -> "QuerySet[StaffMember]":
    """Return who works at a moment (now where None): within the days that a shared service lasts."""
    today = timezone.localdate(at)
    lasts = Q(shared=None) | Q(begins_on__lte=today, ends_on__gte=today)
    return StaffMember.objects.filter(lasts, is_active=True, user__is_active=True)


def _officers_of(row: SharedService) -> tuple[str, ...]:
    acting = StaffMember.objects.filter(council_id=row.council_id, shared_id=row.id, is_active=True)
    return tuple(acting.order_by("user__email").values_list("user__email", flat=True))


def _shared_view(
    parts: Iterable[SharedService], officers: Mapping[tuple[str, uuid.UUID], tuple[str, ...]]
) -> SharedServiceView:
    """Return what councils declared together, as the latest word has it."""
    latest = max(parts, key=lambda row: (row.ended_at is None, row.declared_at))
    together = [row for row in parts if row.ended_at is None] or list(parts)
    return SharedServiceView(
        slug=latest.slug,
        name=latest.name,
        agreement=latest.agreement,
        begins_on=latest.begins_on,
        ends_on=latest.ends_on,
        is_ended=latest.ended_at is not None,
        services={row.council_id: frozenset(map(uuid.UUID, row.services)) for row in together},
        officers={row.council_id: officers[row.slug, row.council_id] for row in together},
    )


def _staff_view(row: _StaffRow, *, works_elsewhere: bool = False) -> StaffView:
    allowed = frozenset[str](permissions_of(row.roles))
    is_shared = row.shared_id is not None
    return StaffView(
        id=row.id,
        council_id=row.council_id,
        user_id=row.user_id,
        name=row.user__name or row.user__email,
        email=row.email or row.user__email,
        roles=frozenset(row.roles) & SHARED_ROLES if is_shared else frozenset(row.roles),
        permissions=allowed & IN_A_SHARED_SERVICE if is_shared else allowed,
        teams=tuple(row.teams),
        by_council_account=row.by_council_account,
        services=frozenset(map(uuid.UUID, row.services)) if is_shared else None,
        shared_service=row.shared_name,
        works_elsewhere=works_elsewhere,
        home_id=row.home_id,
    )
