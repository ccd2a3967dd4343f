"""Scopes within scopes: one environment of the engine serves all that agree, and none reads another's names."""

import datetime as dt

import pytest

from commonwheel.core.patterns.expressions import Facts, Scope, analyse, compile_expression, scope_of
from commonwheel.core.patterns.expressions.engine import as_timestamp
from commonwheel.core.patterns.expressions.sorts import BOOL, DATE, DOUBLE, INT, list_of, map_of, text

BEN, CAT = {"size": INT, "day": DATE}, {"size": text(5), "colour": text(9)}
OUTER = scope_of({"adult": BOOL, "born": DATE}, inner=[BEN, CAT, {"decision.reason": text(40)}])
DAY = as_timestamp(dt.date(2026, 11, 25))


def codes(expression, scope):
    return [problem.code for problem in analyse(expression, scope, expected="bool").problems]


def outcome(expression, scope, values):
    return compile_expression(expression, scope, "bool").run(Facts(scope, values, None, lambda spot, area: None))


def test_scopes_that_agree_share_one_environment():
    assert OUTER.within(BEN).env is OUTER.within(CAT).env is OUTER.env
    assert OUTER.within(BEN) is OUTER.within(BEN)
    assert OUTER.within(BEN) != OUTER.within(CAT)


@pytest.mark.parametrize(
    ("expression", "scope"),
    [
        ("colour == 'red'", OUTER),
        ("colour == 'red'", OUTER.within(BEN)),
        ("size > 3", OUTER),
        ("decision.reason == 'x'", OUTER),
        ("decision . reason == 'x'", OUTER.within(CAT)),
        ("adult && day < today", OUTER.within(CAT)),
    ],
)
def test_a_scope_does_not_read_the_names_of_one_beside_it(expression, scope):
    assert codes(expression, scope) == ["expression-unknown-name"]


def test_a_name_of_another_scope_can_be_that_of_a_loop():
    assert codes("[1, 2].all(colour, colour > 0)", OUTER) == []
    assert outcome("[1, 2].all(colour, colour > 1)", OUTER, {}) is False


def test_a_word_in_quotes_is_no_name():
    assert outcome("adult || 'colour' == 'red'", OUTER, {"adult": True}) is True


def test_a_name_of_two_types_is_read_as_each_scope_has_it():
    assert outcome("size > 3", OUTER.within(BEN), {"size": 4}) is True
    assert outcome("size > '3'", OUTER.within(CAT), {"size": "4"}) is True
    assert codes("size > '3'", OUTER.within(BEN)) == ["expression-wrong-types"]
    assert codes("size > 3", OUTER.within(CAT)) == ["expression-wrong-types"]


@pytest.mark.parametrize(
    ("sort", "value", "expression"),
    [
        (DATE, DAY, "odd == born && size > 3"),
        (DOUBLE, 4.0, "odd > 3.5 && size > 3"),
        (list_of(map_of(at=DATE), 3), [{"at": 1}], "odd[0].at == 1 && size > 3"),
    ],
)
def test_facts_of_a_name_of_several_types_are_taken(sort, value, expression):
    """What is left out of the shared environment is run in it all the same."""
    scope = scope_of({"born": DATE}, inner=[{"odd": sort, "size": INT}, {"odd": BOOL}, {"size": DOUBLE}])
    inside = scope.within({"odd": sort, "size": INT})
    assert outcome("born == born", scope, {"born": DAY}) is True
    assert inside.env is scope.env
    assert outcome(expression, inside, {"born": DAY, "odd": value, "size": 4}) is True


def test_a_scope_may_add_what_was_not_foreseen():
    inside = OUTER.within({"more": INT})
    assert outcome("more > 1 && born < today", inside, {"more": 2, "born": DAY, "today": DAY}) is False
    assert codes("more > 1", OUTER) == ["expression-unknown-name"]
    assert outcome("more > 1 && last", inside.within({"last": BOOL}), {"more": 2, "last": True}) is True


def test_a_name_that_hides_one_of_another_type_is_read_and_run_as_the_nearer():
    inside = OUTER.within({"born": text(20)})
    assert inside.env is not OUTER.env
    assert outcome("born == 'here' && adult", inside, {"born": "here", "adult": True}) is True


def test_dates_are_taken_in_an_equal_scope_that_has_compiled_nothing():
    first, second = (Scope({"zz_born": DATE}) for _ in range(2))
    compiled = compile_expression("zz_born == today", first, "bool")
    assert compiled.run(Facts(second, {"zz_born": DAY, "today": DAY}, None, None)) is True
