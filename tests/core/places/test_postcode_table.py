"""The postcode table: what goes in comes out, wherever its bytes lie."""

import mmap
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.code_point import CodePointRowIsWrong, read_code_point
from commonwheel.core.places.postcode_table import (
    PostcodeFileIsBroken,
    PostcodePlace,
    PostcodeRowIsWrong,
    pack_table,
    read_table,
)

BRIGHTON = PostcodePlace("BN1 1AA", "E06000043", "", 531_040, 104_624)
LEWES = PostcodePlace("BN7 1AA", "E07000063", "E10000011", 541_500, 110_100)
NOWHERE = PostcodePlace("GIR 0AA", "", "", None, None)
ROWS = (LEWES, NOWHERE, BRIGHTON)

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
codes = st.one_of(st.just(""), st.from_regex(r"[EWSN][0-9]{8}", fullmatch=True))
metres = st.integers(1, 1_300_000)
places = st.builds(
    PostcodePlace,
    postcode=st.from_regex(rf"[{LETTERS}]{{1,2}}[0-9]{{1,2}} [0-9][{LETTERS}]{{2}}", fullmatch=True),
    district=codes,
    county=codes,
    easting=metres,
    northing=metres,
)


def test_a_postcode_is_found_with_all_that_is_known() -> None:
    table = read_table(pack_table(ROWS, source="Code-Point Open 2025.2.0"))
    assert [table.find(each.postcode) for each in ROWS] == list(ROWS)
    assert table.source == "Code-Point Open 2025.2.0"
    assert len(table) == 3


@pytest.mark.parametrize(
    "postcode", ["", "BN1 1AB", "ZZ99 9ZZ", "AA1 1AA", "bn1 1aa", "BN1", "BN1  1AA", "é" * 9, "A" * 999]
)
def test_what_is_not_there_is_not_found(postcode: str) -> None:
    assert read_table(pack_table(ROWS, source="x")).find(postcode) is None


def test_an_empty_table_holds_nothing() -> None:
    table = read_table(pack_table([], source=""))
    assert len(table) == 0
    assert table.find("BN1 1AA") is None


def test_the_postcodes_of_a_council_of_either_tier() -> None:
    table = read_table(pack_table(ROWS, source="x"))
    assert table.in_area("E07000063") == [LEWES]
    assert table.in_area("E10000011") == [LEWES]
    assert table.in_area("E07000064") == []


def test_of_a_postcode_given_twice_the_later_counts() -> None:
    moved = PostcodePlace("BN1 1AA", "E06000043", "", 1, 2)
    assert read_table(pack_table([BRIGHTON, moved], source="x")).find("BN1 1AA") == moved


@given(st.lists(places, max_size=30, unique_by=lambda place: place.postcode), st.randoms())
def test_every_row_comes_out_whatever_the_order(rows: list[PostcodePlace], order: object) -> None:
    packed = pack_table(rows, source="x")
    order.shuffle(rows)  # type: ignore[attr-defined]
    assert pack_table(rows, source="x") == packed
    table = read_table(packed)
    assert [table.find(each.postcode) for each in rows] == rows


def test_a_table_is_searched_in_mapped_memory() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(pack_table(ROWS, source="x"))
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            view = memoryview(mapped)
            table = read_table(view)
            assert table.find("BN7 1AA") == LEWES
            del table
            view.release()


@pytest.mark.parametrize(
    "broken",
    [b"", b"CWPOST01", b"not a table at all, but long enough", pack_table(ROWS, source="x")[:-1], bytes(16)],
)
def test_a_broken_file_is_refused(broken: bytes) -> None:
    with pytest.raises(PostcodeFileIsBroken) as caught:
        read_table(broken)
    assert caught.value.why


@pytest.mark.parametrize(
    "row",
    [
        PostcodePlace("bn11aa", "", "", 1, 1),
        PostcodePlace("BN1 1AA", "Brighton", "", 1, 1),
        PostcodePlace("BN1 1AA", "", "", -1, 1),
        PostcodePlace("BN1 1AA", "", "", 1, 2**32),
    ],
)
def test_a_row_without_its_form_is_refused(row: PostcodePlace) -> None:
    with pytest.raises(PostcodeRowIsWrong) as caught:
        pack_table([row], source="x")
    assert caught.value.postcode == row.postcode


def test_code_point_open_is_read_as_published() -> None:
    lines = [
        '"BN1 1AA",10,531040,104624,"E92000001","E19000002","E18000008","","E06000043","E05015415"',
        '"BN7 1AA",10,541500,110100,"E92000001","E19000002","E18000008","E10000011","E07000063","E05011539"',
        '"BN991AA",90,0,0,"E92000001","E19000002","E18000008","","",""',
    ]
    found = list(read_code_point(lines, file="bn.csv"))
    assert found == [BRIGHTON, LEWES, PostcodePlace("BN99 1AA", "", "", None, None)]


@pytest.mark.parametrize(
    "line", ["BN1 1AA,10", '"NOTHING",10,1,1,"","","","","",""', '"BN1 1AA",10,one,1,"","","","","",""']
)
def test_a_row_of_another_form_is_named_with_its_line(line: str) -> None:
    with pytest.raises(CodePointRowIsWrong, match=r"bn\.csv, line 1") as caught:
        list(read_code_point([line], file="bn.csv"))
    assert (caught.value.file, caught.value.line) == ("bn.csv", 1)
    assert caught.value.why
