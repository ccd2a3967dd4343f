"""What every page must be: open to everybody, with no sideways scroll, one heading and a language."""

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NEVER_SHOWN_TO_RESIDENTS = r"\b(pattern|journey|case|node|adopt\w*)\b"


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, a sentence each."""
    # Where scripts are off the page's own do not run; what a test evaluates still does.
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{problem['id']}: {problem['help']} at {node['target']}"
        for problem in found["violations"]
        for node in problem["nodes"]
    ]


def expect_accessible(page: Page) -> None:
    assert violations(page) == [], page.url
    width, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= inner, f"{page.url} scrolls sideways: {width} wide in {inner}"
    assert page.locator("h1").count() == 1, page.url
    assert re.fullmatch(r"en|en-GB|cy", page.get_attribute("html", "lang") or ""), page.url


def expect_resident_page(page: Page, *, phone: str = "01632 960101") -> None:
    """A page that residents read: open to everybody, with the phone number, in their own words."""
    expect_accessible(page)
    assert phone in page.locator("body").inner_text(), f"{page.url} shows no phone number"
    text = page.locator("main").inner_text()
    assert not re.search(NEVER_SHOWN_TO_RESIDENTS, text, re.IGNORECASE), f"{page.url} says {text}"
