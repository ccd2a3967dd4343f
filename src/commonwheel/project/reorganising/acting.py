"""
The steps of a reorganisation on its day, council by council.

Each council that ends is done in one transaction: it is as it was, or done. Whatever ends the process between two,
running the steps again goes on with the next; a council that is done already is looked at again, and what came since
goes too.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.services import api as services
from commonwheel.core.problems import Failure
from commonwheel.core.reorganising.plan import Plan
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView, Succession
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic
from commonwheel.project.reorganising.councils import Councils
from commonwheel.project.reorganising.people import bring_along, same_people
from commonwheel.project.reorganising.sorting import sort_requests

Pair = tuple[services.ServiceView, services.ServiceView]
"""One service at a council that ends, and at one that follows it."""


class NotTheDayYet(Failure):
    """The new councils have no functions before their day."""

    def __init__(self, on: dt.date) -> None:
        super().__init__(f"The new councils begin on {on}. Until then only rehearse: `commonwheel council rehearse`.")


class NewCouncilMissing(Failure):
    """A council that follows others has no place on this node."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"Not on this node yet: {', '.join(names)}. Add each with `commonwheel council add` and set its services "
            "up; nothing was changed."
        )


@dataclass(frozen=True, slots=True)
class Done:
    """
    What was done at one council that ends.

    Attributes:
        gone: how many requests went, by the id of the council that has them now.
        stayed: how many it still keeps.
        taken_down: places in addresses of the services that were closed to new residents.
        came_along: how many people of its staff work for the new council since.
    """

    council: str
    gone: Mapping[str, int]
    stayed: int
    taken_down: tuple[str, ...]
    came_along: int = 0


def reorganise(plan: Plan, *, with_staff: bool = False, now: dt.datetime) -> Iterator[Done]:
    """
    Do the steps for each council of the plan that is on this node and ends, and yield what was done at each.

    Args:
        with_staff: let the own staff of a council that one other follows work there too, in the same roles.

    Raises:
        NotTheDayYet, NewCouncilMissing: before anything is changed.
    """
    if timezone.localdate(now) < plan.on:
        raise NotTheDayYet(plan.on)
    councils = Councils(plan)
    ending = [each for each in plan.ending if each in councils.here]
    needed = sorted({new for each in ending for new in plan.followers(each)})
    missing = [councils.names[each] for each in needed if each not in councils.here]
    if missing:
        raise NewCouncilMissing(missing)
    for each in ending:
        with atomic():
            done = _end(each, councils, now, with_staff=with_staff)
        # Only now: another process could have read the council's row while it was still the old one.
        authorities.forget_councils()
        yield done


# Private


def _end(council: str, councils: Councils, now: dt.datetime, *, with_staff: bool) -> Done:
    old = councils.here[council]
    new = {each: councils.here[each] for each in councils.plan.followers(council)}
    with council_scope(old.id):
        mine = services.list_services(old.id)
        taken_down = tuple(one.slug for one in mine if one.is_live)
        for slug in taken_down:
            services.take_down(old.id, slug=slug, actor=SYSTEM, now=now)
        requests = sort_requests(council, councils)
    came_along = bring_along(old, *new.values(), now=now) if with_staff and len(new) == 1 else 0
    pairs = {each: tuple(_pairs(mine, to)) for each, to in new.items()}
    gone = {}
    for each, to in new.items():
        going = {service: found.going[each] for service, found in requests.items()}
        gone[each] = _pass_all(old, to, pairs[each], going, now)
    with council_scope(old.id):
        stayed = sum(1 for _ in cases.list_kept(old.id))
        may_come = journeys.count_started(old.id, now=now)
    only = next(iter(pairs.values())) if len(pairs) == 1 else ()
    succession = Succession(
        on=councils.plan.on,
        followers=tuple(sorted(each.slug for each in new.values())),
        keeps_requests=stayed + may_come > 0,
        services=tuple((ours.slug, theirs.slug) for ours, theirs in only if ours.slug != theirs.slug),
    )
    authorities.set_succession(old.id, succession, actor=SYSTEM, now=now)
    return Done(council, gone, stayed, taken_down, came_along)


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
