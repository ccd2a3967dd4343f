"""Postcodes in their one form."""

import csv
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.values.postcode import NotAPostcode, normalise

POSTCODES = Path(__file__).parents[3] / ".." / "shared" / "data" / "postcodes"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("BN1 1AA", "BN1 1AA"),
        ("bn11aa", "BN1 1AA"),
        (" b n 1-1.a a ", "BN1 1AA"),
        ("(SW1A 2AA)", "SW1A 2AA"),
        ("BN1 IAA", "BN1 1AA"),
        ("BN1 OAA", "BN1 0AA"),
        ("m1 1ae", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
    ],
)
def test_postcodes_come_to_one_form(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "BN1", "BN1 1A", "BN1 1AC", "BN1 1AAA", "1BN 1AA", "ABC1 1AA", "BN1;1AA", "B" * 99]
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotAPostcode) as caught:
        normalise(typed)
    assert typed.startswith(caught.value.found)


@given(st.text(max_size=12))
def test_the_one_form_of_a_postcode_is_itself(typed: str) -> None:
    try:
        found = normalise(typed)
    except NotAPostcode:
        return
    assert normalise(found) == found


def test_every_real_postcode_of_an_area_has_the_form() -> None:
    source = POSTCODES / "codepo_gb.zip"
    if not source.exists():
        pytest.skip("Code-Point Open is not at ../shared/data/postcodes")
    with zipfile.ZipFile(source) as archive:
        rows = csv.reader(archive.read("Data/CSV/bn.csv").decode().splitlines())
        for row in rows:
            assert normalise(row[0].replace(" ", "").lower()).replace(" ", "") == row[0].replace(" ", "")
