"""Amina on an old phone: 320 pixels wide, no JavaScript, no mouse; and with everything four times as large."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import expect_resident_page
from tests.journeys.node import Node
from tests.journeys.resident_acts import POSTCODE, Reporter, today

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}
FOUR_TIMES_AS_LARGE = {"width": 320, "height": 256}
"""1280 by 1024 pixels at 400 % (WCAG 1.4.10)."""
FAR_AWAY = "EH1 1YZ"
FAR = 60
"""More presses of Tab than any page has stops."""


@pytest.fixture(params=[PHONE, FOUR_TIMES_AS_LARGE], ids=["a phone", "four times as large"])
def plain_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def expect_plain_page(page: Page) -> None:
    expect_resident_page(page, scripts=False)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus."""
    for _press in range(FAR):
        if page.locator(selector).first.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {selector} on {page.url}")


def type_into(page: Page, selector: str, words: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(words)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def tick(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Space")


def the_focus_is_shown(page: Page) -> bool:
    """Whether what has the focus looks different from what has not."""
    return bool(
        page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
        )
    )


CONTINUE = "main form button.govuk-button:not(.govuk-button--secondary)"


def test_she_reports_a_missed_bin_by_keyboard_alone(plain_page: Page, node: Node) -> None:
    page, day = plain_page, today()
    page.goto(node.url("/brighton-and-hove/"))
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    expect_plain_page(page)
    press(page, "main a[href$='/report-missed-bin/']")
    expect_plain_page(page)
    press(page, "main form button")
    type_into(page, "#property-postcode", POSTCODE)
    press(page, "#property-find")
    assert re.match(r"\d+ addresses found – Where was the collection missed\? – ", page.title())
    tab_to(page, "#property-uprn")
    assert the_focus_is_shown(page)
    page.keyboard.press("ArrowDown")
    expect_plain_page(page)
    press(page, CONTINUE)
    tick(page, "input[name=container]")
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        type_into(page, f"#missed_on-{part}", str(value))
    expect_plain_page(page)
    press(page, CONTINUE)
    for question, value, arrows in (("assisted", "no", 1), ("out_on_time", "yes", 0), ("tag", "none", 0)):
        tick(page, f"input[name={question}]")
        for _press in range(arrows):
            page.keyboard.press("ArrowDown")
        expect(page.locator(f"input[name={question}][value={value}]")).to_be_checked()
        expect_plain_page(page)
        press(page, CONTINUE)
    type_into(page, "[name=full_name]", "Amina Invented")
    # Enter in a box does what "Continue" does.
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Check your answers before you send")
    expect_plain_page(page)
    press(page, CONTINUE, "Space")
    expect_plain_page(page)
    assert page.locator(".house-reference").inner_text().startswith("MB-")


def test_mistakes_are_told_without_javascript_too(plain_page: Page, node: Node) -> None:
    page = plain_page
    page.goto(node.url("/brighton-and-hove/report-missed-bin/"))
    press(page, "main form button")
    press(page, CONTINUE)
    summary = page.locator(".govuk-error-summary a")
    expect(summary).to_have_count(1)
    assert page.title().startswith("Error: ")
    expect_plain_page(page)
    tab_to(page, ".govuk-error-summary a")
    page.keyboard.press("Enter")
    page.keyboard.type(POSTCODE)
    expect(page.locator("#property-postcode")).to_have_value(POSTCODE)


def test_she_tracks_and_types_an_address_without_javascript(
    plain_page: Page, node: Node, another_device: Callable[..., Page]
) -> None:
    reference = Reporter(another_device(), node).when_i_answer_everything().when_i_send()
    page = plain_page
    page.goto(node.url("/brighton-and-hove/track/"))
    expect_plain_page(page)
    type_into(page, "#reference", reference)
    type_into(page, "#proof", POSTCODE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(reference)
    expect_plain_page(page)
    page.goto(node.url("/brighton-and-hove/report-missed-bin/"))
    press(page, "main form button")
    press(page, "#property-type")
    expect_plain_page(page)
    type_into(page, "#property-line_1", "1 Nowhere Lane")
    type_into(page, "#property-town", "Brighton")
    type_into(page, "#property-postcode", POSTCODE)
    press(page, CONTINUE)
    expect(page.locator("h1")).to_have_text("Which bin was missed?")


def test_a_postcode_without_addresses_is_said_in_the_title_in_both_languages(plain_page: Page, node: Node) -> None:
    page = plain_page
    for language, said in (("en", "No address found – "), ("cy", "Ni chafwyd hyd i gyfeiriad – ")):
        page.goto(node.url(f"/brighton-and-hove/report-missed-bin/?language={language}"))
        press(page, "main form button")
        type_into(page, "#property-postcode", FAR_AWAY)
        press(page, "#property-find")
        assert page.title().startswith(said)
        expect(page.locator("#property-postcode")).to_have_accessible_description(re.compile(r"\w"))
        expect_plain_page(page)


def test_the_welsh_pages_fit_as_well(plain_page: Page, node: Node) -> None:
    page = plain_page
    page.goto(node.url("/brighton-and-hove/?language=cy"))
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    own = ("report-missed-bin/", "track/", "-/contact/", "-/accessibility/", "-/privacy/", "-/cookies/")
    for path in (f"/brighton-and-hove/{page_of_it}" for page_of_it in own):
        page.goto(node.url(path))
        expect(page.locator("html")).to_have_attribute("lang", "cy")
        expect_plain_page(page)
