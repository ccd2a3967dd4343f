"""Reads what was published of a service."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.changes.models import Publication
from commonwheel.apps.services import api as services


@dataclass(frozen=True, slots=True)
class PublicationView:
    """One publication; `is_current` of the one in force. `by` is "" where it was not published on these pages."""

    id: uuid.UUID
    at: dt.datetime
    by: str
    note: str
    version: str
    is_current: bool


def list_publications(council_id: uuid.UUID, slug: str) -> tuple[PublicationView, ...]:
    """
    List what was published of a service, the newest first.

    Raises:
        ServiceNotFound: where there is no such service.
    """
    written = services.get_written(council_id, slug)
    rows = list(Publication.objects.of(council_id).filter(service_id=written.service.id).order_by("-id"))
    names = authorities.names_of_staff(council_id, {row.published_by_id for row in rows if row.published_by_id})
    return tuple(
        PublicationView(
            id=row.id,
            at=row.published_at,
            by=names.get(row.published_by_id, "") if row.published_by_id else "",
            note=row.note,
            version=row.version,
            is_current=number == 0 and is_in_force(row, written),
        )
        for number, row in enumerate(rows)
    )


def is_in_force(row: Publication, written: services.Written) -> bool:
    """Whether a service is what was published so."""
    return row.layer == written.layer and row.source_id in {None, written.source_id}
