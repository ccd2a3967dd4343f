"""What the council's officers began to enter for somebody and did not send."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.services import api as services

MOST = 50
SEARCHED = 500
"""As many of the newest are looked through."""
_COLUMNS = (
    "id", "handle", "service__slug", "service__titles", "channel", "received_on", "created_at", "entered_by_id",
    "effective_id", "answers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unfinished:
    """
    A journey that an officer can still finish; of what was answered only who it is for.

    Attributes:
        titles: of the service, by language.
        begun_by: name of the officer; "" of one who left.
        name, postcode: of the person, as far as they were answered; "" for a protected service.
    """

    id: uuid.UUID
    handle: str
    service_slug: str
    titles: Mapping[str, str]
    channel: str
    received_on: dt.date
    begun_at: dt.datetime
    begun_by: str
    name: str
    postcode: str

    def is_about(self, words: str) -> bool:
        """Say whether every word is in the name, the postcode, the reference of what is unsent or who began it."""
        known = f"{self.name} {self.postcode} {self.postcode.replace(' ', '')} {self.handle} {self.begun_by}".casefold()
        return all(word in known for word in words.casefold().split())


def list_unfinished(council_id: uuid.UUID, *, now: dt.datetime, words: str = "") -> tuple[Unfinished, ...]:
    """
    Return what the council's officers began and did not send, the newest first, up to 50.

    What residents began themselves is never among them.
    """
    rows = Journey.objects.of(council_id).open_at(now).filter(entered_by__isnull=False).order_by("-created_at")
    names = {one.id: one.name for one in authorities.list_staff(council_id)}
    found = (_unfinished(row, names) for row in rows.values_list(*_COLUMNS)[:SEARCHED])
    return tuple(islice((one for one in found if one.is_about(words)), MOST))


def _unfinished(row: tuple[Any, ...], names: Mapping[uuid.UUID, str]) -> Unfinished:
    key, handle, slug, titles, channel, received_on, begun_at, entered_by, digest, answers = row
    effective = services.get_programme(digest).effective
    sender = cases.sender_of(effective, {} if effective.pattern.protect else answers)
    return Unfinished(
        key,
        handle,
        slug,
        titles,
        channel,
        received_on,
        begun_at,
        names.get(entered_by, ""),
        sender.name,
        sender.postcode,
    )
