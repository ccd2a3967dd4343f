"""Requests as the council works them: the case, its timeline, its clocks, its signed links."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import kept_to_services

# A date after all others stands for "nothing is due", so that one plain index serves the queue on every database.
NOTHING_DUE = dt.date.max


def _beginnings_of(column: str, *also: str, name: str) -> models.Index:
    """Return an index that alone says which requests begin so in a column, and the newest of them."""
    return models.Index(
        fields=["council", column, "received_at", "id", "is_being_erased", "service", *also],
        # For the lookup `begins`; the rest are what PostgreSQL takes by itself.
        opclasses=["uuid_ops", "varchar_pattern_ops", "timestamptz_ops", "uuid_ops", "bool_ops", "uuid_ops"]
        + ["varchar_ops"] * len(also),
        name=name,
    )


class Cases(models.QuerySet["Case"]):
    """Selections of cases."""

    def of(self, council_id: uuid.UUID) -> "Cases":
        """Return the council's own; of those without their people only the numbers are left, and no page shows them."""
        return kept_to_services(self.filter(council_id=council_id, is_being_erased=False))

    def with_keys(self, council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> "Cases":
        """Return those of the council's own that have these keys, each looked up by its key."""
        # Not `council_id=`: SQLite takes a council to have about ten requests, and would read all it really has.
        own = self.alias(owner=Coalesce("council_id", "council_id")).filter(owner=council_id)
        return kept_to_services(own.filter(id__in=keys, is_being_erased=False))

    def open(self) -> "Cases":
        """Return those not closed."""
        # Not `is_open=True`: that is written as the bare column, for which SQLite uses no index.
        return self.filter(is_open__in=(True,))

    def to_move(self, now: dt.datetime) -> "Cases":
        """Return those whose state has stood as long as the service lets it."""
        return self.filter(is_open=True, moves_at__lte=now)

    def to_tell(self, now: dt.datetime) -> "Cases":
        """Return those whose notice that they fall due for renewal is to go out."""
        return self.filter(is_open=True, notice_at__lte=now)

    def to_copy(self, now: dt.datetime) -> "Cases":
        """Return those of which the printed copy is to be made."""
        return self.filter(copy_due_at__lte=now)

    def to_tidy(self, today: dt.date) -> "Cases":
        """Return closed ones of which something may have to go, and those of which nobody has worked that out."""
        return self.filter(Q(goes_on=None) | Q(goes_on__lte=today), is_open=False, held_at=None)

    def to_review(self) -> "Cases":
        """Return those whose time is over and of which a person has to say what becomes of them."""
        return self.filter(to_review_since__isnull=False)


class Case(CouncilOwned):
    """
    What a council does about one thing that somebody sent: one row a journey.

    `effective` pins the pattern it follows to its end. `answers` are in the notation of examples.
    `version` counts the changes; an officer's change names the one they saw. `due_on` is the earliest date of
    a running clock, `NOTHING_DUE` where there is none, and is kept in step with `CaseClock` by `actions`.
    `surname` and `postcode` are what tracking compares; "" where it was not asked. Kept as `data.keep` of its
    pattern says; only a case marked `is_being_erased` lets go of its timeline. `goes_on` is the next day on which
    something of a closed one has to go, None while that is not worked out, `NOTHING_DUE` where nothing has to go by
    itself; nothing goes of one that is held since `held_at`. `copy_due_at` is when the printed copy of what was sent is
    to be made, None where it is made or was never asked for.
    """

    class Channel(models.TextChoices):
        """How it reached the council."""

        WEB = "WEB"
        EMAIL = "EMAIL"
        PHONE = "PHONE"
        COUNTER = "COUNTER"
        POST = "POST"
        COUNCILLOR = "COUNCILLOR"
        PARTNER = "PARTNER"

    reference = models.CharField(max_length=24)
    journey_id = models.UUIDField()
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    service_title = models.CharField(max_length=300)
    effective = models.ForeignKey(
        "services.EffectivePattern", on_delete=models.PROTECT, related_name="+", db_column="digest"
    )
    answers = models.JSONField()
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    state = models.CharField(max_length=41)
    entered_at = models.DateTimeField()
    moves_at = models.DateTimeField(null=True, blank=True)
    runs_until = models.DateField(null=True, blank=True)
    notice_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(default=True)
    is_being_erased = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        "authorities.StaffMember", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    due_on = models.DateField(default=NOTHING_DUE)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.CharField(max_length=320, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    search_name = models.CharField(max_length=200, blank=True)
    goes_on = models.DateField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    to_review_since = models.DateField(null=True, blank=True)
    copy_due_at = models.DateTimeField(null=True, blank=True)

    objects = Cases.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="cases_one_reference"),
            models.UniqueConstraint(fields=["journey_id"], name="cases_one_per_journey"),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at__isnull=True) | Q(is_open=False, closed_at__isnull=False),
                name="cases_closed_has_time",
            ),
            models.CheckConstraint(condition=Q(is_open=True) | Q(moves_at__isnull=True), name="cases_closed_stays"),
        ]
        indexes = [
            models.Index(fields=["council", "is_open", "due_on", "id"], name="cases_due"),
            models.Index(fields=["council", "is_open", "received_at", "id"], name="cases_received"),
            models.Index(fields=["council", "assigned_to", "is_open", "due_on", "id"], name="cases_assigned"),
            models.Index(fields=["council", "closed_at", "id"], name="cases_closed"),
            models.Index(fields=["council", "postcode", "received_at"], name="cases_postcode"),
            _beginnings_of("surname", "search_name", name="cases_surnames"),
            _beginnings_of("search_name", name="cases_names"),
            _beginnings_of("reference", name="cases_references"),
            models.Index(fields=["council", "service", "is_open", "due_on", "id"], name="cases_of_service"),
            models.Index(fields=["council", "moves_at"], name="cases_moves", condition=Q(moves_at__isnull=False)),
            models.Index(fields=["council", "notice_at"], name="cases_notices", condition=Q(notice_at__isnull=False)),
            models.Index(
                fields=["council", "copy_due_at"], name="cases_copies", condition=Q(copy_due_at__isnull=False)
            ),
            models.Index(
                fields=["council", "goes_on"],
                name="cases_goes",
                condition=Q(is_open=False, is_being_erased=False, held_at=None),
            ),
            models.Index(
                fields=["council", "to_review_since"],
                name="cases_to_review",
                condition=Q(to_review_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class AccountCase(CouncilOwned):
    """
    One request in one resident's account: the row that My account lists, whichever council it belongs to.

    Resident-led: seen by its council and by its account (row-level security), and read by account alone, newest
    first. `state`, `is_open` and `due_on` are the case's and change in the transaction that changes the case.
    Removed with the account; the case stays with its council. Never made for a protected service.
    """

    account = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    effective = models.ForeignKey(
        "services.EffectivePattern", on_delete=models.PROTECT, related_name="+", db_column="digest", db_index=False
    )
    reference = models.CharField(max_length=24)
    state = models.CharField(max_length=41)
    is_open = models.BooleanField()
    received_at = models.DateTimeField()
    due_on = models.DateField(default=NOTHING_DUE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "case"], name="cases_once_in_an_account")]
        indexes = [
            models.Index(fields=["account", "id"], name="cases_of_account"),
            models.Index(fields=["council", "case"], name="cases_accounts_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} of {self.account_id}"


class CaseEvent(CouncilOwned):
    """
    One thing that happened to a case; never changed, and removed only with its case (triggers refuse the rest).

    `reason` is what the resident is told, `note` what only officers read; `about` of a payment is pence, of a
    message its subject: `LETTER` and `CALL` are to be done by an officer, `UNREACHED` is told to nobody.
    `actor_id` is empty where it happened by itself; `actor_name` keeps the name as it was.
    """

    class Kind(models.TextChoices):
        """What happened."""

        OPENED = "OPENED"
        MOVED = "MOVED"
        NOTED = "NOTED"
        ASSIGNED = "ASSIGNED"
        MESSAGE = "MESSAGE"
        PAID = "PAID"
        FALLS_DUE = "FALLS_DUE"
        ASKED = "ASKED"
        LETTER = "LETTER"
        CALL = "CALL"
        POSTED = "POSTED"
        CALLED = "CALLED"
        UNREACHED = "UNREACHED"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    from_state = models.CharField(max_length=41, blank=True)
    to_state = models.CharField(max_length=41, blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    decision = models.JSONField(default=dict, blank=True)
    about = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_events_in_order")]
        indexes = [models.Index(fields=["council", "case", "number"], name="cases_timeline")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class CaseClock(CouncilOwned):
    """
    One clock of one case that has started: what `core.casework.clocks.due` says from the timeline, kept for lists.

    Written again with each move; `ended_at` is when the case closed. `due_at` only for lengths in hours.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    clock = models.CharField(max_length=41)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    is_provisional = models.BooleanField(default=False)
    is_running = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "clock"], name="cases_one_clock_of_a_kind")]
        indexes = [models.Index(fields=["council", "case"], name="cases_clocks_of_case")]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_on}"


class CaseLink(CouncilOwned):
    """
    A signed link to one case: the hash of 128 random bits, until `expires_at`.

    The token itself is only in the message that carries it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="cases_one_link_a_token")]
        indexes = [models.Index(fields=["council", "case"], name="cases_links_of_case")]

    def __str__(self) -> str:
        return f"link until {self.expires_at:%Y-%m-%d}"
