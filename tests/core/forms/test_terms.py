"""What conditions of forms mean, and that the pattern says the same."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.forms.imports import TODAY, programme_of, walked
from tests.core.forms.plain_reading import MISSING, holds, shifted, value_of

from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.importing import given_for, imported_from
from commonwheel.core.forms.leaves import CannotBeSaid, Known
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Form, Page
from commonwheel.core.forms.terms import (
    FALSE,
    TRUE,
    Answer,
    Call,
    Constant,
    Term,
    both,
    either,
    names,
    negated,
)

CHOICES = tuple(Choice(value, f"Choice {value}") for value in ("A", "B", "3", "Many words"))
QUESTIONS = (
    Asked("yes", "yes-no", "Yes?", "/0", optional=True),
    Asked("one", "radios", "One?", "/1", optional=True, choices=CHOICES),
    Asked("many", "checkboxes", "Many?", "/2", optional=True, choices=CHOICES),
    Asked("number", "number", "Number?", "/3", optional=True),
    Asked("exact", "number", "Exactly?", "/4", optional=True, limits={"decimals": 2}),
    Asked("text", "text", "Text?", "/5", optional=True),
    Asked("day", "date", "Day?", "/6", optional=True),
    Asked("sure", "radios", "Sure?", "/7", choices=CHOICES),
)
ANSWERS = st.fixed_dictionaries(
    {"sure": st.sampled_from([one.value for one in CHOICES])},
    optional={
        "yes": st.booleans(),
        "one": st.sampled_from([one.value for one in CHOICES]),
        "many": st.lists(st.sampled_from([one.value for one in CHOICES]), min_size=1, unique=True),
        "number": st.integers(-3, 6),
        "exact": st.sampled_from([0.5, 1.0, 2.25, 4.0]),
        "text": st.sampled_from(["A", "it's \\ here", "3"]),
        "day": st.dates(dt.date(2001, 1, 1), dt.date(2040, 12, 31)),
    },
)
EQUALS, ORDERS = ("==", "!="), ("==", "!=", "<", "<=", ">", ">=")
EARLIER = ("<", "<=", ">", ">=")
VALUES = ("A", "B", "3", "Many words", "Nobody has this")


def compare(key: str, ops: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Term]:
    left: st.SearchStrategy[Term] = st.just(Answer(key))
    return st.builds(lambda op, one, other: Call(op, (one, other)), st.sampled_from(ops), left, values.map(Constant))


def today(*counted: st.SearchStrategy[int]) -> st.SearchStrategy[Term]:
    far = st.tuples(*counted)
    return st.builds(
        lambda op, far: Call(op, (Answer("day"), Call("today", tuple(map(Constant, far))))),
        st.sampled_from(EARLIER),
        far,
    )


NONE = st.just(0)
LEAVES = st.one_of(
    compare("yes", EQUALS, st.booleans()),
    compare("one", EQUALS, st.sampled_from(VALUES)),
    compare("one", EARLIER, st.integers(2, 4)),
    compare("sure", EQUALS, st.sampled_from(VALUES)),
    compare("many", EQUALS, st.sampled_from(["A", "Nobody has this"])),
    compare("number", ORDERS, st.integers(-2, 5) | st.sampled_from([1.5, "2"])),
    compare("exact", ORDERS, st.sampled_from([0.5, 1, 2.25])),
    compare("text", EQUALS, st.sampled_from(["A", "it's \\ here"])),
    compare("day", ORDERS, st.sampled_from([dt.date(2026, 6, 1), "2020-02-29", dt.date(2033, 1, 1)])),
    today(st.integers(-400, 400), NONE, NONE),
    today(NONE, NONE, st.integers(-20, 9).filter(bool)),
    st.builds(lambda key, value: Call("has", (Answer(key), Constant(value))), st.sampled_from(["many", "one"]),
              st.sampled_from(VALUES)),
    st.builds(lambda key: Call("given", (Answer(key),)), st.sampled_from([one.key for one in QUESTIONS])),
    st.just(Answer("yes")), st.sampled_from([TRUE, FALSE, Constant(1)]),
    st.just(Call(">", (Call("length", (Answer("text"),)), Constant(3)))),
    st.just(Call("<", (Call("age", (Answer("day"),)), Constant(18)))),
    st.builds(lambda op: Call(">=", (Call(op, (Answer("number"), Answer("exact"))), Constant(2))),
              st.sampled_from(["+", "-", "*", "/"])),
    st.just(Call("<", (Constant(2), Answer("number")))),
    st.just(Call("==", (Call("-", (Answer("number"), Constant(1))), Constant(1)))),
)  # fmt: skip
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda terms: both(*terms)),
        st.lists(inner, min_size=1, max_size=3).map(lambda terms: either(*terms)),
        st.lists(inner, min_size=2, max_size=3).map(lambda terms: Call("or", tuple(terms))),
        inner.map(negated),
    ),
    max_leaves=5,
)


def plain(term: Term) -> Term:
    """A term with its values as its answers are kept: days and numbers from texts, lists from single values."""
    if not isinstance(term, Call):
        return term
    if term.op in ("==", "!=", "<", "<=", ">", ">=") and isinstance(term.args[0], Answer):
        key, other = term.args[0].key, term.args[1]
        if isinstance(other, Constant) and isinstance(other.value, str):
            if key == "day":
                return Call(term.op, (term.args[0], Constant(dt.date.fromisoformat(other.value))))
            if key == "number":
                return Call(term.op, (term.args[0], Constant(int(other.value))))
            if key == "many":
                return Call(term.op, (term.args[0], Constant((other.value,))))
    return Call(term.op, tuple(map(plain, term.args)))


@settings(max_examples=150)
@given(term=TERMS, answers=ANSWERS)
def test_a_pattern_shows_a_page_just_when_the_condition_of_the_form_holds(term: Term, answers: dict[str, Any]) -> None:
    report = Report()
    pages = (
        Page("first", "First", "/first", QUESTIONS),
        Page("second", "Second", "/second", (Asked("then", "text", "Then?", "/8"),), shown=term),
    )
    made = imported_from(Form("test", "A form", pages, named(pages, report)), given_for(publisher="us"), report)
    choosing = {"3": 3}
    read = {key: choosing.get(value, value) if key == "one" else value for key, value in answers.items()}
    shown = [page.page.id for page in walked(made, programme_of(made), answers).pages]
    assert ("second" in shown) == _held(plain(term), read, answers)


def _held(term: Term, read: dict[str, Any], answers: dict[str, Any]) -> bool:
    """The plain reading; a choice compared with a number is read as one where it can be."""
    if isinstance(term, Call) and term.op in ("and", "or"):
        return (all if term.op == "and" else any)(_held(one, read, answers) for one in term.args)
    if isinstance(term, Call) and term.op == "not":
        return not _held(term.args[0], read, answers)
    if isinstance(term, Call) and term.op == "has" and term.args[0] == Answer("one"):
        return answers.get("one") == term.args[1].value
    numeric = isinstance(term, Call) and term.args and isinstance(term.args[-1], Constant)
    of_choice = numeric and term.args[0] == Answer("one") and isinstance(term.args[-1].value, int)
    chosen = {"many": tuple(answers["many"])} if "many" in answers else {}
    return holds(term, (read if of_choice else answers) | chosen, today=TODAY)


def test_a_comparison_with_what_is_missing_is_false_and_so_is_its_opposite() -> None:
    assert not holds(Call("==", (Answer("a"), Constant(1))), {}, today=TODAY)
    assert not holds(Call("!=", (Answer("a"), Constant(1))), {"a": ""}, today=TODAY)
    assert holds(negated(Call("==", (Answer("a"), Constant(1)))), {}, today=TODAY)
    assert not holds(Answer("a"), {"a": []}, today=TODAY)


def test_what_does_not_go_together_is_missing() -> None:
    for term in (
        Call("<", (Constant("a"), Constant(1))),
        Call("/", (Constant(1), Constant(0))),
        Call("has", (Constant(1), Constant(1))),
        Call("today", (Constant("soon"),)),
    ):
        assert value_of(term, {}, today=TODAY) is MISSING


def test_conditions_are_joined_in_their_simplest_form() -> None:
    a, b, c = (Call("given", (Answer(name),)) for name in "abc")
    assert both() == TRUE
    assert either() == FALSE
    assert both(a, TRUE, a) == a
    assert both(a, negated(a)) == FALSE
    assert both(a, FALSE) == FALSE
    assert either(a, negated(a)) == TRUE
    assert either(a, TRUE) == TRUE
    assert either(a, both(a, b)) == a
    assert either(both(a, b), both(a, c)) == both(a, either(b, c))
    assert either(both(a, b), both(a, negated(b))) == a
    assert negated(negated(a)) == a
    assert negated(FALSE) == TRUE
    assert negated(TRUE) == FALSE


def test_names_of_answers_are_found() -> None:
    term = both(Call("==", (Answer("a"), Constant(1))), negated(Call("given", (Answer("b"),))))
    assert list(names(term)) == ["a", "b"]
    assert list(names(TRUE)) == []


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert shifted(dt.date(2026, 3, 31), 0, -1) == dt.date(2026, 2, 28)
    assert shifted(dt.date(2024, 2, 29), 1, 0, 1) == dt.date(2025, 3, 1)
    assert shifted(dt.date(2026, 11, 30), 0, 1) == dt.date(2026, 12, 30)


KNOWN = {
    "age": Known("age", "number"), "born": Known("born", "date"), "where": Known("place", "place"),
    "list": Known("list", "group"), "inside": Known("inside", "text", in_group=True), "files": Known("files", "file"),
    "agree": Known("agree", "declaration"), "many": Known("many", "checkboxes", {"A": "a"}),
    "pay": Known("pay", "money"), "word": Known("word", "text"), "one": Known("one", "select", {"x": "x"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (Answer("unasked"), "does not ask"),
        (Call("==", (Answer("inside"), Constant("x"))), "once for each entry"),
        (Call("==", (Answer("where"), Constant("x"))), "type place"),
        (Call(">", (Answer("word"), Constant("x"))), "greater"),
        (Call("==", (Answer("age"), Constant("old"))), "“old”"),
        (Call("<", (Answer("born"), Constant("long ago"))), "“long ago”"),
        (Call("==", (Answer("age"), Answer("word"))), "int with a string"),
        (Call("==", (Answer("age"), Constant(None))), "no answer has"),
        (Call("<", (Answer("born"), Call("today", (Constant(0), Constant(1), Constant(0))))), "months"),
        (Call("==", (Answer("born"), Call("today", (Constant(0), Constant(0), Constant(1))))), "years"),
        (Call("<", (Answer("age"), Call("today", (Constant(0), Constant(0), Constant(1))))), "years"),
        (Call("given", (Constant(1),)), "an answer only"),
        (Call("has", (Constant(1), Constant(1))), "written value"),
        (Call("matches", (Answer("age"), Constant("x"))), "only a text"),
        (Call("matches", (Constant("x"), Constant("x"))), "an answer has"),
        (Call("matches", (Answer("word"), Constant("("))), "cannot be read"),
        (Call("matches", (Answer("word"), Constant("(?=x)y"))), "more in it"),
        (Call("matches", (Answer("word"), Constant(r"(x)\1"))), "more in it"),
        (Call("matches", (Answer("word"), Constant("x" * 301))), "more in it"),
        (Call("has", (Answer("age"), Constant(1))), "not a list"),
        (Call("+", (Constant(1), Constant(1))), "neither true nor false"),
        (Call("==", (Call("+", (Answer("word"), Constant(1))), Constant(1))), "calculates"),
        (Call("==", (Call("length", (Answer("age"),)), Constant(1))), "length"),
        (Call("==", (Call("age", (Answer("age"),)), Constant(1))), "age"),
        (Call("==", (Call("given", (Answer("age"),)), Constant(1))), "outcome"),
    ],
)
def test_what_the_language_cannot_say_is_refused_with_why(term: Term, why: str) -> None:
    with pytest.raises(CannotBeSaid, match=why):
        expression(term, KNOWN)


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Answer("word"), 'answered("word")'),
        (Answer("age"), 'answered("age") && age != 0'),
        (Answer("agree"), 'answered("agree") && agree'),
        (Call("matches", (Answer("word"), Constant(r"^\d+'$"))), r"""answered("word") && word.matches('^\\d+\'$')"""),
        (Call("has", (Answer("word"), Constant("x"))), """answered("word") && word.contains('x')"""),
        (negated(Call("has", (Answer("word"), Constant("x")))), """!(answered("word") && word.contains('x'))"""),
        (Call("!=", (Answer("many"), Constant("A"))), """answered("many") && many != ['a']"""),
        (Call("!=", (Answer("many"), Constant("Z"))), 'answered("many")'),
        (Call("==", (Answer("one"), Constant("x"))), 'answered("one")'),
        (Call("==", (Answer("pay"), Constant(5))), 'answered("pay") && pay == 5'),
        (Call("==", (Answer("agree"), Answer("agree"))), 'answered("agree") && agree == agree'),
        (Call("==", (Constant(value=True), Constant(value=True))), "true == true"),
        (Call("and", (Constant("x"), Constant(0))), "false"),
        (Call("and", (TRUE, TRUE)), "true"),
        (Call("!=", (Call("length", (Answer("list"),)), Constant(0))), 'answered("list") && size(list) != 0'),
        (Call("given", (Answer("files"),)), 'answered("files")'),
        (Call("or", (Answer("settings.open"), negated(Answer("settings.shut")))), "settings.open || !settings.shut"),
    ],
)
def test_what_it_can_say_is_written_plainly(term: Term, said: str) -> None:
    assert expression(term, KNOWN) == said


def test_an_answer_that_everybody_gave_needs_no_guard() -> None:
    term = Call("==", (Answer("age"), Constant(5)))
    assert expression(term, KNOWN, always=frozenset({"age"})) == "age == 5"
    assert expression(negated(term), KNOWN, always=frozenset({"age"})) == "age != 5"
    assert expression(Call("given", (Answer("age"),)), KNOWN, always=frozenset({"age"})) == "true"


def test_where_all_must_be_true_a_compulsory_answer_needs_no_guard() -> None:
    term = both(Call("given", (Answer("word"),)), Call("==", (Answer("age"), Constant(5))))
    sure = frozenset({"age", "word"})
    assert expression(term, KNOWN, compulsory=sure) == 'answered("word") && age == 5'
    assert (
        expression(both(term, Call("==", (Answer("word"), Constant("x")))), KNOWN, compulsory=sure)
        == "age == 5 && word == 'x'"
    )
    assert expression(negated(term), KNOWN, compulsory=sure) == '!answered("word") || !(answered("age") && age == 5)'


def test_what_is_asked_only_later_is_missing() -> None:
    term = Call("==", (Answer("age"), Constant(5)))
    assert expression(term, KNOWN, asked={"word"}) == "false"
    assert expression(negated(Call("given", (Answer("age"),))), KNOWN, asked={"word"}) == "true"


def test_one_of_several_choices_is_said_of_choices_only() -> None:
    known = {"one": Known("one", "radios", {"A": "a", "B": "b", "C": "c"}), "all": Known("all", "checkboxes", {"A": "a", "B": "b"}),
             "text": Known("text", "text")}  # fmt: skip
    every = frozenset(known)
    assert expression(Call("in", (Answer("one"), Constant(("A", "B")))), known, always=every) == "one in ['a', 'b']"
    assert (
        expression(Call("in", (Answer("all"), Constant(("A", "B")))), known, always=every) == "'a' in all || 'b' in all"
    )
    whole = Call("in", (Answer("one"), Constant(("A", "B", "C"))))
    assert expression(whole, known, compulsory=every) == 'answered("one")'
    for term in (Call("in", (Answer("text"), Constant(("A",)))), Call("in", (Constant("A"), Constant(("A",))))):
        with pytest.raises(CannotBeSaid):
            expression(term, known)
