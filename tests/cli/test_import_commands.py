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
    assert said.startswith("commonwheel-examples/report-missed-bin asks 3 of these 4 questions already.")
    for words in (
        "both             Property | Address of the property", "only your form   Is there a dog?",
        "only the shared  What the tag says", "Recommended: use the shared one", f"--as-layer-of {folder} --to our-layer.yaml",
    ):  # fmt: skip
        assert words in said
    report = json.loads(call("import", source, "--to", tmp_path / "again", "--beside", folder, "--json").stdout)
    assert report["alike"][0]["only_here"] == ["Is there a dog?"]


BINS = Path(__file__).parents[2] / "patterns" / "report-missed-bin"


@pytest.fixture
def bins(tmp_path: Path) -> Path:
    path = tmp_path / "bins.csv"
    path.write_text("Question,Type\nProperty,address\nWhat was not emptied,text\nEmail,email\nIs there a dog?,yes/no\n")
    return path


def test_the_shared_one_is_used_and_what_is_local_is_a_layer_that_checks(bins: Path, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    hide = ("--hide", "steps.contact.ask.contact.ask.phone")
    made = call("import", bins, "--as-layer-of", BINS, "--to", layer, "--publisher", "wealden", *hide)
    assert made.exit_code == 0
    for words in ("Property | Address of the property (yours: label)", "“Is there a dog?”: Added.", "Equality Act 2010",
                  f"commonwheel layer check {layer} --over {BINS}"):  # fmt: skip
        assert words in made.stdout
    assert "layer: wealden" in layer.read_text()
    checked = CliRunner().invoke(commonwheel, ["layer", "check", str(layer), "--over", str(BINS), "--json"])
    assert (checked.exit_code, json.loads(checked.stdout)["ok"]) == (0, True)


def test_programs_get_the_layer_in_json(bins: Path, tmp_path: Path) -> None:
    report = json.loads(call("import", bins, "--as-layer-of", BINS, "--to", tmp_path / "l.yaml", "--json").stdout)
    layer = report["layer"]
    assert list(layer) == ["pattern", "both", "only_here", "only_there", "left", "changes"]
    assert [one["there"] for one in layer["both"]][:2] == ["Address of the property", "What was not emptied"]
    assert {one["at"]: one["may_hide"] for one in layer["only_there"]}["steps.assisted.ask.assisted"] is False


def test_what_cannot_be_a_layer_is_refused_and_nothing_is_written(bins: Path, tmp_path: Path) -> None:
    layer, broken = tmp_path / "layer.yaml", tmp_path / "broken"
    broken.mkdir()
    (broken / "pattern.yaml").write_text("language: 1\n")
    for words, code, why in (
        (("--hide", "steps.x"), 2, "name it with --as-layer-of"),
        (("--as-layer-of", BINS, "--hide", "steps.x"), 2, "steps.x is no question that only the shared pattern asks"),
        (("--as-layer-of", broken), 1, "missing-key"),
        (("--as-layer-of", broken, "--json"), 1, "missing-key"),
        (("--as-layer-of", tmp_path / "lost"), 2, "does not exist"),
    ):
        result = call("import", bins, "--to", layer, *words)
        assert (result.exit_code, why in result.output) == (code, True), result.output
        assert not layer.exists()
    result = call("import", bins, "--as-layer-of", BINS, "--to", tmp_path / "lost" / "layer.yaml")
    assert (result.exit_code, "could not be written" in result.stderr) == (1, True)
