"""Partners whose websites and apps send reports, and the reports that came."""

import uuid

from django.db import models

from commonwheel.foundation.models import CouncilOwned


class Partner(CouncilOwned):
    """
    Whoever's website or app may send reports to a council, by one key.

    `key_hash` is the SHA-256 of the key, which is nowhere kept. Ended once, and never let in again: another key is
    another row. `most_a_minute` bounds the reports that are taken.
    """

    name = models.CharField(max_length=120)
    key_hash = models.CharField(max_length=64)
    most_a_minute = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "key_hash"], name="open311_one_partner_a_key")]

    def __str__(self) -> str:
        return self.name


class Reports(models.QuerySet["Report"]):
    """Selections of reports."""

    def of(self, council_id: uuid.UUID, partner_id: uuid.UUID) -> "Reports":
        """Return those that a partner sent to a council."""
        return self.filter(council_id=council_id, partner_id=partner_id)


class Report(CouncilOwned):
    """
    One report that came, by its partner and what it is known by when it comes again (`repeat_key`).

    Its key stands in the request that it opened for the journey of others. `said_hash` is the SHA-256 of all it said.
    Holds nothing that was said; what it is known by is let go of after four weeks.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    repeat_key = models.CharField(max_length=64)
    said_hash = models.CharField(max_length=64)
    case_id = models.UUIDField(null=True, blank=True)
    reference = models.CharField(max_length=24, blank=True)
    service_code = models.CharField(max_length=110)
    service_name = models.CharField(max_length=300)
    received_at = models.DateTimeField()

    objects = Reports.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "partner", "repeat_key"], name="open311_report_once"),
        ]
        indexes = [
            models.Index(fields=["council", "partner", "received_at", "id"], name="open311_reports_by_time"),
            models.Index(fields=["council", "partner", "reference"], name="open311_reports_by_name"),
            models.Index(
                fields=["council", "received_at"], name="open311_reports_to_forget", condition=~models.Q(said_hash="")
            ),
        ]

    def __str__(self) -> str:
        return self.reference
