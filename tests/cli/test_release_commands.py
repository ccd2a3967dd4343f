"""`commonwheel pattern pack`, `unpack`, and `compare` of what they made: what is written, printed, and the exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commonwheel.cli.main import commonwheel
from commonwheel.core.packages.manifest import read_manifest
from commonwheel.core.packages.release import make_release
from commonwheel.integrations.pattern_folder.disk import read_disk

PATTERNS = Path(__file__).parents[2] / "patterns"
BIN = PATTERNS / "report-missed-bin"
BLOCK = BIN / "blocks" / "commonwheel-examples" / "contact-details"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["pattern", *map(str, words)], catch_exceptions=False)


def as_json(*words: str | Path) -> Any:
    return json.loads(call(*words, "--json").stdout)


def changed(folder: Path, *changes: tuple[str, str], version: str = "") -> Path:
    """Return a copy of the missed bin, changed and numbered; its list of changes has an entry for the version."""
    shutil.copytree(BIN, folder)
    text = (folder / "pattern.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    if version:
        text = text.replace("version: 1.1.0", f"version: {version}")
        log = folder / "CHANGELOG.md"
        log.write_text(log.read_text().replace("# Changes\n", f"# Changes\n\n## {version}\n\nAnother one.\n", 1))
    (folder / "pattern.yaml").write_text(text)
    return folder


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    file = tmp_path / "bin-1.1.0.tar"
    assert call("pack", BIN, "--out", file).exit_code == 0
    return file


# pack


def test_pack_writes_the_release_and_says_its_digest(tmp_path: Path) -> None:
    file = tmp_path / "bin.tar"
    result = call("pack", BIN, "--out", file, "--manifest", tmp_path / "bin.json")
    release = make_release(read_disk(BIN).files)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"commonwheel-examples/report-missed-bin 1.1.0 is packed in {file} ({len(release.data):,} bytes).",
        f"SHA-256 {release.digest}",
    ]
    assert file.read_bytes() == release.data
    assert read_manifest((tmp_path / "bin.json").read_bytes()) == release.manifest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin.json", "bin.tar"]


def test_pack_says_in_json_what_it_wrote(tmp_path: Path) -> None:
    said = as_json("pack", BIN, "--out", tmp_path / "bin.tar")
    assert (said["pattern"], said["ok"], said["problems"]) == ("commonwheel-examples/report-missed-bin", True, [])
    assert said["file"] == str(tmp_path / "bin.tar")
    assert (said["manifest"]["version"], said["manifest"]["kind"]) == ("1.1.0", "pattern")


def test_the_machine_and_the_hour_leave_no_mark(tmp_path: Path, packed: Path) -> None:
    copy = changed(tmp_path / "copy")
    for path in sorted(copy.rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
            path.chmod(0o600)
            os.utime(path, (1, 1))
    program = "import os; os.umask(0o077); from commonwheel.cli.main import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", program, "pattern", "pack", str(copy), "--out", str(tmp_path / "other.tar")],
        env={**os.environ, "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "other.tar").read_bytes() == packed.read_bytes()


def test_a_block_is_packed_by_itself(tmp_path: Path) -> None:
    said = as_json("pack", BLOCK, "--out", tmp_path / "block.tar")
    assert (said["ok"], said["manifest"]["kind"], said["manifest"]["name"]) == (True, "block", "contact-details")
    (carried,) = as_json("pack", BIN, "--out", tmp_path / "bin.tar")["manifest"]["blocks"]
    assert carried["digest"] == said["manifest"]["digest"]


def test_packing_again_changes_nothing_and_another_release_is_never_overwritten(packed: Path, tmp_path: Path) -> None:
    before = packed.stat()
    assert call("pack", BIN, "--out", packed).exit_code == 0
    assert packed.stat().st_mtime_ns == before.st_mtime_ns
    other = changed(tmp_path / "other", ("max: 14", "max: 15"), version="1.2.0")
    result = call("pack", other, "--out", packed)
    assert result.exit_code == 2
    assert "is there already and holds something else" in result.stderr
    assert packed.read_bytes() == make_release(read_disk(BIN).files).data


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("pattern.yaml", "reference: MB", "reference: mb", "wrong-form"),
        ("pattern.yaml", "title: Report a missed bin collection", "title: Report {{ nobody }}", ""),
        ("notes.txt", "", "x", "unknown-file"),
        ("translations/cy.yaml", "of: ", "of: 0123456789ab # ", "translation-stale"),
        ("examples/unreached.yaml", "", "id: unreached\ntoday: 2026-03-03\nexpect: {fee_pence: 5}\n", "example-differs"),
    ],
)  # fmt: skip
def test_what_check_or_test_finds_stands_in_the_way(tmp_path: Path, path: str, old: str, new: str, code: str) -> None:
    folder = changed(tmp_path / "folder")
    text = (folder / path).read_text() if old else ""
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1) if old else new)
    assert call("pack", folder, "--out", tmp_path / "x.tar").exit_code == 1
    said = as_json("pack", folder, "--out", tmp_path / "x.tar")
    assert (said["ok"], said["file"], said["manifest"]) == (False, None, None)
    assert not code or code in {problem["code"] for problem in said["problems"]}
    assert {problem["severity"] for problem in said["problems"]} == {"error"}
    assert not (tmp_path / "x.tar").exists()


def test_an_example_that_nothing_reaches_stands_in_the_way(tmp_path: Path) -> None:
    folder = changed(tmp_path / "folder")
    for example in (folder / "examples").iterdir():
        example.unlink()
    said = as_json("pack", folder, "--out", tmp_path / "x.tar")
    assert "not-reached" in {problem["code"] for problem in said["problems"]}


def test_pack_holds_the_number_to_what_has_changed(tmp_path: Path, packed: Path) -> None:
    too_small = changed(tmp_path / "small", ("max: 14", "max: 15"), version="1.1.1")
    result = call("pack", too_small, "--out", tmp_path / "x.tar", "--after", packed)
    assert result.exit_code == 1
    assert "This is a minor change from 1.1.0: number it 1.2.0." in result.stdout
    assert "[version-too-small]" in result.stdout
    assert not (tmp_path / "x.tar").exists()
    enough = changed(tmp_path / "enough", ("max: 14", "max: 15"), version="1.2.0")
    for before in (packed, BIN):
        assert call("pack", enough, "--out", tmp_path / "x.tar", "--after", before).exit_code == 0


@pytest.mark.parametrize("after", ["nowhere", "empty", "not-a-release"])
def test_pack_after_what_cannot_be_read_is_refused(tmp_path: Path, after: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "not-a-release").write_text("x")
    result = call("pack", BIN, "--out", tmp_path / "x.tar", "--after", tmp_path / after)
    assert result.exit_code == (2 if after == "nowhere" else 1)
    assert not (tmp_path / "x.tar").exists()


def test_pack_called_wrongly(tmp_path: Path) -> None:
    assert call("pack", BIN).exit_code == 2
    assert call("pack", tmp_path / "nowhere", "--out", tmp_path / "x.tar").exit_code == 2
    assert call("pack", BIN, "--out", tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_pack_leaves_nothing_behind_where_it_cannot_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = call("pack", BIN, "--out", tmp_path / "nowhere" / "x.tar")
    assert (result.exit_code, "could not be written" in result.stderr) == (1, True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = call("pack", BIN, "--out", tmp_path / "x.tar")
    assert (result.exit_code, "No space left" in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


# unpack


@pytest.mark.parametrize(
    "folder", sorted(path for path in PATTERNS.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_each_pattern_of_ours_goes_there_and_back(folder: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "x.tar", tmp_path / "out"
    assert call("pack", folder, "--out", file).exit_code == 0
    result = call("unpack", file, "--to", out)
    assert result.exit_code == 0, result.output
    assert f"SHA-256 {make_release(read_disk(folder).files).digest}" in result.stdout
    assert read_disk(out).files == read_disk(folder).files
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "x.tar"]


def test_unpack_says_in_json_what_it_wrote(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    said = as_json("unpack", packed, "--to", tmp_path / "out")
    assert (said["ok"], said["folder"]) == (True, str(tmp_path / "out"))
    assert said["manifest"]["digest"] == make_release(read_disk(BIN).files).digest
    assert (tmp_path / "out" / "pattern.yaml").read_bytes() == (BIN / "pattern.yaml").read_bytes()


def test_unpack_writes_into_nothing_that_holds_something(packed: Path, tmp_path: Path) -> None:
    full, linked = tmp_path / "full", tmp_path / "linked"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    linked.symlink_to(full)
    for folder in (full, linked, packed):
        result = call("unpack", packed, "--to", folder)
        assert (result.exit_code, "holds something" in result.stderr) == (2, True)
    assert [path.name for path in full.iterdir()] == ["mine.txt"]


def test_unpack_of_what_is_no_release_writes_nothing(packed: Path, tmp_path: Path) -> None:
    for data, code in (
        (packed.read_bytes()[:-1], "not-canonical"),
        (b"x", "not-a-release"),
        (bytes(5_000_000), "too-large"),
    ):
        packed.write_bytes(data)
        result = call("unpack", packed, "--to", tmp_path / "out")
        assert (result.exit_code, f"[{code}]" in result.stdout) == (1, True)
        said = as_json("unpack", packed, "--to", tmp_path / "out")
        assert (said["ok"], said["folder"], said["problems"][0]["code"]) == (False, None, code)
        assert not (tmp_path / "out").exists()


def test_a_release_that_may_not_be_read_is_a_sentence(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    result = call("unpack", packed, "--to", tmp_path / "out")
    assert (result.exit_code, "found `Permission denied`" in result.stdout) == (1, True)


def test_unpack_called_wrongly(packed: Path, tmp_path: Path) -> None:
    assert call("unpack", packed).exit_code == 2
    assert call("unpack", tmp_path / "nowhere", "--to", tmp_path / "out").exit_code == 2
    assert call("unpack", tmp_path, "--to", tmp_path / "out").exit_code == 2


def test_unpack_leaves_nothing_behind_where_it_cannot_write(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("unpack", packed, "--to", tmp_path / "nowhere" / "out").exit_code == 1

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = call("unpack", packed, "--to", tmp_path / "out")
    assert (result.exit_code, "No space left" in result.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == [packed.name]


# compare


def test_compare_takes_releases_and_folders(packed: Path, tmp_path: Path) -> None:
    assert call("compare", packed, BIN).stdout == "0 differences\n"
    new = changed(tmp_path / "new", ("max: 14", "max: 15"), version="1.2.0")
    said = as_json("compare", packed, new)
    assert (said["weight"], said["next_version"], said["numbered_high_enough"]) == ("minor", "1.2.0", True)
    assert call("pack", new, "--out", tmp_path / "new.tar").exit_code == 0
    assert as_json("compare", packed, tmp_path / "new.tar")["differences"] == said["differences"]


def test_compare_takes_blocks(tmp_path: Path) -> None:
    assert call("pack", BLOCK, "--out", tmp_path / "old.tar").exit_code == 0
    shutil.copytree(BLOCK, tmp_path / "new")
    text = (tmp_path / "new" / "block.yaml").read_text()
    (tmp_path / "new" / "block.yaml").write_text(text.replace("title: ", "title: Your ", 1))
    result = call("compare", tmp_path / "old.tar", tmp_path / "new")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == (
        "This is a patch change: the next version is at least 1.0.1. block.yaml says 1.0.0: number it 1.0.1."
    )


def test_compare_refuses_a_pattern_beside_a_block_and_what_is_no_release(packed: Path, tmp_path: Path) -> None:
    assert call("compare", packed, BLOCK).exit_code == 2
    (tmp_path / "broken").write_bytes(packed.read_bytes()[:9_000])
    assert call("compare", packed, tmp_path / "broken").exit_code == 1
    assert [one["ok"] for one in as_json("compare", packed, tmp_path / "broken")] == [True, False]


@pytest.mark.parametrize("path", ["\0", "x" * 5_000])
def test_paths_that_no_machine_has_are_refused_like_others(packed: Path, path: str) -> None:
    assert call("compare", packed, path).exit_code == 2


def test_help_says_what_each_exit_code_means() -> None:
    for command in ("pack", "unpack", "compare"):
        text = " ".join(call(command, "--help").stdout.split())
        assert "Exits with 0" in text
        assert "; 2 where" in text or ", 2 where" in text
