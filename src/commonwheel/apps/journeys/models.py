"""Journeys in progress and sent, and the links that open them elsewhere."""

import datetime as dt
import uuid

from django.db import models

from commonwheel.foundation.models import CouncilOwned


class Journeys(models.QuerySet["Journey"]):
    """Selections of journeys."""

    def of(self, council_id: uuid.UUID) -> "Journeys":
        """Return the council's own."""
        return self.filter(council_id=council_id)

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
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=24, blank=True)

    objects = Journeys.as_manager()

    class Meta:
        indexes = [models.Index(fields=["council", "expires_at"], name="journeys_by_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, reference="")
                | models.Q(closed_at__isnull=False) & ~models.Q(reference=""),
                name="journeys_closed_has_reference",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="journeys_expires_after_start"
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
