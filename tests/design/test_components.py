"""Parts of pages: what memory gives is what the macros print."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from commonwheel.design import components as parts
from commonwheel.design.frame import Link
from commonwheel.design.macros import render
from commonwheel.design.memory import Varying, fill, hole, remembered, split

LINES = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), min_size=1, max_size=20
)


@settings(max_examples=100, deadline=None)
@given(values=st.lists(LINES, min_size=3, max_size=3))
def test_what_varies_is_filled_in_as_the_macro_would_print_it(values: list[str]) -> None:
    def rows(kind: type[str]) -> dict[str, object]:
        key, value, href = (kind(one) for one in values)
        action = {"items": [{"text": "Change", "href": href, "visuallyHiddenText": key}]}
        return {"rows": [{"key": {"text": key}, "value": {"text": value}, "actions": action}]}

    assert remembered("summary-list", rows(Varying)) == render("summary-list", rows(str))
    link = {"text": "Back", "href": values[0]}
    assert remembered("back-link", {**link, "href": Varying(values[0])}) == render("back-link", link)


@given(values=st.lists(st.text(), max_size=4))
def test_holes_are_filled_in_any_order_and_escaped(values: list[str]) -> None:
    html = "-".join(hole(number) for number in reversed(range(len(values))))
    assert fill(split(html), values) == Markup("-").join(reversed(values))


def test_text_and_markup_of_the_same_letters_are_not_confused() -> None:
    assert "&lt;b&gt;" in parts.inset("<b>x</b>")
    assert "<b>x</b>" in parts.inset(Markup("<b>x</b>"))
    assert "&lt;b&gt;" in parts.inset("<b>x</b>")


def test_lines_of_an_answer_stay_lines() -> None:
    html = parts.summary_list([parts.Row("Where", "1 <Lane>\nTown"), parts.Row("Empty", "")])
    assert "1 &lt;Lane&gt;<br>Town" in html


def test_a_card_has_a_title() -> None:
    assert "govuk-summary-card__title" in parts.summary_list([parts.Row("a", Markup("<b>b</b>"))], title="Told")


def test_a_button_may_be_a_link() -> None:
    assert parts.button("Start", href="/start/", start=True).startswith('<a href="/start/"')
    assert 'formaction="/x/"' in parts.button("Go", formaction="/x/", kind="secondary")
    assert "data-prevent-double-click" in parts.button("Send")


def test_pagination_says_nothing_where_there_is_nothing_more() -> None:
    assert parts.pagination() == ""
    assert 'rel="prev"' in parts.pagination(previous="/1/")
    assert 'rel="next"' in parts.pagination(following="/2/")


@pytest.mark.parametrize(
    "html",
    [
        parts.panel("Sent"),
        parts.panel("Sent", Markup("<b>AB</b>")),
        parts.tag("Received"),
        parts.tag("Late", "red"),
        parts.notification_banner("Saved", success=True),
        parts.notification_banner(Markup("<p>Read</p>"), title="Read this", title_id="one"),
        parts.details("More", "Words"),
        parts.warning("Careful"),
        parts.tabs([parts.Tab("a", "A", Markup("<p>x</p>"))]),
        parts.breadcrumbs([Link("Home", "/"), Link("Here", "/here/", current=True)]),
        parts.quick_exit("https://example.org/"),
    ],
)
def test_each_part_prints(html: Markup) -> None:
    assert html.startswith("<")
    assert html.endswith(">")
