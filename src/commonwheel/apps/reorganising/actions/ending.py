"""What is done at one council that ends, on its day: wholly, or not at all."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.places import api as places
from commonwheel.apps.reorganising.actions.agreements import pass_agreements_on
from commonwheel.apps.reorganising.actions.people import bring_along, same_people
from commonwheel.apps.reorganising.actions.routes import take_routes_over
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.apps.reorganising.queries.sorting import sort_requests
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView, Succession
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

Pair = tuple[services.ServiceView, services.ServiceView]
"""One service at a council that ends, and at one that follows it."""


@dataclass(frozen=True, slots=True)
class Done:
    """
    What was done at one council that ends.

    Attributes:
        gone: how many requests went, by the id of the council that has them now.
        stayed: how many it still keeps.
        taken_down: places in addresses of the services that were closed to new residents.
        came_along: how many people of its staff work for the new council since.
        addresses: how many of its register came to that of a council that follows.
        told: what else was done, or could not be, in sentences.
    """

    council: str
    gone: Mapping[str, int]
    stayed: int
    taken_down: tuple[str, ...]
    came_along: int = 0
    addresses: int = 0
    told: tuple[str, ...] = ()


@action
def end_council(council: str, councils: Councils, *, with_staff: bool, now: dt.datetime) -> Done:
    """
    Do the steps of the day for one council of a plan; what was done already stays, and what came since goes too.

    Args:
        council: its id in the plan; it and all that follow it are on the node.
        with_staff: let its own staff work for the one council that follows, in the same roles.
    """
    old = councils.here[council]
    new = {each: councils.here[each] for each in councils.plan.followers(council)}
    with council_scope(old.id):
        mine = services.list_services(old.id)
        taken_down = tuple(one.slug for one in mine if one.is_live)
        for slug in taken_down:
            services.take_down(old.id, slug=slug, actor=SYSTEM, now=now)
        requests = sort_requests(council, councils)
    came_along = bring_along(old, *new.values(), now=now) if with_staff and len(new) == 1 else 0
    addresses = sum(_share_addresses(council, each, councils, now) for each in new)
    told = (*pass_agreements_on(council, councils, now=now), *take_routes_over(council, councils, now=now))
    pairs = {each: tuple(_pairs(mine, to)) for each, to in new.items()}
    gone = {}
    for each, to in new.items():
        going = {service: found.going[each] for service, found in requests.items()}
        gone[each] = _pass_all(old, to, pairs[each], going, now)
    stayed = _follow(old, councils, pairs, now)
    return Done(council, gone, stayed, taken_down, came_along, addresses, told)


# Private


def _follow(old: CouncilView, councils: Councils, pairs: Mapping[str, Sequence[Pair]], now: dt.datetime) -> int:
    """Say who follows a council, and return how many requests stayed."""
    with council_scope(old.id):
        stayed = sum(1 for _ in cases.list_kept(old.id))
        may_come = journeys.count_started(old.id, now=now)
    only = next(iter(pairs.values())) if len(pairs) == 1 else ()
    succession = Succession(
        on=councils.plan.on,
        followers=tuple(sorted(councils.here[each].slug for each in pairs)),
        keeps_requests=stayed + may_come > 0,
        services=tuple((ours.slug, theirs.slug) for ours, theirs in only if ours.slug != theirs.slug),
    )
    authorities.set_succession(old.id, succession, actor=SYSTEM, now=now)
    return stayed


def _share_addresses(council: str, follower: str, councils: Councils, now: dt.datetime) -> int:
    old, new = councils.here[council], councils.here[follower]
    return places.share_properties(
        old.id, new.id, goes=lambda postcode: councils.follower_at(council, postcode) == follower, now=now
    )


def _pairs(mine: Sequence[services.ServiceView], new: CouncilView) -> Iterator[Pair]:
    """Yield each service of a council that the new one has set up too, with the new council's."""
    with council_scope(new.id):
        theirs = {one.pattern_name: one for one in services.list_services(new.id)}
    yield from ((one, theirs[one.pattern_name]) for one in mine if one.pattern_name in theirs)


def _pass_all(
    old: CouncilView,
    new: CouncilView,
    pairs: Sequence[Pair],
    going: Mapping[uuid.UUID, Sequence[uuid.UUID]],
    now: dt.datetime,
) -> int:
    """Pass on what goes to one follower (keys of requests by that of their service); return how many went."""
    officers = same_people(old, new)
    return sum(
        cases.pass_on(cases.Passing(old, new, ours.id, theirs.id, officers), going.get(ours.id, ()), now=now)
        for ours, theirs in pairs
    )
