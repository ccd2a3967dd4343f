"""`commonwheel layer …`: what is printed, and the exit code, whatever is given."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.support.pattern_text import PATTERN, folder

from commonwheel.cli.main import commonwheel

MISSED_BIN = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
LAYER = """\
language: 1
layer: wealden
pattern: commonwheel-examples/report-missed-bin
settings:
  report_within_days: 3
changes:
  - at: steps.bin
    set: {title: Which box?}
"""
WIDE = "language: 1\nlayer: county\npattern: commonwheel-examples/report-missed-bin\nchanges:\n"
WIDE += "  - at: steps.address\n    set: {title: Where was it?}\n"
NEWER = PATTERN.replace("version: 1.2.0", "version: 1.3.0")


def call(*words: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(commonwheel, ["layer", *map(str, words)], catch_exceptions=False, input=given)


def write(made: Path, pattern: str) -> Path:
    for path, data in folder(pattern).items():
        file = made / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return made


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "old", PATTERN)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write(tmp_path / "new", NEWER.replace("title: Which bin was missed?", "title: Which one?"))


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    file = tmp_path / "layer.yaml"
    file.write_text(LAYER, encoding="utf-8")
    return file


def merged(old: Path, new: Path, layer: Path, *more: str | Path) -> tuple[int, Any]:
    result = call("merge", "--from", old, "--to", new, "--layer", layer, *more, "--json")
    return result.exit_code, json.loads(result.stdout)


def test_a_merge_with_a_conflict_names_it_and_exits_with_three(old: Path, new: Path, layer: Path) -> None:
    code, printed = merged(old, new, layer)
    assert code == 3
    assert list(printed) == ["layer", "result", "conflicts", "took_upstream", "kept_local"]
    (conflict,) = printed["conflicts"]
    assert list(conflict) == ["at", "kind", "says", "base", "theirs", "ours", "choices"]
    assert (conflict["at"], conflict["theirs"], conflict["ours"]) == ("steps.bin.title", "Which one?", "Which box?")
    assert printed["result"]["steps"][1]["title"] == "Which box?"
    assert [one["at"] for one in printed["kept_local"]] == ["settings.report_within_days", "steps.bin"]
    said = call("merge", "--from", old, "--to", new, "--layer", layer)
    assert said.exit_code == 3
    assert "decide  steps.bin.title: The new version changes the title of the page" in said.stdout
    assert "2 changes kept, 1 conflict" in said.stdout


def test_a_merge_without_conflicts_exits_with_nought(tmp_path: Path, old: Path, layer: Path) -> None:
    code, printed = merged(old, write(tmp_path / "same", NEWER), layer)
    assert (code, printed["conflicts"]) == (0, [])
    assert [one["says"] for one in printed["took_upstream"]] == ["version was “1.2.0” and is now “1.3.0”."]


def test_merging_the_printed_layer_again_changes_nothing(tmp_path: Path, old: Path, new: Path, layer: Path) -> None:
    _, first = merged(old, new, layer)
    again = tmp_path / "again.json"
    for written in (json.dumps(first["layer"]), json.dumps(first["layer"], indent=2)):
        again.write_text(written, encoding="utf-8")
        for base in (old, new):
            code, second = merged(base, new, again)
            assert (code, second["layer"], second["result"]) == (0, first["layer"], first["result"])


def test_a_layer_is_read_from_standard_input(old: Path, new: Path) -> None:
    result = call("merge", "--from", old, "--to", new, "--layer", "-", given=LAYER)
    assert result.exit_code == 3


def test_wider_layers_are_merged_first(tmp_path: Path, old: Path, layer: Path) -> None:
    wide = tmp_path / "wide.yaml"
    wide.write_text(WIDE, encoding="utf-8")
    new = write(tmp_path / "later", NEWER.replace("label: Property", "label: Home"))
    code, printed = merged(old, new, layer, "--outer", wide)
    assert (code, printed["result"]["steps"][0]["title"]) == (0, "Where was it?")
    later = tmp_path / "wide-2.yaml"
    later.write_text(WIDE.replace("Where was it?", "Where?"), encoding="utf-8")
    code, printed = merged(old, new, layer, "--outer", wide, "--outer-to", later)
    assert (code, printed["result"]["steps"][0]["title"]) == (0, "Where?")
    assert "steps.address.title" in {one["at"] for one in printed["took_upstream"]}


def test_a_result_that_would_not_work_is_a_conflict(tmp_path: Path, old: Path, new: Path) -> None:
    broken = tmp_path / "broken.yaml"
    removal = "changes:\n  - remove: steps.bin.ask.container\n    because: One bin only\n"
    broken.write_text(LAYER.partition("changes:")[0] + removal, encoding="utf-8")
    code, printed = merged(old, new, broken)
    assert (code, [one["kind"] for one in printed["conflicts"]]) == (3, ["does-not-check"])
    checked = call("check", broken, "--over", old)
    assert checked.exit_code == 1
    assert "stops.no-garden-subscription.when" in checked.stdout


def test_a_rehearsal_says_what_comes_out_otherwise(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(MISSED_BIN, old)
    new = tmp_path / "new"
    shutil.copytree(MISSED_BIN, new)
    text = (new / "pattern.yaml").read_text(encoding="utf-8")
    (new / "pattern.yaml").write_text(text.replace("length: {working_days:", "length: {days:", 1), encoding="utf-8")
    layer = tmp_path / "layer.yaml"
    layer.write_text("language: 1\nlayer: us\npattern: commonwheel-examples/report-missed-bin\n", encoding="utf-8")
    code, printed = merged(old, new, layer, "--rehearse")
    assert code == 0
    assert {one["what"] for one in printed["rehearsal"]} == {"the day it is due"}
    said = call("merge", "--from", old, "--to", new, "--layer", layer, "--rehearse").stdout
    assert "comes out otherwise  " in said
    again = tmp_path / "again.json"
    again.write_text(json.dumps(printed["layer"]), encoding="utf-8")
    assert merged(old, new, again, "--rehearse")[1]["rehearsal"] == []


def test_a_layer_that_fits_is_said_to_fit(old: Path, layer: Path) -> None:
    said = call("check", layer, "--over", old)
    assert (said.exit_code, "wealden: 0 errors, digest " in said.stdout) == (0, True)
    printed = json.loads(call("check", layer, "--over", old, "--json").stdout)
    assert (printed["layer"], printed["ok"], len(printed["digest"]), printed["problems"]) == ("wealden", True, 64, [])


def test_a_field_is_explained(tmp_path: Path, old: Path, layer: Path) -> None:
    said = call("explain", "steps.bin.title", "--over", old, "--layer", layer).stdout.splitlines()
    assert said == [
        "steps.bin.title: “Which box?”",
        "  commonwheel-examples: released “Which bin was missed?” (before: nothing)",
        "  wealden: set “Which box?” (before: “Which bin was missed?”)",
    ]
    printed = json.loads(call("explain", "steps.bin.title", "--over", old, "--layer", layer, "--json").stdout)
    assert [one["owner"] for one in printed["history"]] == ["commonwheel-examples", "wealden"]
    gone = tmp_path / "gone.yaml"
    gone.write_text(
        WIDE + "  - {remove: stops.no-garden-subscription, because: We collect from all}\n", encoding="utf-8"
    )
    why = call("explain", "stops.no-garden-subscription", "--over", old, "--layer", gone)
    assert why.stdout.endswith("because: We collect from all\n")
    nowhere = call("explain", "steps.nowhere", "--over", old)
    assert (nowhere.exit_code, "Nothing stands at steps.nowhere" in nowhere.stderr) == (1, True)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("language: 1\n", 1, "missing-key"),
        (LAYER.replace("steps.bin", "steps.box"), 1, "unknown-address"),
        (LAYER.replace("report-missed-bin", "potholes"), 1, "another-pattern"),
        (LAYER.replace("report_within_days: 3", "report_within_days: 99"), 1, "setting-refused"),
        ("\xff", 2, "no-layer"),
        ("x" * 1_000_001, 2, "no-layer"),
    ],
)
def test_a_layer_with_a_fault_is_refused_by_name(old: Path, new: Path, text: str, code: int, words: str) -> None:
    file = old.parent / "layer.yaml"
    file.write_bytes(text.encode("latin-1"))
    for command in (("merge", "--from", old, "--to", new, "--layer", file), ("check", file, "--over", old)):
        said = call(*command)
        assert (said.exit_code, words in said.stdout) == (code, True), said.stdout
        (printed,) = json.loads(call(*command, "--json").stdout)
        assert printed["problems"][0]["code"] == words


def test_a_file_or_folder_that_is_missing_is_named(tmp_path: Path, old: Path, new: Path, layer: Path) -> None:
    assert call("merge", "--from", old, "--to", new, "--layer", tmp_path / "no.yaml").exit_code == 2
    assert call("merge", "--from", tmp_path / "no", "--to", new, "--layer", layer).exit_code == 2
    assert call("merge", "--from", old, "--to", new).exit_code == 2
