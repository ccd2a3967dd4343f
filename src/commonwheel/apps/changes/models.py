"""What a council's people are changing of a service, and what they have published."""

import uuid

from django.db import models
from django.db.models import Q

from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import kept_to_services


class Drafts(models.QuerySet["Draft"]):
    """Selections of drafts."""

    def of(self, council_id: uuid.UUID) -> "Drafts":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id))


class Draft(CouncilOwned):
    """
    A change of one service that nobody has published yet: at most one a service, gone once it is published.

    `layer` is the whole layer as it shall be, `before` as it was before the last change: with it a repeated press of
    a button is known. `begun_from` is the digest of what the service was written in (`services.Written`). It is sent
    for sign-off when `sent_at` is there; each change takes that away.
    """

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.TextField(blank=True)
    before = models.TextField(blank=True)
    begun_from = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        "authorities.StaffMember", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = Drafts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "service"], name="changes_one_draft_per_service"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="changes_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.service_id}"


class Publications(models.QuerySet["Publication"]):
    """Selections of publications."""

    def of(self, council_id: uuid.UUID) -> "Publications":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id))


class Publication(CouncilOwned):
    """
    A layer that a service has had, kept for ever so that it can be published again.

    `published_by` is null for what was not published on these pages, or before there were any; `published_at` is then
    when it was last seen in force.
    """

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.TextField(blank=True)
    version = models.CharField(max_length=24, help_text="Of the shared service at the time.")
    note = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "authorities.StaffMember", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = Publications.as_manager()

    class Meta:
        indexes = [models.Index(fields=["council", "service", "id"], name="changes_of_service")]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.published_at:%Y-%m-%d %H:%M}"
