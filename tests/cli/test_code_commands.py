"""`commonwheel code check`: what is printed, and the exit code."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from commonwheel.cli.main import commonwheel


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["code", "check", *map(str, words)], catch_exceptions=False)


def test_faults_are_shown_with_their_line_and_how_to_mend_them(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text("name: Allotments\nreleaseDate: soon\n")
    done = check(file)
    assert done.exit_code == 1
    assert f"{file}:2:1: error: found `soon`; expected releaseDate: a date as YYYY-MM-DD." in done.stdout
    assert f"{file}: Allotments: " in done.stdout
    said = json.loads(check(file, "--json").stdout)
    assert (said["ok"], said["files"][0]["name"]) == (False, "Allotments")
    assert {"line", "code", "help"} <= set(said["files"][0]["problems"][0])


def test_our_own_file_is_as_the_standard_has_it() -> None:
    done = check(Path(__file__).parents[2] / "publiccode.yml")
    assert done.exit_code == 0, done.stdout


def test_what_cannot_be_read_cannot_be_listed(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_bytes(b"\xff")
    assert "it cannot be listed: 1 error" in check(file).stdout


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    assert check(tmp_path / "none.yml").exit_code == 2
