"""Levels of local in words: each measure with its range, and what can and cannot be told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from commonwheel.core.places.local.compare import Evidence, Measured, Pair
from commonwheel.core.places.local.cost import Curve
from commonwheel.core.places.local.geography import Geography, Kind, Part
from commonwheel.core.places.local.span import Span
from commonwheel.design.moments import day

TERMS = (
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
    "database right. Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
)
"""What must be shown wherever postcodes and outlines answer. Source: docs/sources.md#code-point-open."""
_TITLES: Mapping[str, object] = {
    "smallest": gettext_lazy("Residents of the smallest council"),
    "largest": gettext_lazy("Residents of the largest council"),
    "demand_gap": gettext_lazy("Demand for each resident: highest council over lowest"),
    "need_gap": gettext_lazy("Need for each resident: highest council over lowest"),
    "spillover": gettext_lazy("Residents within a kilometre of a border to another council"),
    "distance": gettext_lazy("Kilometres to the nearest service point of one's own council"),
    "cost": gettext_lazy("Cost of a unit, where today is 100"),
}
_NAMES: Mapping[str, object] = {
    "smallest": pgettext_lazy("in a list of what is compared", "smallest council"),
    "largest": pgettext_lazy("in a list of what is compared", "largest council"),
    "demand_gap": pgettext_lazy("in a list of what is compared", "gap in demand"),
    "need_gap": pgettext_lazy("in a list of what is compared", "gap in need"),
    "spillover": pgettext_lazy("in a list of what is compared", "share of residents near a border"),
    "distance": pgettext_lazy("in a list of what is compared", "distance to a service point"),
    "cost": pgettext_lazy("in a list of what is compared", "cost of a unit"),
}
_VERDICTS: Mapping[str, object] = {
    "less": gettext_lazy("Less: %(measures)s."),
    "more": gettext_lazy("More: %(measures)s."),
    "the same": gettext_lazy("The same: %(measures)s."),
    "too small to tell": gettext_lazy("Too small to tell: %(measures)s."),
}
_BESIDE: Mapping[str, object] = {
    "less": gettext_lazy("less than today"),
    "more": gettext_lazy("more than today"),
    "the same": gettext_lazy("the same"),
    "too small to tell": gettext_lazy("too small to tell"),
}
_GEOGRAPHIES: Mapping[Kind, object] = {
    "lowest": gettext_lazy("Districts and unitaries"),
    "upper": gettext_lazy("Counties and unitaries"),
    "combined": gettext_lazy("Combined authority"),
    "whole": gettext_lazy("One council"),
    "today": gettext_lazy("Who has it today"),
    "joined": gettext_lazy("What you joined"),
}
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


def geography_name(geography: Geography) -> str:
    """Return what a geography is called; what somebody drew is called as they did."""
    if geography.day:
        return _("Announced from %(day)s") % {"day": day(geography.day)}
    return str(_GEOGRAPHIES.get(geography.kind, geography.name))


def part_name(geography: Geography, part: Part) -> str:
    """Return what a council of a geography is called."""
    return _("The whole region") if geography.kind == "whole" else part.name


def tables(measured: Sequence[Measured], pairs: Sequence[Pair]) -> list[Table]:
    """Return a table for each measure that is known of any geography."""
    beside = {pair.first: pair for pair in pairs if pair.second == measured[0].geography.name}
    found = []
    for name, title in _TITLES.items():
        if any(each.measures[name] for each in measured):
            rows = (_row(name, each, beside.get(each.geography.name)) for each in measured)
            found.append(Table(str(title), tuple(rows)))
    # A pound is the cost of today times what it is relative to today: what can be told of one can be of the other.
    pounds = tuple(
        Row(geography_name(each.geography), _of(each.pounds, "{:.2f}"), _told("cost", beside.get(each.geography.name)))
        for each in measured
        if each.pounds
    )
    return [*found, Table(_("Pounds for a unit"), pounds)] if pounds else found


def councils(measured: Measured) -> Table:
    """Return the councils of a geography, in the order of their numbers on the map."""
    rows = (
        Row(part_name(measured.geography, part.part), _written("smallest", part.population), _percent(part.spillover))
        for part in measured.parts
    )
    return Table(geography_name(measured.geography), tuple(rows))


def sentences(measured: Sequence[Measured], pairs: Sequence[Pair]) -> list[str]:
    """Return what can be told beside today, and what cannot."""
    names = {each.geography.name: geography_name(each.geography) for each in measured}
    alike = {pair.first: pair for pair in reversed(pairs) if pair.is_same}
    same = [
        _("“%(one)s” draws the same borders as “%(other)s”.") % {"one": names[one], "other": names[pair.second]}
        for one, pair in reversed(alike.items())
    ]
    today = measured[0].geography.name
    told = (_sentence(pair, names) for pair in pairs if pair.second == today and pair.first not in alike)
    return [*same, *told]


def rests_on(evidence: Evidence) -> list[str]:
    """Return what a comparison takes for granted."""
    curve, asked = evidence.curve, evidence.demand or evidence.population
    found = [
        _(
            "The cost of a unit is taken to go as the size of a council to the power of %(low)s to %(high)s: "
            "%(words)s. That is an assumption. Nobody knows it for any English service."
        )
        % {"low": f"{curve.low:+.2f}", "high": f"{curve.high:+.2f}", "words": curve_words(curve)},
        _("Size is by %(source)s (%(year)s), and a unit is one of what it counts.")
        % {"source": asked.source, "year": asked.year},
        _("Residents are spread evenly over the postcodes of each district or ward."),
        _("Only borders inside the region count."),
    ]
    if evidence.population.spread.any():
        found.append(
            _("Residents of wards are their district’s, spread over its postcodes, which is right to three tenths.")
        )
    return found


def curve_words(curve: Curve) -> str:
    """Return what a range of elasticities says of twice the size."""
    if _change(curve.low) == _change(curve.high):
        return _("twice the size costs %(change)s for a unit") % {"change": _change(curve.low)}
    return _("twice the size costs from %(low)s to %(high)s for a unit") % {
        "low": _change(curve.low),
        "high": _change(curve.high),
    }


def _change(elasticity: float) -> str:
    percent = round((2**elasticity - 1) * 100)
    if not percent:
        return pgettext("cost of a unit", "the same")
    number = {"percent": abs(percent)}
    return _("%(percent)s%% less") % number if percent < 0 else _("%(percent)s%% more") % number


def _sentence(pair: Pair, names: Mapping[str, str]) -> str:
    by_verdict: dict[str, list[str]] = {}
    for name, verdict in pair.verdicts.items():
        by_verdict.setdefault(verdict, []).append(str(_NAMES[name]))
    beside = _("“%(one)s” beside “%(other)s”.") % {"one": names[pair.first], "other": names[pair.second]}
    told = (
        str(words) % {"measures": ", ".join(by_verdict[verdict])}
        for verdict, words in _VERDICTS.items()
        if verdict in by_verdict
    )
    return " ".join([beside, *told])


def _row(name: str, each: Measured, pair: Pair | None) -> Row:
    span = each.measures[name]
    written = _written(name, span) if span else _("not known")
    return Row(geography_name(each.geography), written, _told(name, pair))


def _told(name: str, pair: Pair | None) -> str:
    return str(_BESIDE.get(pair.verdicts.get(name, ""), "")) if pair else pgettext("who has it", "today")


def _written(name: str, span: Span) -> str:
    if name in _WHOLE:
        return _of(span, "{:,.0f}")
    if name in _PERCENT:
        return _percent(span)
    return _of(span, "{:.0f}", 100) if name in _HUNDRED else _of(span, "{:.2f}")


def _percent(span: Span) -> str:
    return _of(span, "{:.1%}")


def _of(span: Span, form: str, factor: float = 1) -> str:
    low, mid, high = (form.format(value * factor) for value in (span.low, span.mid, span.high))
    return _("%(best)s (%(low)s to %(high)s)") % {"best": mid, "low": low, "high": high}
