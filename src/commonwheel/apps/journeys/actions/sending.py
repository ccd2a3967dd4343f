"""Sending: the journey closes and its case opens, together or not at all, and once."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys.actions.entries import drop_unnamed
from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.journeys.queries import OpenJourney, get_journey_again
from commonwheel.apps.journeys.rules.receiving import received_at
from commonwheel.core.patterns.answering.route import Walk
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

Walked = Callable[[OpenJourney], Walk]


class JourneyNotComplete(Failure):
    """Something is still to be answered, so it cannot be sent."""

    def __init__(self) -> None:
        super().__init__("Something is still to be answered. Answer it, then send.")


class AnswersChanged(Failure):
    """The answers are not those that were on the page that was sent."""

    def __init__(self) -> None:
        super().__init__("Your answers were changed after you opened this page. Check them again, then send.")


class OfficerIsMissing(Failure):
    """What is entered for somebody is sent by an officer only."""

    def __init__(self) -> None:
        super().__init__("Sign in again to send this.")


@action
def send(
    journey: OpenJourney,
    *,
    seen_version: int,
    walked: Walked,
    now: dt.datetime,
    staff: StaffView | None = None,
    account_id: uuid.UUID | None = None,
) -> str:
    """
    Open the case of a journey and close the journey, in one transaction; return the reference.

    Whoever sends again, from this device or another, at the same time or later, gets the same reference.

    Args:
        seen_version: of the answers that were checked; they are what is sent, or nothing is.
        account_id: of the resident who sends it signed in, whose account it joins.
        walked: walks the answers again, under the lock: they must be complete, and what they cost is fixed.
        staff: the officer who sends, where it is entered for somebody.

    Raises:
        AnswersChanged: when the answers changed since they were shown.
        JourneyNotComplete: when something is still to be answered.
        JourneyNotHere: when the journey was deleted meanwhile.
        TrialEnds: when staff only try it; nothing is sent.
        OfficerIsMissing: when it is entered for somebody and no officer sends it.
    """
    if journey.is_entered != (staff is not None):
        raise OfficerIsMissing
    _lock(journey)
    current = get_journey_again(journey)
    if current.closed_at is not None:
        return current.reference
    if current.version != seen_version:
        raise AnswersChanged
    walk = walked(current)
    if current.pending is not None or not walk.complete:
        raise JourneyNotComplete
    current.require_real()
    drop_unnamed(current, answers=current.answers)
    opened = cases.open_case(
        current.council_id,
        journey_id=current.id,
        service_id=current.service_id,
        digest=current.digest,
        answers=current.answers,
        language=current.language,
        receipt=_receipt(current, now, staff=staff, account_id=account_id),
        fee=walk.fee,
    )
    Journey.objects.of(current.council_id).filter(id=current.id).update(
        closed_at=now, reference=opened.reference, updated_at=now
    )
    _end_first(current, now)
    return opened.reference


def _end_first(journey: OpenJourney, now: dt.datetime) -> None:
    """End the journey with which another council's officer began this one, so that nobody there sends it again."""
    if journey.entered_from is None or journey.began_as is None:
        return
    with council_scope(journey.entered_from):
        first = Journey.objects.of(journey.entered_from).open_at(now).filter(id=journey.began_as)
        first.update(expires_at=now, updated_at=now)


def _receipt(
    journey: OpenJourney, now: dt.datetime, *, staff: StaffView | None, account_id: uuid.UUID | None
) -> cases.Receipt:
    received = received_at(journey.received_on, now=now, timezone=timezone.get_default_timezone())
    # What an officer enters for somebody is not the officer's own, whoever else they are.
    return cases.Receipt(
        channel=journey.channel,
        received_at=received,
        entered_at=now,
        entered_by=staff,
        account_id=None if staff else account_id,
    )


def _lock(journey: OpenJourney) -> None:
    """Hold the row until the transaction ends; on SQLite the transaction itself holds all there is."""
    if not connection.features.has_select_for_update:
        return
    rows = Journey.objects.of(journey.council_id).filter(id=journey.id)
    list(rows.select_for_update().values_list("id", flat=True))
