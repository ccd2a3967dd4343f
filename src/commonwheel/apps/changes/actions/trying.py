"""Keeps what a draft would make of its service, so that it can be tried, and what was tried as an example."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from commonwheel.apps.changes.queries.examples import what_shall_be
from commonwheel.apps.changes.queries.updates import draft_laid
from commonwheel.apps.services import api as services
from commonwheel.core.packages.starting import name_of
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.councils import CouncilView, StaffView
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


def keep_as_example(
    council: CouncilView, slug: str, *, called: str, answers: Mapping[str, Any], by: StaffView, now: dt.datetime
) -> str:
    """
    Keep what was answered in a trial as an example of the council's own, with what comes of it in the draft.

    Args:
        called: what somebody calls it; its name is made from that, and one of the same name is replaced.
        answers: in the notation of examples.

    Returns:
        Its name.

    Raises:
        ServiceNotFound: where the council has no such service.
        ExampleCannotBe, JourneyIsNotFinished, OwnExamplesDoNotPass, PatternDoesNotCheck: nothing is kept.
    """
    files, layer = what_shall_be(council, slug)
    text = services.example_text(
        files, layer, name=name_of(called)[:41].strip("-"), answers=answers, today=timezone.localdate(now),
        nation=council.nation,
    )  # fmt: skip
    actor = Actor("STAFF", str(by.id))
    return services.add_example(council.id, slug=slug, text=text, on=(files, layer), actor=actor, now=now)
