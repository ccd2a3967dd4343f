"""The numbers of releases, their order, and which one comes next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.packages.versions import NotAVersion, NoVersionLeft, Version, next_version, read_version
from commonwheel.core.patterns.versions.weights import Weight

NUMBERS = st.builds(Version, *[st.integers(0, 999_998)] * 3)


@pytest.mark.parametrize(
    ("old", "weight", "new"),
    [
        ("1.2.3", Weight.PATCH, "1.2.4"),
        ("1.2.3", Weight.MINOR, "1.3.0"),
        ("1.2.3", Weight.MAJOR, "2.0.0"),
        ("0.3.9", Weight.MAJOR, "1.0.0"),
        ("0.0.0", Weight.PATCH, "0.0.1"),
        ("1.9.9", Weight.MINOR, "1.10.0"),
    ],
)
def test_the_next_version(old: str, weight: Weight, new: str) -> None:
    assert next_version(old, weight) == new


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-beta", "1.2.3+build", "v1.2.3", "1.2.x", "1.2.1000000", "1.2.3\n", "١.٢.٣"]
)  # fmt: skip
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(NotAVersion, match="three whole numbers"):
        read_version(text)


def test_no_number_grows_beyond_what_files_may_say() -> None:
    with pytest.raises(NoVersionLeft, match=r"1\.2\.999999"):
        next_version("1.2.999999", Weight.PATCH)
    assert next_version("1.2.999999", Weight.MINOR) == "1.3.0"


def test_versions_are_in_the_order_of_their_numbers() -> None:
    order = ["0.0.9", "0.1.0", "0.10.0", "1.0.0", "1.0.10", "1.2.0", "1.10.0", "2.0.0", "10.0.0"]
    assert sorted(order, key=read_version) == order


@given(NUMBERS)
def test_a_version_is_read_as_it_is_written(number: Version) -> None:
    assert read_version(str(number)) == number


@given(NUMBERS, st.sampled_from(Weight), st.sampled_from(Weight))
def test_what_follows_is_greater_and_a_heavier_change_leads_further(number: Version, one: Weight, two: Weight) -> None:
    first, second = (read_version(next_version(str(number), weight)) for weight in (one, two))
    assert first > number
    assert (first > second) == (one > two)
