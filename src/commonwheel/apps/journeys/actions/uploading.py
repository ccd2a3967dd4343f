"""Files given as answers."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.core.patterns.running.programme import Placed

SIGNATURE_LIMITS = files.Limits(accept=("png", "jpg"), max_mb=5)
_PART = "."


def take_files(
    journey: OpenJourney, placed: Placed, *, question: str, incoming: Sequence[files.Incoming], now: dt.datetime
) -> tuple[files.UploadRefused, ...]:
    """
    Keep each good file as an answer to a question; return why others were refused.

    Each file is kept by itself, so that one that is refused costs nobody the others. No transaction
    is held while files are scanned.

    Args:
        question: the name they are kept by: the question's id, `GROUP.ENTRY.MEMBER` inside a group.
    """
    if not incoming:
        return ()
    refused = []
    room = _most(placed) - len(list_kept(journey, question=question))
    for one in incoming[: max(room, 0)]:
        try:
            files.add_upload(
                journey.council_id,
                journey_id=journey.id,
                question=question,
                incoming=one,
                limits=_limits(placed),
                now=now,
            )
        except files.UploadRefused as refusal:
            refused.append(refusal)
    refused += [files.UploadRefused("too-many", name=one.name) for one in incoming[max(room, 0) :]]
    return tuple(refused)


def drop_file(journey: OpenJourney, *, upload_id: uuid.UUID) -> None:
    """Take a file away; taking it away twice is as good as once."""
    files.remove_upload(journey.council_id, journey_id=journey.id, upload_id=upload_id)


def list_kept(journey: OpenJourney, *, question: str) -> list[files.UploadView]:
    """List the files given to a question, oldest first."""
    uploads = files.list_uploads(journey.council_id, journey_id=journey.id)
    return [upload for upload in uploads if upload.question == question]


def answer_of(uploads: Sequence[files.UploadView]) -> list[dict[str, Any]]:
    """Return uploads as an answer, in the notation of examples."""
    return [{"name": one.name, "type": one.media_type, "size": one.size} for one in uploads]


def _limits(placed: Placed) -> files.Limits:
    if placed.type == "signature":
        return SIGNATURE_LIMITS
    return files.Limits(accept=placed.question.accept, max_mb=placed.question.max_mb)  # type: ignore[attr-defined]  # its type says so


def _most(placed: Placed) -> int:
    return 1 if placed.type == "signature" else int(placed.question.max)  # type: ignore[attr-defined]  # its type says so
