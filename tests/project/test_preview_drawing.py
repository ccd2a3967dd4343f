"""The picture of states: every box and line has a place of its own, whatever the states lead to."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwheel.project.preview.drawing import MOST_MOVES, MOST_STATES, WIDTH, Drawing, Named, Way, draw


def drawn(names: str, *ways: str) -> Drawing:
    """Return the picture of states of one letter each, with moves as `ab`; `ab~` happens by itself."""
    found = draw([Named(name, name, "") for name in names], [Way(way[0], way[1], way.endswith("~")) for way in ways])
    assert found is not None
    return found


def order(picture: Drawing) -> str:
    return "".join(box.id for box in picture.boxes)


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


def lanes(picture: Drawing) -> list[int]:
    """Return where each line beside the boxes runs up or down."""
    return [int(found[1]) for one in picture.strokes if (found := re.search(r"Q(-?\d+) ", one.path))]


def test_moves_lead_down_where_they_can() -> None:
    assert order(drawn("adcb", "ab", "bc", "cd")) == "abcd"
    assert order(drawn("abc", "ac", "cb")) == "acb"
    assert order(drawn("axb", "ab")) == "abx"


def test_a_move_to_the_next_state_is_a_straight_line() -> None:
    picture = drawn("ab", "ab")
    above, below = picture.boxes
    (stroke,) = picture.strokes
    assert stroke.path == f"M{above.x + WIDTH // 2} {above.y + above.height}V{below.y - 2}"


def test_a_move_further_down_goes_round_on_the_right_and_one_back_on_the_left() -> None:
    picture = drawn("abc", "ab", "bc", "ac", "ca")
    left, right = picture.boxes[0].x, picture.boxes[0].x + WIDTH
    assert sorted(lane > right for lane in lanes(picture)) == [False, True]
    assert sorted(lane < left for lane in lanes(picture)) == [False, True]


def test_a_move_to_the_same_state_is_a_loop_on_the_left() -> None:
    (stroke,) = drawn("a", "aa").strokes
    first, *_, last = re.findall(r"(?:M\d+ |V)(\d+)", stroke.path)
    assert first != last
    assert min(lanes(drawn("a", "aa"))) > 0


def test_loops_of_states_are_drawn_once_each() -> None:
    picture = drawn("abc", "ab", "bc", "cb", "ba", "ab")
    assert len(picture.boxes) == 3
    assert len(picture.strokes) == 4


def test_a_move_that_happens_by_itself_is_marked_and_has_a_lane_of_its_own() -> None:
    picture = drawn("abcd", "ab", "bc", "cd", "ac", "ad~")
    assert [one.by_itself for one in picture.strokes] == [False, False, False, False, True]
    assert len(set(lanes(picture))) == 2


def test_lines_that_begin_at_one_state_share_a_lane_and_others_never_do() -> None:
    picture = drawn("abcd", "ab", "bc", "cd", "ac", "ad", "bd")
    first, second, other = lanes(picture)
    assert first == second != other


def test_long_names_are_cut_to_three_lines_and_an_end_is_said() -> None:
    picture = draw([Named("a", "very " * 40 + "y" * 99, "Done")], [])
    assert picture is not None
    (box,) = picture.boxes
    assert [words.is_ending for words in box.words] == [False, False, False, True]
    assert box.words[2].text.endswith("…")
    assert all(len(words.text) <= 20 for words in box.words)
    assert box.is_end


def test_moves_to_states_that_are_not_there_are_left_out() -> None:
    assert drawn("a", "az").strokes == ()


@pytest.mark.parametrize(("states", "each"), [(MOST_STATES + 1, 1), (MOST_STATES, MOST_MOVES)])
def test_what_is_too_full_to_read_is_not_drawn(states: int, each: int) -> None:
    names = [str(n) for n in range(states)]
    ways = [Way(one, other) for one in names for other in names[:each]]
    assert draw([Named(name, name, "") for name in names], ways) is None


LETTERS = "abcdefgh"
WAYS = st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS), st.booleans()), max_size=40)


@settings(max_examples=200, deadline=None)
@given(WAYS)
def test_whatever_leads_where_all_of_it_is_within_the_picture(ways: list[tuple[str, str, bool]]) -> None:
    asked = [Way(*way) for way in ways]
    picture = draw([Named(name, name, "") for name in LETTERS], asked)
    assert picture is not None
    assert {box.id for box in picture.boxes} == set(LETTERS)
    assert len(picture.strokes) == len(set(asked))
    for above, below in zip(picture.boxes, picture.boxes[1:], strict=False):
        assert above.y + above.height < below.y
    for stroke in picture.strokes:
        assert all(0 <= number <= max(picture.width, picture.height) for number in numbers(stroke.path)), stroke.path
    assert all(0 < lane < picture.width for lane in lanes(picture))
    assert picture.boxes[0].id == "a"
