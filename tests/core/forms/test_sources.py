"""The text of a source: hostile and broken files meet their limits early, with what to do."""

import json

import pytest
from tests.core.forms.builder_forms import field, form, page

from commonwheel.core.forms import sources
from commonwheel.core.forms.importing import given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.forms.sources import DEEPEST, LARGEST, read_json, read_yaml


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"pages": [', "line 1, column 12.*Export the form again"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b" " * (LARGEST + 1), "bytes. A form has"),
        (b"[" * 200 + b"]" * 200, "levels of brackets"),
        (b"[" * 200_000, "levels of brackets"),
        (b'{"a": 1, "a": 2}', "“a” twice"),
    ],
)
def test_json_that_cannot_be_read_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        read_json(data, "form.json")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a: [", "not whole YAML: line"),
        (b"a: &x 1\nb: *x\n", "line 2: write out what"),
        (b"- " * (DEEPEST + 1) + b"x", "levels of brackets"),
        (b"a: !!python/object:os.system {}", "not whole YAML"),
        (b"\x01", "not whole YAML"),
    ],
)
def test_yaml_that_cannot_be_read_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        read_yaml(data, "form.yaml")


def test_a_file_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_PARTS", 3)
    with pytest.raises(FormCannotBeRead, match="Split it"):
        read_json(b"[1, 2, 3, 4]", "form.json")
    with pytest.raises(FormCannotBeRead, match="Split it"):
        read_yaml(b"[1, 2, 3, 4]", "form.yaml")


def test_days_in_yaml_stay_texts_as_in_json() -> None:
    assert read_yaml(b"a: 2026-01-01", "form.yaml") == {"a": "2026-01-01"}


def test_yaml_is_told_by_the_name_of_the_file() -> None:
    whole = form(page("/first", field("TextField", "a")))
    made = import_form(
        json.dumps(whole).encode(), "form.YML", given_for(publisher="us", name="ours", duty="allotments")
    )
    assert b"pattern: ours" in made.files["pattern.yaml"]
    assert b"duty: allotments" in made.files["pattern.yaml"]
    assert b"Say which duty" not in made.files["pattern.yaml"]
