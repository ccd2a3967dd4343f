"""From what somebody gives and the ground that is held to what a comparison rests on."""

import datetime as dt
from dataclasses import dataclass, replace

from commonwheel.core.places.local.amounts import Amounts, lay, unit_cost
from commonwheel.core.places.local.compare import Evidence
from commonwheel.core.places.local.cost import ASSUMED, Curve
from commonwheel.core.places.local.figures import Figures, carried
from commonwheel.core.places.local.geography import Geography
from commonwheel.core.places.local.ground import Ground, Points, points_in
from commonwheel.core.places.register.register import Register


@dataclass(frozen=True)
class Given:
    """Figures by the codes of the day, service points, and the range of elasticities; None for what is not known."""

    population: Figures
    demand: Figures | None = None
    need: Figures | None = None
    cost: Figures | None = None
    points: Points | None = None
    curve: Curve = ASSUMED


def of_the_day(content: Figures | Points, register: Register, *, on: dt.date) -> Figures | Points:
    """Return figures of whatever day by the codes of this one, as `carried` says; points stay as they are."""
    if isinstance(content, Points):
        return content
    return replace(content, values=carried(content, register, on=on))


def evidence_of(given: Given, ground: Ground, *, today: Geography) -> Evidence:
    """
    Lay what is given on the ground of a region.

    Args:
        today: the geography in which the service is given; its councils have the cost.

    Raises:
        FiguresAreWrong: figures lack a part of the region.
        PointsAreWrong: no point lies in the region.
    """
    people = _laid(given.population, ground)
    asked = _laid(given.demand, ground) if given.demand else None
    needed = _laid(given.need, ground) if given.need else None
    spent = None
    if given.cost:
        every = [piece.code for piece in ground.outlined.pieces]
        holders = [part.code for part in today.parts]
        spent = unit_cost(given.cost, holders, (asked or people).of(every), ground.on)
    points = points_in(ground.outlined, given.points) if given.points else None
    return Evidence(ground.outlined.pieces, ground.homes, people, asked, needed, points, spent, given.curve)


def _laid(figures: Figures, ground: Ground) -> Amounts:
    pieces = ground.outlined.pieces
    return lay(figures, pieces, ground.homes.counts(len(pieces)), on=ground.on)
