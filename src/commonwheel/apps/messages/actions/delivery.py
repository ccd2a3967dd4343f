"""Delivery: each due message is leased, handed to the carrier, and what came of it is written down."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils.html import escape

from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.foundation.deliveries import BUDGET, MOST_AT_ONCE, Swept, lease, record, record_failure
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.mail.port import Letter, MailCarrier, MailRefused, MailUnavailable

Clock = Callable[[], dt.datetime]


def sweep_outbox(council_id: uuid.UUID, *, carrier: MailCarrier, clock: Clock, limit: int = MOST_AT_ONCE) -> Swept:
    """
    Deliver the council's due messages, at most `limit` and for at most `BUDGET`, one at a time.

    Each is leased by a conditional update that is committed before it is sent, so two workers never
    send the same one, and no transaction is open while a mail server is waited for.
    """
    ends_at = clock() + BUDGET
    with council_scope(council_id):
        due = OutboxMessage.objects.of(council_id).due(clock()).order_by("due_at")
        keys = list(due.values_list("id", flat=True)[:limit])
    outcomes = [_deliver(council_id, key, carrier=carrier, clock=clock) for key in keys if clock() < ends_at]
    return Swept.of(outcomes)


def _deliver(council_id: uuid.UUID, key: uuid.UUID, *, carrier: MailCarrier, clock: Clock) -> str | None:
    """Send one message; return the state it is in then, or None where another worker has it."""
    row = lease(OutboxMessage, council_id, key, now=clock())
    if row is None:
        return None
    try:
        carrier.send(_letter(row))
    except MailRefused as failure:
        return record_failure(row, str(failure), lasting=True, now=clock())
    except MailUnavailable as failure:
        return record_failure(row, str(failure), lasting=False, now=clock())
    return _record_sent(row, now=clock())


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


def _record_sent(row: OutboxMessage, *, now: dt.datetime) -> str:
    record(row, state=OutboxMessage.State.SENT, sent_at=now, link="", last_error="")
    return OutboxMessage.State.SENT
