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
    """What axe finds wrong on the page, a sentence each; it looks once the page is there, not while it comes."""
    page.wait_for_load_state("load")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{problem['id']}: {problem['help']} at {node['target']}"
        for problem in found["violations"]
        for node in problem["nodes"]
    ]


def violations_without_scripts(page: Page) -> list[str]:
    """
    What axe finds wrong on a page of a browser whose scripts are off.

    axe itself needs scripts, so it looks at the same HTML at the same address and size in a second browser, which
    loads none of the page's own. It looks once the page is there, not while it comes.
    """
    page.wait_for_load_state("load")
    browser, html = page.context.browser, page.content()
    assert browser is not None
    context = browser.new_context(viewport=page.viewport_size)
    twin = context.new_page()
    twin.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    twin.route("**/*.js", lambda route: route.abort())
    twin.goto(page.url)
    found = violations(twin)
    context.close()
    return found


def expect_accessible(page: Page, *, scripts: bool = True) -> None:
    found = violations(page) if scripts else violations_without_scripts(page)
    assert found == [], f"{page.url}: {found}"
    width, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= inner, f"{page.url} scrolls sideways: {width} wide in {inner}"
    assert page.locator("h1").count() == 1, page.url
    assert re.fullmatch(r"en|en-GB|cy", page.get_attribute("html", "lang") or ""), page.url


def expect_accessible_on_each_screen(page: Page) -> None:
    """Open to everybody on a laptop and on a phone of 320 pixels."""
    before = page.viewport_size
    for width, height in ((1280, 900), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        expect_accessible(page)
    if before:
        page.set_viewport_size(before)


def expect_resident_page(page: Page, *, phone: str = "01632 960101", scripts: bool = True) -> None:
    """A page that residents read: open to everybody, with the phone number, in their own words."""
    expect_accessible(page, scripts=scripts)
    assert phone in page.locator("body").inner_text(), f"{page.url} shows no phone number"
    text = page.locator("main").inner_text()
    assert not re.search(NEVER_SHOWN_TO_RESIDENTS, text, re.IGNORECASE), f"{page.url} says {text}"


def go_back(page: Page) -> None:
    """
    Press the browser's own back button.

    By the page's history: asked for from outside, Chromium has now and then no history of a page that just came.
    """
    with page.expect_navigation():
        page.evaluate("history.back()")
