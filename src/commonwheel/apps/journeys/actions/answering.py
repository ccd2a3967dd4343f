"""Starting a journey, storing what was answered, and letting it go."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.actions.storing import update_open_row
from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.apps.journeys.rules.secrets import hash_secret, new_handle, new_secret
from commonwheel.core.problems import Failure
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action

KEPT_FOR = dt.timedelta(days=28)
"""How long a journey can be answered. Source: the pattern language, "Running"."""
TRIED_FOR = dt.timedelta(hours=1)
"""How long one can that staff only try."""
SWEPT_AT_ONCE = 200


class JourneyMoved(Failure):
    """The journey changed, or was sent, after it was read: read it again and repeat."""

    def __init__(self) -> None:
        super().__init__("Your answers were changed somewhere else at the same time. Check them and try again.")


@dataclass(frozen=True, slots=True)
class Started:
    """
    A journey just begun.

    Attributes:
        handle: its place in addresses.
        secret: for the cookie; kept nowhere but there.
    """

    handle: str
    secret: str


@action
def start_journey(
    council_id: uuid.UUID,
    *,
    service_id: uuid.UUID,
    digest: str,
    language: str,
    is_trial: bool = False,
    now: dt.datetime,
) -> Started:
    """
    Begin a journey through a service, pinned to the effective pattern of this moment.

    Args:
        is_trial: whether staff of the council only try it: it is never sent.
    """
    started = Started(handle=new_handle(), secret=new_secret())
    insert(
        Journey(
            council_id=council_id,
            handle=started.handle,
            secret_hashes=[hash_secret(started.secret)],
            service_id=service_id,
            effective_id=digest,
            language=language,
            created_at=now,
            updated_at=now,
            expires_at=now + (TRIED_FOR if is_trial else KEPT_FOR),
            is_trial=is_trial,
        )
    )
    return started


@action
def store_answers(
    journey: OpenJourney,
    *,
    answers: Mapping[str, Any],
    passed_stops: Sequence[str],
    pending: Mapping[str, Any] | None,
    language: str,
    now: dt.datetime,
    confirmed: Collection[str] = (),
) -> None:
    """
    Store what was answered, if nobody stored anything since the journey was read; one statement.

    Args:
        confirmed: ids of the questions of the page that was confirmed: what was filled in there is let go.

    Raises:
        JourneyMoved: when somebody did, or the journey is sent or gone; nothing is stored.
    """
    changes = {
        "answers": answers,
        "passed_stops": list(passed_stops),
        "pending": pending,
        "language": language,
        "version": journey.version + 1,
        "carried": {name: value for name, value in journey.carried.items() if name not in confirmed},
        "updated_at": now,
    }
    read = {"council": journey.council_id, "id": journey.id, "version": journey.version, "expires_at": now}
    if not update_open_row(changes, of=read):
        raise JourneyMoved


@action
def sweep_expired(council_id: uuid.UUID, *, now: dt.datetime) -> int:
    """Delete journeys whose time is over, up to 200, with the uploads of those never sent; say how many."""
    over = Journey.objects.of(council_id).filter(expires_at__lte=now).order_by("expires_at")[:SWEPT_AT_ONCE]
    rows = list(over.values_list("id", "closed_at"))
    for journey_id, closed_at in rows:
        if closed_at is None:
            files.remove_uploads(council_id, journey_id=journey_id)
    Journey.objects.of(council_id).filter(id__in=[key for key, _ in rows], expires_at__lte=now).delete()
    return len(rows)
