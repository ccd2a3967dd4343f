"""References: made by chance, read with patience."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.values.reference import (
    ALPHABET,
    NotAReference,
    NotEnoughChance,
    make_reference,
    read_beginning,
    read_reference,
)

references = st.builds(
    make_reference,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4),
    random=st.binary(min_size=16, max_size=32),
)


def test_a_reference_holds_more_than_forty_bits_of_chance() -> None:
    assert len(ALPHABET) ** 9 > 2**40


@given(references)
def test_a_reference_reads_as_itself(reference: str) -> None:
    assert read_reference(reference) == reference


@given(references)
def test_a_reference_is_read_however_it_is_typed(reference: str) -> None:
    assert read_reference(f"  {reference.lower().replace('-', ' ')} ") == reference
    assert read_reference(reference.replace("-", "")) == reference


@given(references)
def test_letters_taken_for_digits_are_forgiven(reference: str) -> None:
    letters, body = reference.split("-", 1)
    for digit, letter in (("0", "O"), ("1", "I"), ("1", "l"), ("2", "z"), ("5", "S")):
        assert read_reference(f"{letters}-{body.replace(digit, letter)}") == reference


@given(references, st.data())
def test_one_wrong_character_is_noticed(reference: str, data: st.DataObject) -> None:
    letters, body = reference.split("-", 1)
    plain = body.replace("-", "")
    place = data.draw(st.integers(0, len(plain) - 1))
    wrong = data.draw(st.sampled_from([each for each in ALPHABET if each != plain[place]]))
    with pytest.raises(NotAReference):
        read_reference(letters + plain[:place] + wrong + plain[place + 1 :])


@pytest.mark.parametrize(
    "typed", ["", "MB", "MB-4K7-9QX-2H", "4K7-9QX-2HDN", "ABCDE-4K7-9QX-2HDN", "MB-AAA-AAA-AAAA", "9" * 9_999]
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotAReference) as caught:
        read_reference(typed)
    assert typed.startswith(caught.value.found)


@given(references, st.data())
def test_a_reference_is_known_by_its_beginning(reference: str, data: st.DataObject) -> None:
    least = len(reference.partition("-")[0])
    beginning = reference[: data.draw(st.integers(least, len(reference)))]
    assert read_beginning(beginning.lower().replace("-", " ")) == beginning


@pytest.mark.parametrize(
    "typed", ["", "4K7", "griffiths", "sam griffiths", "MB-4K7-9QX-2HDN-", "MB_4", "M\x00", "9" * 999]
)
def test_no_reference_begins_like_anything_else(typed: str) -> None:
    with pytest.raises(NotAReference) as caught:
        read_beginning(typed)
    assert caught.value.found == typed


def test_the_example_in_the_message_is_a_good_one() -> None:
    example = str(NotAReference("x")).split()[-1]
    assert read_reference(example) == example


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(NotEnoughChance) as caught:
        make_reference("MB", random=bytes(15))
    assert caught.value.found == 15


def test_nothing_but_the_chance_decides() -> None:
    assert make_reference("MB", random=bytes(range(16))) == make_reference("MB", random=bytes(range(16)))
