"""Amina reports problems in a street: she begins at her district and meets whoever has the duty, on a laptop and a phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import expect_resident_page
from tests.journeys.node import Node

pytestmark = pytest.mark.browser
SERVICE = "report-street-problem"
WITHIN_LEWES = {"words": "Outside 12 Example Street", "postcode": "BN7 1BT"}
# Half way between the two nearest postcodes of Lewes and Wealden that the demonstration has.
ON_THE_BORDER = {"words": "By the gate", "lat": "50.946154", "lon": "0.04933"}
PHONES = {"lewes": "01632 960202", "east-sussex": "01632 960707", "wealden": "01632 960404"}
SIZES = {"a laptop": {"width": 1280, "height": 900}, "a phone": {"width": 320, "height": 640}}

Begin = Callable[[str, str], Page]


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def plain(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page without JavaScript."""
    context = browser.new_context(viewport=request.param, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def begin(plain: Page, node: Node) -> Begin:
    """Return a function that begins at Lewes with a problem and a kind of place."""

    def begun(problem: str, land: str) -> Page:
        plain.goto(node.url(f"/lewes/{SERVICE}/"))
        look(plain)
        press(plain, "Start now")
        for choice in (problem, land):
            look(plain)
            plain.get_by_label(choice, exact=True).check()
            press(plain, "Continue")
        look(plain)
        return plain

    return begun


def look(page: Page) -> None:
    expect_resident_page(page, phone=PHONES[page.url.split("/")[3]], scripts=False)


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def say_where(page: Page, place: dict[str, str]) -> None:
    if "lat" in place:
        page.get_by_text("I know the latitude and longitude").click()
    for part, value in place.items():
        page.locator(f"#spot-{part}").fill(value)
    press(page, "Continue")
    look(page)


def tell_the_rest(page: Page) -> None:
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    look(page)
    page.get_by_label("Describe the problem").fill("About as wide as a bicycle is long.")
    for seen in page.get_by_label("No", exact=True).all():
        seen.check()
    for _page in ("photos", "contact"):
        press(page, "Continue")
        look(page)
    press(page, "Continue")
    look(page)


def expect_heading(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_have_text(words)


def test_a_pothole_goes_to_the_county(begin: Begin) -> None:
    page = begin("A pothole or a damaged road", "A street, road or pavement")
    say_where(page, WITHIN_LEWES)
    expect_heading(page, "This goes to East Sussex County")
    expect(page.get_by_text("Highways Act 1980, sections 1 and 41")).to_be_visible()
    press(page, "Continue with East Sussex County")
    look(page)
    assert f"/east-sussex/{SERVICE}/" in page.url
    tell_the_rest(page)
    expect(page.get_by_text("This goes to East Sussex County.")).to_be_visible()
    expect(page.get_by_text("Outside 12 Example Street")).to_be_visible()
    press(page, "Send")
    look(page)
    expect(page.get_by_text("It has gone to East Sussex County.")).to_be_visible()


def test_dumped_rubbish_stays_with_the_district(begin: Begin) -> None:
    page = begin("Dumped rubbish (fly-tipping)", "A street, road or pavement")
    say_where(page, WITHIN_LEWES)
    tell_the_rest(page)
    expect(page.get_by_text("This goes to Lewes District.")).to_be_visible()
    press(page, "Send")
    look(page)
    expect(page.get_by_text("It has gone to Lewes District.")).to_be_visible()


def test_a_trunk_road_ends_in_a_signpost(begin: Begin) -> None:
    page = begin("A pothole or a damaged road", "A trunk road that is not a motorway")
    expect_heading(page, "This goes to National Highways")
    expect(page.get_by_role("link", name="Report it to National Highways")).to_be_visible()
    expect(page.get_by_role("button", name="Continue anyway")).to_have_count(0)


def test_on_a_border_she_chooses(begin: Begin) -> None:
    page = begin("Dumped rubbish (fly-tipping)", "A street, road or pavement")
    say_where(page, ON_THE_BORDER)
    expect_heading(page, "Which council is it for?")
    press(page, "Continue")
    look(page)
    expect(page.get_by_role("link", name="Choose the council it is for")).to_be_visible()
    page.get_by_label("Wealden District", exact=True).check()
    press(page, "Continue")
    look(page)
    assert f"/wealden/{SERVICE}/" in page.url
    tell_the_rest(page)
    press(page, "Send")
    look(page)
    expect(page.get_by_text("It has gone to Wealden District.")).to_be_visible()
