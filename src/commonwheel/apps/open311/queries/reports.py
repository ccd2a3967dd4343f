"""Reads reports; every read starts from the council and the partner."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.apps.open311.models import Report
from commonwheel.foundation.statements import Selection


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report that came, and the request it opened."""

    case_id: uuid.UUID
    reference: str
    said_hash: str
    service_code: str
    service_name: str
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Which reports are asked after.

    Attributes:
        references: of the requests; where there are any, nothing else counts.
        codes: of the services; () for all.
        since, until: between which they came, both included.
        is_open: only those open, or closed; None for all.
    """

    references: tuple[str, ...]
    codes: tuple[str, ...]
    since: dt.datetime
    until: dt.datetime
    is_open: bool | None


_COLUMNS = ("case_id", "reference", "said_hash", "service_code", "service_name", "received_at")


_BY_REPEAT = Selection(
    uuid.UUID,
    uuid.UUID,
    str,
    build=lambda council, partner, known_by: (
        Report.objects.of(council, partner).filter(repeat_key=known_by, case_id__isnull=False).values_list(*_COLUMNS)
    ),
)


def find_report(council_id: uuid.UUID, partner_id: uuid.UUID, *, repeat_key: str) -> ReportView | None:
    """Return the report that is known by this; None while there is none."""
    row = _BY_REPEAT.first(council_id, partner_id, repeat_key)
    return ReportView(*row) if row else None


def count_since(council_id: uuid.UUID, partner_id: uuid.UUID, *, since: dt.datetime, most: int) -> int:
    """Return how many reports came since then, up to a number."""
    rows = Report.objects.of(council_id, partner_id).filter(received_at__gt=since)
    return rows.order_by()[:most].count()


def list_reports(
    council_id: uuid.UUID, partner_id: uuid.UUID, asked: Asked, *, skip: int, most: int
) -> Sequence[ReportView]:
    """List reports, the newest first."""
    rows = Report.objects.of(council_id, partner_id).filter(case_id__isnull=False)
    if asked.references:
        rows = rows.filter(reference__in=asked.references)
    else:
        rows = rows.filter(received_at__gte=asked.since, received_at__lte=asked.until)
        rows = rows.filter(service_code__in=asked.codes) if asked.codes else rows
    found = rows.order_by("-received_at", "-id").values_list(*_COLUMNS)[skip : skip + most]
    return [ReportView(*row) for row in found]
