"""Each question as HTML: the same from memory as from the macros, safe, and reachable from its error."""

import re
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from commonwheel.core.patterns.model.questions import QUESTION_TYPES
from commonwheel.design.fields import (
    PARTS,
    FieldView,
    FoundAddress,
    OptionView,
    error_summary,
    errors_of,
    question_html,
)
from commonwheel.design.fields.html import prepared
from commonwheel.design.fields.parts import composed
from commonwheel.design.fields.summary import target
from design.samples import ADDRESSES, FIELDS

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
LABELS = st.text("abc <>&\"'é\ue000\ue001{}%", min_size=1, max_size=15)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
OPTIONS = st.lists(
    st.builds(OptionView, st.from_regex(r"[a-z0-9][a-z0-9_-]{0,6}", fullmatch=True), LABELS, st.just("") | LABELS),
    min_size=1,
    max_size=4,
    unique_by=lambda option: option.value,
).map(tuple)


@st.composite
def fields(draw: st.DrawFn) -> FieldView:
    """A question of any type with any answer, well or badly typed."""
    kind = draw(st.sampled_from(QUESTION_TYPES))
    options = draw(OPTIONS)
    values = [option.value for option in options] + ["yes", "no"]
    return FieldView(
        id=draw(NAMES),
        type=kind,
        label=draw(LABELS),
        hint=draw(st.just("") | LABELS),
        options=() if kind == "yes-no" else options,
        value=draw(WORDS | st.sampled_from(values)),
        chosen=tuple(draw(st.lists(st.sampled_from(values) | WORDS, max_size=3))),
        parts=tuple((part, draw(WORDS)) for part in PARTS.get(kind, ())),
        error=draw(st.just("") | LABELS),
        optional=draw(st.booleans()),
        heading=draw(st.booleans()),
        text=Markup("<p>{}</p>").format(draw(LABELS)),
        max=draw(st.sampled_from([0, 5, 2000])),
        decimals=draw(st.sampled_from([0, 2])),
        accept=draw(st.sampled_from([("pdf",), ("jpg", "png")])),
        facts=draw(st.sampled_from(["", "email", "date-of-birth"])),
        found=draw(st.sampled_from([None, None, (), (FoundAddress("1", "1 <Lane>"),)])),
        typed=draw(st.booleans()),
    )


@settings(max_examples=250, deadline=None)
@given(field=fields(), language=st.sampled_from(["en-gb", "cy"]))
def test_a_question_from_memory_is_byte_for_byte_what_the_macros_print(field: FieldView, language: str) -> None:
    with translation.override(language):
        assert question_html(field) == composed(prepared(field))
        assert question_html(replace(field, value="another", error="")) == composed(
            prepared(replace(field, value="another", error=""))
        )


@settings(max_examples=100, deadline=None)
@given(field=fields(), value=WORDS)
def test_an_answer_never_becomes_markup(field: FieldView, value: str) -> None:
    nasty = f"<script>{value}\"'>"
    parts = tuple((part, nasty) for part in PARTS.get(field.type, ()))
    html = question_html(replace(field, value=nasty, parts=parts, text=Markup()))
    assert "<script" not in html


def test_every_type_of_the_language_has_a_field() -> None:
    assert set(FIELDS) == set(QUESTION_TYPES)


@pytest.mark.parametrize("field", [*FIELDS.values(), *ADDRESSES], ids=lambda field: f"{field.type}-{field.id}")
def test_every_error_leads_to_a_control_of_its_question(field: FieldView) -> None:
    if field.type == "show":
        return
    wrong = replace(field, error="This is wrong")
    html = question_html(wrong)
    assert f'id="{target(wrong)}"' in html
    assert "This is wrong" in html
    assert f'href="#{target(wrong)}"' in error_summary(errors_of([wrong]))


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.type)
def test_ids_are_unique_and_labels_have_controls(field: FieldView) -> None:
    html = question_html(replace(field, error="" if field.type == "show" else "This is wrong"))
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' for="([^"]*)"', html)) <= set(ids)
    described = {name for names in re.findall(r'aria-describedby="([^"]*)"', html) for name in names.split()}
    assert described <= set(ids)


@pytest.mark.parametrize("kind", sorted(set(FIELDS) - {"show", "declaration"}))
def test_the_only_question_of_a_page_is_its_heading(kind: str) -> None:
    html = question_html(replace(FIELDS[kind], heading=True))
    assert html.count("<h1") == 1
    assert str(escape(FIELDS[kind].label)) in html[html.index("<h1") : html.index("</h1>")]


def test_a_group_of_controls_has_a_legend() -> None:
    for kind in ("radios", "checkboxes", "date", "bank-account", "address", "yes-no"):
        assert "<legend" in question_html(FIELDS[kind]), kind


def test_purposes_help_browsers_fill_in() -> None:
    assert 'autocomplete="email"' in question_html(FIELDS["email"])
    birth = replace(FIELDS["date"], facts="date-of-birth")
    assert 'autocomplete="bday-day"' in question_html(birth)
    assert "For example" not in question_html(birth)
    assert 'autocomplete="postal-code"' in question_html(FIELDS["address"])


def test_numbers_bring_the_right_keyboard() -> None:
    assert 'inputmode="numeric"' in question_html(FIELDS["number"])
    assert 'inputmode="decimal"' in question_html(replace(FIELDS["number"], decimals=2))
    assert 'inputmode="decimal"' in question_html(FIELDS["money"])
    assert question_html(FIELDS["date"]).count('inputmode="numeric"') == 3


def test_enter_continues_and_does_not_remove_or_change() -> None:
    for field in (FIELDS["file"], *ADDRESSES[1:]):
        buttons = re.findall(r"<button[^>]*>", question_html(field))
        assert 'name="do"' not in buttons[0], field.id


def test_only_the_boxes_at_fault_are_marked() -> None:
    html = question_html(replace(FIELDS["date"], error="A year is missing", error_parts=("year",)))
    assert html.count("govuk-input--error") == 1
    assert target(replace(FIELDS["date"], error_parts=("year",))) == "day-year"


def test_a_choice_that_is_none_of_the_options_is_not_shown() -> None:
    assert " checked" not in question_html(replace(FIELDS["radios"], value="gone"))
    assert " checked" not in question_html(replace(FIELDS["checkboxes"], chosen=("gone",)))


def test_line_ends_survive_in_long_text_only() -> None:
    assert ">\n\nkept</textarea>" in question_html(FieldView("q", "long-text", "Q", value="\nkept"))
    assert 'value="one two"' in question_html(FieldView("q", "text", "Q", value="one\r\ntwo"))


def test_no_upload_is_offered_when_there_are_enough_files() -> None:
    assert 'type="file"' not in question_html(replace(FIELDS["file"], max=1))


def test_without_errors_there_is_no_summary() -> None:
    assert error_summary(errors_of(list(FIELDS.values()))) == ""
