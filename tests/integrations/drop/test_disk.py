"""A folder for another system: a file is whole or not there, whatever the disk says."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commonwheel.integrations.drop.disk import DiskDrop
from commonwheel.integrations.drop.port import DropRefused

PLACE = ("lewes", "report-missed-bin", "2026-11-25.csv")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse to write more into any file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def everything(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_file_is_left_and_replaced_by_one_of_its_name(tmp_path: Path) -> None:
    drop = DiskDrop(tmp_path / "drop")
    drop.put(PLACE, b"one")
    drop.put(PLACE, b"two")
    assert everything(tmp_path / "drop") == ["lewes/report-missed-bin/2026-11-25.csv"]
    assert (tmp_path / "drop").joinpath(*PLACE).read_bytes() == b"two"


def test_on_a_full_disk_nothing_is_left_and_what_was_there_stays(tmp_path: Path) -> None:
    drop = DiskDrop(tmp_path)
    drop.put(PLACE, b"one")
    with files_of_at_most(1_000), pytest.raises(DropRefused, match="is full"):
        drop.put(PLACE, b"x" * 1_000_000)
    assert everything(tmp_path) == ["lewes/report-missed-bin/2026-11-25.csv"]
    assert tmp_path.joinpath(*PLACE).read_bytes() == b"one"


def test_a_folder_that_cannot_be_written_to_says_why(tmp_path: Path) -> None:
    (tmp_path / "drop").write_text("I am a file")
    with pytest.raises(DropRefused, match="could not be written: "):
        DiskDrop(tmp_path / "drop").put(PLACE, b"one")


@pytest.mark.parametrize("name", ["..", ".hidden", "a/b", "", "a b", "A", "a\n", "a" * 200])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DropRefused, match="cannot be called"):
        DiskDrop(tmp_path).put(("lewes", name), b"one")
    assert everything(tmp_path) == []
