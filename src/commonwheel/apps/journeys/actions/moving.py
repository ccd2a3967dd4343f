"""Going on elsewhere: a journey at the council that has the duty, or at the service that follows on."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from commonwheel.apps.journeys.actions.answering import KEPT_FOR, JourneyMoved
from commonwheel.apps.journeys.actions.entering import audit_entering, how_it_came
from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.apps.journeys.rules.secrets import handle_after, with_devices
from commonwheel.apps.services import api as services
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action


class OnlyFromTheFirst(Failure):
    """What is entered for somebody goes on to another council once, from the one whose officer enters it."""

    def __init__(self) -> None:
        super().__init__("Carry on from your own council's list, and change the place there.")


@dataclass(frozen=True, slots=True)
class Moved:
    """The journey in which somebody goes on: its key, and its place in addresses."""

    id: uuid.UUID
    handle: str


@action
def choose_here(journey: OpenJourney, *, chosen_of: str, now: dt.datetime) -> None:
    """
    Keep that the resident chose this council among those that it may be for.

    Raises:
        JourneyMoved: when the journey changed meanwhile.
    """
    rows = Journey.objects.of(journey.council_id).open_at(now).filter(id=journey.id, version=journey.version)
    if not rows.update(chosen_of=chosen_of, version=F("version") + 1, updated_at=now):
        raise JourneyMoved


@action
def move_to_council(
    journey: OpenJourney,
    *,
    to: services.ServiceView,
    answers: Mapping[str, Any],
    chosen_of: str,
    language: str,
    now: dt.datetime,
    staff: StaffView | None = None,
) -> Moved:
    """
    Go on at another council's service with the answers given so far; the same browser opens it.

    The first journey stays as it is until it ends by itself, so that somebody who goes back finds it. A repeat finds
    the second one, and there brings the answers of the first up to date; what was sent from it stays as it was sent.

    Args:
        to: the other council's live service.
        chosen_of: the councils of which that one was chosen.
        staff: the officer who enters it for somebody, of the first council; None where a resident answers.

    Raises:
        OnlyFromTheFirst: where it went on to another council before, for somebody.
        TrialEnds: of one that staff only try.
    """
    journey.require_real()
    begun = _begun(journey, to, language=language, now=now, goes_on=str(to.council_id))
    begun.answers, begun.chosen_of = dict(answers), chosen_of
    if staff is not None:
        _enter(begun, journey)
    with council_scope(to.council_id):
        insert(begun, may_be_there=True)
        rows = Journey.objects.of(to.council_id).filter(handle=begun.handle)
        there = rows.select_for_update(of=("self",)).only("id", "answers", "closed_at", "secret_hashes").get()
        hashes = with_devices(there.secret_hashes, more=begun.secret_hashes)
        rows.update(secret_hashes=hashes)
        if there.closed_at is None:
            rows.update(
                answers={**there.answers, **answers},
                chosen_of=chosen_of,
                pending=None,
                version=F("version") + 1,
                updated_at=now,
                expires_at=now + KEPT_FOR,
            )
        is_new = there.id == begun.id
        if staff is not None and is_new:
            facts = {**how_it_came(begun), "council": str(journey.council_id)}
            audit_entering(begun, staff, "journey-entered", now=now, facts=facts)
    if staff is not None and is_new:
        first = Journey.objects.of(journey.council_id).only("id", "council_id").get(id=journey.id)
        audit_entering(first, staff, "journey-went-on", now=now, facts={"council": str(to.council_id)})
    return Moved(there.id, begun.handle)


def _enter(begun: Journey, journey: OpenJourney) -> None:
    """Keep with a journey how and where what it brings was received, and with which journey it began."""
    if journey.entered_by is None:
        raise OnlyFromTheFirst
    begun.channel, begun.received_on = journey.channel, journey.received_on
    begun.entered_from_id, begun.began_as = journey.council_id, journey.id


@action
def follow_on(
    journey: OpenJourney,
    *,
    to: services.ServiceView,
    then: str,
    carried: Mapping[str, Any],
    language: str,
    now: dt.datetime,
) -> Moved:
    """
    Begin the service that follows on one that was sent, with what is carried filled in and still to be confirmed.

    Begun twice it is one journey, which stays as far as it got.

    Args:
        to: the live service.
        then: id of the entry of the pattern that offers it.
        carried: answers by the ids of the service that follows.
    """
    begun = _begun(journey, to, language=language, now=now, goes_on=f"{then}:{to.id}")
    begun.carried = dict(carried)
    with council_scope(to.council_id):
        insert(begun, may_be_there=True)
        rows = Journey.objects.of(to.council_id).filter(handle=begun.handle)
        there = rows.select_for_update(of=("self",)).only("id", "secret_hashes").get()
        rows.update(secret_hashes=with_devices(there.secret_hashes, more=begun.secret_hashes))
    return Moved(there.id, begun.handle)


def _begun(journey: OpenJourney, to: services.ServiceView, *, language: str, now: dt.datetime, goes_on: str) -> Journey:
    """Return a new journey that the devices of the first one open."""
    hashes = Journey.objects.of(journey.council_id).values_list("secret_hashes", flat=True).get(id=journey.id)
    return Journey(
        council_id=to.council_id,
        handle=handle_after(journey.id, goes_on=goes_on),
        secret_hashes=hashes,
        service_id=to.id,
        effective_id=to.digest,
        language=language if language in to.languages else to.languages[0],
        created_at=now,
        updated_at=now,
        expires_at=now + KEPT_FOR,
    )
