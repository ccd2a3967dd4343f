"""A real node and a real browser: what the people of `docs/` meet, met here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.journeys.node import Node, demonstration
from tests.journeys.officer_acts import Officer, sign_in
from tests.journeys.resident_acts import Reporter

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LAPTOP = {"width": 1280, "height": 900}
PATIENCE = 10_000
"""Milliseconds until a page that does not come counts as missing."""
EVERY_TYPE = Path(__file__).parents[1] / "core" / "patterns" / "fixtures" / "everything"

Begin = Callable[..., Reporter]
SignedIn = Callable[[str], Officer]


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    from tests.support.paid import paid_files

    paid = tmp_path_factory.mktemp("paid")
    for path, content in paid_files().items():
        (paid / path).write_bytes(content)
    with demonstration(tmp_path_factory.mktemp("node"), fixtures=(EVERY_TYPE, paid)) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=LAPTOP)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def another_device(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Make pages of other browsers, which share no cookie with the first."""
    contexts = []

    def make(**options: object) -> Page:
        contexts.append(browser.new_context(**{"viewport": LAPTOP, **options}))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def amina(page: Page, node: Node) -> Reporter:
    """A resident on a laptop."""
    return Reporter(page, node)


@pytest.fixture(scope="session")
def sessions(browser: Browser, node: Node) -> dict[str, object]:
    """Signed-in sessions by email address: each officer signs in once, as the second factor takes a code once."""
    return {}


@pytest.fixture
def signed_in(another_device: Callable[..., Page], node: Node, sessions: dict[str, object]) -> SignedIn:
    """Make a browser in which somebody is signed in."""

    def make(email: str) -> Officer:
        if email in sessions:
            return Officer(another_device(storage_state=sessions[email]), node, email)
        officer = sign_in(Officer(another_device(), node, email))
        sessions[email] = officer.page.context.storage_state()
        return officer

    return make
