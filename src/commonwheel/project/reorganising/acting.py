"""
The steps of a reorganisation on its day, council by council.

Each council that ends is done in one transaction: it is as it was, or done. Whatever ends the process between two,
running the steps again goes on with the next; a council that is done already is looked at again, and what came since
goes too.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.reorganising import api as reorganising
from commonwheel.core.problems import Failure
from commonwheel.core.reorganising.plan import Plan


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


def reorganise(plan: Plan, *, with_staff: bool = False, now: dt.datetime) -> Iterator[reorganising.Done]:
    """
    Do the steps for each council of the plan that is on this node and ends, and yield what was done at each.

    Args:
        with_staff: let the own staff of a council that one other follows work there too, in the same roles.

    Raises:
        NotTheDayYet, NewCouncilMissing: before anything is changed.
    """
    if timezone.localdate(now) < plan.on:
        raise NotTheDayYet(plan.on)
    councils = reorganising.Councils(plan)
    ending = [each for each in plan.ending if each in councils.here]
    needed = sorted({new for each in ending for new in plan.followers(each)})
    missing = [councils.names[each] for each in needed if each not in councils.here]
    if missing:
        raise NewCouncilMissing(missing)
    for each in ending:
        done = reorganising.end_council(each, councils, with_staff=with_staff, now=now)
        # Only now: another process could have read the council's row while it was still the old one.
        authorities.forget_councils()
        yield done
