"""From what somebody gives and the ground that is held to what a comparison rests on."""

from dataclasses import dataclass

from commonwheel.core.places.local.amounts import Amounts, lay, unit_cost
from commonwheel.core.places.local.compare import Evidence
from commonwheel.core.places.local.cost import ASSUMED, Curve
from commonwheel.core.places.local.figures import Figures, carried
from commonwheel.core.places.local.geography import Geography
from commonwheel.core.places.local.ground import Ground, Points, points_in
from commonwheel.core.places.register.register import Register


@dataclass(frozen=True)
class Given:
    """Figures by GSS codes of any day, service points, and the range of elasticities; None for what is not known."""

    population: Figures
    demand: Figures | None = None
    need: Figures | None = None
    cost: Figures | None = None
    points: Points | None = None
    curve: Curve = ASSUMED


def evidence_of(given: Given, ground: Ground, *, today: Geography, register: Register) -> Evidence:
    """
    Lay what is given on the ground of a region.

    Args:
        today: the geography in which the service is given; its councils have the cost.

    Raises:
        FiguresAreWrong: figures lack a part of the region.
        PointsAreWrong: no point lies in the region.
    """
    people = _laid(given.population, ground, register)
    asked = _laid(given.demand, ground, register) if given.demand else None
    needed = _laid(given.need, ground, register) if given.need else None
    spent = None
    if given.cost:
        every = [piece.code for piece in ground.outlined.pieces]
        holders = [part.code for part in today.parts]
        costs = carried(given.cost, register, on=ground.on)
        spent = unit_cost(given.cost, costs, holders, (asked or people).of(every), ground.on)
    points = points_in(ground.outlined, given.points) if given.points else None
    return Evidence(ground.outlined.pieces, ground.homes, people, asked, needed, points, spent, given.curve)


def _laid(figures: Figures, ground: Ground, register: Register) -> Amounts:
    pieces, on = ground.outlined.pieces, ground.on
    return lay(figures, carried(figures, register, on=on), pieces, ground.homes.counts(len(pieces)), on=on)
