"""Use cases: write a message down, try it again, keep a letter of the demonstration."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.db import IntegrityError
from django.db.models import F

from commonwheel.apps.messages.models import MailboxLetter, OutboxMessage
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.deliveries import from_the_first_try
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action, atomic
from commonwheel.integrations.mail.port import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """
    What is to be said to whom.

    Attributes:
        dedup_key: names the fact reported, such as `case:…:received:resident`.
        channel: one of `OutboxMessage.Channel`; `to` and `said` are as it has them.
        sender_name: the council's name.
        service_id: of the service it speaks of; officers who keep to some services see only messages of those.
        link_mark: where it stands in text and HTML, `link` is put in when the message leaves.
    """

    dedup_key: str
    to: str
    sender_name: str
    subject: str
    text: str
    html: str = ""
    said: str = ""
    channel: str = OutboxMessage.Channel.EMAIL
    language: str = "en"
    audience: str = OutboxMessage.Audience.RESIDENT
    case_id: uuid.UUID | None = None
    service_id: uuid.UUID | None = None
    link_mark: str = ""
    link: str = ""


class MessageNotWaiting(Failure):
    """The message is not one that was given up, so there is nothing to try again."""

    def __init__(self) -> None:
        super().__init__("This message is no longer waiting for somebody to try it again.")


@action
def queue_message(council_id: uuid.UUID, *, message: NewMessage, now: dt.datetime) -> uuid.UUID:
    """
    Write a message down, to leave when the transaction it belongs to is committed and a sweep comes by.

    Idempotent on `dedup_key`: the first words stand. One statement, because residents wait for it; so the
    key, which is returned, is made of the fact and need not be looked up.
    """
    key = uuid.uuid5(council_id, message.dedup_key)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    row = OutboxMessage(
        id=key,
        council_id=council_id,
        dedup_key=message.dedup_key,
        message_id=f"<{key}@{address.rpartition('@')[2] or 'localhost'}>",
        sender=formataddr((message.sender_name, address)),
        channel=message.channel,
        to=message.to,
        subject=" ".join(message.subject.split())[:400],
        text=message.text,
        html=message.html,
        said=message.said,
        language=message.language,
        audience=message.audience,
        case_id=message.case_id,
        service_id=message.service_id,
        link_mark=message.link_mark,
        link=message.link,
        written_at=now,
        due_at=now,
    )
    insert(row, may_be_there=True)
    return key


@action
def retry_message(council_id: uuid.UUID, *, message_id: uuid.UUID, staff: StaffView, now: dt.datetime) -> None:
    """
    Put a message that was given up back in the queue, from the first try.

    Raises:
        MessageNotWaiting: when it is not among those given up (any more).
    """
    given_up = OutboxMessage.objects.of(council_id).given_up().filter(id=message_id)
    changed = given_up.update(**from_the_first_try(now))
    if not changed:
        raise MessageNotWaiting
    record(
        council_id,
        actor=Actor("STAFF", str(staff.id)),
        action="message-retried",
        subject=f"message:{message_id}",
        at=now,
    )


@action
def keep_in_mailbox(letter: Letter) -> None:
    """Keep a letter of the demonstration; one with a Message-ID it has already is counted, not added."""
    again = MailboxLetter.objects.filter(message_id=letter.message_id)
    if again.update(copies=F("copies") + 1):
        return
    try:
        with atomic():
            MailboxLetter.objects.create(
                message_id=letter.message_id,
                sender=letter.sender,
                to=letter.to,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                language=letter.language,
                written_at=letter.written_at,
            )
    except IntegrityError:
        again.update(copies=F("copies") + 1)


@action
def remove_messages(council_id: uuid.UUID, *, case_id: uuid.UUID) -> int:
    """Remove what was written about a case, also what has not left yet; say how many messages."""
    removed, _ = OutboxMessage.objects.of(council_id).filter(case_id=case_id).delete()
    return removed


@action
def pass_on_messages(old: uuid.UUID, new: uuid.UUID, *, case_ids: Collection[uuid.UUID], service_id: uuid.UUID) -> None:
    """
    Pass on what was written about requests to the council that has them now; what has not left yet leaves from there.

    Args:
        service_id: key of the service there.
    """
    rows = OutboxMessage.objects.of(old).filter(case_id__in=case_ids)
    rows.filter(service_id__isnull=False).update(service_id=service_id)
    rows.update(council_id=new)
