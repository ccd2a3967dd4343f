"""At which council a service follows on another that was sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.journeys.queries.holders import service_at
from commonwheel.apps.services import api as services
from commonwheel.core.places.responsibility import Area, usual_councils
from commonwheel.foundation.councils import CouncilView


@dataclass(frozen=True, slots=True)
class Follower:
    """
    The service that follows on.

    Attributes:
        council: whose it is.
        is_own: whether that is the council which the first one was sent to.
    """

    council: CouncilView
    service: services.ServiceView
    is_own: bool


def who_follows(
    council: CouncilView, *, pattern_name: str, areas: Sequence[Area], only_own: bool, on: dt.date
) -> Follower | None:
    """
    Return the live service of a pattern at the council of this node that is responsible; None where that is not clear.

    Where it is not known in which area it would be, only the council itself is looked at: it would ask for the place.

    Args:
        council: the one that the first service was sent to; it comes first where more than one has the duty.
        areas: those that it would be for: one where that is certain.
        only_own: whether nothing may be handed to another council.
        on: the day on which the duty counts, in London.
    """
    own = service_at(council, pattern_name)
    if own is not None and (not areas or not council.gss_code or _is_responsible(own, council, areas, on)):
        return Follower(council, own, is_own=True)
    if only_own:
        return None
    found = list(_others(council, pattern_name, areas, on))
    return found[0] if len(found) == 1 else None


def _others(council: CouncilView, pattern_name: str, areas: Sequence[Area], on: dt.date) -> Sequence[Follower]:
    """Return the other councils of all these areas that are here, run the service, and are responsible for it."""
    serving = [{area.district, area.county} for area in areas]
    codes = set.intersection(*serving) - {"", council.gss_code} if serving else set()
    here = [found for code in sorted(codes) if (found := authorities.find_council_by_code(code)) is not None]
    running = [(each, service_at(each, pattern_name)) for each in here]
    return [
        Follower(each, service, is_own=False)
        for each, service in running
        if service is not None and _is_responsible(service, each, areas, on)
    ]


def _is_responsible(service: services.ServiceView, council: CouncilView, areas: Sequence[Area], on: dt.date) -> bool:
    """Say whether a council usually has the duty in all these areas; a service with several duties asks for itself."""
    duty = services.get_programme(service.digest).effective.pattern.duty
    serves = all(council.gss_code in {area.district, area.county} for area in areas)
    if not isinstance(duty, str):
        return serves
    return council.gss_code in usual_councils(duty, areas, ground=authorities.ground_on(on, areas))
