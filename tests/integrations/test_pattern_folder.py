"""Folders on disk: only plain files are read, and never more than a pattern may hold."""

import os
import socket
from pathlib import Path

import pytest

from commonwheel.core.patterns.reading.text import MAX_FILE_BYTES
from commonwheel.integrations.pattern_folder.disk import MAX_ENTRIES, MAX_LEVELS, read_disk


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in read_disk(folder).refused]


def test_files_are_read_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "a.md").write_bytes(b"a")
    (tmp_path / "pattern.yaml").write_bytes(b"b")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"c")
    assert read_disk(tmp_path).files == {"messages/a.md": b"a", "pattern.yaml": b"b"}
    assert codes(tmp_path) == []


@pytest.mark.parametrize("name", ["nowhere", "file", "loop", "nu\0l", "x" * 5_000])
def test_what_is_no_folder_is_a_wrong_call(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    found = read_disk(tmp_path / name)
    assert found.called_wrongly
    assert [problem.code for problem in found.refused] == ["no-folder"]


def test_links_are_refused_wherever_they_lead(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("/etc/passwd")
    (tmp_path / "b").symlink_to("..")
    (tmp_path / "c").symlink_to("c")
    assert codes(tmp_path) == [("a.yaml", "symlink"), ("b", "symlink"), ("c", "symlink")]
    assert read_disk(tmp_path).files == {}


def test_pipes_and_sockets_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pattern.yaml")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.md")
        assert codes(tmp_path) == [("pattern.yaml", "not-a-file"), ("s.md", "not-a-file")]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "pattern.yaml").open("wb") as file:
        file.truncate(100_000_000)
    assert codes(tmp_path) == [("pattern.yaml", "too-large")]


def test_a_huge_folder_is_refused(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.md").write_bytes(b"x" * (MAX_FILE_BYTES - 1))
    assert codes(tmp_path) == [("", "too-large")]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(502):
        (tmp_path / f"{number}.md").touch()
    assert codes(tmp_path) == [("", "too-many-files")]


def test_too_many_names_are_refused(tmp_path: Path) -> None:
    for number in range(MAX_ENTRIES + 2):
        (tmp_path / f"d{number}").symlink_to("x")
    assert codes(tmp_path)[-1] == ("", "too-many-files")


def test_folders_in_folders_without_end_are_refused(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["d"] * (MAX_LEVELS + 3))
    deep.mkdir(parents=True)
    assert [code for _, code in codes(tmp_path)] == ["too-deep"]


def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    """The reader's own user may read everything where it is root; a folder that goes away cannot be read by anybody."""
    (tmp_path / "a").mkdir()
    found = read_disk(tmp_path)
    assert found.refused == []
    from commonwheel.integrations.pattern_folder.disk import OnDisk, _entries, _read

    gone = OnDisk()
    assert _entries("a/", tmp_path / "b", gone) == []
    (tmp_path / "f.md").touch()
    with os.scandir(tmp_path) as entries:
        entry = next(entry for entry in entries if entry.name == "f.md")
    (tmp_path / "f.md").unlink()
    assert _read("f.md", entry, gone) is None
    os.mkfifo(tmp_path / "f.md")
    assert _read("f.md", entry, gone) is None
    (tmp_path / "f.md").unlink()
    (tmp_path / "f.md").symlink_to("a")
    assert _read("f.md", entry, gone) is None
    assert [problem.code for problem in gone.refused] == ["unreadable", "unreadable", "not-a-file", "unreadable"]


def test_names_that_a_terminal_could_not_show_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.md").symlink_to("x")
    (tmp_path / os.fsdecode(b"\xff.md")).symlink_to("x")
    assert [name for name, _ in codes(tmp_path)] == ["a\\x1b[2J.md", "\\udcff.md"]
