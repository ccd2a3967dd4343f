"""Figures and service points that a node keeps for its page on levels of local, as text (JSON).

One object: `measure`, `service` (a duty; "" for residents, who are the same for all), `source`, and either `year` and
`values` (by GSS code), or `eastings` and `northings` (metres).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.ground import Points
from commonwheel.core.problems import Failure

Measure = Literal["population", "demand", "need", "cost", "points"]
MEASURES: tuple[Measure, ...] = ("population", "demand", "need", "cost", "points")


class KeptIsBroken(Failure):
    """The bytes are no figures as we keep them."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The file of figures cannot be read: {why}. Make it again with `commonwheel places figures keep`."
        )
        self.why = why


@dataclass(frozen=True)
class Kept:
    """What is known of a measure, for one service."""

    measure: Measure
    service: str
    content: Figures | Points


def pack(kept: Kept) -> bytes:
    """Return the bytes."""
    told: dict[str, Any] = {"measure": kept.measure, "service": kept.service, "source": kept.content.source}
    if isinstance(kept.content, Figures):
        told |= {"year": kept.content.year, "values": dict(kept.content.values)}
    else:
        told |= {"eastings": kept.content.easting.tolist(), "northings": kept.content.northing.tolist()}
    return json.dumps(told).encode()


def read_kept(data: bytes | memoryview) -> Kept:
    """
    Read what `pack` wrote.

    Raises:
        KeptIsBroken: it is something else.
    """
    try:
        told = json.loads(bytes(data))
        measure, service, source = told["measure"], str(told["service"]), str(told["source"])
        content = _points(told, source) if measure == "points" else _figures(told, source)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise KeptIsBroken(f"{type(problem).__name__}, {problem}") from problem
    if measure not in MEASURES:
        raise KeptIsBroken(f"there is no measure {measure!r}")
    return Kept(measure, service, content)


def _figures(told: Any, source: str) -> Figures:
    values = {str(code): value for code, value in told["values"].items()}
    _check(list(values.values()))
    return Figures(values, int(told["year"]), source)


def _points(told: Any, source: str) -> Points:
    eastings, northings = told["eastings"], told["northings"]
    _check([*eastings, *northings])
    if len(eastings) != len(northings):
        raise ValueError("there are not as many eastings as northings")
    return Points(np.array(eastings, dtype=np.float64), np.array(northings, dtype=np.float64), source)


def _check(values: Sequence[Any]) -> None:
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in values):
        raise ValueError("a value is no number")
