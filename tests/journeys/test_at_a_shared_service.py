"""Idris, of Eastbourne, works Lewes's missed bins too: each page says for whom he acts, and offers nothing closed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.officer_acts import Officer
from tests.journeys.resident_acts import Reporter, today

pytestmark = pytest.mark.browser
SignedIn = Callable[[str], Officer]
SHARED = "Lewes and Eastbourne shared service"


def expect_to_act_for_lewes(page: Page) -> None:
    expect(page.locator("header")).to_contain_text(re.compile(rf"You act for\s+Lewes District\s+\({SHARED}\)"))
    expect_accessible_on_each_screen(page)


def test_each_page_says_for_which_council_he_acts(signed_in: SignedIn) -> None:
    idris = signed_in("idris@eastbourne.example")
    page = idris.page
    page.goto(idris.node.url("/staff/"))
    expect_accessible_on_each_screen(page)
    idris.follow("Lewes District")
    expect(idris.heading).to_have_text("Requests")
    expect_to_act_for_lewes(page)
    expect(page.get_by_role("navigation", name="Main").get_by_role("link")).to_have_text(["Requests"])
    page.locator("main table a").first.click()
    expect_to_act_for_lewes(page)
    page.locator(".request-moves a").first.click()
    expect_to_act_for_lewes(page)
    for listed in ("Letters and calls", "Not delivered"):
        page.goto(idris.node.url("/staff/lewes/requests/"))
        idris.follow(listed)
        expect(idris.heading).to_have_text(listed)
        expect_to_act_for_lewes(page)
    idris.follow("Change council").follow("Eastbourne Borough")
    expect(page.locator("header")).not_to_contain_text("You act for")


def test_what_he_enters_for_somebody_says_so_too_and_opens_no_saved_link(signed_in: SignedIn) -> None:
    idris = signed_in("idris@eastbourne.example")
    page = idris.page
    page.goto(idris.node.url("/staff/lewes/requests/enter/"))
    expect_to_act_for_lewes(page)
    expect(page.locator("main")).not_to_contain_text("Go on with what they saved")
    page.get_by_label("Report a missed bin collection").check()
    page.get_by_label("Counter", exact=True).check()
    Reporter(page, idris.node).type_date("received_on", today()).press_continue()
    bar = page.get_by_role("region", name="For somebody else")
    expect(bar).to_contain_text(f"You act for Lewes District ({SHARED}). You are entering this for somebody: counter")
    expect_accessible_on_each_screen(page)
