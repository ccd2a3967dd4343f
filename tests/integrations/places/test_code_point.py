"""Code-Point Open's zip, and the directories of ONS: read as they are published."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest

from commonwheel.core.places.code_point import CodePointRowIsWrong
from commonwheel.core.places.postcode_directory import NotADirectory
from commonwheel.core.places.postcode_table import LONG_AGO, PostcodePlace, read_table
from commonwheel.integrations.places import directory_file
from commonwheel.integrations.places.code_point_zip import NotCodePointOpen, pack_code_point
from commonwheel.integrations.places.directory_file import pack_directory

BRIGHTON = PostcodePlace("BN1 1AA", "E06000043", "", 531_040, 104_624, "E05015415")
ROW = '"BN1 1AA",10,531040,104624,"E92000001","E19000002","E18000008","","E06000043","E05015415"\n'
NOTES = "ORDNANCE SURVEY\nPRODUCT: OS CODE-POINT_03.02\nDATASET VERSION NUMBER: 2025.2.0\nCOPYRIGHT DATE: 20250422\n"
HEADING = "pcds,oseast1m,osnrth1m,laua,ward\n"
LINE = "BN1 1AA,531040,0104624,E06000043,E05015415\n"


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv").replace("_txt", ".txt"), text)
    return path


def test_the_published_zip_becomes_a_table(tmp_path: Path) -> None:
    path = zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW, Data__CSV__ab_csv="", Doc__metadata_txt=NOTES)
    seen: list[tuple[int, int]] = []
    table = read_table(pack_code_point(path, report=lambda done, all_: seen.append((done, all_))))
    assert table.find("BN1 1AA") == BRIGHTON
    assert (table.source, table.holds_from) == ("OS Code-Point Open 2025.2.0", date(2025, 4, 22))
    assert seen == [(1, 2), (2, 2)]
    assert read_table(pack_code_point(path, holds_from=date(2025, 5, 1))).holds_from == date(2025, 5, 1)


@pytest.mark.parametrize("notes", [{}, {"Doc__metadata_txt": "COPYRIGHT DATE: 20259999\n"}])
def test_without_notes_the_version_is_not_told(tmp_path: Path, notes: dict[str, str]) -> None:
    table = read_table(pack_code_point(zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW, **notes)))
    assert (table.source, table.holds_from) == ("OS Code-Point Open", LONG_AGO)


@pytest.mark.parametrize("files", [{}, {"other_csv": ROW}, {"Data__CSV__bn_csv": "x" * 40_000_001}])
def test_another_zip_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    path = zipped(tmp_path / "other.zip", **files)
    with pytest.raises(NotCodePointOpen) as caught:
        pack_code_point(path)
    assert caught.value.path == path


@pytest.mark.parametrize("spoil", [lambda data: b"not a zip", lambda data: data[:40] + b"\xff" * 9 + data[49:]])
def test_what_is_no_whole_zip_is_refused(tmp_path: Path, spoil: object) -> None:
    path = zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW)
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(NotCodePointOpen):
        pack_code_point(path)


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW + "BN1,1\n")
    with pytest.raises(CodePointRowIsWrong, match="line 2"):
        pack_code_point(path)


def test_a_directory_is_read_from_its_zip_packed_and_plain(tmp_path: Path) -> None:
    text = "\ufeff" + HEADING + LINE.rstrip("\n")
    inside = zipped(
        tmp_path / "a.zip", Data__ONSPD_NOV_2025_UK_csv=text, Data__multi_csv__ONSPD_NOV_2025_UK_BN_csv=text
    )
    packed = tmp_path / "NSPL_AUG_2022.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    plain = tmp_path / "postcodes.csv"
    plain.write_text(text, encoding="utf-8")
    tables = [read_table(pack_directory(path)) for path in (inside, packed)]
    tables.append(read_table(pack_directory(plain, holds_from=date(2025, 1, 1))))
    assert [table.find("BN1 1AA") for table in tables] == [BRIGHTON] * 3
    assert [table.holds_from for table in tables] == [date(2025, 11, 1), date(2022, 8, 1), date(2025, 1, 1)]
    assert tables[0].source == "ONS Postcode Directory, November 2025"
    with pytest.raises(NotADirectory, match="--vintage"):
        pack_directory(plain)


def test_a_directory_is_read_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory_file, "_BLOCK", 100)
    rows = [LINE.replace("1AA", f"1A{letter}") for letter in "ABDEFGHJ"]
    path = tmp_path / "onspd_nov2025.csv"
    path.write_text(HEADING + "".join(rows))
    seen: list[tuple[int, int]] = []
    table = read_table(pack_directory(path, report=lambda done, all_: seen.append((done, all_))))
    assert len(table) == 8
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    path.write_text(HEADING + "".join(rows) + "BN1,1\n")
    with pytest.raises(NotADirectory, match="line 10: expected 5 columns"):
        pack_directory(path)
    path.write_text(HEADING + "x" * 300)
    with pytest.raises(NotADirectory, match="no line ends"):
        pack_directory(path)


@pytest.mark.parametrize("name", ["none.zip", "broken.zip", "broken.gz"])
def test_a_broken_directory_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "none.zip":
        zipped(path, other_csv="x")
    else:
        path.write_bytes((b"PK" if name.endswith("zip") else gzip.compress(LINE.encode())[:20]) + b"\0" * 9)
    with pytest.raises(NotADirectory):
        pack_directory(path, holds_from=date(2025, 1, 1))
