"""What is owed for a request, each try to pay it, and the simulated provider's ledger."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from commonwheel.foundation.models import CouncilOwned


class Charge(CouncilOwned):
    """
    What a request costs, worked out once, when it was sent; triggers refuse to change it.

    `case_id` is the request's key. `lines` are `{"labels": {language: words}, "pence"}`; their sum is
    `total_pence`, zero or more. `titles` name the service by language, `protect` is the service's. `asked_at`
    is when the resident was asked to pay, empty while they need not yet; the one column that changes.
    Kept as long as its case.
    """

    class Pay(models.TextChoices):
        """When it is to be paid."""

        BEFORE = "BEFORE"
        AFTER = "AFTER"

    case_id = models.UUIDField()
    reference = models.CharField(max_length=24)
    titles = models.JSONField()
    lines = models.JSONField()
    total_pence = models.PositiveIntegerField()
    pay = models.CharField(max_length=10, choices=Pay.choices)
    protect = models.BooleanField(default=False)
    fixed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_id"], name="payments_one_charge_a_case")]
        indexes = [models.Index(fields=["council", "case_id"], name="payments_charge_of_case")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.total_pence}p"


class Payments(models.QuerySet["Payment"]):
    """Selections of payments."""

    def of(self, council_id: uuid.UUID) -> "Payments":
        """Return the council's own."""
        return self.filter(council_id=council_id)

    def to_check(self, now: dt.datetime) -> "Payments":
        """Return those of which the provider is to be asked again."""
        return self.filter(state=Payment.State.OPEN, check_at__lte=now)


class Payment(CouncilOwned):
    """
    One try to pay a charge. Its key is the provider's idempotency key.

    BEGUN: written down, and perhaps not yet at the provider; nobody can have paid it, because nobody was led
    to it. OPEN: at the provider, `provider_id` its name there. The others are final. A charge has at most one
    that is under way and at most one that is paid, so that nobody pays twice. `language` is that of the payment
    page. `check_at` is when the sweep asks the provider, `checks` how often it did.
    """

    class State(models.TextChoices):
        """Where it stands."""

        BEGUN = "BEGUN"
        OPEN = "OPEN"
        PAID = "PAID"
        REFUSED = "REFUSED"
        CANCELLED = "CANCELLED"
        FAILED = "FAILED"

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    provider = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BEGUN)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField()
    checks = models.PositiveSmallIntegerField(default=0)

    objects = Payments.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charge", "number"], name="payments_in_order"),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(state__in=["BEGUN", "OPEN"]), name="payments_one_under_way"
            ),
            models.UniqueConstraint(fields=["charge"], condition=Q(state="PAID"), name="payments_paid_once"),
            models.CheckConstraint(
                condition=Q(state__in=["BEGUN", "OPEN"], ended_at__isnull=True)
                | (~Q(state__in=["BEGUN", "OPEN"]) & Q(ended_at__isnull=False)),
                name="payments_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "charge", "number"], name="payments_of_charge"),
            models.Index(fields=["council", "check_at"], name="payments_to_check", condition=Q(state="OPEN")),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.number}"


class SimulatedLedger(CouncilOwned):
    """
    A payment at the simulated provider, where no money moves; only a demonstration has any.

    `token` opens its page. `key` is the idempotency key; the other columns are what the provider was asked.
    """

    token = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    pence = models.PositiveIntegerField()
    reference = models.CharField(max_length=255)
    description = models.CharField(max_length=400)
    return_url = models.CharField(max_length=500)
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token"], name="payments_one_simulated_token"),
            models.UniqueConstraint(fields=["council", "key"], name="payments_one_simulated_key"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.reference}"
