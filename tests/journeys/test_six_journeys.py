"""Amina walks each of the six services to its end, on a laptop and on a small phone without scripts."""

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import LAPTOP, PATIENCE
from tests.journeys.looking import expect_resident_page
from tests.journeys.node import Node
from tests.journeys.six_journeys import Way, walk, ways

pytestmark = pytest.mark.browser
SERVICES = (
    "report-missed-bin",
    "report-street-problem",
    "garden-waste-subscription",
    "resident-parking-permit",
    "moving-home",
    "ask-for-information",
)
SMALL = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def six(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Way]:
    """Return a way through each service, with a photograph to upload."""
    photo = tmp_path_factory.mktemp("photo") / "photo.jpg"
    Image.new("RGB", (640, 480), (120, 140, 120)).save(photo)
    return {way.service: way for way in ways(photo)}


@pytest.mark.parametrize("device", ["a laptop", "a small phone without scripts"])
@pytest.mark.parametrize("service", SERVICES)
def test_every_page_is_open_to_everybody_and_it_is_sent(
    browser: Browser, node: Node, six: dict[str, Way], service: str, device: str
) -> None:
    has_scripts = device == "a laptop"
    context = browser.new_context(viewport=LAPTOP if has_scripts else SMALL, java_script_enabled=has_scripts)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    seen: list[str] = []
    reference = walk(
        page,
        node,
        six[service],
        lambda shown, name: (seen.append(name), expect_resident_page(shown, scripts=has_scripts)),
    )
    assert {"start", "check answers", "sent"} <= set(seen)
    expect(page.locator("main")).to_contain_text(reference)
    context.close()
