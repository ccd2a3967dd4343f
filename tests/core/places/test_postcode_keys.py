"""Postcodes as numbers: a million at once give what one at a time gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.postcode_keys import NO_KEY, key_of, keys_of, keys_of_bytes, written_of
from commonwheel.core.values.postcode import NotAPostcode, normalise

typed = st.one_of(
    st.text(max_size=20),
    st.text("ABEMNW0123456789OI .-", max_size=12),
    st.from_regex(r" ?[A-Za-z]{1,2}[0-9]{1,2} ?[0-9OIl][A-Za-z]{2} {0,4}", fullmatch=True),
)


@given(st.lists(typed, max_size=20))
def test_whatever_can_be_normalised_has_the_key_of_its_written_form(texts: list[str]) -> None:
    for text, key in zip(texts, keys_of(texts).tolist(), strict=True):
        try:
            assert written_of(key) == normalise(text)
        except NotAPostcode:
            # The form is looked at less closely: such a key stands in no table.
            assert key == NO_KEY or key_of(written_of(key)) == key


@pytest.mark.parametrize("text", ["bn1 1aa", "BN1-1AA", "BN1 lAA", "  B N 1 1 A A  ", "(BN1 1AA)", "BN11AA"])
def test_what_people_type_is_forgiven(text: str) -> None:
    assert keys_of([text]).tolist() == [key_of("BN1 1AA")]


@pytest.mark.parametrize(
    "text", ["", "BN1", "12345", "BN1 1A1", "BN1 AAA", "1N1 1AA", "BN1 1AA EXTRA WORDS", "é", "A" * 999]
)
def test_what_is_none_has_no_key(text: str) -> None:
    assert keys_of([text]).tolist() == [NO_KEY]


def test_bytes_are_not_forgiven() -> None:
    texts = np.array([b"BN1 1AA", b"BN11AA", b"BN1-1AA", b"BN1 lAA", b"", b"\xff"])
    assert keys_of_bytes(texts).tolist() == [key_of("BN1 1AA"), key_of("BN1 1AA"), 0, 0, 0, 0]


def test_blocks_are_put_together() -> None:
    keys = keys_of(["BN1 1AA"] * 16_384 + ["BN1 1AB"])
    assert (keys[:-1] == key_of("BN1 1AA")).all()
    assert keys[-1] == key_of("BN1 1AB")
