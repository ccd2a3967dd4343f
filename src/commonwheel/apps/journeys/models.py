"""Journeys in progress and sent, and the links that open them elsewhere."""

import datetime as dt
import uuid

from django.db import models

from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import kept_to_services

NOT_ELSEWHERE = {"entered_from__isnull": True, "began_as__isnull": True}


class Channel(models.TextChoices):
    """How somebody reached the council: by itself online, or entered for them by an officer."""

    WEB = "WEB"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    COUNTER = "COUNTER"
    POST = "POST"
    COUNCILLOR = "COUNCILLOR"


class Journeys(models.QuerySet["Journey"]):
    """Selections of journeys."""

    def of(self, council_id: uuid.UUID) -> "Journeys":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id))

    def open_at(self, now: dt.datetime) -> "Journeys":
        """Return those that can still be answered."""
        return self.filter(closed_at__isnull=True, expires_at__gt=now)


class Journey(CouncilOwned):
    """
    One person's way through a service: what they answered so far.

    `handle` finds it on the web and is no secret; what opens it is a cookie whose hash is in
    `secret_hashes` (one for each device). It pins the effective pattern it began with. `version`
    counts changes: a change names the version it was made from, so that of two at once neither is
    lost. `pending` holds a change that would drop other answers, until it is confirmed.
    Closed once, together with the case it opens. Deleted when it expires, 28 days after the start.
    One that an officer enters for somebody (`entered_by`) says how it reached the council (`channel`) and
    on which day (`received_on`): that day is its today, and from it clocks count. Its cookie opens it to
    staff of the council only. Every other has the channel WEB and neither. One that went on here from a council
    whose officer enters it (`entered_from`, where it is the journey `began_as`) opens to that council's staff only.
    `chosen_of` names the councils of which, at a border, the resident chose this one; while the place may lie
    with the same ones, they are not asked again. One that staff of the council try (`is_trial`) opens to them only, is
    never sent, saved or moved, and ends after an hour. `carried` holds what another service filled in: it stands in the
    boxes and is no answer until the resident confirms the page.
    """

    handle = models.CharField(max_length=12, unique=True)
    secret_hashes = models.JSONField(help_text="SHA-256 of each device's secret, newest last.")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    effective = models.ForeignKey(
        "services.EffectivePattern", on_delete=models.PROTECT, related_name="+", db_column="digest"
    )
    language = models.CharField(max_length=8, default="en")
    answers = models.JSONField(default=dict)
    passed_stops = models.JSONField(default=list, help_text="Ids of the stops at which they continued anyway.")
    pending = models.JSONField(null=True, help_text="A change that waits to be confirmed: step and answers.")
    chosen_of = models.TextField(blank=True, default="", help_text="Councils of which this one was chosen.")
    carried = models.JSONField(default=dict, blank=True, help_text="Answers of another service, to be confirmed.")
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    received_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        "authorities.StaffMember", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    entered_from = models.ForeignKey(
        "authorities.Council", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    began_as = models.UUIDField(null=True, blank=True, help_text="Key of the journey at the council of the officer.")
    reference = models.CharField(max_length=24, blank=True)
    is_trial = models.BooleanField(default=False)

    objects = Journeys.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["council", "expires_at"], name="journeys_by_expiry"),
            models.Index(
                fields=["council", "entered_by", "created_at"],
                name="journeys_entered",
                condition=models.Q(entered_by__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, reference="")
                | models.Q(closed_at__isnull=False) & ~models.Q(reference=""),
                name="journeys_closed_has_reference",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="journeys_expires_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(is_trial=False) | models.Q(closed_at__isnull=True, channel="WEB"),
                name="journeys_trials_are_never_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(channel="WEB", received_on__isnull=True, entered_by__isnull=True, **NOT_ELSEWHERE)
                | ~models.Q(channel="WEB")
                & models.Q(received_on__isnull=False)
                & (
                    models.Q(entered_by__isnull=False, **NOT_ELSEWHERE)
                    | models.Q(entered_by__isnull=True, entered_from__isnull=False, began_as__isnull=False)
                ),
                name="journeys_entered_whole",
            ),
        ]


class ResumeLink(CouncilOwned):
    """
    A link by which a saved journey is opened on another device.

    Identified by the hash of its 128-bit token, which is nowhere kept. Goes with its journey.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["council", "journey"], name="journeys_links_of_journey")]
