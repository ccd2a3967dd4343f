"""What a commons takes from publishers, what it refuses and why, and that a refusal changes nothing."""

import io
import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.support import wheels
from tests.support.commons import NOW, signed
from tests.support.library import US, Library, release_of

from commonwheel.apps.commons import api as commons
from commonwheel.apps.commons.queries import entries
from commonwheel.core.connectors import facts as connectors
from commonwheel.core.connectors.wheels import read_wheel
from commonwheel.core.packages.naming import facts_of, path_of
from commonwheel.core.packages.release import Release, make_release
from commonwheel.integrations.browser.chromium import Chromium
from commonwheel.integrations.trust import publishing
from commonwheel.integrations.trust.keys import make_key

pytestmark = pytest.mark.django_db
DOOR = "/api/commons/publish"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commons takes things in on the day on which everything here is signed."""
    from commonwheel.apps.commons.views import publishing as view

    monkeypatch.setattr(view.timezone, "now", lambda: NOW)


def send(signed_list: bytes, *contents: bytes, publisher: str = US) -> tuple[int, dict[str, Any]]:
    files = [SimpleUploadedFile("release.tar", content) for content in contents]
    answer = Client().post(
        DOOR, {"publisher": publisher, "list": SimpleUploadedFile("list.json", signed_list), "release": files}
    )
    return answer.status_code, json.loads(answer.content)


def publish(home: Library, release: Release) -> tuple[int, dict[str, Any]]:
    return send(home.list_with(release), release.data)


def folder(home: Library) -> Mapping[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in home.folder.rglob("*") if path.is_file()}


def test_a_release_is_taken_and_shown_and_a_repeat_is_answered_as_done(home: Library) -> None:
    release = release_of("report-missed-bin")
    text = home.list_with(release)
    status, said = send(text, release.data)
    assert (status, said["repeated"], said["number"]) == (200, False, 1)
    assert said["releases"] == [path_of(release.manifest)]
    before = folder(home)
    assert send(text, release.data) == (200, {**said, "repeated": True})
    assert folder(home) == before
    assert entries.get_entry(US, "report-missed-bin").shown.sha256 == release.digest


def test_a_later_version_and_one_between_are_taken(home: Library) -> None:
    publish(home, release_of("report-missed-bin"))
    assert publish(home, release_of("report-missed-bin", "1.1.2"))[0] == 200
    assert publish(home, release_of("report-missed-bin", "1.1.1"))[0] == 200


def test_a_number_too_small_is_refused_with_the_one_that_would_do(home: Library) -> None:
    publish(home, release_of("report-missed-bin"))
    larger = release_of(
        "report-missed-bin", "1.1.1", pattern=("keep: {years: 2, from: closed}", "keep: {years: 3, from: closed}")
    )
    status, said = publish(home, larger)
    assert status == 422
    assert said["problems"][0]["code"] == "version-too-small"
    assert "number it" in said["problems"][0]["help"]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("guidance.md", None, None, "guidance-missing"),
        ("CHANGELOG.md", b"## 1.1.0", b"## 0.9.0", "changelog-missing"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_and_nothing_changes(
    home: Library, path: str, old: bytes | None, new: bytes | None, code: str
) -> None:
    files = dict(release_of("report-missed-bin").files)
    files[path] = files[path].replace(old, new) if old and new else b""
    if not files[path]:
        del files[path]
    release = make_release(files)
    before = folder(home)
    status, said = publish(home, release)
    assert status == 422
    assert code in {problem["code"] for problem in said["problems"]}
    assert said["error"]["says"]
    assert all(problem["help"] for problem in said["problems"])
    assert folder(home) == before


def test_examples_that_come_out_otherwise_are_refused(home: Library) -> None:
    files = dict(release_of("report-missed-bin").files)
    name = next(name for name in files if name.startswith("examples/") and b"expect:" in files[name])
    text = files[name].decode()
    files[name] = (text[: text.index("expect:")] + "expect:\n  stop: none\n  fee_pence: 100\n").encode()
    status, said = publish(home, make_release(files))
    assert status == 422
    assert {problem["code"] for problem in said["problems"]} & {"example-differs", "example-not-walked", "not-reached"}


def test_a_translation_that_is_claimed_must_be_whole(home: Library) -> None:
    files = dict(release_of("report-missed-bin").files)
    head, _cut, _rest = files["translations/cy.yaml"].decode().partition("then.assisted-collection.label:")
    files["translations/cy.yaml"] = head.encode()
    status, said = publish(home, make_release(files))
    assert (status, {problem["code"] for problem in said["problems"]}) == (422, {"translation-missing"})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-600],
        lambda data: data + b"\0" * 512,
        lambda data: b"PK\x03\x04" + data,
        lambda data: data.replace(b"0000644", b"0000755", 1),
        lambda data: b"",
        lambda data: os.urandom(2_000),
    ],
)
def test_bytes_that_are_no_release_are_refused_even_when_they_are_signed(home: Library, spoil: Any) -> None:
    release = release_of("report-missed-bin")
    data = spoil(release.data)
    before = folder(home)
    if data:
        text = publishing.add_release(None, path_of(release.manifest), data, facts=facts_of(release.manifest), now=NOW)
        status, said = send(signed(text, *home.publishers[US]), data)
        assert status == 422
        assert said["problems"]
    status, said = send(home.list_with(release), data)
    assert status == 422, "the bytes are not those that were signed"
    assert folder(home) == before


def test_a_path_that_leads_elsewhere_and_facts_of_another_are_refused(home: Library) -> None:
    release = release_of("report-missed-bin")
    before = folder(home)
    for path, facts, code in (
        (f"{US}/report-missed-bin/report-missed-bin-9.9.9.tar", facts_of(release.manifest), "path-differs"),
        (f"{US}/moving-home/moving-home-1.1.0.tar", facts_of(release.manifest), "path-differs"),
        (path_of(release.manifest), {**facts_of(release.manifest), "title": "Free money"}, "facts-differ"),
    ):
        text = publishing.add_release(None, path, release.data, facts=facts, now=NOW)
        status, said = send(signed(text, *home.publishers[US]), release.data)
        assert (status, said["problems"][0]["code"]) == (422, code)
    text = home.list_with(release).replace(b"report-missed-bin-1.1.0.tar", b"../../../online/timestamp")
    assert send(text, release.data)[0] == 422
    assert folder(home) == before


def test_the_wrong_keys_a_stranger_and_a_replay_are_refused(home: Library) -> None:
    release, newer = release_of("report-missed-bin"), release_of("report-missed-bin", "1.1.1")
    text = publishing.add_release(
        None, path_of(release.manifest), release.data, facts=facts_of(release.manifest), now=NOW
    )
    status, said = send(signed(text, make_key()), release.data)
    assert (status, said["error"]["code"]) == (403, "not-signed-enough")
    assert send(text, release.data)[0] == 403
    status, said = send(home.list_with(release), release.data, publisher="stranger")
    assert status in (404, 422)
    home.join("lewes")
    assert send(home.list_with(release), release.data, publisher="lewes")[0] in (403, 422)
    first = home.list_with(release)
    assert send(first, release.data)[0] == 200
    assert publish(home, newer)[0] == 200
    before = folder(home)
    status, said = send(first, release.data)
    assert (status, said["error"]["code"]) == (409, "version-refused")
    assert folder(home) == before


def test_other_bytes_never_take_the_place_of_a_release(home: Library) -> None:
    publish(home, release_of("report-missed-bin"))
    other = release_of("report-missed-bin", pattern=("Tell the council", "Please tell the council"))
    before = folder(home)
    text = home.commons.releases_of(US) or b""
    from tuf.api.metadata import Metadata, TargetFile, Targets

    listed: Metadata[Targets] = Metadata.from_bytes(text)
    listed.signed.version += 1
    path = path_of(other.manifest)
    file = TargetFile.from_data(path, other.data, ["sha256"])
    file.unrecognized_fields["custom"] = {"facts": facts_of(other.manifest)}
    listed.signed.targets[path] = file
    status, said = send(signed(listed.to_bytes(), *home.publishers[US]), other.data)
    assert (status, said["error"]["code"]) == (409, "release-is-fixed")
    assert folder(home) == before


@pytest.mark.parametrize("body", [b"-", b"--x", b"--x\r\nContent-Disposition: form-data; name=list\r\n\r\n{"])
def test_what_is_no_form_is_refused(home: Library, body: bytes) -> None:
    answer = Client().post(DOOR, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert json.loads(answer.content)["error"]["code"] == "sending-is-unreadable"


def test_too_much_is_refused_before_it_is_read(home: Library) -> None:
    class Endless(io.BytesIO):
        def read(self, *given: object) -> bytes:
            raise AssertionError("it was read")

    answer = Client().generic(
        "POST", DOOR, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99000000",
        **{"wsgi.input": Endless()},
    )  # fmt: skip
    assert answer.status_code == 413
    status, said = send(home.list_with(release_of("report-missed-bin")), b"x" * 17_000_000)
    assert (status, said["error"]["code"]) == (413, "too-much-sent")
    assert send(b"[" * 4_500_000)[0] == 413
    assert send(b"[" * 3_000_000)[0] == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_taken_and_the_other_is_told_to_begin_again(home: Library) -> None:
    releases = [release_of("report-missed-bin"), release_of("moving-home")]
    texts = [home.list_with(release) for release in releases]
    answers: list[tuple[int, dict[str, Any]]] = []
    gate = threading.Barrier(2)

    def one(text: bytes, data: bytes) -> None:
        from django.db import connection

        gate.wait()
        answers.append(send(text, data))
        connection.close()

    threads = [
        threading.Thread(target=one, args=(text, release.data)) for text, release in zip(texts, releases, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _ in answers) == [200, 409]
    commons.index_commons()
    assert len(entries.list_entries()) == 1


def test_what_is_in_the_folder_and_not_in_the_index_is_healed_by_the_sweep(
    home: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after kill -9 between the two."""
    from commonwheel.apps.commons.actions import publishing as action

    def dies(**given: object) -> int:
        raise KeyboardInterrupt

    release = release_of("report-missed-bin")
    text = home.list_with(release)
    monkeypatch.setattr(action, "index_commons", dies)
    with pytest.raises(KeyboardInterrupt):
        send(text, release.data)
    monkeypatch.undo()
    assert entries.list_entries() == []
    commons.sweep_index()
    assert entries.get_entry(US, "report-missed-bin").line.version == "1.1.0"


def send_wheel(home: Library, data: bytes, *, path: str = "") -> tuple[int, dict[str, Any]]:
    whole = read_wheel(wheels.wheel(), file=wheels.file_name())
    text = publishing.add_release(
        home.commons.releases_of(US),
        path or connectors.path_of(US, whole),
        data,
        facts=connectors.facts_of(whole),
        now=NOW,
    )
    return send(signed(text, *home.publishers[US]), data)


def test_a_connector_is_taken_as_it_is(home: Library) -> None:
    assert send_wheel(home, wheels.wheel())[0] == 200
    assert entries.get_entry(US, "lewes-highways").line.kind == "connector"
    assert (home.served / "simple" / "lewes-highways" / "index.html").exists()


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"no zip at all", ""),
        (wheels.wheel()[:-30], ""),
        (wheels.wheel("other"), ""),
        (wheels.wheel(version="2.0.0"), ""),
        (wheels.zipped({**wheels.parts(), "../../etc/passwd": b"x"}), ""),
        (wheels.zipped({**wheels.parts(), "bomb": b"\0" * 40_000_000}), ""),
        (wheels.wheel(), f"{US}/lewes-highways/lewes_highways-9.0.0-py3-none-any.whl"),
    ],
    ids=["text", "cut short", "another's", "another version", "up", "bomb", "another path"],
)
def test_what_is_no_connector_is_refused(home: Library, data: bytes, path: str) -> None:
    before = folder(home)
    status, said = send_wheel(home, data, path=path)
    assert status == 422
    assert said["problems"][0]["help"]
    assert folder(home) == before


def test_a_publisher_says_who_it_is_and_nonsense_is_refused(home: Library) -> None:
    profile = {
        "title": "Commonwheel examples",
        "kind": "partnership",
        "web": "https://example.org/",
        "offers": [{"what": "host", "says": "We host it."}],
    }
    text = publishing.describe(home.commons.releases_of(US), profile, now=NOW)
    assert send(signed(text, *home.publishers[US]))[0] == 200
    publish(home, release_of("report-missed-bin"))
    entry = entries.get_entry(US, "report-missed-bin")
    assert (entry.publisher.title, entry.offers[0][0]) == ("Commonwheel examples", "Commonwheel examples")
    text = publishing.describe(home.commons.releases_of(US), {"title": "x", "kind": "king"}, now=NOW)
    assert send(signed(text, *home.publishers[US]))[0] == 422


def test_a_publisher_withdraws_over_the_same_door(home: Library, tmp_path: Path) -> None:
    release = release_of("report-missed-bin")
    publish(home, release)
    text = publishing.set_state(
        home.commons.releases_of(US) or b"", path_of(release.manifest), "withdrawn", reason="It is wrong.", now=NOW
    )
    assert send(signed(text, *home.publishers[US]))[0] == 200
    assert entries.get_entry(US, "report-missed-bin").releases[0].reason == "It is wrong."


def test_nothing_is_taken_while_the_browser_that_looks_at_pages_does_not_answer(
    home: Library, settings: Settings, tmp_path: Path
) -> None:
    settings.COMMONS_BROWSER = Chromium(tmp_path / "none", tmp_path / "none.js")
    before = folder(home)
    status, said = publish(home, release_of("report-missed-bin"))
    assert (status, said["error"]["code"]) == (503, "browser-unavailable")
    assert folder(home) == before
    settings.COMMONS_BROWSER = None
    assert publish(home, release_of("report-missed-bin"))[0] == 200
