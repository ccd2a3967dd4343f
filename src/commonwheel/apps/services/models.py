"""What a council has adopted, and the bytes it rests on."""

import uuid

from django.conf import settings
from django.db import models

from commonwheel.foundation.models import CouncilOwned, Keyed
from commonwheel.foundation.scope import kept_to_services


class EffectivePattern(models.Model):
    """
    An effective pattern: one release with one council's layer applied, as canonical JSON.

    Identified by the SHA-256 of its bytes and never changed; shared, because two councils with
    the same settings have the same one. Kept as long as a service, journey or case names it.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    body = models.BinaryField(help_text="Canonical JSON (RFC 8785) of the whole model after layers.")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="services_digest_is_hex")
        ]


class PatternSource(Keyed):
    """
    The files of a pattern as they were adopted, so that nothing later depends on a folder on disk.

    Identified by full name and the digest of the files; never changed; shared by the councils that
    adopted it. Kept as long as a service was made from it.
    """

    full_name = models.CharField(max_length=130, help_text="`publisher/name`.")
    version = models.CharField(max_length=24)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical JSON of `files`.")
    files = models.JSONField(help_text="Path inside the folder to its text.")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["full_name", "digest"], name="services_source_once")]


class Services(models.QuerySet["Service"]):
    """Selections of services."""

    def of(self, council_id: uuid.UUID) -> "Services":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id), "id")

    def live(self) -> "Services":
        """Return those that residents can use."""
        return self.filter(is_live=True)


class Service(CouncilOwned):
    """
    A pattern a council has adopted, with its layer: what residents use.

    Identified in its council by `slug` and by the pattern's full name. `effective` is what `source`
    and `layer` make together; the three are written in one transaction. `titles` and `summaries`
    repeat the effective pattern's words by language, so that a list of services reads one table.
    """

    slug = models.SlugField(max_length=61)
    pattern_name = models.CharField(max_length=130, help_text="`publisher/name`.")
    version = models.CharField(max_length=24)
    source = models.ForeignKey(PatternSource, on_delete=models.PROTECT, related_name="+")
    layer = models.TextField(blank=True, help_text="YAML of the council's layer; empty for none.")
    effective = models.ForeignKey(EffectivePattern, on_delete=models.PROTECT, related_name="+", db_column="digest")
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    languages = models.JSONField(default=list, help_text="Codes of the languages it can be used in, first the source.")
    phone = models.CharField(max_length=40, help_text="For help with this service.")
    phone_hours = models.CharField(max_length=80, blank=True)
    phone_hours_cy = models.CharField(max_length=80, blank=True, default="")
    is_live = models.BooleanField(default=False)
    live_from = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Services.as_manager()

    class Meta:
        indexes = [models.Index(fields=["council", "is_live", "slug"], name="services_live_of_council")]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="services_slug_once_per_council"),
            models.UniqueConstraint(fields=["council", "pattern_name"], name="services_pattern_once_per_council"),
            models.CheckConstraint(
                condition=models.Q(is_live=False)
                | models.Q(live_from__isnull=False, signed_off_by__isnull=False) & ~models.Q(phone=""),
                name="services_live_is_signed_off",
            ),
        ]


class OwnExamples(models.QuerySet["OwnExample"]):
    """Selections of a council's own examples."""

    def of(self, council_id: uuid.UUID) -> "OwnExamples":
        """Return the council's own."""
        return kept_to_services(self.filter(council_id=council_id))


class OwnExample(CouncilOwned):
    """
    An example request that a council keeps of its own for a service: it must come out so whenever the service changes.

    Identified in its service by `name`, the id in its text. It is invented: nothing of a resident's is in it.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=61)
    text = models.TextField(help_text="YAML, as the examples of a shared service are.")
    added_at = models.DateTimeField()

    objects = OwnExamples.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "service", "name"], name="services_own_example_once")]
