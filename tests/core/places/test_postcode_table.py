"""The postcode table: what goes in comes out, wherever its bytes lie."""

import json
import mmap
import struct
import tempfile
import zlib
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.code_point import CodePointRowIsWrong, read_code_point
from commonwheel.core.places.postcode_columns import join
from commonwheel.core.places.postcode_keys import key_of, keys_of
from commonwheel.core.places.postcode_packing import pack_columns, pack_table
from commonwheel.core.places.postcode_table import PostcodeFileIsBroken, PostcodePlace, PostcodeRowIsWrong, read_table
from commonwheel.core.places.responsibility import NO_PARK

BRIGHTON = PostcodePlace("BN1 1AA", "E06000043", "", 531_040, 104_624)
LEWES = PostcodePlace("BN7 1AA", "E07000063", "E10000011", 541_500, 110_100, "E05011539", "2019-06")
NOWHERE = PostcodePlace("GIR 0AA", "", "", None, None)
ROWS = (LEWES, NOWHERE, BRIGHTON)
DAY = date(2025, 4, 22)

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
    ward=codes,
    ended=st.one_of(st.just(""), st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%Y-%m}")),
    park=st.just(""),
    parish=codes,
)


def test_a_postcode_is_found_with_all_that_is_known() -> None:
    table = read_table(pack_table(ROWS, source="Code-Point Open 2025.2.0", holds_from=DAY))
    assert [table.find(each.postcode) for each in ROWS] == list(ROWS)
    assert (table.source, table.holds_from) == ("Code-Point Open 2025.2.0", DAY)
    assert len(table) == 3


@pytest.mark.parametrize(
    "postcode", ["", "BN1 1AB", "ZZ99 9ZZ", "AA1 1AA", "bn1 1aa", "BN1", "BN1  1AA", "é" * 9, "A" * 999]
)
def test_what_is_not_there_is_not_found(postcode: str) -> None:
    table = read_table(pack_table(ROWS, source="x"))
    assert table.find(postcode) is None


def test_an_empty_table_holds_nothing() -> None:
    table = read_table(pack_table([], source=""))
    assert len(table) == 0
    assert table.find("BN1 1AA") is None
    rows = table.places_of(keys_of(["BN1 1AA"]))
    assert rows.tolist() == [-1]
    assert table.codes_in("districts", rows).tolist() == [""]
    assert table.district_codes() == ()


def test_many_are_found_at_once() -> None:
    table = read_table(pack_table(ROWS, source="x"))
    rows = table.places_of(keys_of(["BN7 1AA", "nothing", "ZE9 9ZZ", "A1 1AA", "bn11aa", "BN7 1AA"]))
    assert table.codes_in("districts", rows).tolist() == ["E07000063", "", "", "", "E06000043", "E07000063"]
    assert table.codes_in("counties", rows).tolist() == ["E10000011", "", "", "", "", "E10000011"]


def test_the_postcodes_in_use_of_a_council_of_either_tier() -> None:
    in_use = LEWES._replace(postcode="BN7 1AB", ended="")
    table = read_table(pack_table([*ROWS, in_use], source="x"))
    assert table.in_area("E07000063") == [in_use]
    assert table.in_area("E10000011") == [in_use]
    assert table.in_area("E07000064") == []
    assert table.areas_of("E10000011") == [("E07000063", "E10000011")]
    assert set(table.district_codes()) == {"E07000063", "E06000043"}
    with pytest.raises(PostcodeRowIsWrong):
        table.in_area("Lewes")


def test_of_a_postcode_given_twice_the_later_counts() -> None:
    moved = PostcodePlace("BN1 1AA", "E06000043", "", 1, 2)
    assert read_table(pack_table([BRIGHTON, moved], source="x")).find("BN1 1AA") == moved


@given(st.lists(places, max_size=30, unique_by=lambda place: place.postcode), st.randoms())
def test_every_row_comes_out_whatever_the_order(rows: list[PostcodePlace], order: object) -> None:
    order.shuffle(rows)  # type: ignore[attr-defined]
    table = read_table(pack_table(rows, source="x"))
    assert [table.find(each.postcode) for each in rows] == rows
    found = table.places_of(keys_of([each.postcode for each in rows]))
    assert table.codes_in("wards", found).tolist() == [each.ward for each in rows]
    assert sorted(table.keys.tolist()) == table.keys.tolist()


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


WHOLE = pack_table(ROWS, source="x")


@pytest.mark.parametrize("broken", [b"", b"CWPOST02", b"not a table at all, but long enough", bytes(16)])
def test_what_is_no_table_is_refused(broken: bytes) -> None:
    with pytest.raises(PostcodeFileIsBroken) as caught:
        read_table(broken)
    assert caught.value.why


def test_a_file_of_the_first_version_says_what_to_do() -> None:
    with pytest.raises(PostcodeFileIsBroken, match=r"older version.*places import"):
        read_table(b"CWPOST01" + bytes(40))


def test_a_file_of_the_version_before_goes_on_to_answer_without_parks() -> None:
    """Its rows had neither a park nor a parish, and its description did not say whether it knows parks."""
    text = json.dumps({"source": "x", "holds_from": "2025-04-22", "rows": 1, "codes": ["", "E07000063", "E10000011"]})
    described = text.encode() + b" " * (-len(text) % 8)
    row = struct.pack("<Q", key_of("BN7 1AA")) + struct.pack("<4H2I", 1, 2, 0, 0, 541_500, 110_100)
    body = struct.pack("<I", len(described)) + described + row
    table = read_table(struct.pack("<8sI", b"CWPOST02", zlib.crc32(body)) + body)
    assert table.find("BN7 1AA") == PostcodePlace("BN7 1AA", "E07000063", "E10000011", 541_500, 110_100)
    assert [one.postcode for one in table.in_area("E10000011")] == ["BN7 1AA"]


def test_a_postcode_lies_in_a_park_in_none_or_nobody_knows() -> None:
    inside, outside = LEWES._replace(park="E26000010"), BRIGHTON._replace(park=NO_PARK)
    told = read_table(pack_table([inside, outside], source="x"))
    assert (told.find("BN7 1AA"), told.find("BN1 1AA")) == (inside, outside)
    partly = read_table(pack_table([inside, BRIGHTON], source="x"))
    assert partly.find("BN1 1AA") == BRIGHTON


@given(st.integers(0, len(WHOLE) - 1))
def test_every_shortened_file_is_refused(length: int) -> None:
    with pytest.raises(PostcodeFileIsBroken):
        read_table(WHOLE[:length])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_every_wrong_byte_is_found(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    with pytest.raises(PostcodeFileIsBroken):
        read_table(bytes(spoilt))


@pytest.mark.parametrize(
    "row",
    [
        PostcodePlace("bn11aa", "", "", 1, 1),
        PostcodePlace("BN1 1AA", "Brighton", "", 1, 1),
        PostcodePlace("BN1 1AA", "", "", -1, 1),
        PostcodePlace("BN1 1AA", "", "", 1, 2**32),
        PostcodePlace("BN1 1AA", "", "", 1, 1, "a ward"),
        PostcodePlace("BN1 1AA", "", "", 1, 1, "", "June"),
    ],
)
def test_a_row_without_its_form_is_refused(row: PostcodePlace) -> None:
    with pytest.raises(PostcodeRowIsWrong) as caught:
        pack_table([row], source="x")
    assert caught.value.postcode == row.postcode


def test_more_codes_than_a_table_holds_are_refused() -> None:
    rows = read_code_point(b"", file="bn.csv")
    columns = join([rows])
    many = [f"E{number:08}" for number in range(2**16 + 1)]
    object.__setattr__(columns, "codes", many)
    with pytest.raises(PostcodeRowIsWrong, match="65,536"):
        pack_columns(columns, source="x", holds_from=DAY)


CODE_POINT = (
    b'"BN1 1AA",10,531040,104624,"E92000001","E19000002","E18000008","","E06000043","E05015415"\r\n'
    b'"BN7 1AA",10,541500,110100,"E92000001","E19000002","E18000008","E10000011","E07000063","E05011539"\n'
    b'"BN991AA",90,0,0,"E92000001","E19000002","E18000008","","",""'
)


def test_code_point_open_is_read_as_published() -> None:
    table = read_table(pack_columns(join([read_code_point(CODE_POINT, file="bn.csv")]), source="x", holds_from=DAY))
    assert table.find("BN1 1AA") == BRIGHTON._replace(ward="E05015415")
    assert table.find("BN7 1AA") == LEWES._replace(ended="")
    assert table.find("BN99 1AA") == PostcodePlace("BN99 1AA", "", "", None, None)


def test_several_files_share_one_list_of_codes() -> None:
    batches = [read_code_point(line, file="bn.csv") for line in CODE_POINT.splitlines()]
    table = read_table(pack_columns(join(batches), source="x", holds_from=DAY))
    assert table.find("BN7 1AA") == LEWES._replace(ended="")
    assert table.codes == ("", "E05011539", "E05015415", "E06000043", "E07000063", "E10000011")


def test_no_files_make_an_empty_table() -> None:
    assert len(read_table(pack_columns(join([]), source="x", holds_from=DAY))) == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("BN1 1AA,10", "expected 10 columns, found 2"),
        ('"NOTHING",10,1,1,"","","","","",""', "'NOTHING' is not a postcode"),
        ('"BN1 1AA",10,one,1,"","","","","",""', "'one' is not a position in metres"),
        ('"BN1 1AA",10,1,12345678,"","","","","",""', "'12345678' is not a position in metres"),
        ('"BN1 1AA",10,1,1,"","","","","Lewes",""', "'Lewes' is not a GSS code"),
        ('"BN1 1AA",10,1,1,"","","","","E0600004x",""', "'E0600004x' is not a GSS code"),
        ('"BN1 1AA",10,1,1,"","","","","E0600004",""', "'E0600004' is not a GSS code"),
        (f'"{"B" * 65}",10,1,1,"","","","","",""', "longer than 64 characters"),
    ],
)
def test_a_row_of_another_form_is_named_with_its_line(line: str, why: str) -> None:
    with pytest.raises(CodePointRowIsWrong, match=r"bn\.csv, line 2") as caught:
        read_code_point(CODE_POINT.splitlines()[0] + b"\n" + line.encode(), file="bn.csv")
    assert (caught.value.file, caught.value.line) == ("bn.csv", 2)
    assert why in caught.value.why


def test_a_key_is_the_same_one_by_one_and_all_at_once() -> None:
    written = [each.postcode for each in ROWS]
    assert keys_of(written).tolist() == [key_of(each) for each in written]
    assert np.unique(keys_of(written)).size == 3
