"""Figures laid on pieces are conserved by joining, and widen with their age and with how they were spread."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.local.amounts import SPREAD_ERROR, YEAR_ERROR, Amounts, lay, unit_cost, year_error
from commonwheel.core.places.local.figures import Figures, FiguresAreWrong
from commonwheel.core.places.local.geography import Piece
from commonwheel.core.places.local.span import Span, within

ON = dt.date(2026, 6, 1)
LANCASHIRE = Path(__file__).parents[5] / "shared" / "data" / "finance_population" / "lancashire"
needs_data = pytest.mark.skipif(
    not LANCASHIRE.is_dir(), reason="the folder of open data is not beside the repository, at ../shared/data"
)
HALF_A_YEAR = YEAR_ERROR / 2
A, W1, W2 = "E07000001", "E05000001", "E05000002"
B = "E07000002"
BLOCKS = (Piece(A, "Ash", A), Piece(W1, "Beech East", B), Piece(W2, "Beech West", B))


def laid(year: int = 2026, **values: float) -> Amounts:
    return lay(Figures(values, year, "by hand"), BLOCKS, np.array([10.0, 30.0, 10.0]), on=ON)


def test_a_ward_without_a_figure_has_a_share_of_its_district_s_by_postcodes() -> None:
    found = laid(E07000001=100, E07000002=400)
    assert found.values.tolist() == [100, 300, 100]
    assert found.spread.tolist() == [False, True, True]


def test_a_ward_s_own_figure_is_taken_where_there_is_one() -> None:
    found = laid(E07000001=100, E05000001=7, E05000002=8)
    assert (found.values.tolist(), found.spread.any()) == ([100, 7, 8], False)


def test_a_whole_district_is_as_certain_as_its_figure_and_a_ward_of_it_less() -> None:
    found = laid(E07000001=100, E07000002=400)
    assert found.of({W1, W2}) == within(400, HALF_A_YEAR)
    for codes, whole, ward in (({W1}, 300, 300), ({A, W2}, 200, 100)):
        span, exact = found.of(codes), within(whole, HALF_A_YEAR)
        assert (span.low, span.mid) == (pytest.approx(exact.low - ward * SPREAD_ERROR), whole)
        assert span.high == pytest.approx(exact.high + ward * SPREAD_ERROR)


def test_figures_of_the_year_itself_are_of_another_day_of_it() -> None:
    assert laid(2026, E07000001=100, E07000002=400).of({A}) == within(100, HALF_A_YEAR)


def test_each_year_between_the_figures_and_the_day_widens_the_range() -> None:
    assert laid(2024, E07000001=100, E07000002=400).of({A}) == Span(pytest.approx(94), 100, pytest.approx(106))
    assert laid(2027, E07000001=100, E07000002=400).of({A}) == Span(pytest.approx(97), 100, pytest.approx(103))
    assert laid(1900, E07000001=100, E07000002=400).of({W1}).low == 0


@needs_data
@pytest.mark.parametrize("year", [2027, 2032])
def test_the_range_of_figures_of_2022_holds_what_is_projected_for_every_council_of_lancashire(year: int) -> None:
    files = sorted(LANCASHIRE.glob("*_demographic_projections.json"))
    assert len(files) == 15
    for file in files:
        projected = json.loads(file.read_text())["population_projections"]
        error = year_error(Figures({}, 2022, "ONS"), dt.date(year, 6, 30))
        span = within(projected["2022"], error)
        assert span.low <= projected[str(year)] <= span.high, file.name


@given(st.lists(st.floats(0.1, 1e6), min_size=3, max_size=3), st.sets(st.sampled_from([A, W1, W2])))
def test_joining_conserves_what_is_joined(values: list[float], one: set[str]) -> None:
    found = laid(E07000001=values[0], E05000001=values[1], E05000002=values[2])
    other = {A, W1, W2} - one
    assert found.of(one).mid + found.of(other).mid == pytest.approx(sum(values))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"E07000001": 1}, r"no figure of 0 or more for Beech East \(E05000001\), Beech West"),
        ({"E07000001": -1, "E07000002": 1}, r"no figure of 0 or more for Ash"),
        ({"E07000001": 0, "E07000002": 0}, "every figure of the region is 0"),
    ],
)
def test_a_region_of_which_something_is_not_known_is_refused(values: dict[str, float], why: str) -> None:
    with pytest.raises(FiguresAreWrong, match=why):
        laid(**values)


def test_the_cost_of_a_unit_is_what_is_spent_over_what_is_asked() -> None:
    figures = Figures({"x": 30.0, "y": 20.0}, 2026, "budget")
    assert unit_cost(figures, ["x", "y"], Span(5, 10, 25), ON) == within(50, HALF_A_YEAR).over(Span(5, 10, 25))


def test_a_council_without_a_cost_is_named() -> None:
    with pytest.raises(FiguresAreWrong, match="no cost above 0 for y, z"):
        unit_cost(Figures({"x": 1.0, "y": -4.0}, 2026, "budget"), ["x", "y", "z"], Span(1, 1, 1), ON)
