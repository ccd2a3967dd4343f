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

    Where it takes an update, `to_source` is the newer version, and `layer` lies on that: it came of `carried`, the
    draft as it lay on `from_source`, with what was decided since. While some of that is `undecided` nothing else is
    changed in it. `before_update` is the draft as it was before all of that, to go back to.
    """

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.TextField(blank=True)
    before = models.TextField(blank=True)
    begun_from = models.CharField(max_length=64)
    to_source = models.ForeignKey(
        "services.PatternSource", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    from_source = models.ForeignKey(
        "services.PatternSource", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    carried = models.TextField(blank=True, default="")
    before_update = models.TextField(blank=True, default="")
    undecided = models.PositiveIntegerField(default=0)
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
            models.CheckConstraint(
                condition=Q(to_source=None, from_source=None, carried="", before_update="", undecided=0)
                | Q(to_source__isnull=False, from_source__isnull=False),
                name="changes_update_from_and_to",
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
    A layer that a service has had, on the version it had it, kept for ever so that both can be published again.

    `published_by` is null for what was not published on these pages, or before there were any; `published_at` is then
    when it was last seen in force. `source` is null for what was published before versions were kept: such a layer
    is published over the version that then is in force. `draft_seen` is the digest of the draft it came of.
    """

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.TextField(blank=True)
    source = models.ForeignKey(
        "services.PatternSource", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.CharField(max_length=24, help_text="Of the shared service at the time.")
    draft_seen = models.CharField(max_length=64, blank=True, default="")
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


class SignOffRules(models.QuerySet["SignOffRule"]):
    """Selections of rules of sign-offs."""

    def of(self, council_id: uuid.UUID) -> "SignOffRules":
        """Return the council's own."""
        return self.filter(council_id=council_id)


class SignOffRule(CouncilOwned):
    """
    Whether a council asks for the sign-off of one part of its services, and who may give it.

    Where there is no row, the part is as `rules.signing.DEFAULTS` has it.
    """

    part = models.CharField(max_length=20)
    is_asked = models.BooleanField()
    role = models.CharField(max_length=20, blank=True, help_text="Whoever has it may sign; empty for nobody by role.")
    emails = models.JSONField(default=list, help_text="Of more people who may.")
    by_another = models.BooleanField(help_text="Whether it must be another person than the one who sent it.")

    objects = SignOffRules.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "part"], name="changes_one_rule_per_part")]

    def __str__(self) -> str:
        return self.part


class SignOffs(models.QuerySet["SignOff"]):
    """Selections of sign-offs."""

    def of(self, council_id: uuid.UUID) -> "SignOffs":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id))


class SignOff(CouncilOwned):
    """
    That somebody has signed one part of a service off, as it was: `digest` is of that part.

    Kept for ever, so that a part which is again as it was asks nobody again.
    """

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")

    objects = SignOffs.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "service", "part", "digest"], name="changes_each_part_is_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.service_id}"
