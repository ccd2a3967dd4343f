"""Printed copies: accessible PDF whatever is in them, the same bytes for the same words."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.papers import faults_of, language_of, words_of

from commonwheel.design.paper import Fact, Paper, Part, set_paper

PAPER = Paper(
    title="Report a missed bin",
    author="Harbourside Council",
    language="en",
    facts=(Fact("Reference", "MB-4K7-9QX-2HDT"), Fact("Sent", "2 November 2026 at 10:03am")),
    parts=(
        Part("What was sent", ("Question", "Answer"), (Fact("Where?", "By the library,\nbehind the wall"),)),
        Part("What it costs", ("For", "Amount"), (Fact("Total", "£12.50"),)),
    ),
    footer="MB-4K7-9QX-2HDT",
    page_words="Page {page} of {pages}",
    missing_words="Some characters cannot be printed.",
    dated=dt.datetime(2026, 11, 2, 10, 3, tzinfo=dt.UTC),
)


def telling(words: str, *, times: int = 1) -> Paper:
    """Return a paper with these words in every place."""
    facts = tuple(Fact(f"{words}?", words) for _ in range(times))
    return dataclasses.replace(PAPER, title=f"On {words}", facts=facts, parts=(Part(f"Of {words}", ("A", "B"), facts),))


def test_a_copy_says_all_that_it_was_given_and_breaks_no_rule_of_accessible_pdf() -> None:
    pdf = set_paper(PAPER)
    for words in (
        "Harbourside Council", "Report a missed bin", "Reference: MB-4K7-9QX-2HDT", "Sent: 2 November 2026 at 10:03am",
        "What was sent", "Question", "Answer", "Where?", "By the library, behind the wall", "Total", "£12.50",
        "Page 1 of 1",
    ):  # fmt: skip
        assert words in words_of(pdf)
    assert "cannot be printed" not in words_of(pdf)
    assert faults_of(pdf) == []


def test_the_checker_finds_what_is_not_accessible() -> None:
    assert faults_of(set_paper(PAPER).replace(b"/Lang", b"/Gnal"))


def test_the_same_paper_is_the_same_bytes() -> None:
    assert set_paper(PAPER) == set_paper(PAPER)
    assert set_paper(PAPER) != set_paper(telling("other words"))


def test_a_welsh_copy_says_that_it_is_welsh() -> None:
    pdf = set_paper(dataclasses.replace(telling("Tŷ ger y llyn: ŵ ŷ â ê î ô û"), language="cy"))
    assert language_of(pdf).startswith("cy")
    assert "Tŷ ger y llyn: ŵ ŷ â ê î ô û" in words_of(pdf)
    assert faults_of(pdf) == []


def test_a_long_answer_goes_on_over_the_pages() -> None:
    pdf = set_paper(telling("a long tale " * 400, times=5))
    assert "Page 2 of" in words_of(pdf)
    assert faults_of(pdf) == []


@pytest.mark.parametrize("words", ['#eval("1")', "*b* _i_ $x$ `r` @a <b> // c", '"]} \\ \\u{7}', "= Heading", "#sys"])
def test_what_people_write_is_printed_and_never_run(words: str) -> None:
    assert words in words_of(set_paper(telling(words)))


@pytest.mark.parametrize("words", ["中文", "\x07", "\ud800", "\U000f0000"])
def test_what_no_typeface_has_is_marked_and_the_copy_says_so(words: str) -> None:
    pdf = set_paper(telling(words))
    assert "□" in words_of(pdf)
    assert "Some characters cannot be printed." in words_of(pdf)
    assert faults_of(pdf) == []


@settings(max_examples=25, deadline=None)
@given(words=st.text(min_size=1, max_size=60))
def test_any_words_give_an_accessible_copy(words: str) -> None:
    assert faults_of(set_paper(telling(words))) == []
