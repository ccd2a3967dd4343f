"""Reads: the messages of a request, those given up, and the demonstration's mailbox."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.messages.models import MailboxLetter, OutboxMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """
    A message as officers read it.

    Attributes:
        text: the words as they left; where the resident's own link stood, "…" stands.
        state: WAITING, SENT or GIVEN_UP.
    """

    id: uuid.UUID
    case_id: uuid.UUID | None
    audience: str
    to: str
    subject: str
    text: str
    language: str
    state: str
    written_at: dt.datetime
    sent_at: dt.datetime | None
    attempts: int
    repeated: int
    last_error: str


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


def list_messages_of_case(council_id: uuid.UUID, *, case_id: uuid.UUID) -> list[SentMessage]:
    """Return the messages of one request, oldest first; empty for another council's."""
    rows = OutboxMessage.objects.of(council_id).filter(case_id=case_id).order_by("written_at", "id")
    return [_sent_message(row) for row in rows]


def list_given_up(council_id: uuid.UUID, *, limit: int = 100) -> list[SentMessage]:
    """Return the messages that could not be delivered, newest first, at most `limit`."""
    rows = OutboxMessage.objects.of(council_id).given_up().order_by("-due_at", "-id")[:limit]
    return [_sent_message(row) for row in rows]


def count_given_up(council_id: uuid.UUID, *, limit: int = 100) -> int:
    """Return how many messages could not be delivered; counting ends at `limit`."""
    return len(OutboxMessage.objects.of(council_id).given_up().values_list("id", flat=True)[:limit])


def _sent_message(row: OutboxMessage) -> SentMessage:
    return SentMessage(
        id=row.id,
        case_id=row.case_id,
        audience=row.audience,
        to=row.to,
        subject=row.subject,
        text=row.text.replace(row.link_mark, "…") if row.link_mark else row.text,
        language=row.language,
        state=row.state,
        written_at=row.written_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        repeated=row.repeated,
        last_error=row.last_error,
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
