"""The safe part of YAML: what is read, what is refused, and where each thing stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.patterns.reading.text import (
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_KEYS,
    MAX_LIST,
    MAX_NODES,
    MAX_PROBLEMS,
    Budget,
    Place,
    decode,
    parse,
    shorten,
    split_message,
)


def codes(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [problem.code for problem in parse(data, file="f.yaml").problems]


def test_scalars_stay_text_and_places_are_known() -> None:
    tree = parse(b"a: 1\nb:\n  - yes\n  - {c: 'x: y', d: 2026-01-01}\n", file="f.yaml")
    assert tree.value == {"a": "1", "b": ["yes", {"c": "x: y", "d": "2026-01-01"}]}
    assert tree.places["b", 1, "c"] == Place((4, 9), (4, 6))
    assert tree.places["b", 0] == Place((3, 5))
    assert tree.problems == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("# only a comment\n", "empty-file"),
        ("a: &x b\n", "anchor"),
        ("a: &x {b: c}\n", "anchor"),
        ("a: *x\n", "alias"),
        ("*x : a\n", "alias"),
        ("- *x\n", "alias"),
        ("a: !x b\n", "tag"),
        ("a: ! b\n", "tag"),
        ("a: !!set {b: c}\n", "tag"),
        ("<<: {a: b}\n", "merge-key"),
        ("a: b\na: c\n", "duplicate-key"),
        ("a: b\n---\nc: d\n", "several-documents"),
        ("%YAML 1.2\n---\na: b\n", "directive"),
        ("%TAG ! tag:x,2000:\n---\na: b\n", "directive"),
        ("? [a]\n: b\n", "key-not-text"),
        ("? {a: b}\n: b\n", "key-not-text"),
        ("a: [1, 2\nb: 3\n", "syntax"),
        ("a: {b, c: d}\n", "syntax"),
        ('a: "\\0"\n', "control-character"),
        ('a: "\\x1b[2J"\n', "control-character"),
        ("a: \x07\n", "control-character"),
        ("a: \u202eevil\n", "control-character"),
        ("a: x\u0085y\n", "control-character"),
        ("a: b\ufeff\n", "control-character"),
        (b"a: \xff\n", "not-utf-8"),
        ("a: b".encode("utf-16"), "not-utf-8"),
        (b"a: b\x00\n", "control-character"),
        ("a" * (MAX_FILE_BYTES + 1), "too-large"),
        ("[" * (MAX_DEPTH + 1), "too-deep"),
        ("[" * 100_000, "too-deep"),
        ("- " * 100_000, "too-deep"),
        (f"- [{'a, ' * 900}]\n" * (MAX_NODES // 900 + 1), "too-many-nodes"),
        ("- a\n" * (MAX_LIST + 1), "list-too-long"),
        ("".join(f"k{each}: a\n" for each in range(MAX_KEYS + 1)), "list-too-long"),
    ],
)
def test_what_is_not_in_the_safe_part_is_refused_by_name(text: str | bytes, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text", ["a: '<<'\n", "'<<': b\n", "\ufeffa: b\n", "a: ''\n", "a: {b: ''}\n", "--- \na: b\n", "a:\r\n  - b\r\n"]
)
def test_what_only_looks_like_a_fault_is_read(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "help_says"),
    [
        ("a: !answered\n", "`!`"),
        ("a: !answered(x)\n", "`!`"),
        ("a: Note: this\n", "`: `"),
        ("- {text: a: b}\n", "`: `"),
        ("a: {{ name }}\n", "`{{`"),
        ("- {text: {{ name }} }\n", "`{{`"),
        ("a: [{{ name }} x]\n", "`{{`"),
        ("- {label: Food, garden}\n", "comma"),
        ("- {label: Food, , garden: x}\n", "comma"),
        ("a: 'x' == y\n", "other kind"),
        ('a: "x" in y\n', "other kind"),
        ("a: @x\n", "character it begins with"),
        ("a: `x`\n", "character it begins with"),
        ("a: | x\n", "character it begins with"),
        ("\ta: x\n", "tab"),
        ("a: [b\n", "bracket"),
        ('a: "b\n', "quote"),
        ("a:\n  - b\n c: d\n", "indentation"),
    ],
)
def test_the_commonest_slips_are_named(text: str, help_says: str) -> None:
    (problem,) = parse(text.encode(), file="f.yaml").problems
    assert help_says in problem.help
    assert problem.line >= 1
    assert problem.column >= 1


def test_a_repeated_key_says_where_the_first_one_stands() -> None:
    (problem,) = parse(b"a: b\nc: d\na: e\n", file="f.yaml").problems
    assert (problem.line, problem.column, problem.found) == (3, 1, "a")
    assert "line 1" in problem.help


def test_faults_of_a_file_come_together_but_never_more_than_a_hundred() -> None:
    assert codes("a: &x b\nc: !y d\n") == ["anchor", "tag"]
    assert len(codes("a: &x b\n" * 5_000)) == MAX_PROBLEMS


def test_the_files_of_a_folder_share_what_they_may_hold() -> None:
    budget = Budget(nodes=5)
    assert parse(b"a: b\n", file="1.yaml", budget=budget).problems == ()
    assert [p.code for p in parse(b"a: b\n", file="2.yaml", budget=budget).problems] == ["too-many-nodes"]


def test_the_place_of_a_byte_that_is_not_text_counts_characters() -> None:
    text, problem = decode("é\nŵ".encode() + b"\xff", file="f.md")
    assert text == ""
    assert problem is not None
    assert (problem.line, problem.column, problem.found) == (2, 2, "byte 0xff")


def test_what_was_found_is_shown_on_one_short_line() -> None:
    assert shorten("a\n b") == "a b"
    assert len(shorten("x" * 500)) == 80


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: b\n---\nHello\n", ("a: b", "Hello\n")),
        ("---\r\na: b\r\n---\r\nHello", ("a: b", "Hello")),
        ("---\n---\n", ("", "")),
        ("Hello\n---\n", ("Hello\n---\n",)),
        ("---\nno end", ("---\nno end",)),
        ("", ("",)),
    ],
)
def test_a_message_is_split_after_its_first_block(text: str, parts: tuple[str, ...]) -> None:
    assert tuple(split_message(text)) == parts


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise(data: bytes) -> None:
    tree = parse(data, file="f.yaml")
    assert (tree.value is None) == bool(tree.problems)


@given(st.text(alphabet="ab:{}[]-?!&*|>'\"%@#, \n\t<", max_size=80))
def test_no_punctuation_whatever_raises(text: str) -> None:
    tree = parse(text.encode(), file="f.yaml")
    assert (tree.value is None) == bool(tree.problems)
    assert all(problem.help and problem.line >= 0 for problem in tree.problems)
