"""The disk and the memory, by the same tests; and what only a disk can suffer."""

import datetime as dt
import io
import os
from pathlib import Path

import pytest

from commonwheel.integrations.storage.disk import DiskStorage
from commonwheel.integrations.storage.fake import MemoryStorage
from commonwheel.integrations.storage.port import Storage, StorageRefused, StoredFileMissing

HOUR = dt.timedelta(hours=1)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(params=["disk", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return DiskStorage(tmp_path) if request.param == "disk" else MemoryStorage(now)


def test_what_is_kept_can_be_read_again(storage: Storage) -> None:
    kept = storage.keep("council-a", io.BytesIO(b"a letter"))
    with storage.open(kept.name) as content:
        assert content.read() == b"a letter"
    assert kept.size == 8
    assert kept.name == f"council-a/{kept.sha256[:2]}/{kept.sha256[2:4]}/{kept.sha256}"


def test_the_same_bytes_twice_are_kept_once_for_a_council(storage: Storage) -> None:
    assert storage.keep("a", io.BytesIO(b"x")) == storage.keep("a", io.BytesIO(b"x"))
    assert storage.keep("a", io.BytesIO(b"x")) != storage.keep("b", io.BytesIO(b"x"))


@pytest.mark.parametrize("name", ["", "a/../../etc/passwd", "/etc/passwd", "a/00/00/" + "0" * 64])
def test_a_name_that_is_not_ours_is_missing_and_leads_nowhere(storage: Storage, name: str) -> None:
    with pytest.raises(StoredFileMissing):
        storage.open(name)


def test_only_files_of_the_council_that_are_old_enough_are_listed(storage: Storage) -> None:
    kept = storage.keep("a", io.BytesIO(b"x"))
    storage.keep("b", io.BytesIO(b"x"))
    assert list(storage.list_older("a", than=now() + HOUR)) == [kept.name]
    assert list(storage.list_older("a", than=now() - HOUR)) == []


def test_a_file_kept_again_since_is_not_removed(storage: Storage) -> None:
    kept = storage.keep("a", io.BytesIO(b"x"))
    assert not storage.remove(kept.name, unless_kept_since=now() - HOUR)
    with storage.open(kept.name) as content:
        assert content.read() == b"x"


def test_removing_twice_is_as_good_as_once(storage: Storage) -> None:
    kept = storage.keep("a", io.BytesIO(b"x"))
    assert storage.remove(kept.name, unless_kept_since=now() + HOUR)
    assert storage.remove(kept.name, unless_kept_since=now() + HOUR)
    with pytest.raises(StoredFileMissing):
        storage.open(kept.name)


def test_a_council_key_never_leaves_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused):
        DiskStorage(tmp_path).keep("../elsewhere", io.BytesIO(b"x"))


def test_keeping_again_renews_the_time_so_that_the_sweep_passes_by(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    kept = storage.keep("a", io.BytesIO(b"x"))
    os.utime(tmp_path / kept.name, (1, 1))
    assert list(storage.list_older("a", than=now() - HOUR)) == [kept.name]
    storage.keep("a", io.BytesIO(b"x"))
    assert list(storage.list_older("a", than=now() - HOUR)) == []


def test_a_stream_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the connection was reset")

    with pytest.raises(StorageRefused):
        DiskStorage(tmp_path).keep("a", Broken())
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_folder_that_cannot_be_made_is_a_named_failure(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(StorageRefused):
        DiskStorage(tmp_path / "taken").keep("a", io.BytesIO(b"x"))


def test_a_draft_left_by_a_killed_process_is_swept_and_never_opened(tmp_path: Path) -> None:
    disk = DiskStorage(tmp_path)
    kept = disk.keep("a", io.BytesIO(b"x"))
    (tmp_path / "a" / ".draft-k1lled").write_bytes(b"half a letter")
    assert set(disk.list_older("a", than=now() + HOUR)) == {kept.name, "a/.draft-k1lled"}
    with pytest.raises(StoredFileMissing):
        disk.open("a/.draft-k1lled")
    assert not disk.remove("a/.draft-k1lled", unless_kept_since=now() - HOUR)
    assert disk.remove("a/.draft-k1lled", unless_kept_since=now() + HOUR)
    assert not (tmp_path / "a" / ".draft-k1lled").exists()
