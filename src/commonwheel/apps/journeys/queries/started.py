"""How many journeys are begun at a council."""

import datetime as dt
import uuid

from commonwheel.apps.journeys.models import Journey


def count_started(council_id: uuid.UUID, *, now: dt.datetime) -> int:
    """Return how many journeys of residents are begun, not sent, and can still be."""
    return Journey.objects.of(council_id).open_at(now).filter(is_trial=False).count()
