"""Officers read the guides as pages, and links lead from one to another or nowhere."""

import re

import pytest
from django.test import Client

from commonwheel.project.help import GUIDES


@pytest.mark.parametrize("guide", GUIDES)
def test_each_guide_is_a_page_whose_links_lead_somewhere(client: Client, db: None, guide: str) -> None:
    page = client.get(f"/help/{guide}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<h1") == 1
    assert len(main) > 1_000
    assert ".md" not in main
    assert "![" not in main
    for link in re.findall(r'href="(/[^"#]*)', main):
        assert client.get(link).status_code == 200, link


def test_all_of_them_are_listed_and_nothing_else_is_shown(client: Client, db: None) -> None:
    listed = client.get("/help/").content.decode()
    assert all(f"/help/{guide}/" in listed for guide in GUIDES)
    assert "Change your service" in listed
    for other in ("run-a-node", "nothing", "README"):
        assert client.get(f"/help/{other}/").status_code == 404


def test_a_guide_leads_to_the_next_one(client: Client, db: None) -> None:
    assert 'href="/help/take-an-update/"' in client.get("/help/change-your-service/").content.decode()
