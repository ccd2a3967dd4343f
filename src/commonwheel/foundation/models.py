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
