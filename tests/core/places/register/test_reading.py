"""The register as text: written one way, and read with the place of what is wrong."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.register import FILE, the_register

from commonwheel.core.places.register.reading import RegisterIsBroken, read_register, write_register

ONE: dict[str, Any] = {
    "id": "cumberland",
    "names": [{"full": "Cumberland Council", "short": "Cumberland"}],
    "codes": [{"code": "E06000063"}],
    "kinds": [{"kind": "unitary"}],
    "nation": "england",
    "from": "2023-04-01",
}
WHOLE: dict[str, Any] = {"as_of": "2026-04-30", "authorities": [ONE], "parts": [], "powers": []}


def with_one(**changed: object) -> str:
    return json.dumps({**WHOLE, "authorities": [{**ONE, **changed}]})


def test_what_is_read_is_written_byte_for_byte() -> None:
    assert write_register(the_register()) == FILE.read_text(encoding="utf-8")


def test_a_register_without_anything_is_read() -> None:
    assert len(read_register('{"as_of": "2026-04-30"}').authorities) == 0


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("{", "the text", "it is not JSON"),
        ("[" * 100_000, "the text", "it is not JSON"),
        ("[]", "the text", "it is not an object"),
        ("{}", "the text", "as_of is missing"),
        ('{"as_of": "soon"}', "the text", "as_of is 'soon', not a day like 2027-04-01"),
        ('{"as_of": 20260430}', "the text", "as_of is 20260430"),
        ('{"as_of": "2026-04-30", "parts": {}}', "parts", "it is not a list"),
        ('{"as_of": "2026-04-30", "parts": [1]}', "parts 1", "it is not an object"),
        ('{"as_of": "2026-04-30", "powers": [{}]}', "powers 1", "holder is not a text"),
        (with_one(id="Cumberland"), "authorities 1", "'Cumberland' is no id"),
        (with_one(id=7), "authorities 1", "id is not a text"),
        (with_one(names=[]), "cumberland", "names is not a list with something in it"),
        (with_one(names=["Cumberland"]), "cumberland, names", "it is not an object"),
        (with_one(codes=[{"code": "63"}]), "cumberland", "'63' is not a GSS code"),
        (with_one(kinds=[{"kind": "duchy"}]), "cumberland", "kind is 'duchy', not one of county, district"),
        (with_one(nation="mercia"), "cumberland", "nation is 'mercia'"),
        (with_one(until="2023-04-01"), "cumberland", "it ends on 2023-04-01, before it begins on 2023-04-01"),
        (with_one(page=None), "cumberland", "page is not a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, where: str, why: str) -> None:
    with pytest.raises(RegisterIsBroken) as problem:
        read_register(text)
    assert problem.value.where == where
    assert why in problem.value.why


@given(st.binary(max_size=200))
def test_any_text_is_read_or_refused(data: bytes) -> None:
    with pytest.raises(RegisterIsBroken):
        read_register(data.decode(errors="replace"))


@given(st.integers(0, len(FILE.read_text(encoding="utf-8")) - 2))
def test_a_register_cut_short_is_refused(length: int) -> None:
    with pytest.raises(RegisterIsBroken, match="not JSON"):
        read_register(FILE.read_text(encoding="utf-8")[:length])
