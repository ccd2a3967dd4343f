"""Software of public bodies is listed by its own file, whatever is wrong with that, and shown with what is."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.support.library import Library

from commonwheel.apps.commons import api as commons

pytestmark = pytest.mark.django_db
HERE = "/commons/code/"
REAL = sorted((Path(__file__).parents[4] / "shared" / "data" / "publiccode").glob("*.y*ml"))
GOOD = """\
publiccodeYmlVersion: "0.7"
name: Allotments
url: https://example.org/allotments.git
platforms: [web]
usedBy: [Lewes District Council]
developmentStatus: stable
softwareType: standalone/web
description:
  en:
    shortDescription: Lets residents rent an allotment.
    longDescription: >
      Residents see which allotments are free, join a waiting list, and pay their rent each year.
      Officers see who rents which plot, and since when. **Letters** go out by themselves. <script>alert(1)</script>
    features: [Waiting list]
legal: {license: EUPL-1.2, mainCopyrightOwner: Hove}
maintenance: {type: community, contacts: [{name: A Person, affiliation: Hove, email: person@example.org}]}
localisation: {localisationReady: true, availableLanguages: [en, cy]}
"""


def listed(text: str, **more: str) -> commons.SoftwareView:
    return commons.list_file(text.encode(), now=timezone.now(), **more)


def page(client: Client, path: str = "", **asked: str) -> str:
    answer = client.get(HERE + path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_software_has_a_page_with_what_it_does_who_keeps_it_up_and_who_uses_it(client: Client, home: Library) -> None:
    made = listed(GOOD)
    said = page(client, f"{made.name}/")
    for words in ("Allotments", "Lets residents rent", "EUPL-1.2", "Hove", "By volunteers", "Lewes District Council",
                  "https://example.org/allotments.git", "Waiting list", "<strong>Letters</strong>", "as the standard has it"):  # fmt: skip
        assert words in said
    assert "<script>alert" not in said
    assert "person@example.org" not in said


def test_the_same_software_is_listed_once_however_often_it_is_added(client: Client, home: Library) -> None:
    first = listed(GOOD)
    again = listed(GOOD.replace("Waiting list", "Rent"), address="https://example.org/publiccode.yml")
    assert again.name == first.name
    assert page(client).count("<h2") == 1
    other = listed(GOOD.replace("allotments.git", "other.git"))
    assert other.name != first.name


def test_what_is_wrong_with_a_file_stands_on_its_page_and_does_not_keep_it_out(client: Client, home: Library) -> None:
    made = listed(GOOD.replace("stable", "finished").replace("EUPL-1.2", "ours"))
    assert made.errors == 2
    assert "breaks the standard in 2 places" in page(client)
    said = page(client, f"{made.name}/")
    assert "Line 6" in said
    assert "“finished”" in said


def test_a_file_that_cannot_be_read_changes_nothing(client: Client, home: Library) -> None:
    for text in ("", "name: [", "licence: MIT", "- a", "name: &a a"):
        with pytest.raises(commons.FileSaysNothing):
            listed(text)
    assert "Nothing is listed yet" in page(client)


def test_hostile_words_stay_words(client: Client, home: Library) -> None:
    nasty = GOOD.replace("name: Allotments", 'name: "<img src=x onerror=alert(1)> \' % \\\\"').replace(
        "https://example.org/allotments.git", "javascript:alert(1)"
    )
    made = listed(nasty)
    said = page(client) + page(client, f"{made.name}/")
    assert "<img src=x" not in said
    assert "javascript:alert" not in said.replace("Found “javascript:alert(1)”", "")


def test_it_is_found_by_words_of_its_own(client: Client, home: Library) -> None:
    listed(GOOD)
    assert "Allotments" in page(client, q="WAITING hove eupl")
    assert "Nothing is listed that has these words" in page(client, q="parking")
    assert client.get(HERE, {"q": "a\x00b" * 200, "after": "\x00'"}).status_code == 200


def test_a_long_list_goes_on_page_by_page_and_names_each_once(client: Client, home: Library) -> None:
    for number in range(35):
        listed(
            GOOD.replace("allotments.git", f"{number}.git").replace("name: Allotments", f"name: Number {number % 3}")
        )
    seen, after = [], ""
    while True:
        found = commons.list_software(words="waiting", after=after)
        seen += [one.name for one in found.lines]
        after = found.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 35
    assert "after=number" in page(client, q="waiting")


def test_its_file_can_be_had_as_it_was_read(client: Client, home: Library) -> None:
    answer = client.get(f"{HERE}{listed(GOOD).name}/publiccode.yml")
    assert answer.content == GOOD.encode()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_what_is_let_go_is_gone(client: Client, home: Library) -> None:
    made = listed(GOOD)
    commons.let_go(made.name)
    assert client.get(f"{HERE}{made.name}/").status_code == 404
    assert client.get(f"{HERE}{made.name}/publiccode.yml").status_code == 404
    with pytest.raises(Exception, match="No software"):
        commons.let_go(made.name)


def test_a_node_without_a_commons_lists_nothing(client: Client, settings: Settings) -> None:
    settings.COMMONS_FOLDER = None
    assert client.get(HERE).status_code == 404
    with pytest.raises(commons.CommonsClosed):
        listed(GOOD)


def test_the_real_files_are_listed_each_with_a_page(client: Client, home: Library) -> None:
    if not REAL:
        pytest.skip("The real files are not at ../shared/data/publiccode")
    for path in REAL:
        made = commons.list_file(path.read_bytes(), now=timezone.now())
        assert made.title in page(client, f"{made.name}/").replace("&#39;", "'").replace("&amp;", "&")
    assert len(commons.list_software(most=100).lines) == len(REAL)
