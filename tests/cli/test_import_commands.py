"""`commonwheel pattern import`: what is printed and written, and the exit code, whatever is given."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.core.forms.builder_forms import condition, field, form, page, part

from commonwheel.cli.main import commonwheel

FORM = form(
    page("/colour", field("RadiosField", "colour", list="colours"), to=[{"path": "/why", "condition": "red"}, {"path": "/summary"}]),
    page("/why", field("TextField", "why", options={"classes": "wide"})),
    conditions=[condition("red", part("colour", "is", "Red"))],
)  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(FORM))
    return path


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["pattern", *map(str, words)], catch_exceptions=False)


def test_a_form_becomes_a_folder_that_checks_without_an_error(source: Path, tmp_path: Path) -> None:
    made = call("import", source, "--to", tmp_path / "made", "--publisher", "wealden", "--name", "colours")
    assert made.exit_code == 0
    assert "pages            3 of 3" in made.stdout
    assert "`classes`: How a page looks" in made.stdout
    checked = call("check", tmp_path / "made")
    assert checked.exit_code == 0
    assert "0 errors, 6 warnings" in checked.stdout
    assert "pattern: colours" in (tmp_path / "made" / "pattern.yaml").read_text()


def test_programs_get_the_report_in_json(source: Path, tmp_path: Path) -> None:
    report = json.loads(call("import", source, "--to", tmp_path / "made", "--json").stdout)
    assert list(report) == ["format", "total", "kept", "changed", "not_carried", "advice", "names", "problems", "alike"]
    assert report["kept"] == report["total"]
    assert report["not_carried"] == [
        {
            "what": "`classes`",
            "where": "/pages/1/components/0/options/classes",
            "why": "How a page looks and is filled in is the design system’s, and the same in every service.",
        }
    ]


def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"pages": [')
    result = call("import", broken, "--to", tmp_path / "made", "--json")
    assert result.exit_code == 1
    assert "line 1, column 12" in json.loads(result.stdout)["error"]
    assert not (tmp_path / "made").exists()


def test_a_folder_that_cannot_be_written_is_told_of(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = call("import", source, "--to", tmp_path / "file" / "made")
    assert result.exit_code == 1
    assert "could not be written" in result.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--to", "."], "is there already"),
        (["--to", "made", "--duty", "dancing"], "no duty 'dancing'"),
        (["--to", "made", "--publisher", "Not a name"], "lower-case letters"),
        ([], "Missing option '--to'"),
    ],
)
def test_what_cannot_be_is_refused(source: Path, words: list[str], why: str) -> None:
    result = call("import", source, *words)
    assert result.exit_code == 2
    assert why in result.stderr


@pytest.mark.parametrize("way", ["formio", "json-schema", "pdf", "side-by-side"])
def test_a_service_leaves_in_every_way(way: str, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "patterns" / "garden-waste-subscription"
    report = json.loads(call("export", folder, "--as", way, "--to", tmp_path / "out", "--json").stdout)
    assert list(report) == ["file", "total", "kept", "changed", "not_carried"]
    data = (tmp_path / "out").read_bytes()
    assert data.startswith(b"%PDF-") == (way in ("pdf", "side-by-side"))
    said = call("export", folder, "--as", way, "--to", tmp_path / "out")
    assert said.exit_code == 0
    assert ("`fee`" in said.stdout) == (way == "formio")


def test_a_pattern_with_errors_does_not_leave(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "pattern.yaml").write_text("language: 1\n")
    result = call("export", tmp_path / "bad", "--as", "formio", "--to", tmp_path / "out")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
    result = call("export", folder, "--as", "formio", "--to", tmp_path / "lost" / "out")
    assert result.exit_code == 1
    assert "could not be written" in result.stderr


def test_a_shared_pattern_that_asks_the_same_is_said_first(tmp_path: Path) -> None:
    source = tmp_path / "bins.csv"
    source.write_text(
        "Question,Type\nProperty,address\nWhat was not emptied,text\nEmail,email\nIs there a dog?,yes/no\n"
    )
    folder = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
    said = call("import", source, "--to", tmp_path / "made", "--beside", folder).stdout
    assert "commonwheel-examples/report-missed-bin asks 3 of these 4 questions already." in said
    assert "    Is there a dog?" in said
    report = json.loads(call("import", source, "--to", tmp_path / "again", "--beside", folder, "--json").stdout)
    assert report["alike"][0]["only_here"] == ["Is there a dog?"]
