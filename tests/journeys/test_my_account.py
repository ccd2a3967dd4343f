"""Amina on a phone, without JavaScript: everything she sent to two councils, in one list."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import expect_accessible
from tests.journeys.node import Node
from tests.journeys.resident_acts import Reporter, newest_letter

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 740}
EMAIL = "amina.account@residents.example"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def look_at(page: Page) -> None:
    expect_accessible(page, scripts=False)


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def test_she_signs_in_by_a_code_and_sees_requests_at_two_councils(
    phone: Page, node: Node, another_device: Callable[..., Page]
) -> None:
    page = phone
    elsewhere = Reporter(another_device(), node, council="eastbourne", postcode="BN20 0AD", email=EMAIL)
    elsewhere.when_i_begin().when_i_choose_my_address().when_i_say_which_bin(days_ago=2)
    elsewhere.when_i_have_no_assisted_collection().when_the_bin_was_out_on_time().when_there_is_no_tag()
    claimed = elsewhere.when_i_leave_my_details().when_i_send()

    page.goto(node.url("/brighton-and-hove/"))
    page.get_by_role("link", name="My account").first.click()
    look_at(page)
    page.locator("#email").fill(EMAIL)
    press(page, "Send me a code")
    look_at(page)
    letter = newest_letter(elsewhere, subject="Your code for My account")
    code = re.search(r"\b\d{6}\b", letter.locator("main").inner_text())
    assert code is not None
    page.locator("#code").fill(code[0])
    press(page, "Sign in")
    expect(page.locator("h1")).to_have_text("Your requests")
    look_at(page)

    sent = Reporter(page, node, email=EMAIL).when_i_answer_everything().when_i_send()
    look_at(page)
    page.get_by_role("main").get_by_role("link", name="My account").click()
    expect(page.locator("main")).to_contain_text(sent)

    page.get_by_role("button", name="Add a request by its reference").click()
    look_at(page)
    page.locator("#council").select_option("eastbourne")
    page.locator("#reference").fill(claimed)
    press(page, "Add it")
    expect(page.locator("main")).to_contain_text(claimed)
    expect(page.locator("main")).to_contain_text("What has happened")
    look_at(page)
    page.get_by_role("link", name="Your requests").first.click()
    for words in (sent, claimed, "Brighton", "Eastbourne Borough"):
        expect(page.locator("main")).to_contain_text(words)
    look_at(page)

    for path in ("/account/about/", "/account/delete/", "/account/sign-out/"):
        page.goto(node.url(path))
        look_at(page)
    press(page, "Sign out")
    expect(page.locator("main")).to_contain_text("You are signed out")
    look_at(page)
