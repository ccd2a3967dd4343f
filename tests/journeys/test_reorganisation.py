"""Ann, who administers East Surrey, looks at what comes to it in April 2027."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import Node, demonstration, environment
from tests.support import surrey_on_node

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def surrey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, dict[str, str]]]:
    """A node with councils of Surrey, and the cookie of Ann's session."""
    with demonstration(tmp_path_factory.mktemp("surrey")) as node:
        made = subprocess.run(
            [sys.executable, Path(surrey_on_node.__file__), node.data],
            check=True, capture_output=True, env=environment(),
        )  # fmt: skip
        yield node, json.loads(made.stdout)


def test_she_rehearses_what_the_register_says_and_goes_on_to_change_a_service(
    surrey: tuple[Node, dict[str, str]], context: BrowserContext, page: Page
) -> None:
    node, cookie = surrey
    context.add_cookies([{**cookie, "url": node.address}])  # type: ignore[typeddict-item]
    page.goto(node.url("/staff/east-surrey/services/"))
    page.get_by_role("link", name="Rehearse a reorganisation").click()
    expect(page.locator("h1")).to_have_text("Rehearse a reorganisation")
    expect(page.locator("main")).to_contain_text("On 1 April 2027 these councils become others.")
    row = page.get_by_role("row", name="Elmbridge Borough Council").first
    expect(row).to_contain_text("1")
    expect(page.get_by_role("row", name="Surrey County Council").first).to_contain_text(
        "1 at a place that does not say who follows"
    )
    conflict = page.get_by_role("row", name="Working days until the crew comes back")
    expect(conflict).to_contain_text("Mole Valley District Council")
    expect(conflict).to_contain_text("Decided")
    expect_accessible_on_each_screen(page)
    page.get_by_role("link", name="Change this service").first.click()
    expect(page.locator("h1")).to_have_text("Change this service")


def test_the_page_of_another_council_is_closed_to_her(
    surrey: tuple[Node, dict[str, str]], context: BrowserContext, page: Page
) -> None:
    node, cookie = surrey
    context.add_cookies([{**cookie, "url": node.address}])  # type: ignore[typeddict-item]
    answer = page.goto(node.url("/staff/elmbridge/reorganisation/"))
    assert answer is not None
    assert answer.status == 404
