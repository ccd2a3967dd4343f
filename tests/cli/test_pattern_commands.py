"""`commonwheel pattern …`: what is printed, and the exit code, whatever is given."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.support.pattern_text import EVERY_KEY, PATTERN, folder

from commonwheel.cli.main import commonwheel

KEYS = {"code", "severity", "file", "line", "column", "found", "expected", "help"}


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["pattern", *map(str, words)], catch_exceptions=False)


def as_json(*words: str | Path) -> Any:
    return json.loads(call(*words, "--json").stdout)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    made = tmp_path / "every-key"
    shutil.copytree(EVERY_KEY, made)
    return made


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write(tmp_path / "bad", PATTERN.replace("reference: MB", "reference: mb"))


def write(made: Path, pattern: str) -> Path:
    for path, data in folder(pattern).items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(data)
    return made


# check


def test_check_of_a_good_pattern(good: Path) -> None:
    result = call("check", good)
    assert (result.exit_code, result.stdout) == (0, f"{good}: no problems\n")
    assert as_json("check", good) == [{"pattern": "commonwheel-examples/every-key", "ok": True, "problems": []}]


def test_check_of_a_bad_pattern_names_file_line_and_column(bad: Path) -> None:
    result = call("check", bad)
    assert result.exit_code == 1
    assert f"{bad}/pattern.yaml:78:14: error: found `mb`; expected one to four capital letters" in result.stdout
    assert f"{bad}: 1 error, 0 warnings" in result.stdout
    (one,) = as_json("check", bad)
    assert (one["pattern"], one["ok"]) == ("bad", False)
    assert [set(problem) for problem in one["problems"]] == [KEYS]


def test_check_takes_several_folders(good: Path, bad: Path) -> None:
    assert call("check", good, bad).exit_code == 1
    assert [one["ok"] for one in as_json("check", good, bad)] == [True, False]


def test_strict_makes_warnings_errors(good: Path) -> None:
    (good / "stray.txt").touch()
    assert call("check", good).exit_code == 0
    assert call("check", good, "--strict").exit_code == 1
    assert as_json("check", good, "--strict")[0]["problems"][0]["severity"] == "error"


def test_check_called_wrongly_exits_with_two(good: Path, tmp_path: Path) -> None:
    assert call("check").exit_code == 2
    assert call("check", good, "--nonsense").exit_code == 2
    assert call("check", good, tmp_path / "nowhere").exit_code == 2
    (one,) = as_json("check", tmp_path / "nowhere")
    assert (one["ok"], one["problems"][0]["code"]) == (False, "no-folder")


def test_an_empty_folder_is_no_pattern(tmp_path: Path) -> None:
    assert call("check", tmp_path).exit_code == 1
    assert as_json("check", tmp_path)[0]["problems"][0]["code"] == "no-pattern"


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe",
        b"[" * 500_000,
        b"a: &a [*a, *a]\n",
        b"{{{{",
        b"\0" * 1000,
        b"- " * 300_000,
        b"language: 1\n" * 50_000,
    ],
)
def test_hostile_files_are_refused_and_never_a_traceback(tmp_path: Path, text: bytes) -> None:
    for path in ("pattern.yaml", "messages/a.md", "translations/cy.yaml", "examples/a.yaml", "blocks/a/b/block.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    result = call("check", tmp_path)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert not as_json("check", tmp_path)[0]["ok"]


def test_a_fault_of_ours_is_a_problem_and_hides_nothing_else(
    good: Path, bad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken\nbadly")

    monkeypatch.setattr("commonwheel.core.patterns.checks.check.check", broken)
    found = as_json("check", good, bad)
    assert [[problem["code"] for problem in one["problems"]] for one in found] == [["check-failed"], ["wrong-form"]]
    monkeypatch.undo()
    monkeypatch.setattr("commonwheel.core.examples.run.run_examples", broken)
    assert [problem["code"] for problem in as_json("test", good)[0]["problems"]] == ["check-failed"]


# test


def test_test_walks_the_examples(good: Path) -> None:
    result = call("test", good)
    assert result.exit_code == 0, result.stdout
    assert "1 example walked" in result.stdout
    (one,) = as_json("test", good)
    assert one["examples"] == ["everything"]
    assert {problem["code"] for problem in one["problems"]} == {"not-reached"}
    assert call("test", good, "--strict").exit_code == 1


def test_an_example_that_comes_out_otherwise_is_an_error(good: Path) -> None:
    example = good / "examples" / "everything.yaml"
    example.write_text(example.read_text().replace("fee_pence: 1200", "fee_pence: 1"))
    result = call("test", good)
    assert result.exit_code == 1
    assert "example-differs" in result.stdout


def test_a_pattern_with_errors_is_not_walked(bad: Path, tmp_path: Path) -> None:
    assert call("test", bad).exit_code == 1
    assert as_json("test", bad)[0]["examples"] == []
    assert call("test", tmp_path / "nowhere").exit_code == 2


# new


def test_a_new_pattern_is_whole_and_without_problems(tmp_path: Path) -> None:
    result = call("new", "ask-for-a-thing", "--in", tmp_path)
    assert result.exit_code == 0
    made = tmp_path / "ask-for-a-thing"
    assert call("check", made, "--strict").exit_code == 0
    assert call("test", made, "--strict").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ask-for-a-thing"]


def test_new_says_in_json_what_it_made(tmp_path: Path) -> None:
    said = as_json("new", "one", "--in", tmp_path, "--publisher", "our-council")
    assert said["pattern"] == "our-council/one"
    assert "pattern.yaml" in said["files"]


def test_new_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").symlink_to("nowhere")
    assert call("new", "one", "--in", tmp_path).exit_code == 2
    assert call("new", "two", "--in", tmp_path).exit_code == 2
    assert list((tmp_path / "one").iterdir()) == []


@pytest.mark.parametrize("name", ["payment", "", "../up", "A b", "x" * 62])
def test_new_refuses_what_cannot_be_a_name(tmp_path: Path, name: str) -> None:
    assert call("new", name, "--in", tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_new_leaves_nothing_behind_where_it_cannot_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    result = call("new", "one", "--in", tmp_path)
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert list(tmp_path.iterdir()) == []


# schema, compare


@pytest.mark.parametrize("file", ["pattern", "block", "message", "translations", "example", "layer", "manifest"])
def test_schema_prints_json(file: str) -> None:
    assert as_json("schema", file)["$schema"].startswith("https://json-schema.org/")


def test_schema_prints_the_reference() -> None:
    assert call("schema", "--reference").stdout.startswith("# The pattern language")
    assert call("schema", "--reference", "--json").exit_code == 2
    assert call("schema", "nonsense").exit_code == 2


def test_compare_lists_what_differs(good: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(good, new)
    assert call("compare", good, new).stdout == "0 differences\n"
    text = (new / "pattern.yaml").read_text()
    (new / "pattern.yaml").write_text(text.replace("version: 2.3.4", "version: 2.4.0"))
    result = call("compare", good, new)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Patch")
    assert "1 difference" in result.stdout.splitlines()
    said = as_json("compare", good, new)
    assert (said["old"]["version"], said["new"]["version"]) == ("2.3.4", "2.4.0")
    assert said["differences"][0]["address"] == "version"


@pytest.mark.parametrize(
    ("change", "version", "advice"),
    [
        (("label: Short", "label: Brief"), "2.3.4", "a patch change: the next version is at least 2.3.5. pattern.yaml says 2.3.4: number it 2.3.5."),
        (("max_mb: 5", "max_mb: 6"), "2.3.5", "a minor change: the next version is at least 2.4.0. pattern.yaml says 2.3.5: number it 2.4.0."),
        (("max_mb: 5", "max_mb: 6"), "2.4.0", "a minor change: the next version is at least 2.4.0. pattern.yaml says 2.4.0, which is enough."),
        (("max_mb: 5", "max_mb: 4"), "2.4.0", "a major change: the next version is at least 3.0.0. pattern.yaml says 2.4.0: number it 3.0.0."),
        (("max_mb: 5", "max_mb: 4"), "1.0.0", "a major change: the next version is at least 3.0.0. pattern.yaml says 1.0.0: number it 3.0.0."),
    ],
)  # fmt: skip
def test_compare_says_what_the_next_version_is(
    good: Path, tmp_path: Path, change: tuple[str, str], version: str, advice: str
) -> None:
    changed = tmp_path / "new"
    shutil.copytree(good, changed)
    text = (changed / "pattern.yaml").read_text()
    (changed / "pattern.yaml").write_text(text.replace(*change, 1).replace("version: 2.3.4", f"version: {version}"))
    result = call("compare", good, changed)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, f"This is {advice}")
    said = as_json("compare", good, changed)
    assert said["numbered_high_enough"] is ("enough" in advice)
    assert said["next_version"] in advice


def test_compare_gives_each_difference_its_weight_and_reason_heaviest_first(good: Path, tmp_path: Path) -> None:
    changed = tmp_path / "new"
    shutil.copytree(good, changed)
    text = (changed / "pattern.yaml").read_text()
    for old, new in (
        ("label: Short", "label: Brief"),
        ("max_mb: 5", "max_mb: 6"),
        ("accept: [pdf, png]", "accept: [pdf]"),
    ):
        text = text.replace(old, new, 1)
    (changed / "pattern.yaml").write_text(text)
    assert call("compare", good, changed).stdout.splitlines()[:3] == [
        "Major",
        "  steps.texts.ask.papers.accept was pdf, png and is now pdf.",
        "      An answer that passed before is refused now.",
    ]
    said = as_json("compare", good, changed)
    assert (said["weight"], said["next_version"]) == ("major", "3.0.0")
    assert {one["address"]: (one["weight"], one["why"]) for one in said["differences"]} == {
        "steps.texts.ask.short.label": ("patch", "It changes words only."),
        "steps.texts.ask.papers.accept": ("major", "An answer that passed before is refused now."),
        "steps.texts.ask.papers.max_mb": ("minor", "It takes more than before, and so other data."),
    }
    assert as_json("compare", good, good)["weight"] is None


def test_compare_refuses_what_cannot_be_read(good: Path, bad: Path, tmp_path: Path) -> None:
    assert call("compare", good, bad).exit_code == 1
    assert call("compare", good, tmp_path / "nowhere").exit_code == 2
    assert [one["ok"] for one in as_json("compare", bad, good)] == [False, True]


# the command itself


def test_help_lists_the_commands_and_imports_none() -> None:
    result = call("--help")
    assert result.exit_code == 0
    for name in ("new", "check", "test", "schema", "compare"):
        assert name in result.stdout
    assert call("nonsense").exit_code == 2


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from commonwheel.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_check_loads_neither_django_nor_what_runs_a_node(good: Path) -> None:
    program = (
        "import sys; from commonwheel.cli.pattern.checking import check_folder\n"
        f"assert check_folder({str(good)!r}).ok\n"
        "print(sorted(name for name in ('django', 'jinja2', 'rich') if name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert result.stdout == "[]\n", result.stderr


def test_a_terminal_without_our_letters_gets_escapes(tmp_path: Path) -> None:
    made = write(tmp_path / "x", PATTERN.replace("reference: MB", "reference: ŵ"))
    result = run("pattern", "check", str(made), PYTHONIOENCODING="latin-1")
    assert result.returncode == 1
    assert "\\u0175" in result.stdout


def test_a_fault_of_ours_is_a_sentence() -> None:
    program = (
        "import commonwheel.cli.main as it\n"
        "def broken(**_): raise RuntimeError('broken')\n"
        "it.commonwheel = broken\n"
        "it.main()"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 70
    assert "RuntimeError: broken" in result.stderr
    assert "Traceback" not in result.stderr
