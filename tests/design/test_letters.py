"""Letters to be posted: each on its own sheet, accessible whatever is in them."""

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.support.papers import faults_of, language_of, words_of

from commonwheel.design.paper import Letters, Passage, Sheet, passages_of, set_letters

NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)


def letters(*subjects: str, language: str = "en", **more: str) -> Letters:
    sheets = tuple(
        Sheet(
            author="Harbourside Council", contact="01632 960 000", address=("Amina Yusuf", "1 Harbour Street", "BN1 1JE"),
            dated="26 November 2026", reference="Reference: MB-4K7-9QX-2HDT", subject=one, language=language,
            parts=(Passage("text", more.get("text", "We came.")), Passage("heading", "What next"), Passage("item", "Wait")),
        )
        for one in subjects
    )  # fmt: skip
    return Letters(title="Letters to post", author="Harbourside Council", language="en", letters=sheets, dated=NOW)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_letter_has_a_sheet_and_the_file_breaks_no_rule_of_accessible_pdf() -> None:
    pdf = set_letters(letters("First", "Second", "Third"))
    assert [[one in page for one in ("First", "Second", "Third")] for page in pages(pdf)] == [
        [True, False, False], [False, True, False], [False, False, True],
    ]  # fmt: skip
    for words in ("Harbourside Council", "01632 960 000", "1 Harbour Street", "MB-4K7-9QX-2HDT", "What next", "Wait"):
        assert words in words_of(pdf)
    assert faults_of(pdf) == []
    assert set_letters(letters("First")) == set_letters(letters("First"))


def test_the_address_stands_in_the_window_of_a_dl_envelope_and_nothing_else_does() -> None:
    """As the sheet is folded in three the window shows 20 to 110 mm from the left, 48 to 90 mm from the top."""
    found: list[tuple[str, float, float]] = []
    page = PdfReader(io.BytesIO(set_letters(letters("First")))).pages[0]

    def visit(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        x, y = place[4] * matrix[0] + matrix[4], place[5] * matrix[3] + matrix[5]
        found.extend(
            [(text.strip(), x / 72 * 25.4, (float(page.mediabox.height) - y) / 72 * 25.4)] * bool(text.strip())
        )

    page.extract_text(visitor_text=visit)
    inside = [text for text, x, y in found if 19.9 <= x <= 110 and 48 <= y <= 90]
    assert inside == ["Amina Yusuf", "1 Harbour Street", "BN1 1JE"]


def test_a_welsh_letter_among_others_is_tagged_as_welsh() -> None:
    pdf = set_letters(letters("Diolch", language="cy"))
    assert language_of(pdf).startswith("en")
    assert b"/Lang(cy" in pdf.replace(b" ", b"")
    assert faults_of(pdf) == []


def test_a_long_letter_goes_on_over_the_sheets() -> None:
    pdf = set_letters(letters("First", "Second", text="a long tale " * 1_500))
    assert len(pages(pdf)) > 3
    assert faults_of(pdf) == []


@settings(max_examples=15, deadline=None)
@given(words=st.text(min_size=1, max_size=60))
def test_any_words_give_accessible_letters(words: str) -> None:
    assert faults_of(set_letters(letters(f"On {words}", text=words))) == []


@pytest.mark.parametrize("words", ['#eval("1")', "*b* _i_ $x$ `r` @a <b> // c", "= Heading", "#sys"])
def test_what_people_write_is_printed_and_never_run(words: str) -> None:
    assert words in words_of(set_letters(letters("First", text=words)))


def test_html_is_read_passage_by_passage_and_a_link_says_where_it_leads() -> None:
    html = (
        "<p>One <strong>two</strong><br>three</p><h3>Head &amp; tail</h3>"
        '<ul><li>First</li><li><p>Second</p></li></ul><p><a href="https://a.example/">Here</a>.</p><p> </p>'
    )
    assert passages_of(html) == (
        Passage("text", "One two\nthree"),
        Passage("heading", "Head & tail"),
        Passage("item", "First"),
        Passage("item", "Second"),
        Passage("text", "Here (https://a.example/)."),
    )
    assert passages_of("") == ()
