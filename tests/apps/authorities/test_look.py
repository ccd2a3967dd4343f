"""A council's pages carry its colours, from an address that changes with them."""

import re

import pytest
from django.test import Client
from tests.support.cast import add_council

from commonwheel.foundation.councils import CouncilView


@pytest.fixture
def plum(db: None) -> CouncilView:
    return add_council("plumborough", name="Plumborough", theme={"brand": "#6b2f5e"})


def test_a_page_links_to_the_council_s_colours(client: Client, plum: CouncilView) -> None:
    html = client.get("/plumborough/").content.decode()
    address = re.search(r'href="(/plumborough/-/look/[0-9a-f]{16}\.css)"', html)
    assert address
    sheet = client.get(address.group(1))
    assert "--council-colour: #6b2f5e" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert "Cookie" not in sheet.get("Vary", "")
    assert not sheet.cookies


def test_an_older_address_still_has_the_colours_of_today(client: Client, plum: CouncilView) -> None:
    sheet = client.get("/plumborough/-/look/0000000000000000.css")
    assert "--council-colour: #6b2f5e" in sheet.content.decode()
    assert sheet["Cache-Control"] == "public, max-age=60"


def test_a_council_without_colours_has_the_common_look(client: Client, council_a: CouncilView) -> None:
    assert "/-/look/" not in client.get(f"/{council_a.slug}/").content.decode()
