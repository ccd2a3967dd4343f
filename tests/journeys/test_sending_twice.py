"""However often the same report is sent, there is one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.node import Node
from tests.journeys.resident_acts import Reporter

pytestmark = pytest.mark.browser


def test_two_quick_presses_give_one_reference(amina: Reporter) -> None:
    amina.when_i_answer_everything()
    amina.page.get_by_role("button", name="Send", exact=True).dblclick()
    reference = amina.reference()
    amina.page.reload()
    assert amina.reference() == reference


def test_two_quick_presses_without_javascript_give_one_reference(
    another_device: Callable[..., Page], node: Node
) -> None:
    amina = Reporter(another_device(java_script_enabled=False), node)
    amina.when_i_answer_everything()
    amina.page.get_by_role("button", name="Send", exact=True).dblclick()
    reference = amina.reference()
    amina.page.reload()
    assert amina.reference() == reference


def test_two_tabs_give_one_reference(amina: Reporter) -> None:
    amina.when_i_answer_everything()
    second = Reporter(amina.page.context.new_page(), amina.node)
    second.page.goto(amina.page.url)
    second.then_i_am_asked("Check your answers before you send")
    reference = amina.when_i_send()
    assert second.when_i_send() == reference


def test_a_page_kept_open_elsewhere_sends_nothing_it_does_not_show(amina: Reporter) -> None:
    amina.when_i_answer_everything()
    second = Reporter(amina.page.context.new_page(), amina.node)
    second.page.goto(amina.page.url)
    second.when_i_change("What the tag says").choose("tag", "other")
    second.then_i_am_asked("Check your answers before you send")
    amina.press("Send")
    expect(amina.page.locator("main")).to_contain_text("Your answers were changed after you opened this page")
    amina.then_my_answers_are("It says something else")
    assert amina.when_i_send().startswith("MB-")


def test_going_back_after_sending_shows_the_reference_not_the_form(amina: Reporter) -> None:
    reference = amina.when_i_answer_everything().when_i_send()
    sent = amina.page.url
    amina.page.goto(sent.replace("/sent/", "/check-answers/"))
    assert amina.reference() == reference
    amina.page.goto(sent.replace("/sent/", "/tag/"))
    assert amina.reference() == reference
