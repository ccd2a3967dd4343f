"""Pages of journeys from memory are what their templates print, whatever they say; and memory keeps nothing said."""

import dataclasses
import types
import typing
from typing import Any

import jinja2
import pytest
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import nodes
from markupsafe import Markup

from commonwheel.apps.journeys.presenters import pages
from commonwheel.design import page_memory
from commonwheel.design.fields import FieldView, OptionView
from commonwheel.design.frame import ResidentFrame
from commonwheel.design.memory import Varying
from commonwheel.design.page_memory import page_html

PAGES = {
    "start": pages.StartPage, "step": pages.StepPage, "check": pages.CheckPage, "stop": pages.StopPage,
    "change": pages.ChangePage, "sent": pages.SentPage, "save": pages.SavePage, "resume": pages.ResumePage,
    "problem": pages.ProblemPage, "remove": pages.RemovePage,
}  # fmt: skip
LAYOUTS = ("layouts/resident.html", "layouts/skeleton.html", "journeys/answers.html")
# Components lay white space at the ends of a text out anew; no text of ours has any.
ONE_LINE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TEXT = st.sampled_from(["", "Yes", '<b>&amp; "it\'s"</b>', "Llun – Gwener", "{{ 7 }} %(x)s \ue0001\ue001"]) | st.text(
    ONE_LINE, max_size=8
).map(str.strip)
FIELDS = st.sampled_from([
    FieldView("name", "name", "Your name", value="Amina <Khan>"),
    FieldView("day", "date", "When?", parts=(("day", "3"),), error="Not a day", error_parts=("day",)),
    FieldView("bin", "radios", "Which?", options=(OptionView("a", "A bin"),), value="a"),
])  # fmt: skip


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type that a page may hold."""
    if kind is FieldView:
        return FIELDS
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{one.name: values_of(hints[one.name]) for one in dataclasses.fields(kind)})
    if typing.get_origin(kind) is tuple:
        return st.lists(values_of(typing.get_args(kind)[0]), max_size=2).map(tuple)
    if isinstance(kind, types.UnionType):
        return st.one_of([values_of(one) for one in typing.get_args(kind)])
    plain = {
        str: TEXT, bool: st.booleans(), int: st.integers(0, 3), type(None): st.none(),
        Markup: TEXT.map(lambda text: Markup("<p>{}</p>").format(text) if text else Markup()),
    }  # fmt: skip
    return plain[kind]


def template_of(name: str) -> jinja2.Template:
    return typing.cast("jinja2.Template", get_template(name).template)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_remembered_page_is_byte_for_byte_what_its_template_prints(name: str) -> None:
    template = template_of(f"journeys/{name}.html")

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        frame=values_of(ResidentFrame),
        page=values_of(PAGES[name]),
        token=TEXT.map(Markup),
        language=st.sampled_from(["en-gb", "cy"]),
    )
    def same(frame: ResidentFrame, page: Any, token: Markup, language: str) -> None:
        with override(language):
            plain = template.render(frame=frame, page=page, csrf_input=token)
            assert page_html(template, {"frame": frame, "page": page, "csrf_input": lambda: token}) == plain

    same()


@pytest.mark.parametrize("name", [*LAYOUTS, *(f"journeys/{name}.html" for name in PAGES)])
def test_a_template_that_is_remembered_only_prints_its_values(name: str) -> None:
    """It sees marks in place of texts: what compares or changes one would print nonsense."""
    environment = template_of(name).environment
    assert environment.loader is not None
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    assert list(tree.find_all((nodes.Compare, nodes.Test))) == []
    assert {one.name for one in tree.find_all(nodes.Filter)} <= {"trim"}


def test_nothing_that_was_said_is_kept() -> None:
    page_memory._pieces.cache_clear()  # the memory itself is what is looked into
    template = template_of("journeys/sent.html")
    frame = ResidentFrame(council_name="Rivermouth", home_url="/r/", phone="01632 960123")
    for number in range(5):
        page = pages.SentPage(
            f"NQ-{number}",
            "Soon",
            ("by Monday",),
            "/t/",
            "/account/",
            f"/copy/{number}/",
            False,
            (),
            (),
            f"at {number}",
        )
        html = page_html(template, {"frame": frame, "page": page, "csrf_input": Markup})
        assert f"NQ-{number}" in html
    assert page_memory._pieces.cache_info().currsize == 1


def test_kinds_of_text_of_others_are_printed_as_they_would_be() -> None:
    template = template_of("journeys/problem.html")
    frame = ResidentFrame(council_name="Rivermouth", home_url="/r/", phone="")
    for words in (mark_safe("<b>words</b>"), Varying("<b>words</b>")):
        page = pages.ProblemPage(title="No", words=(words,))
        assert page_html(template, {"frame": frame, "page": page}) == template.render(frame=frame, page=page)


def test_what_cannot_be_remembered_is_refused() -> None:
    with pytest.raises(TypeError, match="float cannot stand"):
        page_html(template_of("journeys/sent.html"), {"page": 1.5})
