"""Delivery: due messages are leased, handed to the carrier, and what came of each is written down."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.utils.html import escape

from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.foundation.batches import in_batches
from commonwheel.foundation.deliveries import MOST_AT_ONCE, Swept
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.sending import TOGETHER, Failed, Outcome, Sending, Try
from commonwheel.integrations.mail.port import Letter, MailCarrier, MailRefused, MailUnavailable

Clock = Callable[[], dt.datetime]


def sweep_outbox(
    council_id: uuid.UUID, *, carrier: MailCarrier, clock: Clock, limit: int = MOST_AT_ONCE, side_by_side: int = 1
) -> Swept:
    """
    Deliver the council's due messages, at most `limit` and for at most a sweep's time.

    Each is leased by a conditional update that is committed before it is sent, so two workers never
    send the same one, and no transaction is open while a mail server is waited for.

    Args:
        side_by_side: letters that may be under way at once; above 1 only with a carrier that leaves the database alone.
    """
    with council_scope(council_id):
        due = OutboxMessage.objects.of(council_id).due(clock()).order_by("due_at")
        keys = list(due.values_list("id", flat=True)[:limit])
    sending = Sending(
        OutboxMessage,
        council_id,
        prepare=lambda rows: [(row, _try(carrier, _letter(row))) for row in rows],
        clock=clock,
        side_by_side=side_by_side,
        changes={"link": ""},
    )
    return sending.sweep(in_batches(keys, TOGETHER))


def _try(carrier: MailCarrier, letter: Letter) -> Try:
    def send() -> Outcome:
        try:
            carrier.send(letter)
        except MailRefused as failure:
            return Failed(str(failure), is_lasting=True)
        except MailUnavailable as failure:
            return Failed(str(failure))
        return None

    return send


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
