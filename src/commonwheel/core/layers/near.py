"""A place in the old version, as near to there as can be in the new one."""

from collections.abc import Sequence

from commonwheel.core.layers.changing import Place
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.places import beside, is_attached
from commonwheel.core.layers.tree import Part


def still_near(pairs: Counterparts, place: Place, neighbour: Part) -> list[Part]:
    """Return the counterparts of a neighbour that stand in the list still; wherever they are if that is gone."""
    owners = [owner for owner in pairs.of(place.owner) or () if is_attached(owner)]
    twins = [twin for twin in pairs.of(neighbour) or () if is_attached(twin)]
    return [twin for twin in twins if not owners or twin.parent in owners]


def nearest(
    pairs: Counterparts, place: Place, gone: Part, owners: Sequence[Part], *, but: Part | None = None
) -> Place | None:
    """Return the place nearest to one whose neighbour is gone, not beside `but`; None if its list is gone."""
    there = place.owner.lists[place.attribute]
    spot = there.index(gone)
    siblings = [*((one, True) for one in reversed(there[:spot])), *((one, False) for one in there[spot + 1 :])]
    near = (
        beside(twin, after=after)
        for sibling, after in siblings
        if sibling is not but
        for twin in pairs.of(sibling) or ()
        if is_attached(twin) and twin.parent in owners
    )
    return next(near, Place(owners[0], place.attribute) if owners else None)


def in_its_own_list(pairs: Counterparts, spot: Place, place: Place, twin: Part) -> Place:
    """
    Return where a part goes that stands already in one of the lists which the old list has become.

    Args:
        spot: in the old version.
        place: the one in the new version that was found for it: perhaps in another of those lists.
    """
    if twin.holder is place.owner or twin.holder not in (pairs.of(spot.owner) or ()):
        return place
    neighbour = spot.after or spot.before
    near = [one for one in still_near(pairs, spot, neighbour) if one.parent is twin.holder] if neighbour else []
    if near:
        return beside(near[-1], after=True) if spot.after else beside(near[0], after=False)
    return Place(twin.holder, place.attribute)
