"""What only the preview of a pattern may do with journeys: begin one in the middle, and move it to changed words."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from commonwheel.apps.journeys.actions.answering import Started, start_journey
from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.journeys.rules.keeping import fitting
from commonwheel.apps.services import api as services
from commonwheel.core.problems import Failure
from commonwheel.foundation.transactions import action


class NotAPreview(Failure):
    """A real journey keeps the service that it began with, and its answers come from its resident."""

    def __init__(self) -> None:
        super().__init__("Only the preview of a pattern may do this.")


@action
def begin_with(
    council_id: uuid.UUID,
    *,
    service_id: uuid.UUID,
    digest: str,
    language: str,
    answers: Mapping[str, Any],
    passed_stops: Sequence[str] = (),
    now: dt.datetime,
) -> Started:
    """
    Begin a journey that has these answers already.

    Raises:
        NotAPreview: on a node that serves residents.
    """
    _require_preview()
    started = start_journey(council_id, service_id=service_id, digest=digest, language=language, now=now)
    rows = Journey.objects.of(council_id).filter(handle=started.handle)
    rows.update(answers=dict(answers), passed_stops=list(passed_stops))
    return started


@action
def move_to(council_id: uuid.UUID, *, handle: str, digest: str) -> None:
    """
    Let an open journey go on in another version of its service, with the answers that still fit.

    A change that waits to be confirmed is forgotten: it was made on pages that are gone. One that is
    there already, is sent, or is nowhere, stays as it is.

    Raises:
        NotAPreview: on a node that serves residents.
        EffectiveMissing: where no service was kept by this digest.
    """
    _require_preview()
    row = Journey.objects.of(council_id).select_for_update().filter(handle=handle, closed_at__isnull=True).first()
    if row is None or row.effective_id == digest:
        return
    before, after = services.get_programme(row.effective_id), services.get_programme(digest)
    row.answers = fitting(row.answers, before=before, after=after)
    row.effective_id, row.pending, row.version = digest, None, row.version + 1
    row.save(update_fields=["answers", "effective", "pending", "version"])


def _require_preview() -> None:
    if not settings.PREVIEW:
        raise NotAPreview
