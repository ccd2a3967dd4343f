"""Reads journeys; every read starts from the council, and none is given without its secret."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.journeys.models import ResumeLink
from commonwheel.apps.journeys.queries.rows import find_row
from commonwheel.apps.journeys.rules.secrets import hash_secret, opens
from commonwheel.core.problems import Failure


class JourneyNotHere(Failure):
    """No journey of this council opens with what was given: a wrong handle, or a wrong or missing secret."""

    def __init__(self) -> None:
        super().__init__("This cannot be opened here. Use the link that was saved, or start again.")


class JourneyExpired(Failure):
    """The journey's time is over. Its answers are deleted."""

    def __init__(self) -> None:
        super().__init__("The time to finish this is over. Start again.")


class TrialEnds(Failure):
    """A trial is never sent, saved, or gone on with at another council."""

    def __init__(self) -> None:
        super().__init__("This is a trial. Nothing is sent, and nothing is kept.")


class LinkNotGood(Failure):
    """No saved journey opens with this link: it is mistyped, or its time is over."""

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Start again.")


@dataclass(frozen=True, slots=True)
class OpenJourney:
    """
    A journey as it was read: what every page and action of it begins from.

    Attributes:
        digest: of the effective pattern it pinned.
        titles: of the service, by language.
        phone: the council's number for the service, with the hours it is answered in English and Welsh.
        answers: by question, in the notation of examples.
        passed_stops: ids of the stops at which they continued anyway.
        pending: a change that waits to be confirmed, or None.
        version: counts changes.
        closed_at: None until it is sent; then `reference` is given.
        channel: how it reached the council; WEB where a resident answers.
        received_on: on which day it did, where an officer enters it for somebody; else None.
        entered_by: key of the officer who began to enter it; else None.
        chosen_of: the councils of which the resident chose this one, as `Holding.key` names them; "" for none.
        carried: answers that another service filled in and that are still to be confirmed.
        entered_from: key of the council whose officer enters it, where that is another; else None.
        began_as: key of the journey with which that officer began there; else None.
        is_trial: whether staff of the council only try it.
    """

    id: uuid.UUID
    council_id: uuid.UUID
    handle: str
    service_id: uuid.UUID
    service_slug: str
    titles: Mapping[str, str]
    phone: str
    phone_hours: str
    phone_hours_cy: str
    languages: tuple[str, ...]
    is_live: bool
    digest: str
    language: str
    answers: Mapping[str, Any]
    passed_stops: tuple[str, ...]
    pending: Mapping[str, Any] | None
    version: int
    expires_at: dt.datetime
    closed_at: dt.datetime | None
    reference: str
    channel: str
    received_on: dt.date | None
    entered_by: uuid.UUID | None
    chosen_of: str
    carried: Mapping[str, Any]
    entered_from: uuid.UUID | None
    began_as: uuid.UUID | None
    is_trial: bool = False

    def require_real(self) -> None:
        """
        Refuse what a trial never does.

        Raises:
            TrialEnds: where it is one.
        """
        if self.is_trial:
            raise TrialEnds

    @property
    def is_entered(self) -> bool:
        """Whether an officer enters it for somebody; a resident answers otherwise."""
        return self.received_on is not None


@dataclass(frozen=True, slots=True)
class SavedJourney:
    """What a good link leads to: enough to name it before it is opened."""

    journey_id: uuid.UUID
    handle: str
    service_slug: str
    titles: Mapping[str, str]
    phone: str
    phone_hours: str
    phone_hours_cy: str
    expires_at: dt.datetime
    digest: str


def get_journey(council_id: uuid.UUID, *, service_slug: str, handle: str, secret: str, now: dt.datetime) -> OpenJourney:
    """
    Return the journey that a cookie opens; one statement.

    Raises:
        JourneyNotHere: for a wrong handle, service or council, or a wrong secret: all alike.
        JourneyExpired: when its time is over.
    """
    row = find_row(council_id, handle=handle, service_slug=service_slug) if secret else None
    if row is None or not opens(secret, hashes=row[-1]):
        raise JourneyNotHere
    journey = _journey(row)
    if journey.expires_at <= now:
        raise JourneyExpired
    return journey


def get_journey_again(journey: OpenJourney) -> OpenJourney:
    """
    Return the same journey as it stands now.

    Raises:
        JourneyNotHere: when it was deleted meanwhile.
    """
    row = find_row(journey.council_id, handle=journey.handle, service_slug=journey.service_slug)
    if row is None:
        raise JourneyNotHere
    return _journey(row)


def get_saved(council_id: uuid.UUID, *, token: str, now: dt.datetime) -> SavedJourney:
    """
    Return what a saved link leads to.

    Raises:
        LinkNotGood: for a token that is unknown or whose time is over.
    """
    links = ResumeLink.objects.filter(council_id=council_id, token_hash=hash_secret(token), expires_at__gt=now)
    link = links.select_related("journey__service").first()
    if link is None or link.journey.expires_at <= now:
        raise LinkNotGood
    service = link.journey.service
    return SavedJourney(
        journey_id=link.journey_id,
        handle=link.journey.handle,
        service_slug=service.slug,
        titles=service.titles,
        phone=service.phone,
        phone_hours=service.phone_hours,
        phone_hours_cy=service.phone_hours_cy,
        expires_at=link.journey.expires_at,
        digest=link.journey.effective_id,
    )


def get_trial(council_id: uuid.UUID, *, service_slug: str, handle: str, now: dt.datetime) -> OpenJourney:
    """
    Return a trial of the council's staff; whoever asks is one of them, so no cookie is looked at.

    Raises:
        JourneyNotHere: where there is no trial of that handle.
        JourneyExpired: when its time is over.
    """
    row = find_row(council_id, handle=handle, service_slug=service_slug)
    journey = _journey(row) if row is not None else None
    if journey is None or not journey.is_trial:
        raise JourneyNotHere
    if journey.expires_at <= now:
        raise JourneyExpired
    return journey


def _journey(row: tuple[Any, ...]) -> OpenJourney:
    (
        key, council_id, handle, service_id, slug, titles, phone, hours, hours_cy, languages, is_live, digest, language,
        answers, passed, pending, version, expires_at, closed_at, reference, channel, received_on, entered_by,
        chosen_of, carried, entered_from, began_as, is_trial, _hashes,
    ) = row  # fmt: skip
    return OpenJourney(
        id=key,
        council_id=council_id,
        handle=handle,
        service_id=service_id,
        service_slug=slug,
        titles=titles,
        phone=phone,
        phone_hours=hours,
        phone_hours_cy=hours_cy,
        languages=tuple(languages),
        is_live=is_live,
        digest=digest,
        language=language,
        answers=answers,
        passed_stops=tuple(passed),
        pending=pending,
        version=version,
        expires_at=expires_at,
        closed_at=closed_at,
        reference=reference,
        channel=channel,
        received_on=received_on,
        entered_by=entered_by,
        chosen_of=chosen_of,
        carried=carried,
        entered_from=entered_from,
        began_as=began_as,
        is_trial=is_trial,
    )
