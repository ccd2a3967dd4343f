"""
The steps of a reorganisation on its day, council by council.

Each council that ends is done in one transaction: it is as it was, or done. Whatever ends the process between two,
running the steps again goes on with the next; a council that is done already is looked at again, and what came since
goes too.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
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
    gone = dict.fromkeys(new, 0)
    renamed: dict[str, str] = {}
    for follower, to in new.items():
        theirs = _services_of(to)
        officers = same_people(old, to)
        for one in mine:
            there = theirs.get(one.pattern_name)
            if there is None:
                continue
            if len(new) == 1 and there.slug != one.slug:
                renamed[one.slug] = there.slug
            keys = requests[one.id].going[follower] if one.id in requests else []
            passing = cases.Passing(old, to, one.id, there.id, officers)
            gone[follower] += cases.pass_on(passing, keys, now=now)
    with council_scope(old.id):
        stayed = sum(1 for _ in cases.list_kept(old.id))
    succession = Succession(
        on=councils.plan.on,
        followers=tuple(sorted(each.slug for each in new.values())),
        keeps_requests=stayed > 0,
        services=tuple(sorted(renamed.items())),
    )
    authorities.set_succession(old.id, succession, actor=SYSTEM, now=now)
    return Done(council, gone, stayed, taken_down, came_along)


def _services_of(council: CouncilView) -> Mapping[str, services.ServiceView]:
    with council_scope(council.id):
        return {one.pattern_name: one for one in services.list_services(council.id)}
