"""A number is never without its range, and ranges that share a value are not told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.local.span import EXACTLY_ONE, Span, Verdict, gap, within

positive = st.floats(0.01, 1e6)
spans = st.builds(within, positive, st.floats(0, 0.5))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (Span(1, 2, 3), Span(1, 2, 3), "the same"),
        (Span(1, 2, 3), Span(4, 5, 6), "less"),
        (Span(4, 5, 6), Span(1, 2, 3), "more"),
        (Span(1, 2, 3), Span(3, 4, 5), "too small to tell"),
        (Span(1, 2, 9), Span(3, 4, 5), "too small to tell"),
    ],
)
def test_where_two_ranges_share_a_value_the_difference_is_too_small_to_tell(
    one: Span, other: Span, verdict: Verdict
) -> None:
    assert one.beside(other) == verdict


@given(spans, spans)
def test_low_middle_and_high_stay_in_their_order(one: Span, other: Span) -> None:
    for each in (one + other, one.over(other), one.times(other), gap([one, other])):
        assert each.low <= each.mid <= each.high


def test_an_error_of_more_than_the_whole_ends_at_nothing() -> None:
    assert within(10, 1.5) == Span(0, 10, 25)


def test_the_gap_of_one_is_exactly_one() -> None:
    assert gap([Span(2, 3, 4)]) == EXACTLY_ONE


def test_the_gap_is_how_many_times_the_smallest_the_largest_is() -> None:
    assert gap([Span(9, 10, 11), Span(4, 5, 6)]) == Span(1.5, 2, 2.75)
    assert gap([Span(4, 5, 6), Span(4, 5, 6)]).low == 1
