"""The scale curve: a range of elasticities, and the cost of a geography beside today's for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.local.cost import ASSUMED, Curve, CurveIsWrong, read_curve, relative_cost
from commonwheel.core.places.local.span import EXACTLY_ONE


def test_a_curve_is_a_lower_and_a_higher_elasticity() -> None:
    assert read_curve("-0.10, 0.05") == ASSUMED


@pytest.mark.parametrize("text", ["", "0.1", "0.1,0.2,0.3", "a,b", "0.2,0.1", "-2,0", "0,2", "nan,0", "0,nan"])
def test_anything_else_is_no_curve(text: str) -> None:
    with pytest.raises(CurveIsWrong, match="no range of elasticities"):
        read_curve(text)


def test_twice_the_size_at_minus_a_tenth_costs_seven_per_cent_less() -> None:
    found = relative_cost([200], [100, 100], Curve(-0.1, -0.1))
    assert found.low == found.mid == found.high == pytest.approx(2**-0.1)


def test_with_the_assumed_curve_it_is_not_known_whether_a_merger_saves() -> None:
    assert relative_cost([200], [100, 100], ASSUMED).beside(EXACTLY_ONE) == "too small to tell"


sizes = st.lists(st.floats(1, 1e6), min_size=2, max_size=12)
curves = st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9)).map(lambda pair: Curve(min(pair), max(pair)))


@given(sizes, curves)
def test_today_costs_what_it_costs(today: list[float], curve: Curve) -> None:
    assert relative_cost(today, today, curve) == EXACTLY_ONE


@given(sizes)
def test_without_effects_of_scale_no_geography_costs_more_or_less(today: list[float]) -> None:
    found = relative_cost([sum(today)], today, Curve(0, 0))
    assert (found.low, found.high) == (pytest.approx(1), pytest.approx(1))


@given(sizes, st.floats(0.01, 0.9))
def test_a_merger_costs_less_where_size_saves_and_more_where_it_does_not(today: list[float], strength: float) -> None:
    whole = [sum(today)]
    assert relative_cost(whole, today, Curve(-strength, -strength)).high <= 1 + 1e-12
    assert relative_cost(whole, today, Curve(strength, strength)).low >= 1 - 1e-12
