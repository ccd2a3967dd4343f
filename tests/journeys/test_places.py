"""Amina moves house: she looks up who serves her new street, today and after the merger that is announced.

Then she looks what the merger changes, and what others would.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import Node
from tests.support.local_ground import keep_people, keep_surrey

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


@pytest.fixture
def surrey(node: Node) -> Iterator[None]:
    """Hold an invented Surrey and its figures while it is looked at; the others find the node as they left it."""
    keep_surrey(node.data)
    keep_people(node.data, demand=5, need=2, cost=100)
    yield
    shutil.rmtree(node.data / "places")


@pytest.mark.usefixtures("surrey")
def test_she_compares_councils_of_several_sizes_and_joins_some_herself(page: Page, node: Node) -> None:
    page.goto(node.url("/places/"))
    page.get_by_role("link", name="Compare councils of several sizes for a service").click()
    expect_accessible_on_each_screen(page)
    page.get_by_label("Which service?").select_option("Waste and recycling collection")
    page.get_by_label("In which region?").select_option("Surrey County Council")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("img", name="Map: Announced from 1 April 2027")).to_be_visible()
    expect(page.get_by_role("table", name="Cost of a unit, where today is 100")).to_contain_text("too small to tell")
    expect_accessible_on_each_screen(page)
    page.get_by_role("button", name="Join and compare").click()
    expect(page.get_by_role("table", name="What you joined")).to_have_count(0)
    for council in ("Guildford", "Waverley", "Woking"):
        page.get_by_label(council, exact=True).check()
    page.get_by_role("button", name="Join and compare").click()
    expect(page.get_by_role("table", name="What you joined")).to_contain_text("Guildford + Waverley + Woking")
    expect_accessible_on_each_screen(page)
    page.get_by_role("link", name="Part them again").click()
    expect(page.get_by_role("table", name="What you joined")).to_have_count(0)
    page.goto(f"{page.url}&language=cy")
    expect(page.get_by_role("table", name="Cyhoeddwyd o 1 Ebrill 2027")).to_be_visible()
    expect_accessible_on_each_screen(page)
