"""What an officer began to enter for somebody and did not send."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from commonwheel.apps.journeys.models import Journey

MOST = 50


@dataclass(frozen=True, slots=True)
class Unfinished:
    """
    A journey that an officer can still finish; nothing of what was answered.

    Attributes:
        titles: of the service, by language.
    """

    id: uuid.UUID
    handle: str
    service_slug: str
    titles: Mapping[str, str]
    channel: str
    received_on: dt.date
    begun_at: dt.datetime


def list_unfinished(council_id: uuid.UUID, *, staff_id: uuid.UUID, now: dt.datetime) -> tuple[Unfinished, ...]:
    """Return what the officer began and did not send, the newest first, up to 50."""
    rows = Journey.objects.of(council_id).open_at(now).filter(entered_by_id=staff_id).order_by("-created_at")
    columns = ("id", "handle", "service__slug", "service__titles", "channel", "received_on", "created_at")
    return tuple(Unfinished(*row) for row in rows.values_list(*columns)[:MOST])
