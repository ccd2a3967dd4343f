"""Expressions beyond the conformance file: limits, hostile texts, outcomes, sharing."""

import datetime as dt
import gc
import threading
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwheel.core.patterns.expressions import (
    Batch,
    ExpressionRefused,
    Facts,
    Fault,
    Scope,
    Unknown,
    analyse,
    compile_expression,
    pattern_problem,
    scope_of,
)
from commonwheel.core.patterns.expressions.engine import as_timestamp
from commonwheel.core.patterns.expressions.limits import printable
from commonwheel.core.patterns.expressions.sorts import (
    BOOL,
    DATE,
    DOUBLE,
    INT,
    MOMENT,
    TIMESTAMP,
    list_of,
    map_of,
    text,
)
from commonwheel.core.patterns.expressions.values import as_fact
from commonwheel.core.values.working_days import WorkingCalendar

SCOPE = scope_of({"a": INT, "b": BOOL, "t": text(20_000), "d": TIMESTAMP, "l": list_of(None, 50)})


def run(expression, values, expected="bool", in_area=lambda spot, area: None):
    return compile_expression(expression, SCOPE, expected).run(Facts(SCOPE, values, None, in_area))


def codes(expression, expected="bool"):
    return {problem.code for problem in analyse(expression, SCOPE, expected=expected).problems}


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("a > 1 " + " " * 2_000, "expression-too-long"),
        ("(" * 500, "expression-too-deep"),
        ("[" * 25 + "1" + "]" * 25, "expression-too-deep"),
        ("a" + " + a" * 100 + " > 1", "expression-too-deep"),
        ("[1].map(x, " * 12 + "1" + ")" * 12 + " == []", "expression-too-many-loops"),
        ("\ud800", "expression-character"),
        ("a > 1 \x7f", "expression-character"),
        ("}" * 900, "expression-not-readable"),
        ("'" + "\\" * 997, "expression-not-readable"),
        ("`" * 900, "expression-not-readable"),
        ("l.all(x, l.all(y, t.matches(t)))", "expression-too-costly"),
    ],
)
def test_hostile_expressions_are_refused_with_a_reason(expression, code):
    assert code in codes(expression)


def test_brackets_within_quoted_text_do_not_count_as_nesting():
    assert codes("t == '" + "(" * 100 + "'") == set()


def test_a_chain_of_conditions_may_be_long():
    assert codes(" && ".join(["b"] * 150)) == set()


def test_problems_say_where_they_are():
    problem = analyse("a == 1 &&\n  zork == 2", SCOPE).problems[0]
    assert (problem.line, problem.column, problem.found) == (2, 3, "zork")
    problem = analyse("a == 1 &&\n  answered('zork')", SCOPE).problems[0]
    assert (problem.line, problem.found) == (2, "zork")


def test_a_refusal_carries_its_problems():
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression("a +", SCOPE, "bool")
    assert refused.value.problems[0].code == "expression-not-readable"
    assert refused.value.text == "a +"
    assert "cannot be used" in str(refused.value)


def test_an_analysis_tells_what_is_read_and_what_is_guarded():
    analysis = analyse("answered('a') && a > 1 && b", SCOPE)
    assert (analysis.reads, analysis.guarded, analysis.names) == ({"b"}, {"a"}, {"a", "b"})
    assert (analysis.result, analysis.problems) == ("BOOL", ())
    assert analysis.cost < 30


def test_text_put_together_and_chosen_costs_by_its_size():
    small, large = (analyse(f"(b ? t : t + t).contains('{word}')", SCOPE).cost for word in ("x", "x" * 500))
    assert small > 4_000
    assert large > small


def test_unknown_and_fault_refuse_to_be_taken_for_truth():
    for outcome in (Unknown(("a",)), Fault("failed", "")):
        with pytest.raises(TypeError):
            bool(outcome)


def test_an_unknown_names_what_is_missing():
    assert run("a > 1 && b", {}) == Unknown(("a", "b"))


def test_an_area_that_is_not_loaded_is_unknown():
    assert run("in_area({'lat': 1.0}, 'x')", {}) == Unknown()
    assert run("in_area({'lat': 1.0}, 'x')", {}, in_area=lambda spot, area: spot == {"lat": 1.0}) is True


def test_a_function_of_the_council_that_breaks_is_a_fault():
    assert run("add_working_days(d, 1) > d", {"d": as_timestamp(dt.date(2026, 1, 1))}).code == "failed"


def test_a_value_the_engine_cannot_take_is_a_fault():
    assert run("a > 1", {"a": object()}).code == "failed"
    assert run("t == 'x'", {"t": "\ud800"}).code == "failed"
    assert run("b", {"b": 1}).code == "failed"
    assert run("a > 1", {"a": 10**30}).code == "failed"


def test_a_batch_falls_back_to_one_by_one():
    conditions = tuple(compile_expression(text, SCOPE, "bool") for text in ("a > 1 // comment", "b", "l[0]"))
    batch = Batch(conditions)
    facts = Facts(SCOPE, {"a": 2, "b": False, "l": [True]}, None, None)
    assert batch.run(facts) == [True, False, True]
    assert batch.run(facts.without(frozenset({"a"}))) == [Unknown(("a",)), False, True]
    assert batch.run(Facts(SCOPE, {"a": 2, "b": False, "l": [7]}, None, None))[2].code == "wrong-result"
    assert batch.run(Facts(SCOPE, {"a": object(), "b": False, "l": [True]}, None, None))[1] is False


def test_a_batch_that_the_engine_cannot_put_together_still_answers():
    longest = compile_expression("a" + " + a" * 30 + " > 1", SCOPE, "bool")
    batch = Batch((longest, longest))
    assert batch._program is None
    assert batch.run(Facts(SCOPE, {"a": 1}, None, None)) == [True, True]


def test_a_batch_over_what_the_engine_cannot_take_tells_faults():
    condition = compile_expression("t == 'x'", SCOPE, "bool")
    outcomes = Batch((condition, condition)).run(Facts(SCOPE, {"t": "\ud800"}, None, None))
    assert [outcome.code for outcome in outcomes] == ["failed", "failed"]


def test_equal_names_share_one_scope_and_one_compiled_expression():
    once, again = (scope_of({"a": INT, "b": BOOL, "l": list_of(None, 50)}) for _ in range(2))
    assert again is once
    assert again == once
    assert scope_of({"a": INT}) != once
    assert repr(scope_of({"a": INT})) == "Scope(today, a)"
    assert compile_expression("a > 77", again, "bool")._program is compile_expression("a > 77", once, "bool")._program


def test_one_compiled_expression_serves_several_threads():
    compiled, wrong = compile_expression("a > 500", SCOPE, "bool"), []

    def use(start):
        for number in range(start, start + 300):
            outcome = compiled.run(Facts(SCOPE, {"a": number}, None, None))
            wrong.extend([number] * (outcome is not (number > 500)))

    threads = [threading.Thread(target=use, args=(start,)) for start in (0, 300, 600)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_pattern_may_not_have_too_many_or_too_long_expressions():
    assert pattern_problem(["a > 1"] * 3_000) is None
    assert pattern_problem(["a > 1"] * 3_001).code == "expressions-too-many"
    assert pattern_problem(["a" * 2_000] * 251).code == "expressions-too-long"


def test_a_value_that_does_not_fit_its_sort_is_not_known():
    assert as_fact(list_of(None, 5), [1, "x", True, 2.5]) == [1, "x", True, 2.5]
    assert as_fact(list_of(None, 5), [1, None]) is None
    assert as_fact(list_of(None, 5), "x") is None
    assert as_fact(DOUBLE, float("nan")) is None
    assert as_fact(DOUBLE, True) is None
    assert as_fact(INT, 2**63) is None
    assert as_fact(DATE, as_timestamp(dt.date(2026, 1, 1))) is None
    assert as_fact(MOMENT, "2026-02-30T09:00") is None


def test_what_is_printed_is_short_and_clean():
    assert printable("a\x00\ud800" + "b" * 100, 10) == "a\ufffd\ufffdbbbbbb…"


SNIPPETS = st.sampled_from(
    ["a", "b", "t", "d", "l", "today", "1", "2.5", "'x'", "==", "&&", "||", "!", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":",
     "-", "/", "answered('a')", "days(1)", "l.all(x,", "in_area(", "size(", "null", "true", "\n", "//", '"', "has(", "x", "dyn("]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(SNIPPETS, max_size=20).map(" ".join)))
def test_no_text_makes_the_wrapper_raise_anything_but_its_named_failure(expression):
    values = {"a": 1, "b": True, "t": "x", "d": as_timestamp(dt.date(2026, 1, 1)), "l": [1, True]}
    try:
        compiled = compile_expression(expression, SCOPE, "bool")
    except ExpressionRefused:
        return
    for facts in (values, {}):
        assert isinstance(compiled.run(Facts(SCOPE, facts, None, lambda spot, area: None)), bool | Unknown | Fault)


def test_facts_are_freed_once_they_have_been_used():
    """The engine's objects are out of the collector's sight: a ring through one would grow with every request."""
    calendar = WorkingCalendar(frozenset(), dt.date(2030, 1, 1))
    gone = weakref.ref(calendar)
    facts = Facts(SCOPE, {"d": as_timestamp(dt.date(2026, 1, 1))}, calendar, lambda spot, area: None)
    assert compile_expression("add_working_days(d, 1) > d", SCOPE, "bool").run(facts) is True
    del facts, calendar
    gc.collect()
    assert gone() is None


def test_facts_of_an_equal_scope_fit_an_expression_compiled_in_another():
    first, second = (Scope({"zz": INT, "yy": list_of(map_of(x=INT), 3)}) for _ in range(2))
    compiled = compile_expression("yy.exists(e, e.x == zz) && answered('zz')", first, "bool")
    del first
    gc.collect()
    assert compiled.run(Facts(second, {"zz": 1, "yy": [{"x": 1}]}, None, None)) is True
