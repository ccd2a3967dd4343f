"""Reads: the messages of a request, those given up, and the demonstration's mailbox."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.messages.models import MailboxLetter, OutboxMessage
from commonwheel.foundation.statements import Selection

COUNTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """
    A message as officers read it.

    Attributes:
        channel: EMAIL, LETTER or CALL.
        text: the words as they left; where the resident's own link stood, "…" stands.
        said: the short form, to say on the phone; "" for none.
        state: WAITING, SENT or GIVEN_UP.
        done_by, done_at: who posted it, called or gave up, and when; "" and None for what leaves by itself.
    """

    id: uuid.UUID
    case_id: uuid.UUID | None
    channel: str
    audience: str
    to: str
    subject: str
    text: str
    html: str
    said: str
    language: str
    state: str
    written_at: dt.datetime
    sent_at: dt.datetime | None
    attempts: int
    repeated: int
    last_error: str
    done_by_id: uuid.UUID | None
    done_by: str
    done_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLetter:
    """A letter of the demonstration's mailbox; `html` is what the resident's mail program would show."""

    id: uuid.UUID
    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    written_at: dt.datetime
    copies: int


_GIVEN_UP = Selection(
    uuid.UUID, build=lambda council: OutboxMessage.objects.of(council).given_up().values_list("id")[:COUNTED]
)
_BY_HAND = Selection(
    uuid.UUID,
    build=lambda council: (
        OutboxMessage.objects.of(council)
        .by_hand()
        .filter(state=OutboxMessage.State.WAITING)
        .values_list("id")[:COUNTED]
    ),
)


def list_messages_of_case(council_id: uuid.UUID, *, case_id: uuid.UUID) -> list[SentMessage]:
    """Return the messages of one request, oldest first; empty for another council's."""
    rows = OutboxMessage.objects.of(council_id).filter(case_id=case_id).order_by("written_at", "id")
    return [_sent_message(row) for row in rows]


def list_given_up(council_id: uuid.UUID, *, limit: int = 100) -> list[SentMessage]:
    """Return the messages that could not be delivered, newest first, at most `limit`."""
    rows = OutboxMessage.objects.of(council_id).given_up().order_by("-due_at", "-id")[:limit]
    return [_sent_message(row) for row in rows]


def count_given_up(council_id: uuid.UUID) -> int:
    """Return how many messages could not be delivered; counting ends at `COUNTED`."""
    return len(_GIVEN_UP.all(council_id))


def list_by_hand(council_id: uuid.UUID, *, limit: int = 100) -> list[SentMessage]:
    """Return the letters and calls that wait for an officer, the oldest first, at most `limit`."""
    rows = OutboxMessage.objects.of(council_id).by_hand().filter(state=OutboxMessage.State.WAITING)
    return [_sent_message(row) for row in rows.order_by("written_at", "id")[:limit]]


def count_by_hand(council_id: uuid.UUID) -> int:
    """Return how many letters and calls wait for an officer; counting ends at `COUNTED`."""
    return len(_BY_HAND.all(council_id))


def find_by_hand(council_id: uuid.UUID, *, message_id: uuid.UUID) -> SentMessage | None:
    """Return one of the council's letters and calls, done or not; None where it has none with that key."""
    row = OutboxMessage.objects.of(council_id).by_hand().filter(id=message_id).first()
    return _sent_message(row) if row else None


def _sent_message(row: OutboxMessage) -> SentMessage:
    return SentMessage(
        id=row.id,
        case_id=row.case_id,
        channel=row.channel,
        audience=row.audience,
        to=row.to,
        subject=row.subject,
        text=row.text.replace(row.link_mark, "…") if row.link_mark else row.text,
        html=row.html.replace(row.link_mark, "…") if row.link_mark else row.html,
        said=row.said,
        language=row.language,
        state=row.state,
        written_at=row.written_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        repeated=row.repeated,
        last_error=row.last_error,
        done_by_id=row.done_by_id,
        done_by=row.done_by,
        done_at=row.done_at,
    )


def list_kept_letters(*, to: str = "", before: uuid.UUID | None = None, limit: int = 25) -> list[KeptLetter]:
    """Return the mailbox's letters, newest first, to one address where `to` is given, older than `before`."""
    rows = MailboxLetter.objects.order_by("-id")
    rows = rows.filter(to__iexact=to) if to else rows
    rows = rows.filter(id__lt=before) if before else rows
    return [_kept_letter(row) for row in rows[:limit]]


def find_kept_letter(letter_id: uuid.UUID) -> KeptLetter | None:
    """Return one letter of the mailbox, or None."""
    row = MailboxLetter.objects.filter(id=letter_id).first()
    return _kept_letter(row) if row else None


def _kept_letter(row: MailboxLetter) -> KeptLetter:
    return KeptLetter(
        id=row.id,
        message_id=row.message_id,
        sender=row.sender,
        to=row.to,
        subject=row.subject,
        text=row.text,
        html=row.html,
        language=row.language,
        written_at=row.written_at,
        copies=row.copies,
    )
