"""Reads partners; every read starts from the council."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, Max

from commonwheel.apps.open311.models import Partner, Report
from commonwheel.apps.open311.rules import KEY_MARK, hash_key
from commonwheel.core.problems import Failure
from commonwheel.foundation.statements import Selection


class PartnerNotFound(Failure):
    """No partner of the council is so named, or its key was ended."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no partner “{name[:60]}” with a key that works. See `commonwheel open311 list`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """
    A partner of a council.

    Attributes:
        ended_at: when its key was ended; None while it works.
        reports: how many came with the key; `last_at` is when the newest did.
    """

    id: uuid.UUID
    name: str
    most_a_minute: int
    issued_at: dt.datetime
    ended_at: dt.datetime | None
    reports: int = 0
    last_at: dt.datetime | None = None


_COLUMNS = ("id", "name", "most_a_minute", "issued_at", "ended_at")
_BY_KEY = Selection(
    uuid.UUID,
    str,
    build=lambda council, hashed: Partner.objects.filter(
        council_id=council, key_hash=hashed, ended_at__isnull=True
    ).values_list(*_COLUMNS),
)


def find_partner(council_id: uuid.UUID, key: str) -> PartnerView | None:
    """Return the partner whose key this is, while it works; else None."""
    if not key.startswith(KEY_MARK):
        return None
    row = _BY_KEY.first(council_id, hash_key(key))
    return PartnerView(**dict(zip(_COLUMNS, row, strict=True))) if row else None


def list_partners(council_id: uuid.UUID) -> tuple[PartnerView, ...]:
    """List a council's partners by name, those whose key was ended last."""
    counted = Report.objects.filter(council_id=council_id).values("partner_id")
    known = {
        row["partner_id"]: (row["reports"], row["last_at"])
        for row in counted.annotate(reports=Count("id"), last_at=Max("received_at")).order_by()
    }
    rows = Partner.objects.filter(council_id=council_id).order_by("name", "id")
    views = [view_of(row, *known.get(row.id, (0, None))) for row in rows]
    return tuple(sorted(views, key=lambda one: one.ended_at is not None))


def view_of(row: Partner, reports: int = 0, last_at: dt.datetime | None = None) -> PartnerView:
    """Return a partner as others see it."""
    return PartnerView(
        id=row.id,
        name=row.name,
        most_a_minute=row.most_a_minute,
        issued_at=row.issued_at,
        ended_at=row.ended_at,
        reports=reports,
        last_at=last_at,
    )
