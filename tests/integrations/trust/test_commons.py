"""What a commons takes in, how keys change hands, and what the real commons and the fake have in common."""

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.commons import BINS, CONTENT, NOW, House, Served, signed

from commonwheel.core.problems import Failure
from commonwheel.integrations.trust import ceremony, metadata, publishing
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.failures import (
    AlreadyStarted,
    FileRefused,
    KeyFileTaken,
    KeysUnfit,
    KeyUnreadable,
    MetadataRefused,
    NotMetadata,
    NotSignedEnough,
    NotStarted,
    PublisherKnown,
    PublisherUnknown,
    ReleaseIsFixed,
    ReleaseNotHandedOut,
    ReleaseUnknown,
    VersionRefused,
)
from commonwheel.integrations.trust.fake import MemoryCommons
from commonwheel.integrations.trust.keys import KeySet, key_set, load_key, make_key, public_text, read_public, save_key
from commonwheel.integrations.trust.port import Commons
from commonwheel.integrations.trust.succession import Step, hand_over, revoke

PUBLISH = Callable[[str, bytes], None]
STOP = Callable[[str, Any, str], None]


# --- the real one and the fake ---------------------------------------------------------------------


@pytest.fixture(params=["real", "fake"])
def either(request: pytest.FixtureRequest) -> Iterator[tuple[Commons, PUBLISH, STOP]]:
    if request.param == "fake":
        fake = MemoryCommons("home")
        fake.publish(BINS, CONTENT, facts={"title": "Bins"})
        yield fake, lambda path, content: fake.publish(path, content, facts={}), fake.stop
        return
    home: House = request.getfixturevalue("home")

    def stop(path: str, state: Any, reason: str) -> None:
        if state == "quarantined":
            home.commons.quarantine(path, reason, now=NOW)
        else:
            home.set_state(path, state, reason)

    yield request.getfixturevalue("node"), home.publish, stop


def test_a_release_is_listed_after_a_refresh_and_handed_out(either: tuple[Commons, PUBLISH, STOP]) -> None:
    commons, publish, _ = either
    assert "lewes" in commons.refresh(now=NOW).changed
    assert commons.refresh(now=NOW).changed == ()
    publish("lewes/bins/1.1.0.tar", b"newer")
    assert commons.refresh(now=NOW).changed == ("lewes",)
    listed = {release.path: release for release in commons.list_releases()}
    assert listed[BINS].facts == {"title": "Bins"}
    assert (listed[BINS].publisher, listed[BINS].name) == ("lewes", "bins")
    assert commons.fetch("lewes/bins/1.1.0.tar", now=NOW) == (listed["lewes/bins/1.1.0.tar"], b"newer")


@pytest.mark.parametrize("path", ["lewes/bins/9.0.0.tar", "nobody/bins/1.0.0.tar", "", "../etc/passwd", "lewes"])
def test_what_is_not_there_is_unknown(either: tuple[Commons, PUBLISH, STOP], path: str) -> None:
    with pytest.raises(ReleaseUnknown):
        either[0].fetch(path, now=NOW)


@pytest.mark.parametrize("state", ["withdrawn", "quarantined"])
def test_what_was_stopped_is_listed_with_its_reason_and_not_handed_out(
    either: tuple[Commons, PUBLISH, STOP], state: Any
) -> None:
    commons, _, stop = either
    stop(BINS, state, "It asks for the wrong fee.")
    commons.refresh(now=NOW)
    listed = {release.path: release for release in commons.list_releases()}
    assert (listed[BINS].state, listed[BINS].reason) == (state, "It asks for the wrong fee.")
    with pytest.raises(ReleaseNotHandedOut, match="wrong fee"):
        commons.fetch(BINS, now=NOW)


def test_what_is_deprecated_is_handed_out(either: tuple[Commons, PUBLISH, STOP]) -> None:
    commons, _, stop = either
    stop(BINS, "deprecated", "There is a newer one.")
    assert commons.fetch(BINS, now=NOW)[0].state == "deprecated"


# --- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_a_key_is_kept_for_its_owners_eyes_and_never_written_over(tmp_path: Path, passphrase: str) -> None:
    key, path = make_key(), tmp_path / "key"
    save_key(key, path, passphrase=passphrase)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(path, passphrase=passphrase).public_key == key.public_key
    assert read_public((tmp_path / "key.pub").read_bytes()) == key.public_key
    with pytest.raises(KeyFileTaken):
        save_key(make_key(), path, passphrase="")


def test_a_key_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    save_key(make_key(), tmp_path / "key", passphrase="correct horse")
    for wrong in ("", "wrong horse"):
        with pytest.raises(KeyUnreadable, match="passphrase"):
            load_key(tmp_path / "key", passphrase=wrong)
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(KeyUnreadable, match="chmod 600"):
        load_key(tmp_path / "key", passphrase="correct horse")
    with pytest.raises(KeyUnreadable):
        load_key(tmp_path / "none", passphrase="")


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b'{"keyid": "a"}', b'{"keyid": "a", "keytype": "rsa"}', b"[" * 9000]
)
def test_what_is_no_public_key_is_refused(text: bytes) -> None:
    with pytest.raises(KeysUnfit):
        read_public(text)


def test_sets_of_keys_that_cannot_stand_for_anybody_are_refused() -> None:
    key = make_key()
    for keys, threshold in [((), 1), ((key, key), 2), ((key,), 2), ((key,), 0)]:
        with pytest.raises(KeysUnfit):
            key_set(keys, threshold)
    renamed = public_text(key.public_key).replace(key.public_key.keyid.encode(), b"0" * 64)
    with pytest.raises(KeysUnfit, match="another name"):
        read_public(renamed)


# --- what a commons takes in -------------------------------------------------------------------------


def list_of(home: House, path: str, content: bytes) -> bytes:
    drafted = publishing.add_release(home.commons.releases_of("lewes"), path, content, facts={}, now=NOW)
    return signed(drafted, *home.publishers["lewes"])


def state_of(home: House) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.served.rglob("*") if path.is_file()}


NEW = "lewes/bins/1.1.0.tar"


@pytest.mark.parametrize(
    ("failure", "attempt"),
    [
        (NotMetadata, lambda home: home.commons.publish("lewes", b"{}", {}, now=NOW)),
        (NotMetadata, lambda home: home.commons.publish("lewes", home.commons.root(), {}, now=NOW)),
        (PublisherUnknown, lambda home: home.commons.publish("nobody", list_of(home, NEW, b"x"), {NEW: b"x"}, now=NOW)),
        (FileRefused, lambda home: home.commons.publish("lewes", list_of(home, NEW, b"x"), {}, now=NOW)),
        (FileRefused, lambda home: home.commons.publish("lewes", list_of(home, NEW, b"x"), {NEW: b"y"}, now=NOW)),
        (FileRefused, lambda home: home.commons.publish("lewes", list_of(home, NEW, b"x"), {NEW: b"x", "a/b/c": b""}, now=NOW)),
        (VersionRefused, lambda home: home.commons.publish("hove", list_of(home, NEW, b"x").replace(b'"version":2', b'"version":9'), {}, now=NOW)),
        (NotSignedEnough, lambda home: home.commons.publish("hove", list_of(home, NEW, b"x"), {NEW: b"x"}, now=NOW)),
        (ReleaseIsFixed, lambda home: list_of(home, BINS, b"other bytes")),
        (MetadataRefused, lambda home: list_of(home, "lewes/../1.1.0.tar", b"x")),
        (MetadataRefused, lambda home: list_of(home, "lewes/bins/..", b"x")),
        (MetadataRefused, lambda home: list_of(home, "hove/bins/1.0.0.tar", b"x")),
        (MetadataRefused, lambda home: home.set_state(BINS, "withdrawn", " ")),
        (ReleaseUnknown, lambda home: home.set_state(NEW, "withdrawn", "a reason")),
        (PublisherKnown, lambda home: home.join("lewes")),
        (MetadataRefused, lambda home: home.join("snapshot")),
        (MetadataRefused, lambda home: home.join("Lewes")),
        (AlreadyStarted, lambda home: House(home.folder).start()),
        (NotSignedEnough, lambda home: home.commons.install_publishers(signed(ceremony.renew_publishers(home.commons.publishers(), now=NOW), home.people[0]), now=NOW)),
        (NotSignedEnough, lambda home: home.commons.install_root(signed(ceremony.renew_root(home.commons.root(), now=NOW), home.people[0]), now=NOW)),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_and_changes_nothing(
    home: House, failure: type[Failure], attempt: Callable[[House], object]
) -> None:
    before = state_of(home)
    with pytest.raises(failure):
        attempt(home)
    assert state_of(home) == before


def test_a_folder_without_a_commons_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotStarted):
        House(tmp_path).commons.root()


def test_doing_a_thing_again_changes_nothing(home: House) -> None:
    text = list_of(home, NEW, b"x")
    drafted = signed(ceremony.renew_publishers(home.commons.publishers(), now=NOW), *home.people)
    root = signed(ceremony.renew_root(home.commons.root(), now=NOW), *home.people)
    doings: list[Callable[[], object]] = [
        lambda: home.commons.publish("lewes", text, {NEW: b"x"}, now=NOW),
        lambda: home.commons.install_publishers(drafted, now=NOW),
        lambda: home.commons.install_root(root, now=NOW),
        lambda: home.commons.quarantine(BINS, "a reason", now=NOW),
        lambda: home.commons.renew(now=NOW),
    ]
    for doing in doings:
        doing()
        before = state_of(home)
        doing()
        assert state_of(home) == before


def test_a_commons_that_dies_anywhere_serves_the_state_before_or_after(
    home: House, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, replace = list_of(home, NEW, b"x"), os.replace
    # It dies at the file; then at the list; at the snapshot; at the timestamp; then not at all.
    for tried, survives in enumerate([0, 1, 1, 2, 9]):
        calls = iter(range(99))

        def dies(*given: Any, at: int = survives, calls: Iterator[int] = calls) -> None:
            if next(calls) == at:
                raise KeyboardInterrupt
            replace(*given)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", dies)
            with pytest.raises(KeyboardInterrupt) if survives < 9 else pytest.MonkeyPatch.context():
                home.commons.publish("lewes", text, {NEW: b"x"}, now=NOW)
        node = served.node(tmp_path / f"node-{tried}", home.root)
        assert not node.refresh(now=NOW).withheld
        assert node.fetch(BINS, now=NOW)[1] == CONTENT
    assert node.fetch(NEW, now=NOW)[1] == b"x"


def test_two_publishers_at_once_are_both_published(home: House, node: HttpCommons) -> None:
    threads = [
        threading.Thread(target=lambda owner=owner: [home.publish(f"{owner}/more/{n}.0.0.tar", b"x") for n in range(5)])
        for owner in ("lewes", "hove")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    node.refresh(now=NOW)
    assert len([one for one in node.list_releases() if one.name == "more"]) == 10


def test_people_are_reminded_from_the_tenth_month(home: House) -> None:
    assert home.commons.list_expiring(now=metadata.months_after(NOW, 9)) == []
    due = home.commons.list_expiring(now=metadata.months_after(NOW, 10))
    assert {one.role for one in due} == {"root", "targets", "lewes", "hove"}
    assert due[0].until == metadata.months_after(NOW, 13)
    assert metadata.months_after(dt.datetime(2027, 1, 31, tzinfo=dt.UTC), 13).day == 28


def test_the_running_commons_renews_its_own_two(home: House, node: HttpCommons) -> None:
    assert not home.commons.renew(now=NOW + dt.timedelta(days=1))
    assert home.commons.renew(now=NOW + dt.timedelta(days=3))
    assert node.fetch(BINS, now=NOW + dt.timedelta(days=6))[1] == CONTENT


# --- keys change hands -------------------------------------------------------------------------------


def change(home: House, step: Step, key: Any) -> None:
    drafted = signed(ceremony.change_keys(home.commons.publishers(), step, now=NOW), *home.people[:2])
    anew = signed(publishing.renew(home.commons.releases_of("lewes") or b"", now=NOW), key)
    home.commons.install_publishers(drafted, lists={"lewes": anew}, now=NOW)
    home.publishers["lewes"] = [key]


def keys_of(home: House) -> KeySet:
    return key_set(home.publishers["lewes"], 1)


def test_a_node_follows_keys_that_the_old_ones_handed_over_more_than_once(home: House, node: HttpCommons) -> None:
    node.fetch(BINS, now=NOW)
    for _ in range(2):
        key = make_key()
        step = hand_over(
            "lewes", old=keys_of(home), new=key_set([key], 1), signers=home.publishers["lewes"],
            reason="A new member of staff.", now=NOW,
        )  # fmt: skip
        change(home, step, key)
    replaced = node.refresh(now=NOW).replaced
    assert [(one.kind, one.reason) for one in replaced] == [("handed-over", "A new member of staff.")] * 2
    assert node.refresh(now=NOW).replaced == ()
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


def test_a_node_follows_a_revocation_and_says_why(home: House, node: HttpCommons) -> None:
    node.fetch(BINS, now=NOW)
    key = make_key()
    change(home, revoke("lewes", old=keys_of(home), new=key_set([key], 1), reason="Stolen.", now=NOW), key)
    home.publish(NEW, b"x")
    assert [(one.kind, one.reason) for one in node.refresh(now=NOW).replaced] == [("revoked", "Stolen.")]
    assert node.fetch(NEW, now=NOW)[1] == b"x"


def test_a_successor_speaks_for_a_council_that_ended(home: House, node: HttpCommons) -> None:
    node.fetch(BINS, now=NOW)
    home.join("east-sussex")
    key = home.publishers["east-sussex"][0]
    step = hand_over(
        "lewes", old=keys_of(home), new=key_set([key], 1), signers=home.publishers["lewes"],
        reason="Lewes ends on 31 March 2028.", successor="east-sussex", now=NOW,
    )  # fmt: skip
    change(home, step, key)
    home.publish(NEW, b"by the successor")
    assert [one.successor for one in node.refresh(now=NOW).replaced] == ["east-sussex"]
    assert node.fetch(NEW, now=NOW)[1] == b"by the successor"
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


def test_a_stranger_cannot_hand_over(home: House) -> None:
    with pytest.raises(NotSignedEnough):
        hand_over(
            "lewes", old=keys_of(home), new=key_set([make_key()], 1), signers=[make_key()], reason="Mine.", now=NOW
        )
    key = make_key()
    with pytest.raises(MetadataRefused, match="statement of succession"):
        change(home, revoke("lewes", old=key_set([key], 1), new=key_set([key], 1), reason="Mine.", now=NOW), key)


def test_keys_change_only_together_with_the_list_that_they_sign(home: House) -> None:
    key = make_key()
    step = revoke("lewes", old=keys_of(home), new=key_set([key], 1), reason="Lost.", now=NOW)
    drafted = signed(ceremony.change_keys(home.commons.publishers(), step, now=NOW), *home.people[:2])
    with pytest.raises(MetadataRefused, match="send its list"):
        home.commons.install_publishers(drafted, now=NOW)
