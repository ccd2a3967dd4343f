"""Amina moves house: she looks up who serves her new street, today and after the merger that is announced."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import Node

pytestmark = pytest.mark.browser


def test_she_finds_who_serves_her_street_and_what_changes_elsewhere(page: Page, node: Node) -> None:
    page.goto(node.url("/"))
    page.get_by_role("link", name="Who serves your area").click()
    expect(page.locator("h1")).to_have_text("Who serves your area")
    expect_accessible_on_each_screen(page)
    page.get_by_role("button", name="Show who serves it").click()
    page.get_by_label("Postcode").fill("bn1 9bt")
    page.get_by_role("button", name="Show who serves it").click()
    expect(page.locator("h1")).to_contain_text("Who serves BN1 9BT")
    expect(page.get_by_role("link", name="Lewes District Council").first).to_be_visible()
    expect_accessible_on_each_screen(page)
    page.get_by_label("Postcode").fill("")
    page.get_by_label("Or choose a council").select_option("Woking Borough Council")
    for part, typed in (("Day", "31"), ("Month", "3"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_role("button", name="Show who serves it").click()
    expect(page.locator("main")).to_contain_text(
        "On 1 April 2027 Woking Borough Council ends, and West Surrey Council follows."
    )
    expect_accessible_on_each_screen(page)


def test_what_is_wrong_is_beside_its_box_and_in_welsh_too(page: Page, node: Node) -> None:
    page.goto(node.url("/places/?postcode=nonsense&on-day=40&on-month=1&on-year=2027&language=cy"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Rhowch god post llawn")
    expect_accessible_on_each_screen(page)
