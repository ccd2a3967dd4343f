"""Money as people type and read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.values.money import NotAnAmount, read_pounds, write_pounds


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("12", 1_200), ("£12.50", 1_250), (" £ 1,234.00 ", 123_400), ("50p", 50), ("-3", -300), ("0", 0)],
)
def test_amounts_as_people_type_them(typed: str, pence: int) -> None:
    assert read_pounds(typed) == pence


@pytest.mark.parametrize("typed", ["", "£", "12.5", "1,23", "12.345", "twelve", "1e3", "٣", "9" * 5_000, "-50p", "--1"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount) as caught:
        read_pounds(typed)
    assert caught.value.found == typed


@pytest.mark.parametrize(
    ("pence", "written"), [(1_200, "£12"), (1_250, "£12.50"), (123_405, "£1,234.05"), (-300, "-£3"), (0, "£0")]
)
def test_amounts_as_people_read_them(pence: int, written: str) -> None:
    assert write_pounds(pence) == written


@given(st.integers(-(10**13), 10**13))
def test_what_is_written_reads_the_same(pence: int) -> None:
    assert read_pounds(write_pounds(pence)) == pence
