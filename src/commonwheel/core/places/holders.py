"""Everybody who has one of some duties somewhere in the United Kingdom on a day: who could run a service of them."""

from collections.abc import Iterable

from commonwheel.core.places.placing import place_council
from commonwheel.core.places.register.authority import KINDS, LOWEST, NATIONS, Authority
from commonwheel.core.places.responsibility import Ground, candidates


def holders_of(duties: Iterable[str], *, ground: Ground) -> tuple[Authority, ...]:
    """
    Return every authority that has, or may have, one of some duties in a place; by nation, kind and id.

    Args:
        duties: names of the closed list of duties.
        ground: the register, the day, and what was agreed.
    """
    asked, found = tuple(duties), dict[str, Authority]()
    for lowest in ground.register.in_being(ground.on, kinds=LOWEST):
        areas = place_council(lowest, register=ground.register, on=ground.on).areas
        for duty in asked:
            found.update((each.authority.id, each.authority) for each in candidates(duty, areas, ground=ground))
    return tuple(sorted(found.values(), key=lambda each: _rank(each, ground)))


def _rank(authority: Authority, ground: Ground) -> tuple[int, int, str]:
    return NATIONS.index(authority.nation), KINDS.index(authority.kind_on(ground.on)), authority.id
