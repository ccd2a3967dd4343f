"""Gazetteers of every form, and what is wrong with those that are not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.addressbase import ColumnIsMissing
from commonwheel.core.places.bs7666 import GazetteerIsCutShort
from commonwheel.core.places.gazetteer import (
    GazetteerCannotBeRead,
    GazetteerFormIsUnknown,
    GazetteerIsMostlyBroken,
    read_gazetteer,
)
from commonwheel.core.places.properties import Property, Reading, search_words

HEADER = ["10", "INVENTED COUNCIL", "1445", "20261123", "001", "20261123", "120000", "7.3", "F"]
TRAILER = ["99", "0", "9", "20261123", "120000"]
SEA_LANE = ["15", "I", "1", "12345678", "SEA LANE", "EASTSIDE", "LEWES", "EAST SUSSEX", "ENG"]
SEA_LANE_CY = ["15", "I", "2", "12345678", "LON Y MÔR", "EASTSIDE", "LEWES", "EAST SUSSEX", "CYM"]


def unit(uprn: str, *, status: str = "1", east: str = "541500.00", kind: str = "RD04", end: str = "") -> list[str]:
    row = ["21", "I", "3", uprn, status, "2", "20200101", kind, "", east, "110100.00", "1", "1445", "20200101"]
    return [*row, end, "20200101", "20200101", "", "WARD", "PARISH", "1445", "1445", ""]


def identifier(
    uprn: str,
    *,
    number: str = "14",
    flat: str = "",
    status: str = "1",
    language: str = "ENG",
    postcode: str = "BN7 1AA",
) -> list[str]:
    row = ["24", "I", "4", uprn, "1445L000001", language, status, "20200101", "", "20200101", "20200101"]
    row += ["", "", "", "", flat, number, "A", "", "", "", "12345678"]
    return [*row, "", "Y", postcode, "LEWES", "Y", "1445", "1445", ""]


def read(*rows: list[str]) -> Reading:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return read_gazetteer(text.getvalue().splitlines(keepends=True))


def gazetteer(*rows: list[str]) -> Reading:
    return read(HEADER, SEA_LANE, *rows, TRAILER)


GOOD = [row for n in range(1, 31) for row in (unit(str(n)), identifier(str(n), number=str(n)))]


def test_a_property_is_put_together_from_its_records() -> None:
    reading = gazetteer(unit("000100012345"), identifier("000100012345", flat="FLAT 2"))
    assert reading.problems == ()
    (found,) = reading.properties
    assert found == Property(
        uprn="100012345",
        line="Flat 2, 14A Sea Lane, Eastside, Lewes",
        postcode="BN7 1AA",
        usrn="12345678",
        easting=541_500,
        northing=110_100,
        lat=found.lat,
        lon=found.lon,
        kind="RD04",
        is_current=True,
    )
    assert found.lat == pytest.approx(50.873, abs=0.001)
    assert found.lon == pytest.approx(0.010, abs=0.001)


def test_the_approved_english_address_is_taken_whatever_the_order() -> None:
    approved = identifier("1", number="14")
    others = [identifier("1", number="99", status="8"), identifier("1", number="15", language="CYM")]
    for rows in ([approved, *others], [*others, approved]):
        (found,) = gazetteer(unit("1"), *rows).properties
        assert found.line.startswith("14A ")
    (welsh,) = read(HEADER, SEA_LANE_CY, SEA_LANE, SEA_LANE_CY, unit("1"), approved, TRAILER).properties
    assert "Sea Lane" in welsh.line


@pytest.mark.parametrize(
    ("of_unit", "of_address"),
    [({"status": "8"}, {}), ({"end": "20250101"}, {}), ({}, {"status": "8"}), ({"status": "6"}, {})],
)
def test_what_is_no_longer_or_not_yet_there_is_not_current(of_unit: dict[str, str], of_address: dict[str, str]) -> None:
    (found,) = gazetteer(unit("1", **of_unit), identifier("1", **of_address)).properties
    assert not found.is_current


def test_deleted_records_are_left_out() -> None:
    deleted = ["21", "D", *unit("2")[2:]]
    assert [each.uprn for each in gazetteer(unit("1"), identifier("1"), deleted).properties] == ["1"]


@pytest.mark.parametrize(
    ("rows", "line", "why"),
    [
        ([unit("x")], 63, "is not a UPRN"),
        ([unit("1234567890123")], 63, "is not a UPRN"),
        ([unit("99")], 63, "has no address"),
        ([unit("99", east="east"), identifier("99")], 63, "grid position"),
        ([unit("99", east="1e9"), identifier("99")], 63, "National Grid"),
        ([unit("99", east="nan"), identifier("99")], 63, "grid position"),
        ([unit("99", east="inf"), identifier("99")], 63, "grid position"),
        ([unit("99", kind="<script>"), identifier("99")], 63, "classification"),
        ([unit("99"), identifier("99", postcode="BN7")], 63, "is not a postcode"),
        ([unit("99"), identifier("99", number="1" * 400)], 63, "longer than"),
        ([unit("99"), [*identifier("99")[:21], "777", *identifier("99")[22:]]], 63, "has no name"),
        ([unit("99"), [*identifier("99")[:21], "street", *identifier("99")[22:]], identifier("98")], 63, "USRN"),
        ([unit("99")[:-1][:20]], 63, "columns"),
        ([["32", "I"]], 63, "columns"),
    ],
)
def test_a_row_that_is_wrong_is_listed_with_its_line(rows: list[list[str]], line: int, why: str) -> None:
    reading = gazetteer(*GOOD, *rows)
    assert len(reading.properties) == 30
    (problem,) = reading.problems
    assert problem.line == line
    assert why in problem.why


def test_a_property_without_postcode_street_number_or_spot_is_still_one() -> None:
    (found,) = gazetteer(unit("1", east=""), identifier("1", number="", postcode="")).properties
    assert (found.postcode, found.easting, found.lat) == ("", None, None)
    (found,) = gazetteer(unit("1", east="0"), identifier("1")).properties
    assert found.easting is None


def test_addressbase_premium_has_other_columns() -> None:
    street = [*SEA_LANE, "2020-01-01", "", "2020-01-01", "2020-01-01"]
    blpu = ["21", "I", "1", "1", "1", "2", "2020-01-01", "", "541500.00", "110100.00", "50.87", "0.01", "1", "1445"]
    blpu += ["E", "2020-01-01", "", "2020-01-01", "2020-01-01", "D", "BN7 1AA", "0"]
    lpi = [*identifier("1")[:22], "1", "", "", "Y"]
    kind = ["32", "I", "2", "1", "1445C1", "RD02", "AddressBase Premium Classification Scheme", "1.0"]
    (found,) = read(HEADER, street, blpu, lpi, kind, TRAILER).properties
    assert (found.line, found.postcode, found.kind) == ("14A Sea Lane, Eastside, Lewes", "BN7 1AA", "RD02")
    assert found.is_current


PLUS = [
    "UPRN", "CHANGE_TYPE", "CLASS", "LOGICAL_STATUS", "USRN", "X_COORDINATE", "Y_COORDINATE", "LA_ORGANISATION",
    "SAO_TEXT", "SAO_START_NUMBER", "PAO_START_NUMBER", "PAO_START_SUFFIX", "PAO_END_NUMBER", "PAO_TEXT",
    "STREET_DESCRIPTION", "LOCALITY", "TOWN_NAME", "POSTCODE_LOCATOR", "POSTCODE", "BUILDING_NUMBER", "THOROUGHFARE",
    "DEPENDENT_THOROUGHFARE", "POST_TOWN",
]  # fmt: skip


def plus(**values: str) -> list[str]:
    row = {"UPRN": "1", "LOGICAL_STATUS": "1", "X_COORDINATE": "541500", "Y_COORDINATE": "110100"} | values
    return [row.get(name, "") for name in PLUS]


def test_addressbase_plus_gives_the_councils_address() -> None:
    row = plus(
        CLASS="CR08",
        USRN="12345678",
        LA_ORGANISATION="THE GULL'S NEST",
        PAO_START_NUMBER="14",
        PAO_START_SUFFIX="A",
        PAO_END_NUMBER="16",
        PAO_TEXT="SEA HOUSE",
        STREET_DESCRIPTION="SEA LANE",
        LOCALITY="LEWES",
        TOWN_NAME="LEWES",
        POSTCODE_LOCATOR="bn71aa",
    )
    (found,) = read(PLUS, row).properties
    assert found.line == "The Gull's Nest, Sea House, 14A-16 Sea Lane, Lewes"
    assert (found.postcode, found.kind, found.usrn) == ("BN7 1AA", "CR08", "12345678")


def test_addressbase_gives_the_postal_address() -> None:
    names = [name for name in PLUS if name not in {"STREET_DESCRIPTION", "POSTCODE_LOCATOR", "LOGICAL_STATUS"}]
    row = dict(zip(PLUS, plus(BUILDING_NUMBER="3", THOROUGHFARE="SEA LANE", POST_TOWN="LEWES"), strict=True))
    row |= {"DEPENDENT_THOROUGHFARE": "GULL YARD", "POSTCODE": "BN7 1AA"}
    (found,) = read(names, [row[name] for name in names]).properties
    assert found.line == "3 Gull Yard, Sea Lane, Lewes"
    assert found.is_current
    row |= {"DEPENDENT_THOROUGHFARE": "", "BUILDING_NUMBER": ""}
    (found,) = read(names, [row[name] for name in names]).properties
    assert found.line == "Sea Lane, Lewes"


def test_bad_rows_of_addressbase_are_listed_and_deletions_left_out() -> None:
    good = [plus(UPRN=str(n), STREET_DESCRIPTION="SEA LANE", PAO_START_NUMBER=str(n)) for n in range(1, 31)]
    reading = read(PLUS, *good, ["1", "2"], [], plus(UPRN=""), plus(UPRN="40", CHANGE_TYPE="D"))
    assert len(reading.properties) == 30
    assert [(problem.line, problem.why.split()[0]) for problem in reading.problems] == [(32, "it"), (34, "it")]


@pytest.mark.parametrize("missing", ["X_COORDINATE", "STREET_DESCRIPTION"])
def test_a_column_that_is_not_there_is_named(missing: str) -> None:
    names = [name for name in PLUS if name not in {missing, "THOROUGHFARE"}]
    with pytest.raises(ColumnIsMissing, match=missing) as caught:
        read(names, [])
    assert caught.value.name == missing


def test_a_file_of_another_form_is_refused() -> None:
    with pytest.raises(GazetteerFormIsUnknown) as caught:
        read(["Name", "Address"], ["A", "B"])
    assert caught.value.found == "Name,Address"
    with pytest.raises(GazetteerFormIsUnknown):
        read_gazetteer([])


def test_a_file_cut_short_is_refused() -> None:
    with pytest.raises(GazetteerIsCutShort):
        read(HEADER, SEA_LANE, unit("1"), identifier("1"))


def test_a_file_that_is_not_csv_is_refused() -> None:
    with pytest.raises(GazetteerCannotBeRead) as caught:
        read_gazetteer([",".join(HEADER) + "\n", '"' + "x" * 200_000 + '"\n'])
    assert caught.value.why


def test_a_file_that_is_mostly_wrong_is_refused_whole() -> None:
    with pytest.raises(GazetteerIsMostlyBroken, match="nothing was changed") as caught:
        gazetteer(*GOOD, *(unit("x") for _ in range(20)))
    assert (len(caught.value.problems), caught.value.rows) == (20, 81)
    with pytest.raises(GazetteerIsMostlyBroken, match="no properties"):
        read(HEADER, TRAILER)


def test_words_to_search_by_forgive_capitals_accents_and_punctuation() -> None:
    assert search_words("Flat 2, 14A St. John’s Ffôrdd") == ("flat", "2", "14a", "st", "johns", "ffordd")
    assert search_words("  ") == ()


@given(st.lists(st.lists(st.text(max_size=12), max_size=30), max_size=8))
def test_whatever_the_rows_hold_only_named_failures_come_out(rows: list[list[str]]) -> None:
    for begin in (HEADER, PLUS):
        try:
            read(begin, *rows, TRAILER)
        except (GazetteerIsMostlyBroken, GazetteerIsCutShort, GazetteerCannotBeRead):
            continue


def test_words_that_are_not_in_capitals_are_left_as_they_are() -> None:
    (found,) = read(PLUS, plus(STREET_DESCRIPTION="Lôn McGill", TOWN_NAME="ST. JOHN'S")).properties
    assert found.line == "Lôn McGill, St. John's"
