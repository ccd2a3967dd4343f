"""The postcode file: made from the published zip, replaced whole."""

import zipfile
from pathlib import Path

import pytest
from commonwheel.integrations.postcodes.code_point_zip import NotCodePointOpen, pack_code_point
from commonwheel.integrations.postcodes.file import PostcodeFile, replace_postcode_file

from commonwheel.core.places.code_point import CodePointRowIsWrong
from commonwheel.core.places.postcode_table import PostcodeFileIsBroken, PostcodePlace, pack_table, read_table

BRIGHTON = PostcodePlace("BN1 1AA", "E06000043", "", 531_040, 104_624)
ROW = '"BN1 1AA",10,531040,104624,"E92000001","E19000002","E18000008","","E06000043","E05015415"\n'
NOTES = "ORDNANCE SURVEY\nPRODUCT: OS CODE-POINT_03.02\nDATASET VERSION NUMBER: 2025.2.0\n"


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv").replace("_txt", ".txt"), text)
    return path


def test_the_published_zip_becomes_a_table(tmp_path: Path) -> None:
    path = zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW, Data__CSV__ab_csv="", Doc__metadata_txt=NOTES)
    seen: list[tuple[int, int]] = []
    table = read_table(pack_code_point(path, report=lambda done, all_: seen.append((done, all_))))
    assert table.find("BN1 1AA") == BRIGHTON
    assert table.source == "OS Code-Point Open 2025.2.0"
    assert seen == [(1, 2), (2, 2)]


def test_without_notes_the_version_is_not_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW)
    assert read_table(pack_code_point(path)).source == "OS Code-Point Open"


@pytest.mark.parametrize("files", [{}, {"other_csv": ROW}, {"Data__CSV__bn_csv": "x" * 40_000_001}])
def test_another_zip_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    path = zipped(tmp_path / "other.zip", **files)
    with pytest.raises(NotCodePointOpen) as caught:
        pack_code_point(path)
    assert caught.value.path == path


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codepo_gb.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(NotCodePointOpen):
        pack_code_point(path)


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "codepo_gb.zip", Data__CSV__bn_csv=ROW + "BN1,1\n")
    with pytest.raises(CodePointRowIsWrong, match="line 2"):
        pack_code_point(path)


def test_a_table_replaces_another_and_those_who_hold_the_old_one_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "postcodes.bin"
    file = PostcodeFile(path)
    assert file.table() is None
    replace_postcode_file(path, pack_table([BRIGHTON], source="old"))
    old = file.table()
    assert old is not None
    assert file.table() is old
    replace_postcode_file(path, pack_table([], source="new"))
    new = file.table()
    assert new is not None
    assert (new.source, new.find("BN1 1AA")) == ("new", None)
    assert old.find("BN1 1AA") == BRIGHTON
    assert list(path.parent.iterdir()) == [path]


def test_what_is_no_table_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.bin"
    replace_postcode_file(path, pack_table([BRIGHTON], source="old"))
    with pytest.raises(PostcodeFileIsBroken):
        replace_postcode_file(path, b"half a tab")
    table = PostcodeFile(path).table()
    assert table is not None
    assert table.source == "old"


def test_a_fault_of_the_disk_leaves_no_draft(tmp_path: Path) -> None:
    taken = tmp_path / "postcodes.bin"
    (taken / "in-the-way").mkdir(parents=True)
    with pytest.raises(OSError, match="postcodes"):
        replace_postcode_file(taken, pack_table([], source="x"))
    assert list(tmp_path.iterdir()) == [taken]


def test_an_empty_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "postcodes.bin").touch()
    with pytest.raises(PostcodeFileIsBroken):
        PostcodeFile(tmp_path / "postcodes.bin").table()
