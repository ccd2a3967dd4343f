"""Where a service's requests go, each request on its way there, and what was heard back."""

import uuid

from django.db import models
from django.db.models import Q

from commonwheel.foundation import deliveries
from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import kept_to_services


class Destination(CouncilOwned):
    """
    Where the requests of one service of a council are worked; a service without one works them here.

    Identified by its service. `system` is what people call the other place. `secret` signs webhooks and is kept
    encrypted, as is the one before it until `old_secret_until`; `token_hash` is the SHA-256 of what the other place
    shows to send a status back. Nothing is tried before `rests_until`: the other side is out of order. What it had
    before stays when the way is changed, so that what is under way arrives.
    """

    class Way(models.TextChoices):
        """How requests get there."""

        HERE = "HERE"
        EMAIL = "EMAIL"
        WEBHOOK = "WEBHOOK"
        CSV = "CSV"

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=10, choices=Way.choices)
    system = models.CharField(max_length=120)
    email = models.CharField(max_length=320, blank=True)
    url = models.CharField(max_length=1_000, blank=True)
    secret = models.CharField(max_length=400, blank=True)
    old_secret = models.CharField(max_length=400, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "service"], name="handover_one_per_service"),
            models.CheckConstraint(condition=~Q(way="EMAIL") | ~Q(email=""), name="handover_email_has_address"),
            models.CheckConstraint(
                condition=~Q(way="WEBHOOK") | (~Q(url="") & ~Q(secret="")),
                name="handover_webhook_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} ({self.way})"


class HeardStatus(CouncilOwned):
    """
    One status that the other place sent back, by the key that it gave it: taken once, however often it comes.

    `state` and `said_at` are what came with it. Kept as long as its case.
    """

    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="+", db_index=False)
    case_id = models.UUIDField()
    key = models.CharField(max_length=100)
    state = models.CharField(max_length=41)
    said_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "destination", "key"], name="handover_status_once")]
        indexes = [models.Index(fields=["council", "case_id"], name="handover_status_of_case")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"


class Deliveries(models.QuerySet["Delivery"]):
    """Selections of deliveries."""

    def of(self, council_id: uuid.UUID) -> "Deliveries":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id), "destination__service_id")

    def undelivered(self) -> "Deliveries":
        """Return those that somebody should know of: given up, or tried in vain and to be tried again."""
        state = Delivery.State
        return self.filter(Q(state=state.GIVEN_UP) | (Q(state=state.WAITING) & ~Q(last_error="")))


class Delivery(deliveries.Delivered):
    """
    One request on its way to where it is worked, written in the transaction that opens it: one a case.

    Its key names it at every try, so that the other side can drop a repeat. `way` is the one of the time it was
    written. It holds nothing that the resident said: that is read from the case when it leaves. `day` is the London
    day; `file` is the daily file it is in, fixed before that file is written. Kept as long as its case.
    """

    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="+", db_index=False)
    case_id = models.UUIDField()
    reference = models.CharField(max_length=24)
    way = models.CharField(max_length=10, choices=Destination.Way.choices)
    written_at = models.DateTimeField()
    day = models.DateField()
    file = models.CharField(max_length=200, blank=True)

    objects = Deliveries.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "case_id"], name="handover_once_per_case"),
            deliveries.sent_has_time("handover_sent_has_time"),
            deliveries.repeats_are_attempts("handover_repeats_are_attempts"),
        ]
        indexes = [
            models.Index(fields=["council", "state", "due_at"], name="handover_due"),
            models.Index(fields=["council", "destination", "file"], name="handover_file"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"
