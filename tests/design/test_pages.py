"""Whole pages: no script inline, nothing foreign, and no barrier that a machine can find."""

import http.server
import re
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, sync_playwright

from commonwheel.design.assets import fetch
from commonwheel.design.frame import ResidentFrame
from commonwheel.design.jinja import STATIC, asset, environment
from design.samples import NODE, RESIDENT, pages

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = sorted(pages())


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    fetch()
    folder = tmp_path_factory.mktemp("pages")
    for name, html in pages().items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    (folder / "static").symlink_to(STATIC)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_barriers_and_does_not_scroll_sideways(
    browser: Browser, address: str, name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"{address}/{name}.html")
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults == []
    page.close()


class Page(HTMLParser):
    """Collects what a strict content security policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Mapping[str, str | None] = dict(attrs)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_needs_no_inline_script_or_style(name: str) -> None:
    reader = Page()
    reader.feed(pages()[name])
    assert reader.inline == []


@pytest.mark.parametrize("name", NAMES)
def test_no_page_carries_another_s_brand(name: str) -> None:
    words = re.sub(r"<[^>]*>", " ", pages()[name])
    assert not re.search(r"gov\.uk|crown|gds", words, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_a_demonstration_says_that_no_council_took_part(name: str) -> None:
    assert "No council shown here has taken part" in pages()[name]


def test_every_page_of_a_council_shows_its_number_and_its_other_language() -> None:
    html = pages()["one-question"]
    assert 'href="tel:01632960123"' in html
    assert 'hreflang="cy"' in html
    assert "Skip to main content" in html


def test_a_page_that_is_dangerous_to_be_seen_with_can_be_left_at_once() -> None:
    frame = ResidentFrame(council_name="Rivermouth", home_url="/", phone="", protect=True, theme_url="/t.css")
    html = environment().get_template("layouts/resident.html").render(frame=frame)
    assert "govuk-exit-this-page" in html
    assert '<link rel="stylesheet" href="/t.css">' in html


def test_our_files_have_addresses_that_change_with_them() -> None:
    fetch()
    assert re.search(r"house/house\.css\?v=[0-9a-f]{12}\"", pages()["front"])
    assert re.search(r"govuk-frontend\.min\.css\?v=[0-9a-f]{12}\"", pages()["front"])
    assert asset("elsewhere.css") == "/static/elsewhere.css"


def test_a_page_of_the_node_may_stand_without_links() -> None:
    html = environment().get_template("layouts/node.html").render(frame=NODE)
    assert "Commonwheel" in html
    assert RESIDENT.council_name not in html
