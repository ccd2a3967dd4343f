"""Olu, of Brighton and Hove, lets another website send reports, and ends its key again."""

from collections.abc import Callable

import pytest
import requests
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import Node
from tests.journeys.officer_acts import Officer

pytestmark = pytest.mark.browser
SignedIn = Callable[[str], Officer]


def test_an_administrator_lets_a_partner_in_and_ends_its_key(node: Node, signed_in: SignedIn) -> None:
    olu = signed_in("olu@brighton-and-hove.example")
    page = olu.page
    page.goto(node.url("/staff/"))
    olu.follow("Partners").then_i_read("What partners can report")
    expect_accessible_on_each_screen(page)
    page.get_by_label("Who the partner is").fill("FixMyStreet")
    olu.press("Give a key")
    expect_accessible_on_each_screen(page)
    key = page.locator("code").first.inner_text()
    asked = {"api_key": key}
    address = node.url("/api/brighton-and-hove/open311/v2/requests.json")
    assert requests.get(address, asked, timeout=30).json() == []
    olu.follow("Partners").then_i_read("FixMyStreet")
    expect_accessible_on_each_screen(page)
    page.get_by_role("button", name="End the key of FixMyStreet").click()
    olu.then_i_read("ended on")
    expect_accessible_on_each_screen(page)
    assert requests.get(address, asked, timeout=30).status_code == 403
