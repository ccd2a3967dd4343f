"""Closed requests that somebody holds, and those of which somebody has to say what becomes of them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.cases.models import Case, Cases

MOST_LISTED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCase:
    """A request whose keeping is for a person to decide; `since` is when it was held or its time was over."""

    reference: str
    service_title: str
    closed_on: dt.date | None
    since: dt.date


def list_to_review(council_id: uuid.UUID) -> tuple[KeptCase, ...]:
    """List the council's requests whose time is over and that do not go by themselves, the longest first, up to 500."""
    rows = Case.objects.of(council_id).to_review().filter(held_at=None)
    return tuple(_kept(row, row.to_review_since) for row in _listed(rows, "to_review_since"))


def list_held(council_id: uuid.UUID) -> tuple[KeptCase, ...]:
    """List the council's requests that are held, the longest first, up to 500."""
    rows = Case.objects.of(council_id).filter(held_at__isnull=False)
    return tuple(_kept(row, row.held_at.date() if row.held_at else None) for row in _listed(rows, "held_at"))


def _listed(rows: Cases, column: str) -> Cases:
    return rows.order_by(column, "id")[:MOST_LISTED]


def _kept(row: Case, since: dt.date | None) -> KeptCase:
    return KeptCase(
        reference=row.reference,
        service_title=row.service_title,
        closed_on=row.closed_at.date() if row.closed_at else None,
        since=since or dt.date.max,
    )
