"""What `commonwheel places level` prints: each measure with its range, and what can and cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonwheel.core.places.local.compare import Evidence, Measured, Pair, PartMeasured
    from commonwheel.core.places.local.span import Span

_TITLES = {
    "smallest": "residents of the smallest council",
    "largest": "residents of the largest council",
    "demand_gap": "demand for each resident: highest council over lowest",
    "need_gap": "need for each resident: highest council over lowest",
    "spillover": "residents within a kilometre of a border to another council",
    "distance": "kilometres to the nearest service point of one's own council",
    "cost": "cost of a unit, where today is 100",
}
_NAMES = {
    "smallest": "smallest council",
    "largest": "largest council",
    "demand_gap": "gap in demand",
    "need_gap": "gap in need",
    "spillover": "share of residents near a border",
    "distance": "distance to a service point",
    "cost": "cost of a unit",
}
_WORDS = (("less", "Less"), ("more", "More"), ("the same", "The same"), ("too small to tell", "Too small to tell"))
_PERCENT = ("spillover",)
_HUNDRED = ("cost",)
_WHOLE = ("smallest", "largest")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: of whom, the number with its range, and what can be told of it."""

    name: str
    written: str
    told: str


@dataclass(frozen=True, slots=True)
class Table:
    """What is compared, or a geography whose councils follow."""

    title: str
    rows: tuple[Row, ...]


def lines(measured: "Sequence[Measured]", pairs: "Sequence[Pair]", evidence: "Evidence") -> list[str]:
    """Return the tables as text, measure by measure, the councils, and what holds of it."""
    width = max(len(each.geography.name) for each in measured)
    found: list[str] = []
    for table in tables(measured, pairs):
        rows = (f"  {row.name:<{width}}  {row.written:<38}  {row.told}".rstrip() for row in table.rows)
        found += [table.title, *rows, ""]
    found.append("Councils: residents, and how many of them are near a border")
    for table in councils(measured):
        found.append(f"  {table.title}")
        found += [f"    {row.name}: {row.written}; {row.told}" for row in table.rows]
    return [*found, "", *sentences(measured, pairs, evidence)]


def tables(measured: "Sequence[Measured]", pairs: "Sequence[Pair]") -> list[Table]:
    """Return a table for each measure that is known of any geography."""
    beside = {pair.first: pair for pair in pairs if pair.second == measured[0].geography.name}
    found = []
    for name, title in _TITLES.items():
        if any(each.measures[name] for each in measured):
            rows = (_row(name, each, beside.get(each.geography.name)) for each in measured)
            found.append(Table(title[0].upper() + title[1:], tuple(rows)))
    pounds = tuple(Row(each.geography.name, _of(each.pounds, "{:.2f}"), "") for each in measured if each.pounds)
    return [*found, Table("Pounds for a unit", pounds)] if pounds else found


def councils(measured: "Sequence[Measured]") -> list[Table]:
    """Return the councils of each geography by the numbers they have on the map."""
    return [
        Table(
            each.geography.name,
            tuple(
                Row(
                    f"{number} {part.part.name}",
                    _written("smallest", part.population),
                    _written("spillover", part.spillover),
                )
                for number, part in enumerate(each.parts, start=1)
            ),
        )
        for each in measured
    ]


def sentences(measured: "Sequence[Measured]", pairs: "Sequence[Pair]", evidence: "Evidence") -> list[str]:
    """Return what can be told beside today, what cannot, and what all of it rests on."""
    found, said = [], set[str]()
    for pair in pairs:
        if pair.is_same and pair.first not in said:
            found.append(f"“{pair.first}” draws the same borders as “{pair.second}”.")
            said.add(pair.first)
    beside_today = [each for each in pairs if each.second == measured[0].geography.name and each.first not in said]
    return [*found, *(_sentence(each) for each in beside_today), *_rests_on(evidence)]


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
        "says": sentences(measured, pairs, evidence),
    }


def _sentence(pair: "Pair") -> str:
    by_verdict: dict[str, list[str]] = {}
    for name, verdict in pair.verdicts.items():
        by_verdict.setdefault(verdict, []).append(_NAMES[name])
    beside = f"“{pair.first}” beside “{pair.second}”"
    told = [f"{word}: {', '.join(names)}" for verdict, word in _WORDS if (names := by_verdict.get(verdict))]
    return f"{beside}. {'. '.join(told)}."


def _told(pair: "Pair", name: str) -> str:
    verdict = pair.verdicts.get(name, "")
    return (
        f"{verdict} than today" if verdict in ("less", "more") else f"{verdict} as today" if pair.is_same else verdict
    )


def _rests_on(evidence: "Evidence") -> list[str]:
    curve, asked = evidence.curve, evidence.demand or evidence.population
    found = [
        (
            "The cost of a unit is taken to go as the size of a council to the power of "
            f"{curve.low:+.2f} to {curve.high:+.2f}. That is an assumption, which --elasticity sets; "
            "docs/sources.md tells what studies found."
        ),
        f"Size is by {asked.source} ({asked.year}).",
        "Residents are spread evenly over the postcodes of each piece; only borders inside the region count.",
    ]
    if evidence.population.spread.any():
        found.append("Residents of wards are their district’s, spread over its postcodes, which is right to 30 %.")
    return found


def _row(name: str, each: "Measured", pair: "Pair | None") -> Row:
    span = each.measures[name]
    written = _written(name, span) if span else "not known"
    return Row(each.geography.name, written, _told(pair, name) if pair else "today")


def _written(name: str, span: "Span") -> str:
    if name in _WHOLE:
        return _of(span, "{:,.0f}")
    if name in _PERCENT:
        return _of(span, "{:.1%}")
    return _of(span, "{:.0f}", 100) if name in _HUNDRED else _of(span, "{:.2f}")


def _of(span: "Span", form: str, factor: float = 1) -> str:
    low, mid, high = (form.format(value * factor) for value in (span.low, span.mid, span.high))
    return f"{mid} ({low} to {high})"


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
