"""Geographies of one region beside each other: what each measure is, with its range, and what can be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.core.places.local.amounts import Amounts
from commonwheel.core.places.local.cost import Curve, relative_cost
from commonwheel.core.places.local.geography import Geography, Part, Piece
from commonwheel.core.places.local.homes import Floats, Homes, Places, distance, parts_of_pieces, spillover
from commonwheel.core.places.local.span import Span, Verdict, gap

MEASURES = ("smallest", "largest", "demand_gap", "need_gap", "spillover", "distance", "cost")
"""
What is compared: the residents of the smallest and of the largest council; how many times as much demand, and need, a
resident of one council has as one of another; the share of residents within a kilometre of a border to another council;
kilometres to the nearest service point of one's own council; the cost of a unit of demand, where it is 1 today.
"""


@dataclass(frozen=True)
class Evidence:
    """
    What is known of a region.

    Attributes:
        pieces: of which every geography is made.
        homes: its postcodes.
        population: residents of each piece.
        demand: what the service is asked for; None where not known: then residents stand for it.
        need: None where not known.
        points: eastings and northings of service points and the piece of each; None where not known.
        unit_cost: pounds that a unit of demand costs in today's geography; None where not known.
        curve: the range of elasticities.
    """

    pieces: tuple[Piece, ...]
    homes: Homes
    population: Amounts
    demand: Amounts | None
    need: Amounts | None
    points: tuple[tuple[Floats, Floats], Places] | None
    unit_cost: Span | None
    curve: Curve


@dataclass(frozen=True, slots=True)
class PartMeasured:
    """One council of a geography; demand and need are sums, spillover a share of its residents."""

    part: Part
    population: Span
    demand: Span | None
    need: Span | None
    spillover: Span


@dataclass(frozen=True, slots=True)
class Measured:
    """A geography, its councils, each of `MEASURES`, and pounds for a unit; None where not known."""

    geography: Geography
    parts: tuple[PartMeasured, ...]
    measures: dict[str, Span | None]
    pounds: Span | None


@dataclass(frozen=True, slots=True)
class Pair:
    """What can be told of one geography beside another: they are the same, or a verdict on each known measure."""

    first: str
    second: str
    is_same: bool
    verdicts: dict[str, Verdict]


def measure(geographies: Sequence[Geography], evidence: Evidence) -> tuple[Measured, ...]:
    """
    Return the measures of geographies of one region; the first is today's, against which cost is stated.

    Demand, cost and distance have the meaning of `MEASURES`. A council without residents has no gap and no cost, so
    that these are not known for its geography.
    """
    sized = evidence.demand or evidence.population
    today = [sized.of(part.pieces).mid for part in geographies[0].parts]
    return tuple(_measure(each, evidence, today) for each in geographies)


def compare(measured: Sequence[Measured]) -> tuple[Pair, ...]:
    """
    Return what can be told of every two geographies, the later beside the earlier.

    Where the ranges of a measure share a value, the difference is too small to tell. Ranges that come from one and the
    same unknown overlap more than they need to: the error is on the side of not telling.
    """
    return tuple(_pair(second, first) for place, first in enumerate(measured) for second in measured[place + 1 :])


def _pair(one: Measured, other: Measured) -> Pair:
    is_same = one.geography.is_same(other.geography)
    verdicts: dict[str, Verdict] = {}
    for name in MEASURES:
        here, there = one.measures[name], other.measures[name]
        if here is not None and there is not None:
            verdicts[name] = "the same" if is_same else here.beside(there)
    return Pair(one.geography.name, other.geography.name, is_same, verdicts)


def _measure(geography: Geography, evidence: Evidence, today: Sequence[float]) -> Measured:
    places = parts_of_pieces(geography, evidence.pieces)
    people = evidence.homes.people(evidence.population.values)
    whole, shares = spillover(evidence.homes, places, people)
    parts = tuple(
        PartMeasured(
            part,
            evidence.population.of(part.pieces),
            evidence.demand.of(part.pieces) if evidence.demand else None,
            evidence.need.of(part.pieces) if evidence.need else None,
            share,
        )
        for part, share in zip(geography.parts, shares, strict=True)
    )
    points = evidence.points
    cost = _cost(parts, evidence, today)
    by_size = sorted((each.population for each in parts), key=lambda span: span.mid)
    return Measured(
        geography,
        parts,
        {
            "smallest": by_size[0],
            "largest": by_size[-1],
            "demand_gap": _gap([each.demand for each in parts], by_part=parts),
            "need_gap": _gap([each.need for each in parts], by_part=parts),
            "spillover": whole,
            "distance": distance(evidence.homes, places, people, points[0], points[1]) if points else None,
            "cost": cost,
        },
        cost.times(evidence.unit_cost) if cost and evidence.unit_cost else None,
    )


def _gap(spans: Sequence[Span | None], *, by_part: Sequence[PartMeasured]) -> Span | None:
    known = [span for span in spans if span is not None]
    if len(known) < len(spans) or not all(span.low > 0 for span in (*known, *(each.population for each in by_part))):
        return None
    return gap(span.over(each.population) for span, each in zip(known, by_part, strict=True))


def _cost(parts: Sequence[PartMeasured], evidence: Evidence, today: Sequence[float]) -> Span | None:
    sizes = [(each.demand or each.population).mid for each in parts]
    if not all(size > 0 for size in (*sizes, *today)):
        return None
    return relative_cost(sizes, today, evidence.curve)
