"""The one statement that every page of a journey begins with."""

import uuid
from typing import Any

from commonwheel.apps.journeys.models import Journey
from commonwheel.foundation.statements import Selection

COLUMNS = (
    "id", "council_id", "handle", "service_id", "service__slug", "service__titles", "service__phone",
    "service__phone_hours", "service__phone_hours_cy", "service__languages", "service__is_live", "effective_id",
    "language", "answers", "passed_stops", "pending", "version", "expires_at", "closed_at", "reference",
    "channel", "received_on", "entered_by_id", "chosen_of", "carried", "entered_from_id",
    "began_as", "is_trial", "secret_hashes",
)  # fmt: skip

_ROW = Selection(
    uuid.UUID,
    str,
    str,
    build=lambda council, handle, slug: (
        Journey.objects.of(council).filter(handle=handle, service__slug=slug).values_list(*COLUMNS)
    ),
)


def find_row(council_id: uuid.UUID, *, handle: str, service_slug: str) -> tuple[Any, ...] | None:
    """Return the columns of a council's journey, or None where it has none of that handle and service."""
    return _ROW.first(council_id, handle, service_slug)
