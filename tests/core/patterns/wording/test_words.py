"""Words: holes, formats, plural forms, and values that could do harm."""

import datetime as dt
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from commonwheel.core.patterns.model.keys import Plural
from commonwheel.core.patterns.wording.words import (
    Hole,
    ValueDoesNotFit,
    ValueIsMissing,
    WordsAreNotReadable,
    escape_markdown,
    forms_of,
    holes_in,
    names_in,
    parse_words,
    plural_category,
    render_words,
)

DAYS = Plural({"one": "{{ n | count }} day", "other": "{{ n | count }} days"})
WELSH = Plural({"two": "{{ n | count }} ddiwrnod", "other": "{{ n | count }} diwrnod"})


def test_a_text_is_parsed_into_words_and_holes():
    assert parse_words("Hello {{ name }}, {{due|date}}") == (
        "Hello ",
        Hole("name", "", 6),
        ", ",
        Hole("due", "date", 18),
    )


@pytest.mark.parametrize("text", ["", "plain", "a { b } c", "100%", "{ {"])
def test_a_text_without_holes_is_itself(text):
    assert "".join(parse_words(text)) == text


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a {{ b", 2),
        ("a }} b", 2),
        ("{% if x %}", 0),
        ("{# note #}", 0),
        ("{{ }}", 0),
        ("{{ a + b }}", 0),
        ("{{ a | upper }}", 0),
        ("{{ a.b() }}", 0),
        ("{{ A }}", 0),
        ("{{ a }} {{ b | date | list }}", 8),
    ],
)
def test_anything_else_between_braces_is_refused_with_its_place(text, offset):
    with pytest.raises(WordsAreNotReadable) as refused:
        parse_words(text)
    assert refused.value.offset == offset
    assert refused.value.help


@given(st.text(alphabet="{}|% ab.\n", max_size=60))
def test_no_text_makes_the_parser_stumble(text):
    try:
        pieces = parse_words(text)
    except WordsAreNotReadable:
        return
    assert all(isinstance(piece, str | Hole) for piece in pieces)


def test_the_names_of_every_form_are_found():
    assert names_in(Plural({"one": "{{ a }}", "other": "{{ b }}"})) == {"a", "b"}
    assert [hole.name for hole in holes_in(DAYS)] == ["n", "n"]
    assert forms_of("x") == ("x",)


@pytest.mark.parametrize(
    ("text", "value", "language", "shown"),
    [
        ("{{ x }}", "a", "en", "a"),
        ("{{ x }}", 7, "en", "7"),
        ("{{ x }}", True, "en", "yes"),
        ("{{ x }}", False, "cy", "na"),
        ("{{ x }}", dt.date(2026, 11, 3), "en", "3 November 2026"),
        ("{{ x }}", dt.time(7), "en", "7am"),
        ("{{ x }}", dt.time(16, 30), "en", "4:30pm"),
        ("{{ x }}", dt.time(0, 5), "en", "12:05am"),
        ("{{ x }}", ["a", "b"], "en", "a and b"),
        ("{{ x }}", {"line": "1 High Street", "postcode": "BN1 1AA"}, "en", "1 High Street"),
        ("{{ x }}", {"lat": 1, "lon": 2}, "en", "1, 2"),
        ("{{ x | date }}", "2026-11-23", "en", "23 November 2026"),
        ("{{ x | date }}", dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), "cy", "23 Tachwedd 2026"),
        ("{{ x | date }}", dt.date(2026, 11, 23), "not-a-language", "23 November 2026"),
        ("{{ x | money }}", 500, "en", "£5"),
        ("{{ x | money }}", 123450, "en", "£1,234.50"),
        ("{{ x | money }}", -5, "en", "−£0.05"),
        ("{{ x | count }}", 1234, "en", "1,234"),
        ("{{ x | list }}", ["a"], "cy", "a"),
        ("{{ x | list }}", ["bin", "blwch", "sach"], "cy", "bin, blwch a sach"),
        ("{{ x | list }}", ["bin", "esgid"], "cy", "bin ac esgid"),
        ("{{ x | list }}", ("a", "b", "c"), "en", "a, b and c"),
    ],
)
def test_a_value_is_shown_as_its_language_writes_it(text, value, language, shown):
    assert render_words(text, {"x": value}, language) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ x | date }}", "tomorrow"),
        ("{{ x | date }}", 5),
        ("{{ x | money }}", "5"),
        ("{{ x | count }}", True),
        ("{{ x | list }}", "abc"),
    ],
)
def test_a_value_that_does_not_fit_its_format_is_named(text, value):
    with pytest.raises(ValueDoesNotFit) as failure:
        render_words(text, {"x": value}, "en")
    assert failure.value.name == "x"


@pytest.mark.parametrize("values", [{}, {"x": None}])
def test_a_missing_value_is_named(values):
    with pytest.raises(ValueIsMissing) as failure:
        render_words("{{ x }}", values, "en")
    assert failure.value.name == "x"


@pytest.mark.parametrize(
    ("text", "language", "number", "shown"),
    [
        (DAYS, "en", 1, "1 day"),
        (DAYS, "en", 0, "0 days"),
        (DAYS, "en", 2, "2 days"),
        (WELSH, "cy", 1, "1 diwrnod"),
        (WELSH, "cy", 2, "2 ddiwrnod"),
        (WELSH, "cy", 6, "6 diwrnod"),
    ],
)
def test_the_form_follows_the_number(text, language, number, shown):
    assert render_words(text, {"n": number}, language) == shown


def test_welsh_has_six_plural_categories():
    assert [plural_category(n, "cy") for n in (0, 1, 2, 3, 4, 6)] == ["zero", "one", "two", "few", "other", "many"]


def test_a_text_with_forms_that_counts_nothing_is_its_other_form():
    assert render_words(Plural({"one": "a", "other": "b"}), {}, "en") == "b"


def test_values_are_escaped_and_words_are_not():
    assert render_words("<b>{{ x }}", {"x": "<i>"}, "en", escape=escape) == "<b>&lt;i&gt;"


@given(st.text(max_size=80))
def test_no_value_becomes_markdown(value):
    html = MarkdownIt("commonmark", {"html": False}).render(f"Hello {escape_markdown(value)}!")
    assert not {
        tag
        for tag in ("<a ", "<h1", "<h2", "<ul", "<ol", "<code", "<em", "<strong", "<img", "<hr", "<blockquote")
        if tag in html
    }


def test_a_value_of_several_lines_keeps_them():
    assert escape_markdown("a\n\n  b_c") == "a\\\nb\\_c"
