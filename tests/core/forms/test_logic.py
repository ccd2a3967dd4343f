"""Rules of JSON Logic mean what an engine of that language makes of them."""

from typing import Any

import datalogic_py
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.forms.imports import TODAY
from tests.core.forms.plain_reading import holds

from commonwheel.core.forms.formio.logic import CannotRead, read_logic
from commonwheel.core.forms.terms import FALSE, TRUE, Answer, Call, Constant, Term, both, either, negated

TEXTS, NUMBERS = ("a", "b", "c"), (0, 1, 2, 18)


def var(name: str) -> dict[str, Any]:
    return {"var": name}


LEAVES = st.one_of(
    st.builds(lambda op, value: {op: [var("text"), value]}, st.sampled_from(["==", "===", "!=", "!=="]), st.sampled_from(TEXTS)),
    st.builds(lambda op, value: {op: [var("number"), value]}, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
              st.sampled_from(NUMBERS)),
    st.builds(lambda op, value: {op: [value, var("number")]}, st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(NUMBERS)),
    st.builds(lambda low, high: {"<=": [low, var("sure"), high]}, st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)),
    st.builds(lambda value: {"==": [var("truth"), value]}, st.booleans()),
    st.builds(lambda many: {"in": [var("text"), many]}, st.lists(st.sampled_from(TEXTS), max_size=2)),
    st.builds(lambda one: {"in": [one, var("many")]}, st.sampled_from(TEXTS)),
    st.builds(lambda op, value: {">=": [{op: [var("sure"), 2]}, value]}, st.sampled_from(["+", "-", "*", "/"]),
              st.sampled_from(NUMBERS)),
    st.just({"==": [var("text"), ""]}), st.just({"!=": [var("text"), None]}), st.just({"!!": [var("truth")]}),
    st.sampled_from([True, False, 0, 1, ""]), st.just({">": [{"-": [var("sure")]}, -3]}),
)  # fmt: skip
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda op, rules: {op: rules}, st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3)
        ),
        inner.map(lambda rule: {"!": [rule]}),
        st.builds(lambda one, two, three: {"if": [one, two, three]}, inner, inner, inner),
        st.builds(lambda one, two: {"if": [one, two]}, inner, inner),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {"sure": st.sampled_from(NUMBERS), "many": st.lists(st.sampled_from(TEXTS), min_size=1, unique=True)},
    optional={"text": st.sampled_from(TEXTS), "number": st.sampled_from(NUMBERS), "truth": st.booleans()},
)


@settings(max_examples=600)
@given(rule=RULES, answers=ANSWERS)
def test_a_term_holds_where_the_rule_is_true(rule: Any, answers: dict[str, Any]) -> None:
    term = read_logic(rule, Answer, missing_is_zero=True)
    if not isinstance(term, Constant):
        assert holds(term, answers, today=TODAY) == bool(datalogic_py.apply(rule, answers))


DAY = Answer("day")


@pytest.mark.parametrize(
    ("rule", "term"),
    [
        ({">": [{"date": var("day")}, {"-": [{"today": []}, {"rdelta": [18, 0, 0]}]}]},
         Call(">", (DAY, Call("today", (Constant(0), Constant(0), Constant(-18)))))),
        ({"<": [var("day"), {"+": [{"today": []}, {"rdelta": [0, 1]}]}]},
         Call("<", (DAY, Call("today", (Constant(0), Constant(1), Constant(0)))))),
        ({"missing": ["a", "b"]}, either(*(negated(Call("given", (Answer(one),))) for one in "ab"))),
        ({"missing": [var("a")]}, negated(Call("given", (Answer("a"),)))),
        ({"var": ["a", ""]}, Answer("a")),
        ({"==": [None, var("a")]}, negated(Call("given", (Answer("a"),)))),
        ({"+": [var("a")]}, Answer("a")),
        ({"and": [1, "x"]}, TRUE),
        ({"or": [[], False]}, FALSE),
        ({"<": [1, var("a"), 3]}, both(Call("<", (Constant(1), Answer("a"))), Call("<", (Answer("a"), Constant(3))))),
    ],
)  # fmt: skip
def test_what_open_forms_adds_is_read_too(rule: Any, term: Term) -> None:
    assert read_logic(rule, Answer) == term


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"map": [var("a"), 1]}, "uses `map`"),
        ({"and": []}, "uses `and`"),
        ({"a": 1, "b": 2}, "more than one operator"),
        ({"var": ["a", 3]}, "what is missing"),
        ({"==": [1]}, "between two values"),
        ({"dances": [1]}, "uses `dances`"),
        ({"in": ["a"]}, "uses `in`"),
        ({"*": [{"today": []}, {"rdelta": [1]}]}, "with today"),
        ({"-": [{"today": []}, 3]}, "with today"),
    ],
)
def test_what_no_condition_can_say_is_refused(rule: Any, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        read_logic(rule, Answer)


def test_a_rule_that_is_too_deep_is_refused() -> None:
    rule: Any = var("a")
    for _ in range(100):
        rule = {"!": [rule]}
    with pytest.raises(CannotRead, match="too deep"):
        read_logic(rule, Answer)
