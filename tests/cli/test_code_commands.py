"""`commonwheel code`: what is printed, and the exit code."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings
from tests.support.commons import Served, serving

from commonwheel.cli.main import commonwheel

ALLOTMENTS = "name: Allotments\nurl: https://example.org/allotments.git\n"


def code(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["code", *map(str, words)], catch_exceptions=False)


def check(*words: str | Path) -> Result:
    return code("check", *words)


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


@pytest.fixture
def site(tmp_path: Path, settings: Settings, db: None) -> Iterator[Served]:
    settings.COMMONS_FOLDER = tmp_path / "commons"
    settings.CODE_PRIVATE_HOSTS = ["127.0.0.1"]
    (tmp_path / "publiccode.yml").write_text(ALLOTMENTS)
    with serving(tmp_path) as served:
        yield served


def test_software_is_added_by_file_or_address_listed_refreshed_and_removed(site: Served, tmp_path: Path) -> None:
    (added,) = json.loads(code("add", f"{site.address}/publiccode.yml", "--json").stdout)
    assert added["title"] == "Allotments"
    assert code("add", tmp_path / "publiccode.yml").exit_code == 0
    assert "Allotments, its file has" in code("list").stdout
    assert len(json.loads(code("list", "--json").stdout)) == 1
    (tmp_path / "publiccode.yml").write_text(ALLOTMENTS.replace("Allotments", "Allotments and gardens"))
    code("add", f"{site.address}/publiccode.yml")
    assert json.loads(code("refresh", "--json").stdout)["failed"] == []
    site.instead["publiccode.yml"] = 404
    done = code("refresh")
    assert done.exit_code == 1
    assert "no such file" in done.stdout
    for one in json.loads(code("list", "--json").stdout):
        assert code("remove", one["name"]).exit_code == 0
    assert "Nothing is listed." in code("list").stdout
    assert code("remove", "allotments").exit_code == 1


def test_what_cannot_be_added_is_a_sentence(site: Served, tmp_path: Path) -> None:
    (tmp_path / "none.yml").write_text("licence: MIT\n")
    assert "cannot be listed" in code("add", tmp_path / "none.yml").stderr
    assert "could not be read" in code("add", tmp_path / "missing.yml").stderr
    assert "private network" in code("add", f"https://localhost:{site.port}/publiccode.yml").stderr
    assert "does not begin with https://" in code("add", "http://example.org/publiccode.yml").stderr


def test_a_node_without_a_shared_library_takes_nothing(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.COMMONS_FOLDER = None
    (tmp_path / "publiccode.yml").write_text(ALLOTMENTS)
    assert "serves no commons" in code("add", tmp_path / "publiccode.yml").stderr
