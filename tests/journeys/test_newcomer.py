"""Somebody who opens the node for the first time, and the people who look after it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.journeys.looking import expect_accessible
from tests.journeys.node import Node
from tests.journeys.officer_acts import Officer

pytestmark = pytest.mark.browser
SignedIn = Callable[[str], Officer]
LAPTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)


def test_the_front_page_says_what_this_is_and_where_to_begin(page: Page, node: Node) -> None:
    page.goto(node.url("/"))
    expect_accessible(page)
    expect(page.locator("body")).to_contain_text("No council shown here has taken part")
    expect(page.get_by_role("heading", name="Where to begin")).to_be_in_viewport()
    page.locator("main ol a").first.click()
    expect(page.locator("h1")).to_have_text("Report a missed bin collection")


@pytest.mark.parametrize(
    "path", ["/demonstration/", "/demonstration/mailbox/", "/brighton-and-hove/", "/rother/", "/east-sussex/"]
)
def test_the_pages_of_the_demonstration_are_open_to_everybody(page: Page, node: Node, path: str) -> None:
    page.goto(node.url(path))
    expect_accessible(page)


def test_the_differences_between_councils_stand_side_by_side(page: Page, node: Node) -> None:
    page.goto(node.url("/"))
    page.get_by_role("link", name="See the differences side by side").click()
    expect(page.locator("h1")).to_have_text("Report a missed bin collection, side by side")
    expect_accessible(page)
    councils = page.locator("thead th a").all_inner_texts()
    assert len(councils) == 6
    row = page.locator("tr", has_text="Days allowed to report a missed bin").locator("td").all_inner_texts()
    assert len({words.strip() for words in row}) > 1


def test_every_page_says_that_no_council_has_taken_part(page: Page, node: Node) -> None:
    for path in (
        "/",
        "/demonstration/differences/",
        "/brighton-and-hove/",
        "/lewes/track/",
        "/staff/",
        "/nothing-here/",
    ):
        page.goto(node.url(path))
        expect(page.locator("body")).to_contain_text("No council shown here has taken part")


def test_the_narrow_front_page_does_not_scroll_sideways(another_device: Callable[..., Page], node: Node) -> None:
    page = another_device(viewport={"width": 320, "height": 640})
    for path in ("/", "/demonstration/", "/demonstration/differences/", "/demonstration/mailbox/"):
        page.goto(node.url(path))
        expect_accessible(page)


def test_from_a_council_one_finds_back_to_the_demonstration(page: Page, node: Node) -> None:
    page.goto(node.url("/lewes/report-missed-bin/"))
    page.get_by_role("link", name="Start page of the demonstration").click()
    expect(page.get_by_role("heading", name="Where to begin")).to_be_visible()


def test_the_administrator_meets_the_people_of_the_council(signed_in: SignedIn, node: Node) -> None:
    olu = signed_in("olu@brighton-and-hove.example")
    olu.page.goto(node.url("/staff/"))
    expect_accessible(olu.page)
    expect(olu.page.locator("h1")).to_have_text("Services")
    olu.page.set_viewport_size(PHONE)
    expect_accessible(olu.page)
    olu.follow("People")
    expect_accessible(olu.page)
    expect(olu.page.locator("main")).to_contain_text("Ben (invented)")
    olu.follow("End work")
    expect_accessible(olu.page)
    olu.follow("Change nothing")
    expect(olu.page.locator("main")).to_contain_text("Ben (invented)")
    olu.page.set_viewport_size(LAPTOP)
    olu.follow("Your sign-in")
    expect(olu.page.locator("main")).not_to_contain_text("Ben (invented)")
    expect_accessible(olu.page)


def test_no_page_asks_another_site_for_anything(page: Page, node: Node) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/brighton-and-hove/report-missed-bin/", "/staff/", "/demonstration/mailbox/"):
        page.goto(node.url(path))
    assert {address.split("/")[2] for address in asked if not address.startswith("data:")} == {
        node.address.split("/")[2]
    }
