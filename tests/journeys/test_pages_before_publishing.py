"""Before a shared library takes a version, axe looks at its pages in a real browser."""

from pathlib import Path

import axe_playwright_python
import pytest
from pytest_django import Settings
from tests.journeys.conftest import CHROMIUM
from tests.support.library import release_of

from commonwheel.integrations.browser.chromium import BrowserUnavailable, Chromium

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
WORDS = "Collections are for homes."


@pytest.fixture
def browser_of_the_library(settings: Settings) -> Chromium:
    chromium = Chromium(Path(CHROMIUM), AXE)
    settings.COMMONS_BROWSER = chromium
    return chromium


@pytest.mark.parametrize("name", ["report-missed-bin", "garden-waste-subscription"])
def test_our_own_services_are_open_to_everybody(browser_of_the_library: Chromium, name: str) -> None:
    from commonwheel.apps.commons.presenters.pages import page_problems

    assert page_problems(release_of(name)) == ()


def test_a_page_that_is_not_is_named_with_what_is_wrong(browser_of_the_library: Chromium) -> None:
    from commonwheel.apps.commons.presenters.pages import page_problems

    release = release_of("garden-waste-subscription", pattern=(WORDS, "Look [](https://example.org/) here."))
    found = page_problems(release)
    assert found
    assert {one.code for one in found} == {"page-not-accessible"}
    assert "link-name" in found[0].found
    assert found[0].file.startswith("examples/")


def test_pages_hold_no_scripts_of_their_own_to_the_browser(browser_of_the_library: Chromium) -> None:
    pages = {"</script><script>document.title='x'</script>": "<!DOCTYPE html><html><body><p>Words</p></body></html>"}
    found = browser_of_the_library.violations(pages)
    assert list(found) == list(pages)
    assert any("html-has-lang" in line for line in next(iter(found.values())))
    assert browser_of_the_library.violations({}) == {}


@pytest.mark.parametrize(("program", "axe"), [("/nowhere", AXE), (CHROMIUM, "/nowhere"), ("/bin/true", AXE)])
def test_a_browser_that_does_not_answer_is_said(program: str, axe: str | Path) -> None:
    with pytest.raises(BrowserUnavailable, match="Nothing has changed"):
        Chromium(Path(program), Path(axe)).violations({"one": "<p>Words</p>"})
