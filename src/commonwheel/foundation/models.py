"""Abstract models: the columns every table of ours shares."""

import uuid

import uuid_utils.compat
from django.db import models


def new_key() -> uuid.UUID:
    """Return a new key: a time-ordered UUID (RFC 9562 version 7), so that indexes grow at one end."""
    return uuid_utils.compat.uuid7()


class Keyed(models.Model):
    """A row with a single UUID key."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)

    class Meta:
        abstract = True


class CouncilOwned(Keyed):
    """
    A row that belongs to one council.

    Its indexes begin with the council, every query starts from the council, and its first
    migration switches row-level security on (`foundation.row_security`).
    """

    council = models.ForeignKey("authorities.Council", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AuditEntry(CouncilOwned):
    """
    One thing that somebody did, kept for ever: rows are added and never changed or deleted.

    Triggers on both databases refuse it (`audit.AppendOnly`); each row carries the digest of its
    content, so that a row changed behind our back shows.
    """

    class Actor(models.TextChoices):
        """Who acted."""

        STAFF = "STAFF", "a member of staff"
        RESIDENT = "RESIDENT", "a resident"
        SYSTEM = "SYSTEM", "the system"

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=Actor)
    actor_id = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["council", "subject", "id"], name="audit_by_subject"),
            models.Index(fields=["council", "at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
