"""Markdown becomes HTML in our look, and never more than that."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwheel.design.markdown import TAGS, html_of, safe_link


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(list("ab <>#*-_[]()!`\n\"'&:/.1|j")), max_size=80))
def test_only_known_tags_come_out(text: str) -> None:
    tags = {name.lower() for name in re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", html_of(text))}
    assert tags <= TAGS


def test_html_of_the_writer_is_shown_as_text() -> None:
    assert html_of("<script>alert(1)</script>").count("<script") == 0
    assert "&lt;img" in html_of("a <img src=x onerror=alert(1)> b")


@pytest.mark.parametrize("address", ["https://www.gov.uk/x", "/rivermouth/", "mailto:a@b.example", "tel:01632960123"])
def test_a_safe_link_is_a_link(address: str) -> None:
    assert f'href="{address}"' in html_of(f"[here]({address})")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "http://a.example", "data:x", "vbscript:x"]
)
def test_any_other_link_is_not(address: str) -> None:
    assert not safe_link(address)
    assert "href" not in html_of(f"[here]({address})")


def test_a_backslash_does_not_lead_out_of_the_site() -> None:
    assert not safe_link("/\\evil.example")


def test_a_writer_may_be_held_to_fewer_links() -> None:
    assert "href" not in html_of("[here](https://a.example/)", allow=lambda address: address.startswith("/"))


def test_headings_begin_below_the_page_s_own() -> None:
    assert '<h2 class="govuk-heading-m">' in html_of("# One")
    assert '<h2 class="govuk-heading-m">' in html_of("### One")
    nested = html_of("## One\n\n#### Deep\n\n##### Deeper", top=3)
    assert "<h3" in nested
    assert "<h2" not in nested
    assert nested.count("<h4") == 2


def test_lists_tables_and_paragraphs_have_our_look() -> None:
    html = html_of("Text\n\n- one\n\n1. two\n\n> three\n\n|a|b|\n|-|-|\n|c|d|\n\n---")
    for name in ("govuk-body", "govuk-list--bullet", "govuk-list--number", "govuk-inset-text", "govuk-table__cell"):
        assert name in html
