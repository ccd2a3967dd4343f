"""Hostile pattern folders are refused, or read, within limits; mutated ones never make reading or checking fail."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hostile import FOLDERS
from tests.support.patterns import pattern_files

from commonwheel.cli.main import commonwheel
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.checks.subject import MAX_OF_A_CODE
from commonwheel.core.patterns.reading.read import MAX_MESSAGES, read_folder
from commonwheel.core.patterns.reading.text import MAX_FILES, MAX_KEYS, MAX_LIST, MAX_NODES, SHORT
from commonwheel.core.patterns.wording.reading_age import grade
from commonwheel.core.problems import Problem

MOST_PROBLEMS = MAX_FILES * 4
CODES = {
    "laughs": "alias",
    "deep-flow": "too-deep",
    "deep-maps": "too-deep",
    "deep-lists": "too-deep",
    "as-many-nodes-as-may-be": "list-too-long",
    "too-many-nodes": "list-too-long",
    "keys-twice": "duplicate-key",
    "unknown-keys": "list-too-long",
    "nearly-known-keys": "list-too-long",
    "ten-megabytes": "too-large",
    "many-files": "too-many-files",
    "many-broken-files": "syntax",
    "not-utf-8": "not-utf-8",
    "lone-surrogates": "not-utf-8",
    "escaped-surrogates": "syntax",
    "control-characters": "control-character",
    "escaped-control-characters": "control-character",
    "right-to-left": "control-character",
    "long-id": "wrong-form",
    "huge-numbers": "not-whole-number",
    "huge-lengths": "not-whole-number",
    "huge-version": "wrong-form",
    "thousands-of-options": "list-too-long",
    "the-same-option-again-and-again": "list-too-long",
    "thousands-of-steps": "list-too-long",
    "thousands-of-stops": "list-too-long",
    "thousands-of-states": "list-too-long",
    "states-that-all-lead-to-all": "too-many-nodes",
    "thousands-of-translations": "list-too-long",
    "questions-in-one-group": "list-too-long",
    "endless-condition": "expressions-too-long",
    "conditions-of-signs": "expression-too-long",
    "loops-in-loops": "expression-too-many-loops",
    "links-that-never-end": "too-long",
    "links-in-guidance": "too-long",
    "many-links": "too-long",
    "many-holes": "too-long",
    "html": "html-in-words",
    "holes-that-never-end": "words-not-readable",
}


def problems_of(files: Any) -> list[Problem]:
    read = read_folder(files)
    return [*read.problems, *(check(read.bundle) if read.bundle else ())]


@pytest.mark.parametrize("name", list(FOLDERS))
def test_a_hostile_folder_is_told_shortly(name: str) -> None:
    found = problems_of(FOLDERS[name]())
    assert len(found) <= MOST_PROBLEMS
    for problem in found:
        assert len(problem.found) <= max(SHORT, 80)
        assert len(problem.expected) <= 20_000
        assert problem.help
        assert "\n" not in problem.found
        problem.found.encode()
    json.dumps([str(problem) for problem in found])


@pytest.mark.parametrize(("name", "code"), list(CODES.items()))
def test_a_hostile_folder_is_refused_for_what_it_is(name: str, code: str) -> None:
    assert code in {problem.code for problem in problems_of(FOLDERS[name]())}


def test_the_limits_leave_room_for_honest_patterns() -> None:
    """Ten times the missed-bin service, with its Welsh and its examples, fits into each of them, but for nodes (nine)."""
    files = pattern_files("report-missed-bin")
    trees = [yaml.safe_load(data) for path, data in files.items() if path.endswith(".yaml")]
    sizes = [size for tree in trees for size in _sizes(tree)]
    assert 9 * sum(1 for tree in trees for _ in _nodes(tree)) <= MAX_NODES
    assert 10 * max(size for kind, size in sizes if kind is list) <= MAX_LIST
    assert 10 * max(size for kind, size in sizes if kind is dict) <= MAX_KEYS
    assert 10 * sum(len(data) for path, data in files.items() if path.startswith("messages/")) <= MAX_MESSAGES


def _nodes(tree: Any) -> Iterator[Any]:
    yield tree
    inside = [*tree.keys(), *tree.values()] if isinstance(tree, dict) else tree if isinstance(tree, list) else []
    for each in inside:
        yield from _nodes(each)


def _sizes(tree: Any) -> Iterator[tuple[type, int]]:
    yield from ((type(each), len(each)) for each in _nodes(tree) if isinstance(each, dict | list))


def test_what_is_found_too_often_is_counted() -> None:
    small = pattern_files("report-missed-bin")
    text = "---\nsubject: Hello\n---\n\n" + "{{ nobody }} " * (MAX_OF_A_CODE + 40)
    found = problems_of({**small, "messages/received.md": text.encode()})
    unknown = [problem for problem in found if problem.code == "words-unknown-name"]
    assert any(problem.found == "and 40 more of this kind" for problem in unknown)


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "[a](" * 50_000, "." * 200_000 + "x", "{{ " * 60_000, "word. " * 30 + "\n \n" * 60_000]
)
def test_reading_age_looks_at_each_character_a_few_times_only(text: str) -> None:
    """With a pattern that looks back again and again, each of these would take minutes."""
    grade("Some words here. " * 20 + text)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
Change = Callable[[Any, Any], Any]


@settings(max_examples=60, deadline=None)
@given(ANY, st.sampled_from(["pattern.yaml", "translations/cy.yaml", "examples/all.yaml", "blocks/a/b/block.yaml"]))
def test_any_tree_is_read_or_refused(tree: Any, path: str) -> None:
    files = {
        **pattern_files("report-missed-bin"),
        path: yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace"),
    }
    problems_of(files)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["pattern.yaml", "guidance.md", "messages/received.md", "x/\udcff"]))
def test_any_bytes_are_read_or_refused(data: bytes, path: str) -> None:
    problems_of({**pattern_files("report-missed-bin"), path: data})


def mutated(draw: st.DrawFn, tree: Any) -> Any:
    """Delete, double, swap or retype one value somewhere in a tree."""
    spots = [(each, key) for each in _nodes(tree) for key in _keys(each)]
    holder, key = draw(st.sampled_from(spots))
    other, there = draw(st.sampled_from(spots))
    act = draw(st.sampled_from(["delete", "double", "swap", "retype", "rename"]))
    if act == "delete":
        del holder[key]
    elif act == "double" and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif act == "swap":
        holder[key] = json.loads(json.dumps(other[there], default=str)) if key in _keys(holder) else None
    elif act == "rename" and isinstance(holder, dict):
        holder[draw(st.text(max_size=8))] = holder.pop(key)
    else:
        holder[key] = draw(ANY)
    return tree


def _keys(node: Any) -> list[Any]:
    return list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []


@st.composite
def missed_bins(draw: st.DrawFn) -> dict[str, bytes]:
    files = dict(pattern_files("report-missed-bin"))
    path = draw(st.sampled_from(sorted(path for path in files if path.endswith(".yaml"))))
    tree = yaml.safe_load(files[path])
    for _each in range(draw(st.integers(1, 4))):
        tree = mutated(draw, tree)
        if not [1 for each in _nodes(tree) for _key in _keys(each)]:
            break
    files[path] = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True).encode("utf-8", "replace")
    return files


@settings(max_examples=150, deadline=None)
@given(missed_bins())
def test_a_mutated_service_is_read_or_refused(files: dict[str, bytes]) -> None:
    problems_of(files)


@settings(max_examples=25, deadline=None)
@given(missed_bins())
def test_the_command_answers_a_mutated_service_in_its_own_form(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    folder = written(tmp_path_factory.mktemp("mutated"), files)
    assert_command(folder)


@pytest.mark.parametrize(
    "name", ["laughs", "deep-flow", "keys-twice", "lone-surrogates", "long-conditions", "ten-megabytes"]
)
def test_the_command_answers_hostile_folders_in_its_own_form(tmp_path: Path, name: str) -> None:
    assert_command(written(tmp_path, FOLDERS[name]()))


def written(folder: Path, files: Any) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def assert_command(folder: Path) -> None:
    done = CliRunner().invoke(commonwheel, ["pattern", "check", str(folder), "--json"])
    (answer,) = json.loads(done.stdout)
    assert set(answer) == {"pattern", "ok", "problems"}
    assert done.exit_code == (0 if answer["ok"] else 1)
    keys = {"code", "severity", "file", "line", "column", "found", "expected", "help"}
    assert all(set(problem) == keys for problem in answer["problems"])
    assert "check-failed" not in {problem["code"] for problem in answer["problems"]}
    assert "Traceback" not in done.output
