"""The catalogue: found by words and by what it is, told of whole, in officers' words, and kept by machines."""

import json
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from tests.support.commons import NOW
from tests.support.library import US, Library, release_of
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.commons import api as commons
from commonwheel.apps.commons.models import Entry, EntryWords, Publisher
from commonwheel.apps.commons.queries.searching import PAGE, Asked, search
from commonwheel.design.moments import day

pytestmark = pytest.mark.django_db
BINS = f"/commons/{US}/report-missed-bin/"


def found(**asked: Any) -> list[str]:
    return [line.name for line in search(Asked(**asked)).lines]


@pytest.mark.parametrize(
    "words", ["bin", "BINS", "missed collection", "garden wast", "524", "commonwheel examples bin"]
)
def test_words_find_what_has_them_in_any_form(stocked: Library, words: str) -> None:
    names = found(words=words)
    assert names
    assert words[:6] != "garden" or names[0] == "garden-waste-subscription"


def test_the_title_counts_for_more_than_the_guidance(stocked: Library) -> None:
    assert found(words="report bin")[0] == "report-missed-bin"
    assert set(found(words="collection")) == {"report-missed-bin", "garden-waste-subscription"}


@pytest.mark.parametrize(
    "words",
    ['"', "bin AND", "bin NEAR(", "*", "' OR 1=1 --", "title:bin", "bin^2", "-bin", "(", "&|!", "\0", "ŵ" * 500, " "],
)
def test_no_words_break_the_search(client: Client, stocked: Library, words: str) -> None:
    search(Asked(words=words))
    assert client.get("/commons/", {"q": words}).status_code == 200


def test_what_it_is_narrows_what_is_found(stocked: Library) -> None:
    assert found(need="524") == ["report-missed-bin"]
    assert found(need="52") == []
    assert set(found(language="cy")) == {"report-missed-bin", "garden-waste-subscription"}
    assert found(language="fr") == []
    assert found(kind="block") == []
    assert len(found(publisher=US)) == 2
    assert found(publisher="lewes") == []
    assert found(words="garden", need="524") == []


def test_pages_of_what_is_found_hold_each_once_and_in_order(stocked: Library) -> None:
    publisher = Publisher.objects.get()
    made = Entry.objects.bulk_create(
        Entry(
            publisher=publisher, name=f"n{number}", full_name=f"{US}/n{number}", kind="block", title=f"Zebra {number:03}",
            version="1.0.0", sha256="0" * 64, state="offered", published_at=NOW,
        )
        for number in range(PAGE * 2 + 5)
    )  # fmt: skip
    EntryWords.objects.bulk_create(
        EntryWords(entry_id=one.id, title=one.title, summary="", about="", guidance="") for one in made
    )
    for asked in (Asked(kind="block"), Asked(words="zebra")):
        pages = [search(Asked(words=asked.words, kind=asked.kind, page=page)) for page in (1, 2, 3, 4)]
        assert [len(page.lines) for page in pages] == [PAGE, PAGE, 5, 0]
        assert [page.are_more for page in pages] == [True, True, False, False]
        assert len({line.name for page in pages for line in page.lines}) == PAGE * 2 + 5
        assert {page.count for page in pages} == {PAGE * 2 + 5}


@pytest.mark.parametrize(
    "path",
    [
        "/commons/", "/commons/?q=bin", "/commons/?q=nothingofthekind", "/commons/?page=99999999", "/commons/?need=x",
        BINS, f"{BINS}1.2.0/", f"{BINS}1.1.0/", f"{BINS}look/EXAMPLE/", "/commons/publishers/",
        f"/commons/publishers/{US}/",
    ],
)  # fmt: skip
def test_each_page_comes_in_officers_words(client: Client, stocked: Library, path: str) -> None:
    answer = client.get(path.replace("EXAMPLE", next(iter(release_of("report-missed-bin").bundle.examples))))
    assert answer.status_code == 200
    html = answer.content.decode()
    # What files are called is for whoever opens them, and guidance is its publisher's own words.
    ours = seen_on(html).replace("pattern.yaml", "").replace("a trial of this release", "")
    assert wrong_words(ours, wrong=FOR_OFFICERS) == []


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    "name",
    [
        "report-missed-bin",
        "garden-waste-subscription",
        "moving-home",
        "resident-parking-permit",
        "report-street-problem",
        "ask-for-information",
    ],
)
def test_every_example_of_our_services_can_be_looked_at_and_saves_nothing(
    client: Client, home: Library, name: str, language: str
) -> None:
    release = release_of(name)
    home.put(release)
    commons.index_commons()
    for example in release.bundle.examples:
        answer = client.get(f"/commons/{US}/{name}/look/{example}/", {"language": language})
        html = answer.content.decode()
        assert answer.status_code == 200, example
        assert 'id="page-1"' in html
        assert "<form" not in html
        assert not answer.cookies


def test_what_is_not_shared_is_not_there(client: Client, stocked: Library) -> None:
    for path in (
        "/commons/lewes/bins/", f"/commons/{US}/bins/", f"{BINS}9.9.9/", f"{BINS}look/none/", f"{BINS}look/x/?language=fr",
        "/commons/publishers/lewes/", f"/commons/{US}/bins/entry.json", f"{BINS}9.9.9/download/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_a_version_is_downloaded_while_it_is_handed_out(client: Client, stocked: Library) -> None:
    answer = client.get(f"{BINS}1.2.0/download/", follow=True)
    assert b"".join(answer.streaming_content) == stocked.commons.release(  # type: ignore[attr-defined]
        f"{US}/report-missed-bin/report-missed-bin-1.2.0.tar",
        release_of("report-missed-bin", "1.2.0", pattern=("Report a missed bin collection", "Report a bin")).digest,
    )
    stocked.commons.quarantine(f"{US}/report-missed-bin/report-missed-bin-1.2.0.tar", "A key was stolen.", now=NOW)
    commons.index_commons()
    assert client.get(f"{BINS}1.2.0/download/").status_code == 404
    shown = client.get(f"{BINS}1.2.0/").content.decode()
    assert "A key was stolen." in shown
    assert f"Stopped by the shared library on {day(NOW.date())}" in shown
    assert "1.1.0" in client.get("/commons/?q=bin").content.decode()


def test_programs_get_everything_and_are_told_when_nothing_has_changed(client: Client, stocked: Library) -> None:
    for path in ("/commons/catalogue.json", f"{BINS}entry.json", "/commons/feed.xml"):
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (answer.status_code, again.status_code, again.content) == (200, 304, b"")
        stocked.commons.quarantine(f"{US}/report-missed-bin/report-missed-bin-1.1.0.tar", f"Why {path}", now=NOW)
        commons.index_commons()
        later = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert later.status_code == 200
    listed = json.loads(client.get("/commons/catalogue.json").content)["entries"]
    assert [one["name"] for one in listed] == [f"{US}/garden-waste-subscription", f"{US}/report-missed-bin"]
    assert listed[1]["needs"] == [524]
    one = json.loads(client.get(f"{BINS}entry.json").content)
    assert [(each["version"], each["state"]) for each in one["releases"]] == [
        ("1.2.0", "offered"),
        ("1.1.0", "quarantined"),
    ]
    assert one["releases"][0]["differences"][0]["says"]
    assert one["used_by"] == []


def test_the_feed_is_atom_with_the_newest_versions(client: Client, stocked: Library) -> None:
    feed = fromstring(client.get("/commons/feed.xml").content)  # noqa: S314  # our own
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.findall(f"{atom}entry")]
    assert len(titles) == 3
    assert "Report a bin 1.2.0" in titles
    ids = [entry.findtext(f"{atom}id") for entry in feed.findall(f"{atom}entry")]
    assert all(str(one).startswith("urn:sha256:") for one in ids)
