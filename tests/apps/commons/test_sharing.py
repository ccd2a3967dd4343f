"""A council's own staff publish from their pages: nothing is sent before they have seen what it is and confirmed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.support.cast import Person, add_person, sign_in
from tests.support.library import US, Library, release_of

from commonwheel.apps.commons.queries import entries
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.trust.choice import Publishing
from commonwheel.integrations.trust.keys import save_key

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/staff/harbourside/share/"


@pytest.fixture
def dev(home: Library, dev: Person, live_server: Any, settings: Settings, tmp_path: Path) -> Person:
    """Who owns Harbourside's services, on a node that was given the publisher's key."""
    save_key(home.publishers[US][0], tmp_path / "publisher", passphrase="correct horse")
    settings.PUBLISHING = {"harbourside": Publishing(tmp_path / "publisher", "correct horse", live_server.url)}
    return dev


def upload(client: Client, content: bytes) -> Any:
    return client.post(HERE, {"file": SimpleUploadedFile("bins-1.1.0.tar", content)})


def test_she_sees_what_is_in_it_confirms_and_it_is_shared_once(dev: Person) -> None:
    client, release = sign_in(Client(), dev), release_of("report-missed-bin")
    assert client.get(HERE).status_code == 200
    page = upload(client, release.data)
    assert page.status_code == 200
    assert "Share this version" in page.content.decode()
    assert entries.list_entries() == []
    for _ in range(2):
        done = client.post(f"{HERE}send/", {"digest": release.digest})
        assert done.headers["Location"] == f"{HERE}?done=shared"
    assert entries.get_entry(US, "report-missed-bin").shown.sha256 == release.digest
    assert "already" in upload(client, release.data).content.decode()
    with council_scope(dev.council.id):
        written = AuditEntry.objects.filter(council_id=dev.council.id, action="version-shared")
        assert written[0].facts["digest"] == release.digest


def test_the_next_version_shows_how_it_differs_and_one_that_is_too_small_is_not_offered(dev: Person) -> None:
    client = sign_in(Client(), dev)
    first = release_of("report-missed-bin")
    upload(client, first.data)
    client.post(f"{HERE}send/", {"digest": first.digest})
    small = release_of(
        "report-missed-bin", "1.1.1", pattern=("keep: {years: 2, from: closed}", "keep: {years: 3, from: closed}")
    )
    html = upload(client, small.data).content.decode()
    assert "Share this version" not in html
    assert "To be mended first" in html
    refused = client.post(f"{HERE}send/", {"digest": small.digest})
    assert refused.status_code == 422
    assert len(entries.get_entry(US, "report-missed-bin").releases) == 1


@pytest.mark.parametrize("content", [b"", b"no release", b"\0" * 10_000, b"x" * 5_000_000])
def test_what_is_no_version_is_refused_in_words(dev: Person, content: bytes) -> None:
    answer = upload(sign_in(Client(), dev), content)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize("digest", ["", "0" * 64, "../../../etc/passwd", "x" * 64])
def test_what_was_not_uploaded_cannot_be_shared(dev: Person, digest: str) -> None:
    answer = sign_in(Client(), dev).post(f"{HERE}send/", {"digest": digest})
    assert answer.status_code == 422
    assert entries.list_entries() == []


def test_a_shared_library_that_is_down_or_a_key_that_is_wrong_is_said(
    dev: Person, settings: Settings, tmp_path: Path
) -> None:
    client, release, chosen = (
        sign_in(Client(), dev),
        release_of("report-missed-bin"),
        settings.PUBLISHING["harbourside"],
    )
    upload(client, release.data)
    settings.PUBLISHING = {"harbourside": Publishing(chosen.key, "wrong", chosen.address)}
    assert client.post(f"{HERE}send/", {"digest": release.digest}).status_code == 422
    settings.PUBLISHING = {"harbourside": Publishing(chosen.key, chosen.passphrase, "http://127.0.0.1:9")}
    assert upload(client, release.data).status_code == 422
    assert entries.list_entries() == []


def test_nobody_else_shares(dev: Person, ben: Person, cara: Person, settings: Settings) -> None:
    for person, status in ((ben, 403), (cara, 403)):
        client = sign_in(Client(), person)
        assert client.get(HERE).status_code in (status, 404)
        assert client.post(f"{HERE}send/", {"digest": "0" * 64}).status_code in (status, 404)
    settings.PUBLISHING = {}
    assert sign_in(Client(), dev).get(HERE).status_code == 404


def test_each_council_that_has_a_publisher_shares_with_its_own_key(
    dev: Person, council_b: CouncilView, home: Library, settings: Settings, tmp_path: Path
) -> None:
    home.join("fellgate")
    save_key(home.publishers["fellgate"][0], tmp_path / "fellgate", passphrase="battery staple")
    chosen = settings.PUBLISHING["harbourside"]
    settings.PUBLISHING = {
        **settings.PUBLISHING, council_b.slug: Publishing(tmp_path / "fellgate", "battery staple", chosen.address)
    }  # fmt: skip
    gwen = sign_in(Client(), add_person("Gwen", council=council_b, roles=("SERVICE_OWNER",)))
    there = f"/staff/{council_b.slug}/share/"
    theirs = release_of("report-missed-bin", pattern=(f"publisher: {US}", "publisher: fellgate"))
    ours = release_of("report-missed-bin")
    for release, sent in ((theirs, 302), (ours, 422)):
        gwen.post(there, {"file": SimpleUploadedFile("bins.tar", release.data)})
        assert gwen.post(f"{there}send/", {"digest": release.digest}).status_code == sent
    harbourside = sign_in(Client(), dev)
    upload(harbourside, ours.data)
    assert harbourside.post(f"{HERE}send/", {"digest": ours.digest}).status_code == 302
    assert [one.full_name for one in entries.list_entries()] == [
        f"{US}/report-missed-bin",
        "fellgate/report-missed-bin",
    ]
