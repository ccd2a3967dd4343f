"""The files of a commons are served as they are, and nothing else of the machine is."""

import io
import logging
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.support.commons import NOW
from tests.support.library import Library

from commonwheel.integrations.trust.client import HttpCommons

pytestmark = pytest.mark.django_db
HERE = "/commons/repository/"


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_node_without_a_commons_has_none_of_its_addresses(client: Client, settings: Settings) -> None:
    settings.COMMONS_FOLDER = None
    for path in ("/commons/", f"{HERE}metadata/timestamp.json", "/commons/catalogue.json", "/commons/feed.xml"):
        assert client.get(path).status_code == 404
    for path in ("/api/commons/publish", "/api/commons/statements"):
        assert client.post(path).status_code == 404


def test_every_file_is_served_byte_for_byte_and_says_how_long_it_may_be_kept(client: Client, stocked: Library) -> None:
    for path in (each for each in stocked.served.rglob("*") if each.is_file()):
        name = path.relative_to(stocked.served).as_posix()
        answer = client.get(HERE + name)
        assert (answer.status_code, body(answer)) == (200, path.read_bytes()), name
        kept = answer.headers["Cache-Control"]
        assert ("immutable" in kept) == (path.name != "timestamp.json")
        again = client.get(HERE + name, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_looking_for_a_newer_root_is_no_warning_and_whatever_else_is_not_there_is(
    client: Client, stocked: Library
) -> None:
    # As the settings have it: the handler that the tests' own capture stands beside.
    handler = logging.StreamHandler(stream := io.StringIO())
    for one in logging.getLogger("django").handlers[0].filters:
        handler.addFilter(one)
    logging.getLogger("django").addHandler(handler)
    try:
        for name in ("metadata/2.root.json", "metadata/root.json", "metadata/2.lewes.json", "targets/2.root.json"):
            assert client.get(HERE + name).status_code == 404
    finally:
        logging.getLogger("django").removeHandler(handler)
    said = stream.getvalue()
    assert "2.root.json" not in said.replace("targets/2.root.json", "")
    assert said.count("Not Found") == 3


@pytest.mark.parametrize(
    "path",
    [
        "", "metadata/", "targets/", "metadata", "../online/timestamp", "metadata/../../online/timestamp",
        "..%2fonline%2ftimestamp", "metadata/%2e%2e/%2e%2e/online/timestamp", "/etc/passwd", "metadata//etc/passwd",
        "metadata/.draft-x", "metadata/timestamp.json/", "metadata/timestamp.json%00", "lock",
        "targets/commonwheel-examples/report-missed-bin/../../../../online/snapshot", "metadata\\1.root.json",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(client: Client, stocked: Library, path: str) -> None:
    answer = client.get(HERE + path)
    assert answer.status_code == 404
    assert b"PRIVATE KEY" not in answer.content


def test_files_are_only_read(client: Client, stocked: Library) -> None:
    for method in (client.post, client.put, client.delete):
        assert method(f"{HERE}metadata/timestamp.json").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_node_follows_a_commons_over_its_web_server(live_server: object, stocked: Library, tmp_path: Path) -> None:
    address = f"{live_server.url}/commons/repository"  # type: ignore[attr-defined]
    node = HttpCommons(name="home", address=address, pinned_root=stocked.root, folder=tmp_path / "node")
    node.refresh(now=NOW)
    paths = [release.path for release in node.list_releases()]
    assert "commonwheel-examples/report-missed-bin/report-missed-bin-1.2.0.tar" in paths
    for path in paths:
        release, content = node.fetch(path, now=NOW)
        assert len(content) == release.length
