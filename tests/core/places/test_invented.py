"""Invented addresses: plainly so, and the same each time."""

from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.invented import invent_properties
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.core.places.properties import uprn_of

PLACES = tuple(
    PostcodePlace(f"BN{n} {digit}A{letter}", "E06000043", "", 531_000 + n, 104_000 + digit)
    for n in range(1, 10)
    for digit in range(1, 9)
    for letter in "ABD"
)


@given(st.binary(max_size=8))
def test_the_same_seed_gives_the_same_addresses(seed: bytes) -> None:
    few = PLACES[:3]
    assert invent_properties(few, town="Lewes", seed=seed) == invent_properties(few, town="Lewes", seed=seed)


def test_every_postcode_has_its_properties_and_each_number_is_its_own() -> None:
    found = invent_properties(PLACES, town="Lewes", seed=b"1")
    assert len({each.uprn for each in found}) == len(found)
    assert {each.postcode for each in found} == {place.postcode for place in PLACES}
    for place in PLACES:
        here = [each for each in found if each.postcode == place.postcode]
        assert 5 <= len(here) <= 14
        assert len({each.line for each in here}) == len(here)


def test_addresses_are_plainly_invented() -> None:
    for each in invent_properties(PLACES, town="Lewes", seed=b"2"):
        assert uprn_of(each.uprn).startswith("9999")
        assert any(
            mark in each.line
            for mark in ("Invented", "Imaginary", "Made-up", "Pretend", "Fictional", "Example", "Sample", "Storybook")
        )
        assert each.line.endswith(", Lewes")
        assert each.lat is not None


def test_another_seed_gives_others_and_a_postcode_without_a_place_none() -> None:
    assert invent_properties(PLACES[:2], town="Lewes", seed=b"1") != invent_properties(
        PLACES[:2], town="Lewes", seed=b"2"
    )
    assert invent_properties([PostcodePlace("GIR 0AA", "", "", None, None)], town="Lewes", seed=b"1") == ()
