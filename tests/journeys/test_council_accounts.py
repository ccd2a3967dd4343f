"""Gita, of Eastbourne, signs in with her council account, at a real OpenID provider in a real browser."""

import json
import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible
from tests.journeys.node import PROGRAM, Node, environment
from tests.support.openid_provider import Provider

pytestmark = pytest.mark.browser
STAFF = "/staff/eastbourne/requests/"


def command(node: Node, *words: str, said: str = "") -> dict[str, object]:
    """Run `staff sign-in` on the node's data, and return what it prints."""
    address = node.address.removeprefix("http://")
    more = {"COMMONWHEEL_DATA": str(node.data), "COMMONWHEEL_ADDRESS": address, "COMMONWHEEL_DEMONSTRATION": "yes"}
    told = [PROGRAM, "staff", "sign-in", *words, "--json"]
    done = subprocess.run(told, check=True, capture_output=True, text=True, input=said, env=environment(**more))
    return dict(json.loads(done.stdout))


@pytest.fixture
def at_the_provider(node: Node, provider: Provider) -> Iterator[Provider]:
    client_id, secret = provider.register(node.url("/staff/eastbourne/sign-in/return/"))
    named = ("--issuer", provider.issuer, "--client-id", client_id, "--secret-file", "-")
    shown = command(node, "set", "eastbourne", *named, said=secret)
    assert shown["redirect_uri"] == node.url("/staff/eastbourne/sign-in/return/")
    command(node, "group", "eastbourne", "waste-officers", "--role", "officer", "--team", "waste")
    yield provider
    command(node, "remove", "eastbourne")


def choose(page: Page, node: Node) -> None:
    """Open the queue; a web process that remembers the council from before asks for it anew within seconds."""
    for _ in range(20):
        page.goto(node.url(STAFF))
        if "/sign-in/" in page.url:
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.url)


def test_she_signs_in_there_and_works_here(page: Page, node: Node, at_the_provider: Provider) -> None:
    at_the_provider.has("gita", name="Gita Patel", email="gita@eastbourne.example", groups=["waste-officers"])
    choose(page, node)
    heading = page.locator("h1")
    expect(heading).to_have_text(re.compile("Sign in to Eastbourne"))
    expect_accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    expect_accessible(page)
    page.get_by_text("Sign in with your council account").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Council account")
    page.get_by_label("Name").fill("gita")
    page.get_by_role("button", name="Sign in").click()
    expect(heading).to_have_text("Requests")
    assert page.url == node.url(STAFF)
    expect_accessible(page)


def test_she_signs_out_there_too(page: Page, node: Node, at_the_provider: Provider) -> None:
    at_the_provider.has("gita", name="Gita Patel", email="gita@eastbourne.example", groups=["waste-officers"])
    choose(page, node)
    page.get_by_text("Sign in with your council account").click()
    page.get_by_label("Name").fill("gita")
    page.get_by_role("button", name="Sign in").click()
    heading = page.locator("h1")
    expect(heading).to_have_text("Requests")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(heading).to_have_text("You are signed out")
    expect(page.get_by_text("has signed you out as well")).to_be_visible()
    expect_accessible(page)
    page.get_by_text("Sign in again").click()
    page.get_by_text("Sign in with your council account").click()
    expect(heading).to_have_text("Council account")


def test_who_has_no_role_reads_what_to_do(page: Page, node: Node, at_the_provider: Provider) -> None:
    at_the_provider.has("nick", name="Nick", groups=["others"])
    choose(page, node)
    page.get_by_text("Sign in with your council account").click()
    page.get_by_label("Name").fill("nick")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text(re.compile("you have no role here"))
    expect_accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    expect_accessible(page)
    page.goto(node.url("/staff/eastbourne/sign-in/return/?code=a&state=b"))
    expect(page.locator("h1")).to_have_text("You are not signed in")
    expect_accessible(page)
    page.goto(node.url("/staff/account/login/"))
    expect(page.get_by_role("heading", name="Sign in with your council account")).to_be_visible()
    expect_accessible(page)
