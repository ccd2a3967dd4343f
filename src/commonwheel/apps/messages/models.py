"""Messages that are to leave, and the letters a demonstration keeps instead of sending."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from commonwheel.foundation import deliveries
from commonwheel.foundation.models import Keyed
from commonwheel.foundation.scope import kept_to_services

BY_HAND = ("LETTER", "CALL")


class OutboxMessages(models.QuerySet["OutboxMessage"]):
    """Selections of messages."""

    def of(self, council_id: uuid.UUID) -> "OutboxMessages":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id))

    def due(self, now: dt.datetime) -> "OutboxMessages":
        """Return those whose time has come, that leave by themselves and that no worker holds."""
        return self.filter(deliveries.due(now), channel=OutboxMessage.Channel.EMAIL)

    def given_up(self) -> "OutboxMessages":
        """Return those that should have left by themselves and that somebody has to look at."""
        return self.filter(state=OutboxMessage.State.GIVEN_UP, channel=OutboxMessage.Channel.EMAIL)

    def by_hand(self) -> "OutboxMessages":
        """Return those that an officer posts or says on the phone, done or not."""
        return self.filter(channel__in=BY_HAND)


class OutboxMessage(deliveries.Delivered):
    """
    One message, written in the transaction of the fact it reports and delivered by a sweep.

    `dedup_key` names the fact, so a retry of the writer adds nothing. `message_id` is fixed here:
    a worker that dies between acceptance and recording leaves an expired lease behind, the next one
    sends the same Message-ID again and counts it in `repeated`. `link` is the resident's signed link;
    it stands in the words only as `link_mark` and is emptied when the message has left, so no token stays.
    A letter or a call waits for an officer and no sweep takes it: `to` is a postal address, its lines parted by
    new lines, or a phone number, `said` a short form to say, and `done_by` who did it or gave it up. It has no
    signed link. `service_id` is the service that it speaks of, None where it speaks of none. Kept as long as its case.
    """

    class Channel(models.TextChoices):
        """How it leaves."""

        EMAIL = "EMAIL"
        LETTER = "LETTER"
        CALL = "CALL"

    class Audience(models.TextChoices):
        """Whom it is for."""

        RESIDENT = "RESIDENT"
        OFFICER = "OFFICER"

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.RESIDENT)
    case_id = models.UUIDField(null=True, blank=True)
    service_id = models.UUIDField(null=True, blank=True)
    dedup_key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=255)
    sender = models.CharField(max_length=400)
    to = models.CharField(max_length=1_000)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    said = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    link_mark = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    done_by_id = models.UUIDField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMessages.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "dedup_key"], name="messages_one_per_fact"),
            models.UniqueConstraint(fields=["message_id"], name="messages_one_message_id"),
            deliveries.sent_has_time("messages_sent_has_time"),
            models.CheckConstraint(condition=~Q(state="SENT") | Q(link=""), name="messages_sent_keeps_no_link"),
            deliveries.repeats_are_attempts("messages_repeats_are_attempts"),
            models.CheckConstraint(
                condition=Q(channel="EMAIL") | Q(link="", link_mark=""), name="messages_by_hand_have_no_link"
            ),
        ]
        indexes = [
            models.Index(fields=["council", "channel", "state", "due_at"], name="messages_due"),
            models.Index(fields=["council", "case_id", "written_at"], name="messages_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.dedup_key} ({self.state})"


class MailboxLetter(Keyed):
    """
    One letter of the demonstration, identified by its Message-ID; `copies` counts how often it came.

    It belongs to no council: it stands where the resident's own mailbox would.
    """

    message_id = models.CharField(max_length=255, unique=True)
    sender = models.CharField(max_length=400)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    copies = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["-id"], name="messages_newest_letters")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.message_id})"
