"""The scale curve: how the cost of one unit of demand moves with the size of the council that serves it.

Unit cost goes as size to the power of an elasticity: at -0.10 a council of twice the size pays 7 % less for each unit,
at +0.05 it pays 4 % more. Which elasticity is right is not known (docs/sources.md#scale-and-cost), so that it is a
range that whoever asks sets, and what is said holds for all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonwheel.core.places.local.span import Span
from commonwheel.core.problems import Failure

_STEPS = 41
_MOST = 1.0


class CurveIsWrong(Failure):
    """The range of elasticities is none."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"“{given}” is no range of elasticities. Give the lower and the higher, between -1 and 1, as -0.10,0.05."
        )
        self.given = given


@dataclass(frozen=True, slots=True)
class Curve:
    """The lowest and highest elasticity of unit cost to size; low <= high."""

    low: float
    high: float


ASSUMED = Curve(-0.10, 0.05)
"""Where nobody sets one: an assumption, wide enough for the studies that found savings and for those that did not."""


def read_curve(text: str) -> Curve:
    """
    Read `LOW,HIGH`.

    Raises:
        CurveIsWrong: it has not that form, or lies outside -1 to 1.
    """
    try:
        low, high = (float(each) for each in text.split(","))
    except ValueError:
        raise CurveIsWrong(text) from None
    if not -_MOST <= low <= high <= _MOST:
        raise CurveIsWrong(text)
    return Curve(low, high)


def relative_cost(sizes: Sequence[float], today: Sequence[float], curve: Curve) -> Span:
    """
    Return the cost of a unit in a geography, where it is 1 in today's.

    Both serve the same demand: the cost of each council is its size times its unit cost, and the sum of them is
    divided by today's sum. The range is that over all elasticities of the curve, the middle that at its middle.

    Args:
        sizes, today: the demand of each council, above 0; of equal sums.
    """
    steps = np.linspace(curve.low, curve.high, _STEPS)
    here, there = np.array(sizes, dtype=float), np.array(today, dtype=float)
    # Divided by a common size, so that no power leaves what a number can hold.
    here, there = here / there.sum(), there / there.sum()
    found = (here[:, None] ** (1 + steps)).sum(axis=0) / (there[:, None] ** (1 + steps)).sum(axis=0)
    return Span(float(found.min()), float(found[_STEPS // 2]), float(found.max()))
