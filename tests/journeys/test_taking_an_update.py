"""Olu takes an update of a shared service on pages: decides, looks at what is different, tries it, and signs off."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import PROGRAM, environment
from tests.journeys.officer_acts import Officer
from tests.support.patterns import pattern_files

pytestmark = pytest.mark.browser
COUNCIL, SERVICE = "brighton-and-hove", "report-missed-bin"
OWNER = f"olu@{COUNCIL}.example"


@pytest.fixture
def owner(signed_in: Callable[[str], Officer]) -> Officer:
    return signed_in(OWNER)


def begin_update(owner: Officer, folder: Path) -> None:
    """Bring a newer version to the node, in which a heading is another one."""
    files = pattern_files(SERVICE)
    text = files["pattern.yaml"].decode()
    for found, wanted in (
        ("version: 1.1.0", "version: 1.2.0"),
        ("title: Which bin was missed?", "title: Which bin did we miss?"),
    ):
        assert found in text
        text = text.replace(found, wanted, 1)
    for path, data in {**files, "pattern.yaml": text.encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    command: list[str | Path] = [PROGRAM, "service", "update", COUNCIL, SERVICE, folder, "--by", OWNER]
    subprocess.run(command, check=True, capture_output=True, env=environment(COMMONWHEEL_DATA=str(owner.node.data)))


def open_at(owner: Officer, path: str, heading: str | re.Pattern[str]) -> None:
    owner.page.goto(owner.node.url(f"/staff/{COUNCIL}/{path}"))
    expect(owner.heading).to_have_text(heading)
    expect_accessible_on_each_screen(owner.page)


def test_she_decides_looks_tries_and_publishes_an_update(owner: Officer, tmp_path: Path) -> None:
    change = f"services/{SERVICE}/change/"
    open_at(owner, change, "Change this service")
    owner.press("Start changing")
    owner.page.get_by_role("link", name=re.compile("Change words.*Which bin was missed")).click()
    owner.page.get_by_label("Title").fill("Which bin or box was missed?")
    owner.press("Save in the draft").then_i_read("Saved in the draft")

    begin_update(owner, tmp_path)
    open_at(owner, f"{change}update/", "Update to version 1.2.0")
    owner.follow("The page “Which bin did we miss?”: title")
    expect_accessible_on_each_screen(owner.page)
    owner.press("Decide")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    owner.page.get_by_label("Keep ours").check()
    owner.press("Decide").then_i_read("Nothing is left to decide.")

    open_at(owner, f"{change}different/", "What will be different")
    open_at(owner, f"{change}examples/", "Our examples")
    open_at(owner, f"services/{SERVICE}/try/", "Try it as a resident")
    owner.press("Start the trial")
    phone = owner.page.frame_locator(".house-phone")
    expect(phone.get_by_text("This is a trial. Nothing is sent.")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)
    owner.press("Keep this example")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)

    open_at(owner, change, "Change this service")
    owner.press("Send for sign-off")
    open_at(owner, f"services/{SERVICE}/sign-off/", "Sign-offs")
    open_at(owner, change, "Change this service")
    owner.press("Sign off and publish").then_i_read("Published. Residents have it now.")
    open_at(owner, "sign-offs/", "Who signs off")
    open_at(owner, "sign-offs/data/", "Data protection")
