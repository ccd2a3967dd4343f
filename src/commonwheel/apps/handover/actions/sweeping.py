"""Handing over: each due request is leased, laid out, sent, and what came of it is written down."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F, Q

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.handover.actions.laying_out import Handed, as_email, as_json
from commonwheel.apps.handover.models import Delivery, Destination
from commonwheel.apps.handover.rules import opened
from commonwheel.apps.messages import api as messages
from commonwheel.core.problems import Failure
from commonwheel.foundation.deliveries import BUDGET, MOST_AT_ONCE, Delivered, Swept, due, lease, record, record_failure
from commonwheel.foundation.scope import council_scope
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

Clock = Callable[[], dt.datetime]
Content = Callable[[uuid.UUID, uuid.UUID], Handed | None]
"""Returns a council's case as it leaves; None where it is no longer there."""


class NotYet(Failure):
    """The request does not leave yet: it is to be paid first."""

    def __init__(self) -> None:
        super().__init__("This request is handed over once it is paid.")


@dataclass(frozen=True, slots=True)
class _Sweep:
    council_id: uuid.UUID
    webhooks: WebhookCarrier
    content: Content
    clock: Clock
    resting: set[uuid.UUID] = field(default_factory=set)


def sweep_handovers(
    council_id: uuid.UUID, *, webhooks: WebhookCarrier, content: Content, clock: Clock, limit: int = MOST_AT_ONCE
) -> Swept:
    """
    Hand over the council's due requests by webhook and email, at most `limit` and for at most `BUDGET`.

    A place that is out of order is left alone for `REST`; whatever else goes there is not tried meanwhile, so
    that it costs none of its tries.
    """
    sweep, ends_at = _Sweep(council_id, webhooks, content, clock), clock() + BUDGET
    outcomes: list[str | None] = []
    for key, destination_id in _due(council_id, now=clock(), limit=limit):
        if clock() > ends_at:
            break
        if destination_id not in sweep.resting:
            outcomes.append(_deliver(sweep, key))
    return Swept.of(outcomes)


def _due(council_id: uuid.UUID, *, now: dt.datetime, limit: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    awake = Q(destination__rests_until__isnull=True) | Q(destination__rests_until__lte=now)
    with council_scope(council_id):
        rows = Delivery.objects.of(council_id).filter(due(now), awake).exclude(way=Destination.Way.CSV)
        return list(rows.order_by("due_at").values_list("id", "destination_id")[:limit])


def _deliver(sweep: _Sweep, key: uuid.UUID) -> str | None:
    """Hand one request over; return the state it is in then, or None where there is nothing to say."""
    row = lease(Delivery, sweep.council_id, key, now=sweep.clock())
    if row is None:
        return None
    with council_scope(sweep.council_id):
        destination = Destination.objects.get(council_id=sweep.council_id, id=row.destination_id)
        try:
            handed = sweep.content(sweep.council_id, row.case_id)
        except NotYet:
            record(row, due_at=sweep.clock() + ASK_AGAIN, attempts=F("attempts") - 1, repeated=0)
            return None
    if handed is None:
        with council_scope(sweep.council_id):
            Delivery.objects.of(sweep.council_id).filter(id=row.id).delete()
        return None
    send = _post if row.way == Destination.Way.WEBHOOK else _write
    return send(sweep, row, destination, handed)


def _post(sweep: _Sweep, row: Delivery, destination: Destination, handed: Handed) -> str:
    at = sweep.clock()
    call = Call(
        key=str(row.id),
        url=destination.url,
        at=at,
        body=as_json(handed, key=row.id, at=row.written_at),
        secrets=_secrets(destination, now=at),
    )
    try:
        sweep.webhooks.post(call)
    except AddressNotAllowed as failure:
        return record_failure(row, str(failure), lasting=True, now=sweep.clock())
    except WebhookRefused as failure:
        return record_failure(row, str(failure), lasting=False, now=sweep.clock())
    except WebhookUnavailable as failure:
        _let_rest(sweep, destination)
        return record_failure(row, str(failure), lasting=False, now=sweep.clock())
    record(row, state=Delivered.State.SENT, sent_at=sweep.clock(), last_error="")
    return Delivered.State.SENT


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


def _let_rest(sweep: _Sweep, destination: Destination) -> None:
    sweep.resting.add(destination.id)
    with council_scope(sweep.council_id), atomic():
        rows = Destination.objects.filter(council_id=sweep.council_id, id=destination.id)
        rows.update(rests_until=sweep.clock() + REST)
