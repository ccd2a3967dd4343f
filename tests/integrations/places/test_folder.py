"""The folder of places: vintages side by side, each whole or not at all."""

import os
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from commonwheel.core.places.areas.area_file import AreaFileIsBroken, pack_areas
from commonwheel.core.places.areas.boundary_set import About, Area, make_boundaries
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodeFileIsBroken, PostcodePlace
from commonwheel.integrations.places.folder import PlaceFolder

BRIGHTON = PostcodePlace("BN1 1AA", "E06000043", "", 531_040, 104_624)
OLD, NEW = date(2024, 5, 1), date(2025, 5, 1)


def postcodes(day: date, *rows: PostcodePlace, source: str = "x") -> bytes:
    return pack_table(rows, source=source, holds_from=day)


def areas(day: date, code: str, until: date | None = None) -> bytes:
    shapes = np.empty(1, dtype=object)
    shapes[0] = shapely.box(0, 51, 1, 52)
    return pack_areas(make_boundaries([Area(code, "")], shapes), About("district", day, until, "x", ""))


def test_nothing_is_held_at_first(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    assert folder.held() == ()
    assert folder.postcodes(NEW) is None
    assert folder.areas("district", NEW) is None
    assert folder.open_areas("district", NEW) is None
    assert not folder.drop("district", NEW)


def test_of_several_vintages_the_one_of_the_day_answers(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    for day in (NEW, OLD):
        folder.keep_postcodes(postcodes(day, BRIGHTON, source=str(day)))
        folder.keep_areas(areas(day, f"E{day:%Y}0000"))
    for day, source in ((date(2023, 1, 1), OLD), (OLD, OLD), (date(2025, 4, 30), OLD), (NEW, NEW), (date.max, NEW)):
        table = folder.postcodes(day)
        assert table is not None
        assert table.source == str(source)
    assert folder.areas("district", date(2023, 1, 1)) is None
    for day, holds_from in ((date(2023, 1, 1), OLD), (OLD, OLD), (NEW, NEW), (date.max, NEW)):
        nearest = folder.nearest_areas("district", day)
        assert nearest is not None
        assert nearest.about.holds_from == holds_from
    assert folder.nearest_areas("ward", NEW) is None
    assert [each.about.level for each in folder.areas_of_all_levels(NEW)] == ["district"]
    assert folder.areas_of_all_levels(date(2023, 1, 1)) == ()
    found = folder.areas("district", date(2025, 4, 30))
    assert found is not None
    assert found.areas[0].code == "E20240000"
    assert [(held.kind, held.holds_from) for held in folder.held()] == [
        ("district", OLD), ("district", NEW), ("postcodes", OLD), ("postcodes", NEW),
    ]  # fmt: skip


def test_areas_that_ended_do_not_answer_later(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    folder.keep_areas(areas(OLD, "E07000026", until=date(2025, 3, 31)))
    assert folder.areas("district", date(2025, 3, 31)) is not None
    assert folder.areas("district", date(2025, 4, 1)) is None


def test_a_table_replaces_another_and_those_who_hold_the_old_one_keep_it(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    folder.keep_postcodes(postcodes(NEW, BRIGHTON, source="old"))
    old = folder.postcodes(NEW)
    assert old is not None
    assert folder.postcodes(NEW) is old
    PlaceFolder(tmp_path).keep_postcodes(postcodes(NEW, source="new"))
    new = folder.postcodes(NEW)
    assert new is not None
    assert (new.source, new.find("BN1 1AA")) == ("new", None)
    assert old.find("BN1 1AA") == BRIGHTON
    assert [path.name for path in (tmp_path / "places").iterdir()] == ["postcodes-2025-05-01.bin"]


def test_a_settled_folder_is_listed_once_until_it_changes(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    folder.keep_postcodes(postcodes(NEW))
    os.utime(tmp_path / "places", (1, 1))
    assert folder.held() is folder.held()
    folder.keep_postcodes(postcodes(OLD))
    assert len(folder.held()) == 2


def test_a_vintage_can_be_dropped_while_others_look(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    folder.keep_areas(areas(NEW, "E06000001"))
    assert folder.areas("district", NEW) is not None
    os.utime(tmp_path / "places", (1, 1))
    folder.held()
    (tmp_path / "places" / "district-2025-05-01.bin").unlink()
    os.utime(tmp_path / "places", (1, 1))
    assert folder.areas("district", NEW) is None
    folder.keep_areas(areas(NEW, "E06000001"))
    assert folder.drop("district", NEW)
    assert folder.areas("district", NEW) is None


def test_what_is_no_file_of_ours_replaces_nothing(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    folder.keep_postcodes(postcodes(NEW, source="old"))
    with pytest.raises(PostcodeFileIsBroken):
        folder.keep_postcodes(b"half a tab")
    with pytest.raises(AreaFileIsBroken):
        folder.keep_areas(postcodes(NEW))
    table = folder.postcodes(NEW)
    assert table is not None
    assert table.source == "old"


def test_a_fault_of_the_disk_leaves_no_draft(tmp_path: Path) -> None:
    taken = tmp_path / "places" / "postcodes-2025-05-01.bin"
    (taken / "in-the-way").mkdir(parents=True)
    with pytest.raises(OSError, match="postcodes"):
        PlaceFolder(tmp_path).keep_postcodes(postcodes(NEW))
    assert list((tmp_path / "places").iterdir()) == [taken]


def test_what_a_killed_import_left_is_removed_by_the_next_of_another_day(tmp_path: Path) -> None:
    folder = PlaceFolder(tmp_path)
    (tmp_path / "places").mkdir()
    stale, fresh = tmp_path / "places" / ".draft-stale", tmp_path / "places" / ".draft-fresh"
    stale.touch()
    fresh.touch()
    os.utime(stale, (time.time() - 100_000, time.time() - 100_000))
    folder.keep_postcodes(postcodes(NEW))
    assert not stale.exists()
    assert fresh.exists()


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    for name in ("notes.bin", "district-2025-13-01.bin", "moon-2025-01-01.bin"):
        (tmp_path / "places" / name).touch()
    assert PlaceFolder(tmp_path).held() == ()


def test_an_empty_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "postcodes-2025-05-01.bin").touch()
    with pytest.raises(PostcodeFileIsBroken):
        PlaceFolder(tmp_path).postcodes(NEW)


def test_the_file_of_the_version_before_asks_to_be_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postcodes.bin").write_bytes(b"CWPOST01")
    with pytest.raises(PostcodeFileIsBroken, match="places import"):
        PlaceFolder(tmp_path).postcodes(NEW)
    PlaceFolder(tmp_path).keep_postcodes(postcodes(NEW))
    assert PlaceFolder(tmp_path).postcodes(NEW) is not None
