"""`commonwheel connector`: what is printed, and the exit code."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from tests.support.wheels import METADATA, file_name, wheel

from commonwheel.cli.main import commonwheel


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["connector", "check", *map(str, words)], catch_exceptions=False)


def written(folder: Path, data: bytes) -> Path:
    file = folder / file_name()
    file.write_bytes(data)
    return file


def test_a_good_wheel_can_be_published(tmp_path: Path) -> None:
    done = check(written(tmp_path, wheel()), "--run-by", "Lewes")
    assert done.exit_code == 0
    assert "lewes-highways 1.0.0 can be published." in done.stdout
    assert "Run by         Lewes" in done.stdout


def test_what_would_be_signed_is_printed_for_programs(tmp_path: Path) -> None:
    said = json.loads(check(written(tmp_path, wheel()), "--json").stdout)
    assert said["ok"]
    assert (said["facts"]["licence"], said["facts"]["run_by"]) == ("MIT", [])


def test_a_bad_wheel_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = written(tmp_path, wheel(metadata=METADATA.replace("License-Expression: MIT\n", "")))
    done = check(file)
    assert done.exit_code == 1
    assert "pyproject.toml" in done.stderr
    said = json.loads(check(file, "--json").stdout)
    assert (said["ok"], said["problems"][0]["code"]) == (False, "licence-missing")


def test_names_of_those_who_run_it_are_names(tmp_path: Path) -> None:
    assert check(written(tmp_path, wheel()), "--run-by", "").exit_code == 1


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    assert check(tmp_path / "none.whl").exit_code == 2
