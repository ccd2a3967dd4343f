"""ONSPD and NSPL are read by their headings, whichever year's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.csv_columns import RowIsWrong, columns_of, whole_rows
from commonwheel.core.places.postcode_columns import join
from commonwheel.core.places.postcode_directory import (
    NotADirectory,
    read_directory,
    read_directory_heading,
    release_of,
)
from commonwheel.core.places.postcode_packing import pack_columns
from commonwheel.core.places.postcode_table import PostcodePlace, read_table
from commonwheel.core.places.responsibility import NO_PARK

NEW = "x,pcd7,pcds,doterm,east1m,north1m,lad25cd,cty25cd,wd25cd"
OLD = '"pcd","pcd2","pcds","dointr","doterm","oscty","oslaua","osward","oseast1m","osnrth1m"'
LEWES = PostcodePlace("BN7 1AA", "E07000063", "E10000011", 541_500, 110_100, "E05011539", "2019-06")


def only_row(heading: str, row: str) -> PostcodePlace | None:
    found = read_directory_heading(heading, file="x.csv")
    batch = read_directory(row.encode() + b"\n", found, file="x.csv", first_line=2)
    return read_table(pack_columns(join([batch]), source="", holds_from=date(2025, 1, 1))).find("BN7 1AA")


def test_the_columns_of_several_years_are_known() -> None:
    assert only_row(NEW, "1,BN7 1AA,BN7 1AA,201906,541500,0110100,E07000063,E10000011,E05011539") == LEWES
    quoted = '"BN7 1AA","BN7  1AA","BN7 1AA","198001","201906","E10000011","E07000063","E05011539","541500","0110100"\r'
    assert only_row(OLD, quoted) == LEWES


@pytest.mark.parametrize(("parish", "park"), [("parncp25cd", "npark16cd"), ("parish", "park"), ("par22cd", "npark")])
def test_a_directory_that_tells_of_parks_tells_of_every_postcode_whether_it_lies_in_one(parish: str, park: str) -> None:
    heading = f"pcds,lad25cd,east1m,north1m,{parish},{park}"
    inside = only_row(heading, "BN7 1AA,E07000063,541500,110100,E04011450,E26000010")
    assert inside is not None
    assert (inside.parish, inside.park) == ("E04011450", "E26000010")
    outside = only_row(heading, "BN7 1AA,E07000063,541500,110100,E43000098,E99999999")
    assert outside is not None
    assert (outside.parish, outside.park) == ("E43000098", NO_PARK)


def test_a_directory_without_parks_says_nothing_of_them() -> None:
    found = only_row("pcds,lad25cd,east1m,north1m", "BN7 1AA,E07000063,541500,110100")
    assert found is not None
    assert (found.parish, found.park) == ("", "")


def test_what_ons_writes_for_none_is_none() -> None:
    row = "1,BN7 1AA,BN7 1AA,,,,W99999999,E99999999,"
    assert only_row(NEW, row) == PostcodePlace("BN7 1AA", "", "", None, None)
    assert only_row("postcode,laua,easting,northing", "BN71AA,L93000001,,") == PostcodePlace(
        "BN7 1AA", "L93000001", "", None, None
    )


def test_a_heading_without_what_is_needed_is_told() -> None:
    with pytest.raises(
        NotADirectory, match="no column of eastings and of northings; its columns: pcds, laua"
    ) as caught:
        read_directory_heading("pcds,laua", file="x.csv")
    assert caught.value.why
    with pytest.raises(NotADirectory):
        read_directory_heading("", file="x.csv")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1,2", "line 1,001: expected 9 columns, found 2"),
        ("1,,,,,,,,", "'' is not a postcode"),
        ("1,x,BN7 1AA,201913,1,1,,,", "'201913' is not a month"),
        ("1,x,BN7 1AA,June19,1,1,,,", "'June19' is not a month"),
        ("1,x,BN7 1AA,189912,1,1,,,", "'189912' is not a month"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(row: str, why: str) -> None:
    with pytest.raises(NotADirectory, match=why):
        read_directory(row.encode() + b"\n", read_directory_heading(NEW, file="x"), file="x.csv", first_line=1_001)


@pytest.mark.parametrize(
    ("name", "release", "day"),
    [
        ("Data/ONSPD_NOV_2025_UK.csv", "ONS Postcode Directory, November 2025", date(2025, 11, 1)),
        ("nspl21_aug2022_sample.csv.gz", "National Statistics Postcode Lookup, August 2022", date(2022, 8, 1)),
        ("ONSPD_XYZ_2025.csv", "ONSPD_XYZ_2025.csv", None),
        ("postcodes.csv", "postcodes.csv", None),
    ],
)
def test_the_name_tells_the_release(name: str, release: str, day: date | None) -> None:
    assert release_of(name) == (release, day)


cells = st.text(st.characters(codec="ascii", exclude_characters='"\r\n\0,'), max_size=8)


@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8),
    quoted=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_columns_come_out_as_they_were_written(*, rows: list[list[str]], quoted: bool, end: str) -> None:
    mark = '"' if quoted else ""
    data = "".join(",".join(f"{mark}{cell}{mark}" for cell in row) + end for row in rows).encode()
    assert whole_rows(data) == len(data)
    assert whole_rows(data + b'"half') == len(data)
    for place, column in enumerate(columns_of(data, count=3, wanted=[0, 1, 2])):
        assert [text.decode() for text in column] == [row[place] for row in rows]


def test_marks_between_quotation_marks_divide_nothing() -> None:
    data = b'"a,b","c\nd"\n"e",f\n'
    assert [text.decode() for text in columns_of(data, count=2, wanted=[0])[0]] == ["a,b", "e"]
    assert whole_rows(b'a,"b\n') == 0


def test_the_first_row_of_another_width_is_told() -> None:
    with pytest.raises(RowIsWrong) as caught:
        columns_of(b"a,b\na,b,c\na\n", count=2, wanted=[0])
    assert (caught.value.row, caught.value.why) == (1, "expected 2 columns, found 3")
