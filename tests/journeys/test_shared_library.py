"""Olu finds a service in the shared library, sets it up as a draft, and is told of a newer version."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import PROGRAM, Node, environment
from tests.journeys.officer_acts import Officer
from tests.support.commons import House, serving
from tests.support.patterns import pattern_files
from tests.support.shelves import EXAMPLES, asks_for_collection_days, at_version, put

pytestmark = pytest.mark.browser
OWNER = "olu@brighton-and-hove.example"
BOXES = {
    path: text.replace(b"pattern: report-missed-bin", b"pattern: report-missed-box").replace(
        b"title: Report a missed bin collection", b"title: Report a missed box"
    )
    for path, text in asks_for_collection_days(pattern_files("report-missed-bin")).items()
}


@pytest.fixture(scope="module")
def library(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A shared library that the node follows."""
    folder = tmp_path_factory.mktemp("commons")
    house = House(folder)
    house.start(now=timezone.now())
    house.join(EXAMPLES, now=timezone.now())
    put(house, BOXES, now=timezone.now())
    (folder / "root.json").write_bytes(house.root)
    with serving(house.served) as served:
        command(node, "library", "follow", "county", served.address, "--root", folder / "root.json")
        yield house


def command(node: Node, *words: str | Path) -> None:
    known = environment(COMMONWHEEL_DATA=str(node.data), COMMONWHEEL_DEMONSTRATION="yes")
    subprocess.run([PROGRAM, *words], check=True, capture_output=True, env=known)


@pytest.fixture
def owner(signed_in: Callable[[str], Officer], library: House) -> Officer:
    return signed_in(OWNER)


def test_she_finds_a_service_sets_it_up_and_is_told_of_a_newer_version(
    owner: Officer, library: House, node: Node
) -> None:
    page = owner.page
    page.goto(node.url("/staff/brighton-and-hove/services/"))
    owner.follow("Find a service in the shared library")
    expect_accessible_on_each_screen(page)
    page.get_by_label("Search the shared library").fill("missed box")
    owner.press("Search")
    owner.follow("Report a missed box")
    expect(owner.heading).to_have_text("Report a missed box")
    expect_accessible_on_each_screen(page)
    page.get_by_role("button", name="Set it up").click()
    expect_accessible_on_each_screen(page)
    page.get_by_label("When you collect").fill("")
    owner.press("Make the draft")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(page)
    page.get_by_label("When you collect").fill("We collect on Mondays.")
    owner.press("Make the draft").then_i_read("Residents do not see it yet.")
    expect_accessible_on_each_screen(page)

    put(library, at_version(BOXES, "1.1.0", "1.1.1"), now=timezone.now())
    command(node, "library", "refresh")
    page.reload()
    page.get_by_role("button", name=re.compile("Begin the update to 1[.]1[.]1")).click()
    expect_accessible_on_each_screen(page)


def test_she_says_what_the_council_runs(owner: Officer, node: Node) -> None:
    page = owner.page
    page.goto(node.url("/staff/brighton-and-hove/services/"))
    owner.follow("Say what we run")
    expect_accessible_on_each_screen(page)
    owner.press("Agree").then_i_read("Your council’s key")
    expect_accessible_on_each_screen(page)
    owner.press("Say nothing more")
    expect_accessible_on_each_screen(page)
