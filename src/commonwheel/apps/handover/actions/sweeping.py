"""Handing over: due requests are leased, laid out, sent, and what came of each is written down."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import F, Q

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.handover.actions.laying_out import Handed, as_email, as_json
from commonwheel.apps.handover.models import Delivery, Destination
from commonwheel.apps.handover.rules import opened
from commonwheel.apps.messages import api as messages
from commonwheel.foundation.batches import in_batches
from commonwheel.foundation.deliveries import MOST_AT_ONCE, Delivered, Swept, due, record
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.sending import HELD, TOGETHER, Failed, Outcome, Sending, Try
from commonwheel.foundation.transactions import atomic
from commonwheel.integrations.webhooks.port import (
    AddressNotAllowed,
    Call,
    WebhookCarrier,
    WebhookRefused,
    WebhookUnavailable,
)

REST = dt.timedelta(minutes=1)
"""How long nothing goes to a place that is out of order: the others need not wait for its silence."""
ASK_AGAIN = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NotYet:
    """Stands for a request that does not leave yet: it is to be paid first."""


NOT_YET: Final = NotYet()
Clock = Callable[[], dt.datetime]
Content = Callable[[uuid.UUID, Collection[uuid.UUID]], Mapping[uuid.UUID, Handed | NotYet]]
"""Returns a council's cases as they leave, by their keys; those that are no longer there are not among them."""


@dataclass(frozen=True, slots=True)
class _Sweep:
    council_id: uuid.UUID
    webhooks: WebhookCarrier
    content: Content
    clock: Clock
    resting: set[uuid.UUID] = field(default_factory=set)
    written: list[str | None] = field(default_factory=list)


def sweep_handovers(
    council_id: uuid.UUID,
    *,
    webhooks: WebhookCarrier,
    content: Content,
    clock: Clock,
    limit: int = MOST_AT_ONCE,
    side_by_side: int = 1,
) -> Swept:
    """
    Hand over the council's due requests by webhook and email, at most `limit` and for at most a sweep's time.

    A place that is out of order is left alone for `REST`; whatever else goes there is not tried meanwhile, so
    that it costs none of its tries.

    Args:
        side_by_side: webhooks that may be under way at once.
    """
    sweep = _Sweep(council_id, webhooks, content, clock)
    sending = Sending(
        Delivery, council_id, prepare=lambda rows: _prepare(sweep, rows), clock=clock, side_by_side=side_by_side
    )
    try:
        posted = sending.sweep(_batches(sweep, _due(council_id, now=clock(), limit=limit)))
    finally:
        _let_rest(sweep)
    return posted + Swept.of(sweep.written)


def _due(council_id: uuid.UUID, *, now: dt.datetime, limit: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    awake = Q(destination__rests_until__isnull=True) | Q(destination__rests_until__lte=now)
    with council_scope(council_id):
        rows = Delivery.objects.of(council_id).filter(due(now), awake).exclude(way=Destination.Way.CSV)
        return list(rows.order_by("due_at").values_list("id", "destination_id")[:limit])


def _batches(sweep: _Sweep, found: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> Iterator[Sequence[uuid.UUID]]:
    """Yield the keys of a batch when its turn has come: without those of places that have begun to rest."""
    for batch in in_batches(found, TOGETHER):
        yield [key for key, destination_id in batch if destination_id not in sweep.resting]


def _prepare(sweep: _Sweep, rows: Sequence[Delivery]) -> list[tuple[Delivery, Try]]:
    """Lay requests out; return how those that leave by webhook are posted, and deal with all others."""
    with council_scope(sweep.council_id):
        places = Destination.objects.filter(council_id=sweep.council_id, id__in={row.destination_id for row in rows})
        destinations = {place.id: place for place in places}
        content = sweep.content(sweep.council_id, [row.case_id for row in rows])
    posts: list[tuple[Delivery, Try]] = []
    for row in rows:
        handed, destination = content.get(row.case_id), destinations[row.destination_id]
        if isinstance(handed, NotYet):
            record(row, due_at=sweep.clock() + ASK_AGAIN, attempts=F("attempts") - 1, repeated=0)
        elif handed is None:
            _forget(row)
        elif row.way == Destination.Way.WEBHOOK:
            posts.append((row, _post(sweep, row, destination, handed)))
        else:
            sweep.written.append(_write(sweep, row, destination, handed))
    return posts


def _forget(row: Delivery) -> None:
    with council_scope(row.council_id):
        Delivery.objects.of(row.council_id).filter(id=row.id).delete()


def _post(sweep: _Sweep, row: Delivery, destination: Destination, handed: Handed) -> Try:
    def send() -> Outcome:
        if destination.id in sweep.resting:
            return HELD
        at = sweep.clock()
        call = Call(
            key=str(row.id),
            url=destination.url,
            at=at,
            body=as_json(handed, key=row.id, at=row.written_at),
            secrets=_secrets(destination, now=at),
        )
        return _posted(sweep, destination, call)

    return send


def _posted(sweep: _Sweep, destination: Destination, call: Call) -> Outcome:
    try:
        sweep.webhooks.post(call)
    except AddressNotAllowed as failure:
        return Failed(str(failure), is_lasting=True)
    except WebhookRefused as failure:
        return Failed(str(failure))
    except WebhookUnavailable as failure:
        sweep.resting.add(destination.id)
        return Failed(str(failure))
    return None


def _write(sweep: _Sweep, row: Delivery, destination: Destination, handed: Handed) -> str:
    """Put the email into the outbox, which delivers it: in one transaction with its being handed over."""
    paper, council = as_email(handed), authorities.get_council_by_id(sweep.council_id)
    with council_scope(sweep.council_id), atomic():
        if not record(row, state=Delivered.State.SENT, sent_at=sweep.clock(), last_error=""):
            return Delivered.State.WAITING
        messages.queue_message(
            sweep.council_id,
            message=messages.NewMessage(
                dedup_key=f"handover:{row.id}",
                to=destination.email,
                sender_name=council.name,
                subject=paper.subject,
                text=paper.text,
                html=paper.html,
                audience="OFFICER",
                case_id=row.case_id,
                service_id=destination.service_id,
            ),
            now=sweep.clock(),
        )
    return Delivered.State.SENT


def _secrets(destination: Destination, *, now: dt.datetime) -> tuple[str, ...]:
    until = destination.old_secret_until
    old = [destination.old_secret] if destination.old_secret and until and now < until else []
    return tuple(opened(one) for one in (destination.secret, *old))


def _let_rest(sweep: _Sweep) -> None:
    if sweep.resting:
        with council_scope(sweep.council_id), atomic():
            rows = Destination.objects.filter(council_id=sweep.council_id, id__in=sweep.resting)
            rows.update(rests_until=sweep.clock() + REST)
