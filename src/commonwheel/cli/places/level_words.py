"""What `commonwheel places level` prints: each measure with its range, and what can and cannot be told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commonwheel.design.levels import councils, geography_name, rests_on, sentences, tables

if TYPE_CHECKING:
    from commonwheel.core.places.local.compare import Evidence, Measured, Pair, PartMeasured
    from commonwheel.core.places.local.span import Span

_HOW = "Set other elasticities with --elasticity; docs/sources.md tells what studies found."


def lines(measured: "Sequence[Measured]", pairs: "Sequence[Pair]", evidence: "Evidence") -> list[str]:
    """Return the tables as text, measure by measure, the councils, and what holds of it."""
    width = max(len(geography_name(each.geography)) for each in measured)
    found: list[str] = []
    for table in tables(measured, pairs):
        rows = (f"  {row.name:<{width}}  {row.written:<38}  {row.told}".rstrip() for row in table.rows)
        found += [table.title, *rows, ""]
    found.append("Councils: residents, and how many of them are near a border")
    for table in map(councils, measured):
        found.append(f"  {table.title}")
        found += [
            f"    {number} {row.name}: {row.written}; {row.told}" for number, row in enumerate(table.rows, start=1)
        ]
    return [*found, "", *sentences(measured, pairs), *rests_on(evidence), _HOW]


def as_json(measured: "Sequence[Measured]", pairs: "Sequence[Pair]", evidence: "Evidence") -> dict[str, Any]:
    """Return the same for programs; every number is low, mid and high."""
    return {
        "today": measured[0].geography.name,
        "elasticity": [evidence.curve.low, evidence.curve.high],
        "geographies": [
            {
                "name": each.geography.name,
                "councils": [_part(part) for part in each.parts],
                "measures": {name: _span(span) for name, span in each.measures.items()},
                "pounds": _span(each.pounds),
            }
            for each in measured
        ],
        "pairs": [
            {"name": pair.first, "beside": pair.second, "same_borders": pair.is_same, "told": pair.verdicts}
            for pair in pairs
        ],
        "says": [*sentences(measured, pairs), *rests_on(evidence)],
    }


def _part(part: "PartMeasured") -> dict[str, Any]:
    return {
        "name": part.part.name,
        "code": part.part.code,
        "pieces": sorted(part.part.pieces),
        "population": _span(part.population),
        "demand": _span(part.demand),
        "need": _span(part.need),
        "spillover": _span(part.spillover),
    }


def _span(span: "Span | None") -> list[float] | None:
    return None if span is None else [round(value, 6) for value in (span.low, span.mid, span.high)]
