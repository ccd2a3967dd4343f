"""Postcodes are the places of residents: which piece each is in, and how many live near a border."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.local_ground import SIDE, SOUTH, WEST, homes_of, row_of, square, squares

from commonwheel.core.places.local.geography import Piece, drawn
from commonwheel.core.places.local.homes import distance, homes_in, nearest_piece, parts_of_pieces, spillover
from commonwheel.core.places.local.span import Span

BLOCKS = row_of(5)
HOMES = homes_of(BLOCKS)
PEOPLE = HOMES.people(np.array([100.0, 200.0, 300.0, 400.0, 500.0]))
parted = st.lists(st.integers(0, 4), min_size=5, max_size=5)


def parts(*numbers: int) -> np.typing.NDArray[np.int64]:
    order = {number: place for place, number in enumerate(dict.fromkeys(numbers))}
    return np.array([order[number] for number in numbers], dtype=np.int64)


def test_each_postcode_has_an_even_share_of_the_people_of_its_piece() -> None:
    assert HOMES.counts(5).tolist() == [64] * 5
    assert PEOPLE[:64] == pytest.approx([100 / 64] * 64)
    assert PEOPLE.sum() == pytest.approx(1500)


def test_in_a_square_of_four_kilometres_a_quarter_live_within_one_of_one_border() -> None:
    two = homes_of(row_of(2))
    whole, shares = spillover(two, parts(0, 1), two.people(np.array([100.0, 100.0])))
    assert whole.mid == pytest.approx(0.25)
    assert [share.mid for share in shares] == pytest.approx([0.25, 0.25])
    assert whole.low == pytest.approx(0.25)
    assert whole.high == pytest.approx(0.25)


def test_outlines_that_may_run_beside_the_border_give_the_range() -> None:
    shapes = squares(square(0), square(1))
    east = np.array([WEST + SIDE - metres for metres in (700.0, 900.0, 1_100.0, 1_300.0)])
    homes = homes_in(row_of(2), shapes, east, np.full(4, SOUTH + 100.0), np.zeros(4, dtype=np.int64))
    whole, shares = spillover(homes, parts(0, 1), np.ones(4))
    assert whole == Span(0.25, 0.5, 0.75)
    assert shares == (Span(0.25, 0.5, 0.75), Span(0, 0, 0))


@given(parted, st.integers(0, 4), st.integers(0, 4))
def test_a_border_that_disappears_never_raises_spillover(numbers: list[int], one: int, other: int) -> None:
    before, _ = spillover(HOMES, parts(*numbers), PEOPLE)
    joined = [numbers[one] if number == numbers[other] else number for number in numbers]
    after, _ = spillover(HOMES, parts(*joined), PEOPLE)
    assert after.low <= before.low
    assert after.mid <= before.mid
    assert after.high <= before.high


def test_a_border_that_disappears_between_neighbours_lowers_it() -> None:
    found = [
        spillover(HOMES, parts(*numbers), PEOPLE)[0].mid for numbers in ((0, 1, 2, 3, 4), (0, 0, 2, 3, 4), (0,) * 5)
    ]
    assert found[0] > found[1] > found[2] == 0


@given(parted)
def test_the_shares_of_the_parts_add_up_to_that_of_the_region(numbers: list[int]) -> None:
    cut = parts(*numbers)
    whole, shares = spillover(HOMES, cut, PEOPLE)
    people = np.bincount(cut[HOMES.piece], weights=PEOPLE)
    assert sum(share.mid * each for share, each in zip(shares, people, strict=True)) == pytest.approx(whole.mid * 1500)


def test_a_postcode_of_a_district_that_is_in_wards_is_in_the_nearest_of_them() -> None:
    wards = (Piece("E05000001", "South", "E07000100"), Piece("E05000002", "North", "E07000100"), row_of(2)[1])
    shapes = squares(square(0, height=1_000), square(0, south=1_000, height=3_000), square(1))
    north = np.array([SOUTH + 100.0, SOUTH + 3_900.0, SOUTH - 50.0])
    # The last is in the outline of the other district, and the table of postcodes is believed.
    east = np.array([WEST + 100.0, WEST + 100.0, WEST + SIDE + 50.0])
    found = homes_in(wards, shapes, east, north, np.zeros(3, dtype=np.int64))
    assert found.piece.tolist() == [0, 1, 0]


def test_the_part_of_each_piece_is_told_in_the_order_of_the_parts() -> None:
    geography = drawn("x", [[each.code for each in BLOCKS[2:]], [each.code for each in BLOCKS[:2]]], BLOCKS)
    assert parts_of_pieces(geography, BLOCKS).tolist() == [1, 1, 0, 0, 0]


def points(*kilometres: float) -> tuple[tuple[np.typing.NDArray[np.float64], ...], np.typing.NDArray[np.int64]]:
    east = np.array([WEST + each * 1_000 for each in kilometres])
    return (east, np.full(len(east), SOUTH + 2_000.0)), np.array([int(each // 4) for each in kilometres])


def test_the_distance_is_to_the_nearest_point_of_ones_own_council() -> None:
    one, two = homes_of(row_of(2)), parts(0, 1)
    spots, held = points(2, 6)
    apart = distance(one, two, one.people(np.ones(2)), spots, held)
    joined = distance(one, parts(0, 0), one.people(np.ones(2)), spots, held)
    assert apart
    assert joined
    assert 1.4 < apart.mid < 1.6
    assert apart.low == pytest.approx(apart.mid - 0.1)
    assert apart.high == pytest.approx(apart.mid + 0.1)
    assert joined.mid <= apart.mid


def test_a_home_at_the_point_is_not_nearer_than_nothing() -> None:
    one = homes_of(row_of(1))
    spots = (one.easting, one.northing)
    assert distance(one, parts(0), one.people(np.ones(1)), spots, one.piece) == Span(0, 0, 0.1)


def test_where_a_council_has_no_point_the_distance_is_not_known() -> None:
    spots, held = points(2)
    assert distance(homes_of(row_of(2)), parts(0, 1), np.ones(128), spots, held) is None


@given(parted, parted)
def test_joining_councils_never_makes_the_way_longer(numbers: list[int], more: list[int]) -> None:
    spots, held = points(2, 6, 10, 14, 18)
    finer = list(itertools.starmap(lambda one, other: one * 5 + other, zip(numbers, more, strict=True)))
    fine = distance(HOMES, parts(*finer), PEOPLE, spots, held)
    coarse = distance(HOMES, parts(*numbers), PEOPLE, spots, held)
    assert fine
    assert coarse
    assert coarse.mid <= fine.mid + 1e-9


def test_a_spot_is_in_the_nearest_piece() -> None:
    piece, metres = nearest_piece(squares(square(0), square(1)), np.array([WEST + 5_000.0]), np.array([SOUTH - 30.0]))
    assert (piece.tolist(), metres.tolist()) == ([1], [30.0])
