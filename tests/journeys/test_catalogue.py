"""Priya looks for something that other councils share: she searches, reads, and looks at its pages before she asks."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible, expect_accessible_on_each_screen
from tests.journeys.node import PROGRAM, Node, demonstration, environment
from tests.journeys.officer_acts import Officer, sign_in
from tests.support.library import US, library, release_of

from commonwheel.integrations.trust.keys import save_key

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A demonstration node that serves a shared library, which it found in its folder and so did not make."""
    folder = tmp_path_factory.mktemp("library-node")
    (folder / "var").mkdir()
    made = library(folder / "var" / "commons")
    made.put(release_of("report-missed-bin"), release_of("garden-waste-subscription"))
    made.put(release_of("report-missed-bin", "1.1.1"))
    path = f"{US}/garden-waste-subscription/garden-waste-subscription-1.1.0.tar"
    made.set_state(path, "deprecated", "A newer one comes in spring.")
    save_key(made.publishers[US][0], folder / "key", passphrase="")
    with demonstration(folder, publisher=folder / "key") as running:
        wait_until_listed(running)
        yield running


def wait_until_listed(node: Node) -> None:
    """The worker makes the catalogue within some seconds."""
    import json
    import time
    import urllib.request

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with urllib.request.urlopen(node.url("/commons/catalogue.json")) as answer:
            if json.load(answer)["entries"]:
                return
        time.sleep(0.5)
    raise AssertionError((node.data.parent / "node.log").read_text()[-4000:])


def test_she_finds_a_service_reads_about_it_and_looks_at_its_pages(shared: Node, page: Page) -> None:
    page.goto(shared.url("/"))
    page.get_by_role("link", name="Shared library").click()
    expect(page.locator("h1")).to_have_text("Shared library")
    expect_accessible_on_each_screen(page)
    page.get_by_label("Search", exact=True).fill("missed bins")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("2 found")
    expect(page.locator("main h2").first).to_have_text("Report a missed bin collection")
    expect_accessible_on_each_screen(page)
    page.get_by_role("link", name="Report a missed bin collection").click()
    expect(page.get_by_text("Only what is signed is shown")).to_be_visible()
    expect_accessible_on_each_screen(page)
    entry = page.url
    for version in ("1.1.1", "1.1.0"):
        page.goto(entry)
        page.get_by_role("link", name=version, exact=True).click()
        expect(page.locator("h1")).to_have_text(f"Version {version}")
        expect_accessible_on_each_screen(page)


def test_she_narrows_a_search_and_is_told_what_is_no_longer_recommended(shared: Node, page: Page) -> None:
    page.goto(shared.url("/commons/"))
    page.get_by_label("Language").select_option("Welsh")
    page.get_by_label("What it is").select_option("Shared service")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("2 found")
    page.get_by_role("link", name="Subscribe to garden waste collections").click()
    expect(page.get_by_text("A newer one comes in spring.").first).to_be_visible()
    expect_accessible_on_each_screen(page)
    page.goto(shared.url("/commons/?q=nothingofthekind"))
    expect(page.get_by_role("status")).to_contain_text("0 found")
    expect_accessible_on_each_screen(page)
    for path in ("/commons/publishers/", f"/commons/publishers/{US}/"):
        page.goto(shared.url(path))
        expect_accessible_on_each_screen(page)


@pytest.mark.parametrize("name", ["report-missed-bin", "garden-waste-subscription"])
def test_the_pages_to_look_at_are_open_to_everybody_in_each_language(shared: Node, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(shared.url(f"/commons/{US}/{name}/"))
    looks = [str(link.get_attribute("href")) for link in page.locator('a[href*="/look/"]').all()]
    assert looks
    for look in looks:
        for language in ("en", "cy"):
            page.goto(shared.url(f"{look}?language={language}"))
            expect_accessible(page)
            assert page.locator("form").count() == 0


def test_everything_works_without_scripts(shared: Node, another_device: object) -> None:
    page: Page = another_device(java_script_enabled=False)  # type: ignore[operator]
    page.goto(shared.url("/commons/"))
    page.get_by_label("Search", exact=True).fill("garden")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Subscribe to garden waste collections").click()
    page.locator('a[href*="/look/"]').first.click()
    expect(page.locator("h1")).to_have_text("Look at its pages")


def test_the_node_that_serves_it_can_be_asked_by_programs(shared: Node) -> None:
    import urllib.request

    for path, kind in (("/commons/feed.xml", "application/atom+xml"), ("/commons/catalogue.json", "application/json")):
        with urllib.request.urlopen(shared.url(path)) as answer:
            assert answer.headers["Content-Type"].startswith(kind)
            assert answer.headers["ETag"]


def test_the_software_of_public_bodies_is_open_to_everybody(shared: Node, page: Page, tmp_path: Path) -> None:
    page.goto(shared.url("/commons/code/"))
    expect_accessible_on_each_screen(page)
    files = [Path(__file__).parents[2] / "publiccode.yml", tmp_path / "publiccode.yml"]
    files[1].write_text("name: Allotments\nurl: https://example.org/allotments.git\n")
    known = environment(COMMONWHEEL_DATA=str(shared.data), COMMONWHEEL_COMMONS_FOLDER=str(shared.data / "commons"))
    subprocess.run([PROGRAM, "code", "add", *files], check=True, capture_output=True, env=known)
    page.reload()
    expect(page.locator("main")).to_contain_text("Allotments")
    expect_accessible_on_each_screen(page)
    for name in ("Allotments", "Commonwheel"):
        page.goto(shared.url("/commons/code/"))
        page.get_by_role("main").get_by_role("link", name=name).first.click()
        expect(page.locator("h1")).to_have_text(name)
        expect_accessible_on_each_screen(page)
    page.goto(shared.url("/commons/code/?q=nothingofthekind"))
    expect_accessible_on_each_screen(page)


def test_olu_shares_a_version_from_a_page(shared: Node, another_device: Callable[..., Page], tmp_path: Path) -> None:
    olu = sign_in(Officer(another_device(), shared, "olu@brighton-and-hove.example"))
    page = olu.page
    page.goto(shared.url("/staff/brighton-and-hove/share/"))
    expect_accessible_on_each_screen(page)
    olu.press("Look at it")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(page)
    small = ("keep: {years: 2, from: closed}", "keep: {years: 3, from: closed}")
    for version, replaced in (("1.1.2", {"pattern": small}), ("1.2.0", {"pattern": small})):
        file = tmp_path / f"{version}.tar"
        file.write_bytes(release_of("report-missed-bin", version, **replaced).data)
        page.locator("input[type=file]").set_input_files(file)
        olu.press("Look at it")
        expect(olu.heading).to_have_text("Check before sharing")
        expect_accessible_on_each_screen(page)
        if version == "1.1.2":
            expect(page.get_by_text("To be mended first")).to_be_visible()
            page.goto(shared.url("/staff/brighton-and-hove/share/"))
    olu.press("Share this version")
    expect(page.locator(".govuk-notification-banner")).to_be_visible()
    expect_accessible_on_each_screen(page)
