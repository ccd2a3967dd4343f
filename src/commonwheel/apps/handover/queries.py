"""Reads: where requests go, how handing them over stands, and what could not be delivered."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from commonwheel.apps.handover.models import Deliveries, Delivery, Destination
from commonwheel.foundation.statements import Selection

COUNTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationView:
    """
    Where the requests of a service are worked.

    Attributes:
        way: HERE, EMAIL, WEBHOOK or CSV.
        system: what people call the other place; "" where it is here.
        has_token: whether a status can be sent back.
        old_secret_until: until when webhooks carry the old signature as well, or None.
    """

    id: uuid.UUID
    service_id: uuid.UUID
    way: str
    system: str
    email: str
    url: str
    has_secret: bool
    has_token: bool
    old_secret_until: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """
    A request that is worked elsewhere.

    Attributes:
        state: WAITING, SENT or GIVEN_UP.
        last_error: why the last try failed, in plain words; "" where none did.
        file: the daily file it is in, or "".
    """

    id: uuid.UUID
    case_id: uuid.UUID
    reference: str
    system: str
    way: str
    state: str
    written_at: dt.datetime
    due_at: dt.datetime
    sent_at: dt.datetime | None
    attempts: int
    repeated: int
    last_error: str
    file: str


@dataclass(frozen=True, slots=True)
class Way:
    """What opening a request needs to know of where it goes."""

    destination_id: uuid.UUID
    way: str


_UNDELIVERED = Selection(uuid.UUID, build=lambda council: _undelivered(council).values_list("id")[:COUNTED])
_OF_SERVICE = Selection(
    uuid.UUID,
    uuid.UUID,
    build=lambda council, service: Destination.objects.filter(council_id=council, service_id=service).values_list(
        "id", "way"
    ),
)


def find_way(council_id: uuid.UUID, *, service_id: uuid.UUID) -> Way | None:
    """Return where new requests of a service go; None where they are worked here."""
    row = _OF_SERVICE.first(council_id, service_id)
    return Way(*row) if row and row[1] != Destination.Way.HERE else None


def find_destination(council_id: uuid.UUID, *, service_id: uuid.UUID) -> DestinationView | None:
    """Return what was said of where a service's requests go, or None where nothing was."""
    row = Destination.objects.filter(council_id=council_id, service_id=service_id).first()
    return destination_view(row) if row else None


def list_destinations(council_id: uuid.UUID) -> dict[uuid.UUID, DestinationView]:
    """Return where requests go, by the key of their service; a service that is not there works them here."""
    rows = Destination.objects.filter(council_id=council_id)
    return {row.service_id: destination_view(row) for row in rows}


def find_handover(council_id: uuid.UUID, *, case_id: uuid.UUID) -> HandoverView | None:
    """Return how handing a request over stands; None where it is worked here."""
    row = Delivery.objects.of(council_id).filter(case_id=case_id).select_related("destination").first()
    return handover_view(row) if row else None


def list_handed(council_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the keys of the council's requests that are worked in another system, or on their way there."""
    return frozenset(Delivery.objects.of(council_id).values_list("case_id", flat=True))


def list_undelivered(council_id: uuid.UUID, *, limit: int = COUNTED) -> list[HandoverView]:
    """Return what could not be handed over yet, given up first, then newest first, at most `limit`."""
    rows = _undelivered(council_id).select_related("destination").order_by("state", "-written_at", "-id")[:limit]
    return [handover_view(row) for row in rows]


def count_undelivered(council_id: uuid.UUID) -> int:
    """Return how many requests could not be handed over yet; counting ends at `COUNTED`."""
    return len(_UNDELIVERED.all(council_id))


def hash_token(token: str) -> str:
    """Return what is kept of a token: its SHA-256. It has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def destination_view(row: Destination) -> DestinationView:
    """Return a row as a value; secrets stay behind."""
    return DestinationView(
        id=row.id,
        service_id=row.service_id,
        way=row.way,
        system=row.system if row.way != Destination.Way.HERE else "",
        email=row.email,
        url=row.url,
        has_secret=bool(row.secret),
        has_token=bool(row.token_hash),
        old_secret_until=row.old_secret_until,
    )


def handover_view(row: Delivery) -> HandoverView:
    """Return a row, whose destination was read with it, as a value."""
    return HandoverView(
        id=row.id,
        case_id=row.case_id,
        reference=row.reference,
        system=row.destination.system,
        way=row.way,
        state=row.state,
        written_at=row.written_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        repeated=row.repeated,
        last_error=row.last_error,
        file=row.file,
    )


def _undelivered(council_id: uuid.UUID) -> Deliveries:
    return Delivery.objects.of(council_id).undelivered()
