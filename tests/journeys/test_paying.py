"""Paying on a small phone without JavaScript: it succeeds, it is refused, the browser is closed half way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_resident_page
from tests.journeys.node import Node
from tests.journeys.officer_acts import Officer

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 640}
SIMULATED = "This is a simulated payment. No money moves."
SignedIn = Callable[[str], Officer]


@pytest.fixture
def phone(another_device: Callable[..., Page]) -> Page:
    """A small phone whose browser runs no scripts."""
    return another_device(viewport=SMALL, java_script_enabled=False)


def arrive(page: Page, heading: str) -> None:
    """Arrive at a page, and look at it."""
    expect(page.locator("h1")).to_have_text(heading)
    expect_resident_page(page, phone="01632 960202", scripts=False)


def press(page: Page, words: str, heading: str) -> None:
    """Press a button, and arrive."""
    page.get_by_role("button", name=words, exact=True).click()
    arrive(page, heading)


def send(page: Page, node: Node) -> str:
    """Answer, read what it costs, send; return the reference."""
    page.goto(node.url("/lewes/collect-garden-waste/"))
    press(page, "Start now", "How many bins?")
    page.locator("#bins").fill("2")
    press(page, "Continue", "Check your answers before you send")
    for words in ("First bin", "£59", "More bins", "£30.50", "Total", "£89.50"):
        expect(page.locator("main")).to_contain_text(words)
    press(page, "Send", "Pay for your request")
    return page.locator(".house-reference").first.inner_text().strip()


def go_on_to_payment(page: Page) -> None:
    """Be led to the simulated provider, which says what it is."""
    press(page, "Go on to payment", "Simulated payment")
    expect(page.locator("main")).to_contain_text(SIMULATED)
    expect(page.locator("main")).to_contain_text("£89.50")


def test_it_is_paid_and_the_officer_sees_it(phone: Page, node: Node, signed_in: SignedIn) -> None:
    reference = send(phone, node)
    go_on_to_payment(phone)
    press(phone, "Pay £89.50", "Payment received")
    expect(phone.locator("main")).to_contain_text(reference)
    phone.reload()
    arrive(phone, "Payment received")
    cara = signed_in("cara@lewes.example").when_i_open(reference)
    cara.then_i_read("Paid: £89.50").then_i_read("More bins")


def test_it_is_refused_and_tried_again(phone: Page, node: Node, signed_in: SignedIn) -> None:
    reference = send(phone, node)
    go_on_to_payment(phone)
    press(phone, "Have the payment refused", "Pay for your request")
    expect(phone.locator("main")).to_contain_text("Your payment was refused. No money was taken.")
    signed_in("cara@lewes.example").when_i_open(reference).then_i_read("Not paid yet").then_i_read("Refused on")
    go_on_to_payment(phone)
    press(phone, "Leave without paying", "Pay for your request")
    expect(phone.locator("main")).to_contain_text("You left before you paid.")
    go_on_to_payment(phone)
    press(phone, "Pay £89.50", "Payment received")


def test_the_browser_is_closed_and_another_device_finds_it_by_its_reference(
    phone: Page, node: Node, another_device: Callable[..., Page]
) -> None:
    reference = send(phone, node)
    go_on_to_payment(phone)
    phone.context.close()
    later = another_device(viewport=SMALL, java_script_enabled=False)
    later.goto(node.url("/lewes/track/"))
    later.locator("#reference").fill(reference)
    later.locator("main form button").first.click()
    arrive(later, "Collect garden waste")
    expect(later.locator("main")).to_contain_text("You have not paid yet.")
    later.get_by_role("link", name="Pay now").click()
    arrive(later, "Pay for your request")
    go_on_to_payment(later)
    press(later, "Pay £89.50", "Payment received")
