"""Where requests are worked elsewhere: who follows takes over what all before had, where it said nothing itself."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.conf import settings

from commonwheel.apps.handover import api as handover
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.apps.reorganising.queries.looking import routes_of
from commonwheel.apps.services import api as services
from commonwheel.core.reorganising.running import Route, common_route
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action, atomic
from commonwheel.integrations.webhooks.https import HttpsWebhooks

Routes = Mapping[str, Route | None]


@action
def take_routes_over(council: str, councils: Councils, *, now: dt.datetime) -> tuple[str, ...]:
    """
    Send new requests of a council that follows to where those of all before it went; return what was done.

    Only where it has set the service up and said nothing of that yet, and where that needs no secret: the one of a
    webhook is between a council and its system. Again it changes nothing.
    """
    mine = _routes(councils.here[council])
    told = []
    for new in councils.plan.followers(council):
        before = [_routes(councils.here[each]) for each in councils.plan.into[new] if each in councils.here]
        told += _taken(councils.here[new], {name: _common(name, before) for name in mine}, now)
    return tuple(told)


# Private


def _routes(council: CouncilView) -> Routes:
    """Return where requests of each of a council's services are worked, by the name of the shared service."""
    with council_scope(council.id):
        said: Mapping[uuid.UUID, Route] = routes_of(council)
        return {one.pattern_name: said.get(one.id) for one in services.list_services(council.id)}


def _common(pattern: str, before: list[Routes]) -> Route | None:
    return common_route([each[pattern] for each in before if pattern in each])


def _taken(new: CouncilView, wanted: Routes, now: dt.datetime) -> list[str]:
    told = []
    with council_scope(new.id):
        said = routes_of(new)
        for one in services.list_services(new.id):
            route = wanted.get(one.pattern_name)
            if route is not None and one.id not in said:
                told.append(_set(new, one, route, now))
    return told


def _set(new: CouncilView, one: services.ServiceView, route: Route, now: dt.datetime) -> str:
    title = one.title_in("en")
    if route.way == "WEBHOOK":
        return (
            f"Requests of “{title}” go by webhook to {route.system} no more: set that up at {new.name}, with a secret."
        )
    wanted = handover.NewDestination(
        way=route.way, system=route.system, email=route.address if route.way == "EMAIL" else ""
    )
    try:
        with atomic():
            handover.set_destination(
                new.id,
                slug=one.slug,
                new=wanted,
                webhooks=HttpsWebhooks(private_hosts=settings.HANDOVER_PRIVATE_HOSTS),
                actor=SYSTEM,
                now=now,
            )
    except handover.DestinationCannotBe as reason:
        return f"Requests of “{title}” stay at {new.name}: {reason}"
    return f"New requests of “{title}” of {new.name} are worked in {route.says}."
