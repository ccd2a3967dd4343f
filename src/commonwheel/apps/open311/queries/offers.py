"""What councils offer to programs of others, made from their live services and remembered for a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.services import api as services
from commonwheel.core.open311.offer import Offer, Offered, offered
from commonwheel.core.patterns.answering.shown import answer_words, setting_words
from commonwheel.foundation.councils import CouncilView

REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Taken:
    """What a service of a council takes from programs of others, and what it does not."""

    service: services.ServiceView
    offered: Offered


def offers_of(council: CouncilView, *, language: str, now: dt.datetime) -> tuple[Taken, ...]:
    """Return what each live service of a council takes, and does not; its scope is open."""
    return tuple(_taken(council, one, language, now) for one in services.list_live_services(council.id))


def find_offer(council: CouncilView, code: str, *, language: str, now: dt.datetime) -> tuple[Offer, Taken] | None:
    """Return what a council's live services take under a code; None where they take nothing under it."""
    try:
        service = services.get_live_service(council.id, code.partition(".")[0])
    except services.ServiceNotFound:
        return None
    taken = _taken(council, service, language, now)
    offer = next((one for one in taken.offered.offers if one.code == code), None)
    return (offer, taken) if offer else None


def word_values(
    council: CouncilView, digest: str, *, language: str, answers: Mapping[str, object]
) -> dict[str, object]:
    """Return what the holes in a service's words may name: settings, the council, answers."""
    effective = services.get_effective(digest)
    return {
        **setting_words(effective, language),
        **cases.authority_words(council, language),
        "authority.nation": council.nation,
        "authority.tier": council.tier,
        **answer_words(effective, answers, language),
    }


# Private


def _taken(council: CouncilView, service: services.ServiceView, language: str, now: dt.datetime) -> Taken:
    spoken = language if language in service.languages else service.languages[0]
    return Taken(service, _offered(council, service.slug, service.digest, spoken, timezone.localdate(now)))


@lru_cache(maxsize=REMEMBERED)
def _offered(council: CouncilView, slug: str, digest: str, language: str, today: dt.date) -> Offered:
    """Return what a service takes on a day: its conditions may read the day."""
    now = dt.datetime.combine(today, dt.time(12), tzinfo=timezone.get_default_timezone())
    return offered(
        services.get_programme(digest),
        code=slug,
        circumstances=journeys.circumstances_of(council, now=now, account={}),
        language=language,
        values=word_values(council, digest, language=language, answers={}),
    )
