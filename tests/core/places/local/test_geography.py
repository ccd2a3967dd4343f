"""A candidate geography parts a region into whole pieces, each in exactly one council."""

import pytest

from commonwheel.core.places.local.geography import (
    NotAGeography,
    Part,
    Piece,
    check_names,
    drawn,
    join,
    joined,
    make_geography,
    read_drawn,
)

A, B, W1, W2 = "E07000001", "E07000002", "E05000001", "E05000002"
BLOCKS = (Piece(A, "Ash", A), Piece(W1, "Beech East", B), Piece(W2, "Beech West", B))


def test_parts_that_hold_every_piece_once_are_a_geography_in_the_order_of_their_names() -> None:
    found = make_geography("two", [Part("Z", frozenset({A})), Part("B", frozenset({W1, W2}))], BLOCKS)
    assert [part.name for part in found.parts] == ["B", "Z"]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([{A}, {W1}], r"Beech West \(E05000002\) is missing"),
        ([{A, W1}, {W1, W2}], r"Beech East \(E05000001\) stands in it twice"),
        ([{A, W1, W2}, {"E07000099"}], "E07000099 is not in the region"),
        ([{A, W1, W2}, set()], "1 has no area"),
    ],
)
def test_anything_else_is_refused_with_the_reason(parts: list[set[str]], why: str) -> None:
    with pytest.raises(NotAGeography, match=why):
        make_geography("x", [Part(str(place), frozenset(codes)) for place, codes in enumerate(parts)], BLOCKS)


def test_of_many_missing_pieces_the_first_are_named() -> None:
    many = [Piece(f"E070001{place:02}", f"Piece {place:02}", f"E070001{place:02}") for place in range(12)]
    with pytest.raises(NotAGeography, match=r"Piece 07 .* and 3 more is missing"):
        make_geography("x", [Part("one", frozenset({many[11].code}))], many)


def test_two_that_draw_the_same_borders_are_the_same_whatever_their_councils_are_called() -> None:
    one = join("one", BLOCKS, {A: "x", B: "x"}, {"x": "All"})
    other = drawn("other", [[B, A]], BLOCKS)
    assert one.is_same(other)
    assert not one.is_same(drawn("two", [[A], [B]], BLOCKS))


def test_what_is_drawn_joins_whole_districts_and_single_wards() -> None:
    name, groups = read_drawn(" Mine = E07000001, E05000001 ; E05000002 ; ")
    found = drawn(name, groups, BLOCKS)
    assert found.name == "Mine"
    assert [(part.name, part.pieces) for part in found.parts] == [
        ("1: Ash + Beech East", {A, W1}),
        ("2: Beech West", {W2}),
    ]


def test_a_council_of_many_pieces_is_called_by_the_first_of_them() -> None:
    many = [Piece(f"E070001{place:02}", f"B{place}", f"E070001{place:02}") for place in range(9)]
    (part,) = drawn("x", [[piece.code for piece in many]], many).parts
    assert part.name == "1: B0 + B1 + B2 + B3 + B4 + B5 + B6 + B7 …"


@pytest.mark.parametrize("text", ["", "name", "=E07000001", "name=", "name=;,", "name E07000001"])
def test_a_drawing_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(NotAGeography, match="its form is"):
        read_drawn(text)


def test_a_drawing_of_what_is_no_code_is_refused() -> None:
    with pytest.raises(NotAGeography, match="Woking is no code"):
        read_drawn("Mine=Woking")


@pytest.mark.parametrize("group", [[A, B, W1], [A, A, B]])
def test_a_piece_that_is_drawn_twice_is_refused(group: list[str]) -> None:
    with pytest.raises(NotAGeography, match="stands in it twice"):
        drawn("x", [group], BLOCKS)


def test_a_code_of_elsewhere_is_refused() -> None:
    with pytest.raises(NotAGeography, match="E07000099 is not in the region"):
        drawn("x", [[A, B, "E07000099"]], BLOCKS)


def test_two_candidates_of_one_name_are_refused() -> None:
    one = drawn("x", [[A, B]], BLOCKS)
    check_names([one])
    with pytest.raises(NotAGeography, match="another candidate has this name"):
        check_names([one, one])


def test_what_is_joined_is_one_council_and_all_others_stay_alone() -> None:
    found = joined("mine", [[W1, A]], BLOCKS)
    assert [(part.name, part.pieces) for part in found.parts] == [
        ("Beech East + Ash", frozenset({W1, A})),
        ("Beech West", frozenset({W2})),
    ]
    assert (found.kind, found.day) == ("joined", None)


@pytest.mark.parametrize(
    ("groups", "why"),
    [([[A, W1], [W1]], "twice"), ([[A, A]], "twice"), ([["E07000099"]], "is not in the region"), ([[]], "has no area")],
)
def test_what_cannot_be_joined_is_refused(groups: list[list[str]], why: str) -> None:
    with pytest.raises(NotAGeography, match=why):
        joined("mine", groups, BLOCKS)
