"""One row for each file that somebody uploaded."""

from django.db import models

from commonwheel.foundation.models import CouncilOwned


class Upload(CouncilOwned):
    """
    A file given as an answer.

    Identified by its key. `journey` (the case, of an officer's) and `question` say where it was given;
    `stored` names the bytes, which were synced before this row was written, so a row never names what is not there.
    It is kept as long as the journey, and then as long as the request that came of it.
    """

    class Verdict(models.TextChoices):
        """What the virus scanner said."""

        CLEAN = "CLEAN", "clean"
        UNCHECKED = "UNCHECKED", "not checked: the node has no scanner"

    journey = models.UUIDField(help_text="The key of the journey, or of the case, that it was given in.")
    question = models.CharField(
        max_length=200, help_text="The question's id; GROUP.ENTRY.MEMBER inside a group; an officer's with a prefix."
    )
    name = models.CharField(max_length=120, help_text="Made safe; ends in its kind.")
    kind = models.CharField(max_length=8, help_text="Found from the bytes.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=160, help_text="The storage's name of the bytes.")
    verdict = models.CharField(max_length=12, choices=Verdict)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["council", "journey", "question"], name="files_upload_of_journey"),
            models.Index(fields=["council", "stored"], name="files_upload_by_bytes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "journey", "question", "sha256"], name="files_upload_once_per_question"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_upload_not_empty"),
        ]
