"""Delivery: each due message is leased, handed to the carrier, and what came of it is written down."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.utils.html import escape

from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic
from commonwheel.integrations.mail.port import Letter, MailCarrier, MailRefused, MailUnavailable

LEASE = dt.timedelta(minutes=5)
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1_440))

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: counts of messages."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def sweep_outbox(council_id: uuid.UUID, *, carrier: MailCarrier, clock: Clock, limit: int = 100) -> Swept:
    """
    Deliver the council's due messages, at most `limit`, one at a time.

    Each is leased by a conditional update that is committed before it is sent, so two workers never
    send the same one, and no transaction is open while a mail server is waited for.
    """
    with council_scope(council_id):
        due = OutboxMessage.objects.of(council_id).due(clock()).order_by("due_at")
        keys = list(due.values_list("id", flat=True)[:limit])
    outcomes = [_deliver(council_id, key, carrier=carrier, clock=clock) for key in keys]
    return Swept(
        sent=outcomes.count(OutboxMessage.State.SENT),
        put_off=outcomes.count(OutboxMessage.State.WAITING),
        given_up=outcomes.count(OutboxMessage.State.GIVEN_UP),
    )


def _deliver(council_id: uuid.UUID, key: uuid.UUID, *, carrier: MailCarrier, clock: Clock) -> str | None:
    """Send one message; return the state it is in then, or None where another worker has it."""
    row = _lease(council_id, key, now=clock())
    if row is None:
        return None
    try:
        carrier.send(_letter(row))
    except MailRefused as failure:
        return _record_failure(row, str(failure), lasting=True, now=clock())
    except MailUnavailable as failure:
        return _record_failure(row, str(failure), lasting=False, now=clock())
    return _record_sent(row, now=clock())


def _lease(council_id: uuid.UUID, key: uuid.UUID, *, now: dt.datetime) -> OutboxMessage | None:
    with council_scope(council_id), atomic():
        due = OutboxMessage.objects.of(council_id).due(now).filter(id=key)
        # A lease that ran out was never answered for: the letter may have left already.
        if due.filter(leased_until__isnull=True).update(leased_until=now + LEASE, attempts=F("attempts") + 1):
            return OutboxMessage.objects.of(council_id).get(id=key)
        taken = due.update(leased_until=now + LEASE, attempts=F("attempts") + 1, repeated=F("repeated") + 1)
        return OutboxMessage.objects.of(council_id).get(id=key) if taken else None


def _letter(row: OutboxMessage) -> Letter:
    text, html = row.text, row.html
    if row.link_mark:
        text, html = text.replace(row.link_mark, row.link), html.replace(row.link_mark, escape(row.link))
    return Letter(
        message_id=row.message_id,
        sender=row.sender,
        to=row.to,
        written_at=row.written_at,
        subject=row.subject,
        text=text,
        html=html,
        language=row.language,
    )


def _record(row: OutboxMessage, **changes: object) -> None:
    """Store what came of a try, unless the lease ran out meanwhile and another worker has the message."""
    with council_scope(row.council_id), atomic():
        mine = OutboxMessage.objects.of(row.council_id).filter(
            id=row.id, state=OutboxMessage.State.WAITING, leased_until=row.leased_until
        )
        mine.update(leased_until=None, **changes)


def _record_sent(row: OutboxMessage, *, now: dt.datetime) -> str:
    _record(row, state=OutboxMessage.State.SENT, sent_at=now, link="", last_error="")
    return OutboxMessage.State.SENT


def _record_failure(row: OutboxMessage, words: str, *, lasting: bool, now: dt.datetime) -> str:
    if lasting or row.attempts > len(WAITS):
        _record(row, state=OutboxMessage.State.GIVEN_UP, last_error=words[:500])
        return OutboxMessage.State.GIVEN_UP
    _record(row, due_at=now + WAITS[row.attempts - 1], last_error=words[:500])
    return OutboxMessage.State.WAITING
