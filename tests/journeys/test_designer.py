"""Dev, who writes a service and looks at it in the preview; at a laptop, and on a narrow screen without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import expect_accessible
from tests.journeys.resident_acts import POSTCODE, today
from tests.support.preview import PATTERN, Preview, start, stop

pytestmark = pytest.mark.browser
FRONT = "Preview of Report a missed bin collection – Commonwheel"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    running = start(PATTERN, tmp_path_factory.mktemp("temporary"))
    yield running
    stop(running)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def report_garden_waste(page: Page, preview: Preview) -> None:
    """Answer as somebody does whose garden waste was left."""
    page.get_by_role("link", name="Start as a resident would").click()
    page.get_by_role("button", name="Start now").click()
    page.locator("#property-postcode").fill(POSTCODE)
    page.get_by_role("button", name="Find address").click()
    page.get_by_label("Choose the address").select_option(index=1)
    page.get_by_role("button", name="Continue", exact=True).last.click()
    page.get_by_label("Garden waste bin").check()
    for part in ("day", "month", "year"):
        page.locator(f"#missed_on-{part}").fill(str(getattr(today(), part)))
    page.get_by_role("button", name="Continue", exact=True).last.click()


@pytest.mark.parametrize(
    ("known", "heading"),
    [
        ("No", "Garden waste is collected from subscribers"),
        ("Yes", "Do you have an assisted collection?"),
        ("Not known", "Do you have an assisted collection?"),
    ],
)
def test_what_the_council_knows_of_the_resident_decides_where_it_leads(
    page: Page, preview: Preview, known: str, heading: str
) -> None:
    page.goto(preview.address)
    page.get_by_label(known, exact=True).check()
    page.get_by_role("button", name="Use on every page").click()
    expect(page).to_have_title(FRONT)
    expect_accessible(page)
    report_garden_waste(page, preview)
    expect(page.locator("h1")).to_have_text(heading)
    expect_accessible(page)


def test_it_is_left_to_the_examples_again_on_a_narrow_screen_without_javascript(narrow: Page, preview: Preview) -> None:
    narrow.goto(preview.address)
    narrow.get_by_label("No", exact=True).check()
    narrow.get_by_role("button", name="Use on every page").click()
    expect_accessible(narrow, scripts=False)
    narrow.get_by_role("button", name="Leave it to the examples").click()
    expect(narrow.locator("main")).to_contain_text("Each example brings what it says is known")
    expect(narrow.get_by_role("button", name="Leave it to the examples")).to_have_count(0)
    expect_accessible(narrow, scripts=False)


def see_the_states_drawn(page: Page, preview: Preview) -> None:
    page.goto(preview.address)
    page.get_by_role("link", name="See the states drawn").click()
    picture = page.get_by_role("img", name="The states of “Report a missed bin collection” and the moves between them")
    expect(picture).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Crew could not reach the bin").first).to_be_visible()
    overflowing = "svg => [...svg.querySelectorAll('text')].filter(text => text.getBBox().width > 196).length"
    assert picture.evaluate(overflowing) == 0, "a name is wider than its box"


def test_the_states_are_drawn_and_said_in_words(page: Page, preview: Preview) -> None:
    see_the_states_drawn(page, preview)
    expect_accessible(page)


def test_the_states_are_drawn_on_a_narrow_screen_without_javascript(narrow: Page, preview: Preview) -> None:
    see_the_states_drawn(narrow, preview)
    expect_accessible(narrow, scripts=False)
