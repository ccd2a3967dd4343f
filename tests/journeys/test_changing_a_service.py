"""Olu, who owns Brighton & Hove's services: she changes one on pages, publishes it, and takes it back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.officer_acts import Officer

pytestmark = pytest.mark.browser
SERVICE = "report-missed-bin"
OWNER = "olu@brighton-and-hove.example"


@pytest.fixture
def owner(signed_in: Callable[[str], Officer]) -> Officer:
    return signed_in(OWNER)


def open_service(owner: Officer) -> Officer:
    owner.page.goto(owner.node.url(f"/staff/brighton-and-hove/services/{SERVICE}/change/"))
    expect(owner.heading).to_have_text("Change this service")
    return owner


def test_she_changes_a_hint_adds_a_question_publishes_and_takes_it_back(owner: Officer) -> None:
    open_service(owner)
    expect_accessible_on_each_screen(owner.page)
    owner.press("Start changing")
    expect_accessible_on_each_screen(owner.page)

    owner.page.get_by_role("link", name=re.compile("Change words.*Address of the property")).click()
    expect_accessible_on_each_screen(owner.page)
    owner.page.get_by_label("Hint", exact=False).first.fill("The house or flat where the bin is.")
    owner.press("Save in the draft").then_i_read("Saved in the draft")
    owner.follow("Add a question")
    expect_accessible_on_each_screen(owner.page)
    owner.press("Save in the draft")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)
    for page in ("Add a page after this one", "Hide", "Our changes", "Change Days"):
        open_service(owner).follow(page)
        expect_accessible_on_each_screen(owner.page)

    open_service(owner).press("Send for sign-off")
    expect_accessible_on_each_screen(owner.page)
    owner.press("Sign off and publish").then_i_read("Published. Residents have it now.")
    expect_accessible_on_each_screen(owner.page)
    open_service(owner).follow("History")
    expect_accessible_on_each_screen(owner.page)
