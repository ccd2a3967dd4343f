"""The small parts that imports are made of: places, notes, names, words and ways."""

import pytest

from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.names import Ids, named
from commonwheel.core.forms.prose import LONGEST, line, loses, markdown
from commonwheel.core.forms.report import Note, Report, gathered
from commonwheel.core.forms.routes import Jump, Stop, route
from commonwheel.core.forms.source import Asked, Page
from commonwheel.core.forms.terms import TRUE, Answer, Call, Constant, both, negated


def test_what_nobody_took_from_a_source_is_known_with_its_place() -> None:
    source = Cursor({"a": 1, "b": {"c": "x", "d~/": 2}, "e": [{"f": 1}, 7], "g": "", "h": None, "i": {"j": []}})
    source.take("a")
    inner = source.inside("b")
    assert inner is source.inside("b")
    assert inner.text("c") == "x"
    assert [one.take("f") for one in source.each("e")] == [1, None]
    source.inside("i")
    assert list(source.leftovers()) == [("/b/d~0~1", 2), ("/e/1", 7)]
    report = Report()
    leave_rest(source, report, "Because.")
    assert [note.where for note in report.not_carried] == ["/b/d~0~1", "/e/1"]
    assert list(source.leftovers()) == []


def test_values_are_read_as_what_they_are_meant_to_be() -> None:
    source = Cursor({"a": "Yes", "b": False, "c": " 7 ", "d": "x", "e": True, "f": 3.5, "g": ["x"]})
    assert source.truth("a")
    assert not source.truth("b")
    assert source.truth("lost", default=True)
    assert (source.whole("c"), source.whole("d"), source.whole("e"), source.whole("lost")) == (7, None, None, None)
    assert source.text("g", "f", "c") == "3.5"
    assert source.each("lost") == []
    assert [one.odd for one in source.each("d")] == ["x"]


def test_notes_that_say_the_same_of_many_places_are_one() -> None:
    notes = [Note("Size", f"/pages/{number}/size", "It has none.") for number in range(3)]
    together = gathered([*notes, Note("Colour", "/pages/1/colour", "It has none.")])
    assert [(note.what, note.where, note.times) for note in together] == [
        ("Size", "/pages/*/size", 3), ("Colour", "/pages/1/colour", 1),
    ]  # fmt: skip
    assert str(together[0]) == "Size (3 times), at /pages/*/size: It has none."
    assert str(together[1]) == "Colour, at /pages/1/colour: It has none."


def test_ids_are_made_of_words_and_never_given_twice() -> None:
    ids = Ids("_")
    assert ids.give("", "2nd Ôwner’s name!") == "nd_owners_name"
    assert ids.give("nd owners name") == "nd_owners_name_2"
    assert ids.give("today") == "today_2"
    assert ids.give("???") == "part_1"
    steps = Ids("-")
    long = [steps.give("a" * 60) for _ in range(3)]
    assert all(len(one) <= 41 for one in long)
    assert len(set(long)) == 3


def test_a_member_of_a_list_has_an_id_that_nothing_outside_has() -> None:
    inside = (Asked("who", "text", "Who?", "/a"), Asked("when", "text", "When?", "/b"))
    asked = (Asked("people", "group", "People", "/p", members=inside), Asked("who", "text", "Who?", "/c"))
    known = named([Page("first", "First", "/first", asked)], Report())
    assert known["who"].id == "who"
    assert known["people/who"].id == "who_2"
    assert known["people/when"].id == "when"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<p>One &amp; <b>two</b></p>", "One & two"),
        ("Dear {{ name }},\n hello", "Dear {\u200a{ name }\u200a}, hello"),
        ("plain < 3", "plain < 3"),
    ],
)
def test_a_line_has_neither_html_nor_names_to_fill_in(text: str, made: str) -> None:
    assert line(text) == made


def test_html_and_bullets_become_markdown() -> None:
    assert markdown("<ul><li>One</li><li>Two<br>lines</li></ul><script>x()</script>") == "- One\n- Two\n  lines"
    assert markdown("Things:\n• one\n• two\n\n\n\nEnd") == "Things:\n- one\n- two\n\nEnd"
    assert markdown("See <https://example.org/x>") == "See [https://example.org/x](https://example.org/x)"
    assert markdown("Fish &amp; chips") == "Fish & chips"
    assert loses("x" * (LONGEST + 1))


def test_hostile_words_are_kept_as_bare_words() -> None:
    for text in ("<" * 300_000, "<p" * 100_000, "[" * 300_000, "&" * 300_000, "<a href='" * 50_000, "<!--" * 50_000):
        for made in (markdown(text), line(text)):
            assert "<!" not in made
            assert "<p" not in made
    assert markdown("<b>" * 2_000 + "word") == "word"
    assert markdown("<div>" * 950 + "word" + "</div>" * 40).strip() == "word"


YES = Call("==", (Answer("q"), Constant(value=True)))


def test_a_page_that_all_ways_lead_to_is_shown_to_all() -> None:
    routed = route(
        [
            Stop("end", ()),
            Stop("a", (Jump("b", YES), Jump("c"))),
            Stop("c", (Jump("end"), Jump("nowhere"))),
            Stop("b", (Jump("c"),)),
        ],
        "a",
    )
    assert routed.order == ("a", "b", "c", "end")
    assert routed.shown == {"a": TRUE, "b": YES, "c": TRUE, "end": TRUE}


def test_the_first_link_whose_condition_holds_is_taken_and_the_last_without_one_otherwise() -> None:
    other = Call("==", (Call("length", (Answer("r"),)), Constant(3)))
    no = Call("==", (Answer("q"), Constant(value=False)))
    routed = route(
        [
            Stop("a", (Jump("d"), Jump("b", YES), Jump("c", other), Jump("e", no), Jump("d"))),
            *(Stop(one, ()) for one in "bcde"),
        ],
        "a",
    )
    assert routed.shown["b"] == YES
    assert routed.shown["c"] == both(other, negated(YES))
    assert routed.shown["e"] == both(no, negated(other))
    assert routed.shown["d"] == both(negated(YES), negated(other), negated(no))
    sizes = [Call("given", (Answer(one),)) for one in "rs"]
    two = route([Stop("a", (Jump("b", sizes[0]), Jump("c", sizes[1]))), Stop("b", ()), Stop("c", ())], "a")
    assert two.shown["c"] == both(sizes[1], negated(sizes[0]))


def test_an_answer_on_a_long_way_stands_for_the_way() -> None:
    asks = [Call("given", (Answer(f"q{number}"),)) for number in range(6)]
    stops = [Stop("p0", (Jump("p1", asks[0]), Jump("x")), "q0")]
    stops += [Stop(f"p{n}", (Jump(f"p{n + 1}", asks[n]), Jump("x")), f"q{n}") for n in range(1, 6)]
    routed = route([*stops, Stop("p6", ()), Stop("x", (), ends=True)], "p0")
    assert routed.shown["p3"] == both(*asks[:3])
    assert routed.shown["p6"] == both(asks[4], asks[5]) or len(routed.shown["p6"].args) <= 4


def test_pages_in_a_ring_that_nobody_comes_to_are_kept() -> None:
    routed = route([Stop("a", ()), Stop("b", (Jump("c"), Jump("a", YES))), Stop("c", (Jump("b"),))], "a")
    assert routed.unreached == {"b", "c"}
    assert routed.loops == (("c", "b"),)
