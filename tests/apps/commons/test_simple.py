"""The node serves the package index, in the form that an installer asks for."""

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.support.commons import NOW, signed
from tests.support.library import US, Library
from tests.support.wheels import file_name, wheel

from commonwheel.core.connectors.facts import facts_of, path_of
from commonwheel.core.connectors.index import HTML_TYPE, JSON_TYPE
from commonwheel.core.connectors.wheels import read_wheel
from commonwheel.integrations.trust import publishing

pytestmark = pytest.mark.django_db
HERE = "/commons/simple/"
PIP = f"{JSON_TYPE}, {HTML_TYPE}; q=0.1, text/html; q=0.01"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def connected(stocked: Library) -> Library:
    """A commons with a connector beside its services."""
    from commonwheel.apps.commons import api as commons

    found = read_wheel(wheel(), file=file_name())
    stocked.publish(path_of(US, found), wheel(), **facts_of(found))
    commons.index_commons()
    return stocked


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (PIP, JSON_TYPE),
        (BROWSER, "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/vnd.pypi.simple.latest+json", JSON_TYPE),
        ("application/vnd.pypi.simple.latest+html", HTML_TYPE),
        (HTML_TYPE, HTML_TYPE),
    ],
)
def test_each_gets_the_form_that_it_can_read(client: Client, connected: Library, accept: str, kind: str) -> None:
    for path in (HERE, f"{HERE}lewes-highways/"):
        answer = client.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert "Accept" in answer.headers["Vary"]
        assert b"lewes-highways" in body(answer)


def test_what_neither_form_is_to_who_asks_is_refused(client: Client, connected: Library) -> None:
    assert client.get(HERE, headers={"Accept": "image/png"}).status_code == 406


def test_a_wheel_and_its_metadata_lie_beside_the_page(client: Client, connected: Library) -> None:
    page = json.loads(body(client.get(f"{HERE}lewes-highways/", headers={"Accept": PIP})))
    (file,) = page["files"]
    answer = client.get(f"{HERE}lewes-highways/{file['url']}")
    assert (body(answer), answer.headers["Content-Type"]) == (wheel(), "application/octet-stream")
    assert body(client.get(f"{HERE}lewes-highways/{file['url']}.metadata")).startswith(b"Metadata-Version")


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client, connected: Library) -> None:
    first = client.get(HERE, headers={"Accept": PIP})
    assert body(first)
    again = client.get(HERE, headers={"Accept": PIP, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "Accept" in again.headers["Vary"]


def test_what_is_stopped_is_gone_after_the_next_sweep(client: Client, connected: Library) -> None:
    from commonwheel.apps.commons import api as commons

    connected.commons.quarantine(f"{US}/lewes-highways/{file_name()}", "Sends data abroad", now=NOW)
    commons.index_commons()
    assert client.get(f"{HERE}lewes-highways/{file_name()}").status_code == 404
    page = json.loads(body(client.get(f"{HERE}lewes-highways/", headers={"Accept": PIP})))
    assert (page["files"], page["project-status"]["status"]) == ([], "quarantined")


@pytest.mark.parametrize(
    "path",
    [
        "other/", "Lewes_Highways/", "lewes-highways/index.json", "lewes-highways/..%2f..%2fmetadata%2ftimestamp.json",
        "lewes-highways/../../metadata/timestamp.json", "lewes-highways/.draft-x.whl", "../../connectors/names.json",
        "lewes-highways/x.whl%00", "lewes-highways/missing-1.0-py3-none-any.whl",
    ],
)  # fmt: skip
def test_no_other_path_leads_to_a_file(client: Client, connected: Library, path: str) -> None:
    assert client.get(HERE + path).status_code == 404


def test_a_node_without_a_commons_has_no_index(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.COMMONS_FOLDER = None
    assert client.get(HERE).status_code == 404


def test_the_page_of_a_connector_says_who_owns_and_runs_it_and_how_to_install_it(
    client: Client, connected: Library
) -> None:
    said = client.get(f"/commons/{US}/lewes-highways/").content.decode()
    for words in ("Connector", "Lewes District Council", "Nobody is named", "MIT", "&gt;=3.11"):
        assert words in said
    assert "/commons/simple/ --no-deps lewes-highways==1.0.0" in said
    assert "Service list" not in said
    connected.commons.quarantine(f"{US}/lewes-highways/{file_name()}", "Sends data abroad", now=NOW)
    from commonwheel.apps.commons import api as commons

    commons.index_commons()
    assert "--no-deps" not in client.get(f"/commons/{US}/lewes-highways/").content.decode()


def test_a_connector_of_another_publisher_s_name_is_refused_at_the_door(connected: Library) -> None:
    from commonwheel.apps.commons import api as commons
    from commonwheel.core.connectors.refusals import WheelRefused

    connected.join("stranger")
    data = wheel(version="9.0.0")
    found = read_wheel(data, file=file_name(version="9.0.0"))
    drafted = publishing.add_release(None, path_of("stranger", found), data, facts=facts_of(found), now=NOW)
    text = signed(drafted, *connected.publishers["stranger"])
    with pytest.raises(WheelRefused, match="Another publisher has this name"):
        commons.publish(commons.Sent("stranger", text, (data,)), pages=lambda _release: (), now=NOW)
    assert connected.commons.releases_of("stranger") is None
