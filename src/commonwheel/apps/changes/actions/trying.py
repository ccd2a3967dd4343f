"""Keeps what a draft would make of its service, so that it can be tried."""

import datetime as dt

from commonwheel.apps.changes.queries.updates import draft_laid
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.transactions import action


@action
def keep_for_trial(council: CouncilView, slug: str, *, now: dt.datetime) -> str:
    """
    Return the digest of a service as its draft would have it, kept; of the service as it is where there is no draft.

    Raises:
        ServiceNotFound: where the council has no such service.
        DoesNotWork: where something of the draft has to be mended first; nothing is kept.
        CannotBeRead: where the changes cannot be read.
    """
    written = services.get_written(council.id, slug)
    laid = draft_laid(council, written)
    if laid is None:
        return written.service.digest
    effective = effective_of(laid.bundle, laid.values)
    services.keep_effective(effective, now=now)
    return effective.digest
