"""What a removal by the layer would take along of what upstream did."""

from collections.abc import Iterator

from commonwheel.core.layers.conflicts import OpenConflict, spoken
from commonwheel.core.layers.counterparts import Counterparts
from commonwheel.core.layers.places import is_attached
from commonwheel.core.layers.tree import Part, whole
from commonwheel.core.patterns.model.companions import Bundle


def removed_here(pairs: Counterparts, part: Part, twin: Part, bundles: tuple[Bundle, Bundle]) -> Iterator[OpenConflict]:
    """Yield a conflict where upstream changed a part that the layer removes; `bundles` are the old and the new one."""
    if twin.origin is None:
        return
    base = whole(part.origin, bundles[0]) if part.origin is not None else None
    theirs = whole(twin.origin, bundles[1])
    # What both sides added alike, and the layer then removed, upstream still has.
    if base != theirs or pairs.moved(part, twin):
        says = f"You had removed {spoken(part)}; the new version changes it. It stays removed so far."
        yield OpenConflict("removed-here", twin, "", says, base=base, theirs=theirs)


def carried_off(pairs: Counterparts, twin: Part, bundle: Bundle) -> Iterator[OpenConflict]:
    """Yield a conflict for each part that the layer keeps, and that upstream put into one which the layer removes."""
    for inner in twin.within():
        stays = [each for each in pairs.behind(inner) if is_attached(each)]
        if stays and not any(is_attached(each) for each in pairs.behind(inner.holder)):
            says = (
                f"The new version puts {spoken(stays[0])} into {spoken(twin)}, which you had removed. "
                "It is gone with it so far."
            )
            theirs = whole(inner.shape, bundle)
            yield OpenConflict("removed-here", inner, "", says, base=stays[0].name, theirs=theirs)
