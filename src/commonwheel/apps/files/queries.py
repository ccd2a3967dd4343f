"""Reads uploads; every one starts from the council."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings

from commonwheel.apps.files.models import Upload
from commonwheel.apps.files.rules.contents import MEDIA_TYPES
from commonwheel.core.problems import Failure
from commonwheel.foundation.statements import Selection


class UploadMissing(Failure):
    """This council has no such upload in this journey."""

    def __init__(self) -> None:
        super().__init__("There is no such file here. It may have been removed.")


@dataclass(frozen=True, slots=True)
class UploadView:
    """
    An upload, ready to show.

    Attributes:
        question: the question's id; `GROUP.ENTRY.MEMBER` inside a group.
        size: bytes.
        is_checked: a virus scanner found it clean.
    """

    id: uuid.UUID
    question: str
    name: str
    kind: str
    size: int
    sha256: str
    is_checked: bool
    uploaded_at: dt.datetime

    @property
    def media_type(self) -> str:
        """The media type of its kind."""
        return MEDIA_TYPES[self.kind]


_COLUMNS = ("id", "question", "name", "kind", "size", "sha256", "verdict", "uploaded_at")
_OF_JOURNEY = Selection(
    uuid.UUID,
    uuid.UUID,
    build=lambda council, journey: (
        Upload.objects.filter(council_id=council, journey=journey).order_by("uploaded_at", "id").values_list(*_COLUMNS)
    ),
)


def list_uploads(council_id: uuid.UUID, *, journey_id: uuid.UUID) -> tuple[UploadView, ...]:
    """List the uploads of a journey, oldest first."""
    return tuple(_viewed(row) for row in _OF_JOURNEY.all(council_id, journey_id))


def list_uploads_of(
    council_id: uuid.UUID, *, journey_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[UploadView, ...]]:
    """List the uploads of some journeys by the journey, each oldest first; those that have none are not among them."""
    rows = Upload.objects.filter(council_id=council_id, journey__in=journey_ids).order_by("uploaded_at", "id")
    found: dict[uuid.UUID, tuple[UploadView, ...]] = {}
    for row in rows:
        found[row.journey] = (*found.get(row.journey, ()), _view(row))
    return found


def open_upload(council_id: uuid.UUID, *, journey_id: uuid.UUID, upload_id: uuid.UUID) -> tuple[UploadView, BinaryIO]:
    """
    Open an upload to be sent; the caller has decided that the reader may have it, and closes it.

    Raises:
        UploadMissing: unless the council's journey has it.
        StoredFileMissing: where its bytes are gone.
    """
    row = Upload.objects.filter(council_id=council_id, journey=journey_id, id=upload_id).first()
    if row is None:
        raise UploadMissing
    return _view(row), settings.UPLOADS_STORAGE.open(row.stored)


def answer_of(uploads: Iterable[UploadView]) -> list[dict[str, Any]]:
    """Return uploads as an answer, in the notation of examples."""
    return [{"name": one.name, "type": one.media_type, "size": one.size} for one in uploads]


def is_stored_named(council_id: uuid.UUID, *, stored: str) -> bool:
    """Whether any row of the council names these bytes."""
    return Upload.objects.filter(council_id=council_id, stored=stored).exists()


def _view(row: Upload) -> UploadView:
    return _viewed(tuple(getattr(row, name) for name in _COLUMNS))


def _viewed(columns: tuple[Any, ...]) -> UploadView:
    """Return the columns of a row, in the order of `_COLUMNS`, as a value."""
    key, question, name, kind, size, sha256, verdict, uploaded_at = columns
    return UploadView(
        id=key,
        question=question,
        name=name,
        kind=kind,
        size=size,
        sha256=sha256,
        is_checked=verdict == Upload.Verdict.CLEAN,
        uploaded_at=uploaded_at,
    )
