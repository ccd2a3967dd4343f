"""Geographies beside each other: every measure with its range, and what can be told."""

import dataclasses

import numpy as np
import pytest
from tests.support.local_ground import DAY, SOUTH, WEST, homes_of, row_of

from commonwheel.core.places.local.amounts import YEAR_ERROR, lay
from commonwheel.core.places.local.compare import MEASURES, Evidence, Measured, compare, measure
from commonwheel.core.places.local.cost import ASSUMED, Curve
from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.geography import Geography, drawn
from commonwheel.core.places.local.span import EXACTLY_ONE, Span, within

BLOCKS = row_of(4)
CODES = [piece.code for piece in BLOCKS]
HOMES = homes_of(BLOCKS)
TODAY = drawn("today", [[code] for code in CODES], BLOCKS)
HALVES = drawn("halves", [CODES[:2], CODES[2:]], BLOCKS)
ALSO = drawn("also halves", [CODES[2:], CODES[:2]], BLOCKS)
WHOLE = drawn("whole", [CODES], BLOCKS)


def evidence(year: int = 2026, curve: Curve = ASSUMED, **figures: list[float]) -> Evidence:
    given = {"population": [100.0, 110.0, 120.0, 130.0], **figures}
    laid = {
        name: lay(Figures(dict(zip(CODES, values, strict=True)), year, name), BLOCKS, HOMES.counts(4), on=DAY)
        for name, values in given.items()
    }
    return Evidence(BLOCKS, HOMES, laid["population"], laid.get("demand"), laid.get("need"), None, None, curve)


def measured(known: Evidence, *geographies: Geography) -> tuple[Measured, ...]:
    return measure([TODAY, *geographies], known)


def about(value: float) -> Span:
    """Return a figure of the day's own year."""
    return within(value, YEAR_ERROR / 2)


def test_every_geography_has_the_same_residents_and_demand() -> None:
    for each in measured(evidence(demand=[1, 2, 3, 4]), HALVES, WHOLE):
        assert sum(part.population.mid for part in each.parts) == pytest.approx(460)
        assert sum(part.demand.mid for part in each.parts if part.demand) == pytest.approx(10)


def test_the_measures_are_what_they_are_called() -> None:
    today, halves, whole = measured(evidence(demand=[200, 220, 240, 130], need=[10, 11, 12, 13]), HALVES, WHOLE)
    assert (today.measures["smallest"], today.measures["largest"]) == (about(100), about(130))
    assert (halves.measures["smallest"], whole.measures["largest"]) == (about(210), about(460))
    assert today.measures["demand_gap"] == about(200).over(about(100)).over(about(130).over(about(130)))
    assert whole.measures["demand_gap"] == whole.measures["need_gap"] == EXACTLY_ONE
    assert today.measures["cost"] == EXACTLY_ONE
    assert whole.measures["spillover"] == Span(0, 0, 0)
    assert today.measures["distance"] is None


def test_what_is_not_given_is_not_known() -> None:
    (today,) = measured(evidence())
    assert [name for name in MEASURES if today.measures[name] is None] == ["demand_gap", "need_gap", "distance"]
    assert today.pounds is None
    assert (today.parts[0].demand, today.parts[0].need) == (None, None)


def test_without_figures_of_demand_residents_stand_for_it_in_the_cost() -> None:
    saving = Curve(-0.1, -0.1)
    by_people = measured(evidence(curve=saving), WHOLE)[1].measures["cost"]
    by_demand = measured(evidence(curve=saving, demand=[1, 1, 1, 997]), WHOLE)[1].measures["cost"]
    assert by_people
    assert by_demand
    assert by_people.mid < by_demand.mid < 1


def test_with_a_known_cost_it_is_stated_in_pounds_too() -> None:
    known = dataclasses.replace(evidence(), unit_cost=Span(9, 10, 11))
    today, whole = measured(known, WHOLE)
    assert today.pounds == Span(9, 10, 11)
    assert whole.pounds
    assert whole.pounds.low < 9
    assert whole.pounds.high > 11


def test_with_service_points_the_way_to_them_is_known_where_each_council_has_one() -> None:
    east = np.array([WEST + 2_000.0, WEST + 10_000.0])
    known = dataclasses.replace(evidence(), points=((east, np.full(2, SOUTH + 2_000.0)), np.array([0, 2])))
    today, halves, whole = (each.measures["distance"] for each in measured(known, HALVES, WHOLE))
    assert today is None
    assert halves
    assert whole
    assert whole.mid <= halves.mid


def test_a_council_without_residents_or_demand_has_no_gap_and_no_cost() -> None:
    empty = measured(evidence(population=[0, 1, 1, 1], demand=[0, 1, 1, 1]), WHOLE)
    assert (empty[0].measures["demand_gap"], empty[0].measures["cost"], empty[1].measures["cost"]) == (None,) * 3
    assert empty[1].measures["demand_gap"] == EXACTLY_ONE


def test_the_same_borders_under_two_names_are_the_same_in_everything() -> None:
    (pair,) = [each for each in compare(measured(evidence(), HALVES, ALSO)) if each.second == "halves"]
    assert pair.is_same
    assert pair.first == "also halves"
    assert set(pair.verdicts.values()) == {"the same"}


def test_every_two_are_compared_and_only_in_what_is_known_of_both() -> None:
    pairs = compare(measured(evidence(), HALVES, WHOLE))
    assert [(each.first, each.second) for each in pairs] == [
        ("halves", "today"),
        ("whole", "today"),
        ("whole", "halves"),
    ]
    assert set(pairs[0].verdicts) == {"smallest", "largest", "spillover", "cost"}


def test_it_is_told_what_differs_and_what_is_too_close_to_tell() -> None:
    halves, _, _ = compare(measured(evidence(), HALVES, WHOLE))
    assert halves.verdicts == {
        "smallest": "more",
        "largest": "more",
        "spillover": "less",
        "cost": "too small to tell",
    }
    saves, _, _ = compare(measured(evidence(curve=Curve(-0.2, -0.1)), HALVES, WHOLE))
    assert saves.verdicts["cost"] == "less"


def test_old_figures_tell_less() -> None:
    near = drawn("near", [CODES[:2], [CODES[2]], [CODES[3]]], BLOCKS)
    fresh = compare(measured(evidence(2026), near))[0].verdicts["smallest"]
    old = compare(measured(evidence(2020), near))[0].verdicts["smallest"]
    assert (fresh, old) == ("more", "too small to tell")
