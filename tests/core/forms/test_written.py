"""Conditions that a builder keeps as text."""

import pytest

from commonwheel.core.forms.builder.written import LONGEST, CannotRead, read_written
from commonwheel.core.forms.terms import Answer, Call, Constant, Term, both, either, negated


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a.b == true", Call("==", (Answer("a.b"), Constant(value=True)))),
        ("a != 'x'", Call("!=", (Answer("a"), Constant("x")))),
        ("a > 1 and not b or c", either(both(Call(">", (Answer("a"), Constant(1))), negated(Answer("b"))), Answer("c"))),
        ("'x' in a", Call("has", (Answer("a"), Constant("x")))),
        ("'x' not in a", negated(Call("has", (Answer("a"), Constant("x"))))),
        ("length(a) >= -2", Call(">=", (Call("length", (Answer("a"),)), Constant(-2)))),
        ("(a + 1) * 2 < b / 3 - 1", Call("<", (
            Call("*", (Call("+", (Answer("a"), Constant(1))), Constant(2))),
            Call("-", (Call("/", (Answer("b"), Constant(3))), Constant(1)))))),
        ("null == a", Call("==", (Constant(None), Answer("a")))),
    ],
)  # fmt: skip
def test_it_is_read_as_it_is_meant(text: str, term: Term) -> None:
    assert read_written(text) == term


@pytest.mark.parametrize(
    "text",
    [
        "a ==", "a = 1", "[1]", "a < b < c", "f(x)", "length()", "a.b()", "f(x).y == 1", "a ** 2", "~a", "-a", "-'x'",
        "a is b", "(" * 500, "x" * (LONGEST + 1), "a if b else c", "",
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(CannotRead):
        read_written(text)
