"""The attacks that TUF names, and ours, against a running commons: none gets a changed byte through."""

import contextlib
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.commons import BINS, CONTENT, NOW, House, Served, house, serving, signed
from tuf.api.metadata import Metadata, Snapshot, TargetFile, Targets, Timestamp

from commonwheel.core.problems import Failure
from commonwheel.integrations.trust import ceremony, publishing
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.failures import (
    BytesDiffer,
    CommonsAnswers,
    CommonsExpired,
    CommonsRolledBack,
    CommonsTooSlow,
    CommonsUnavailable,
    CommonsUnreadable,
    KeysChanged,
    PublisherSpokenForElsewhere,
    ReleaseChanged,
    ReleaseUnknown,
    SignatureMissing,
    TooLarge,
    TrustRefused,
)
from commonwheel.integrations.trust.keys import key_set, make_key

EVIL = b"the pattern as nobody signed it"
LATER = NOW + dt.timedelta(days=1)


def evil_list(home: House, *signers: Any, path: str = BINS, version: int = 2) -> bytes:
    """The list of Lewes with other bytes for its release."""
    before = Metadata[Targets].from_bytes(home.commons.releases_of("lewes") or b"")
    before.signed.targets[path] = TargetFile.from_data(path, EVIL, ["sha256"])
    before.signed.version = version
    digest = before.signed.targets[path].hashes["sha256"]
    owner, name, file = path.split("/")
    folder = home.served / "targets" / owner / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{digest}.{file}").write_bytes(EVIL)
    return signed(Metadata(before.signed).to_bytes(), *signers)


def bytes_of(home: House) -> Path:
    return next((home.served / "targets" / "lewes" / "bins").iterdir())


def test_an_honest_commons_hands_out_what_was_signed(node: HttpCommons) -> None:
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


def test_arbitrary_bytes_are_thrown_away(home: House, node: HttpCommons) -> None:
    bytes_of(home).write_bytes(EVIL[: len(CONTENT)].ljust(len(CONTENT)))
    with pytest.raises(BytesDiffer):
        node.fetch(BINS, now=NOW)
    bytes_of(home).write_bytes(CONTENT)
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


@pytest.mark.parametrize("role", ["timestamp", "3.root", "4.snapshot", "3.targets", "1.lewes"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_metadata_is_more_than_a_failure(role: str, data: st.DataObject, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("fuzzed")
    home = house(folder / "commons")
    newest = home.newest(Timestamp).signed.snapshot_meta.version
    name = f"{newest}.snapshot.json" if "snapshot" in role else f"{role}.json"
    honest = home.file(name).read_bytes() if home.file(name).exists() else home.root
    at = data.draw(st.integers(0, len(honest) - 1))
    changed = data.draw(
        st.one_of(
            st.just(honest[:at]), st.binary(max_size=200), st.just(b"[" * 50_000), st.just(b"{}"),
            st.just(b'{"signed": {"_type": "root", "version": ' + b"9" * 6_000 + b"}}"),
            st.just(honest[:at] + bytes([honest[at] ^ 1]) + honest[at + 1 :]),
        )
    )  # fmt: skip
    with serving(home.served) as served:
        served.instead[f"/{name}"] = changed
        node = served.node(folder / "node", home.root)
        with contextlib.suppress(Failure):
            assert node.fetch(BINS, now=NOW)[1] == CONTENT


def test_a_timestamp_that_goes_back_is_refused(home: House, node: HttpCommons) -> None:
    old = home.file("timestamp.json").read_bytes()
    home.publish("lewes/bins/1.1.0.tar", b"newer")
    node.refresh(now=NOW)
    home.file("timestamp.json").write_bytes(old)
    with pytest.raises(CommonsRolledBack):
        node.refresh(now=NOW)
    assert len(node.list_releases()) == 3


def test_a_snapshot_that_goes_back_is_refused_though_the_online_keys_signed_it(home: House, node: HttpCommons) -> None:
    old = home.commons.releases_of("lewes") or b""
    home.publish("lewes/bins/1.1.0.tar", b"newer")
    node.refresh(now=NOW)
    home.forge({"lewes": old})
    with pytest.raises(CommonsRolledBack):
        node.refresh(now=NOW)


def test_a_publishers_list_that_goes_back_is_refused_though_tufs_copies_were_lost(
    home: House, node: HttpCommons, tmp_path: Path
) -> None:
    old = home.commons.releases_of("lewes") or b""
    home.publish("lewes/bins/1.1.0.tar", b"newer")
    node.refresh(now=NOW)
    shutil.rmtree(tmp_path / "node" / "home" / "metadata")
    home.forge({"lewes": old})
    assert isinstance(node.refresh(now=NOW).withheld["lewes"], CommonsRolledBack)
    with pytest.raises(CommonsRolledBack):
        node.fetch(BINS, now=NOW)


def test_a_list_of_publishers_that_goes_back_is_refused_though_tufs_copies_were_lost(
    home: House, node: HttpCommons, tmp_path: Path
) -> None:
    old = home.commons.publishers()
    home.join("rother")
    node.refresh(now=NOW)
    shutil.rmtree(tmp_path / "node" / "home" / "metadata")
    home.forge({"targets": old})
    with pytest.raises(CommonsRolledBack):
        node.refresh(now=NOW)


def test_a_root_that_goes_back_is_refused_though_tufs_copies_were_lost(
    home: House, node: HttpCommons, tmp_path: Path
) -> None:
    kept = home.file("timestamp.json").read_bytes()
    drafted = ceremony.renew_root(home.commons.root(), now=NOW)
    home.commons.install_root(signed(drafted, *home.people[:2]), now=NOW)
    node.refresh(now=NOW)
    shutil.rmtree(tmp_path / "node" / "home" / "metadata")
    home.file("2.root.json").unlink()
    home.file("timestamp.json").write_bytes(kept)
    with pytest.raises(CommonsRolledBack):
        node.refresh(now=NOW)


@pytest.mark.parametrize("days", [4, 5, 30, 4000])
def test_a_commons_that_is_frozen_is_noticed_when_its_timestamp_runs_out(node: HttpCommons, days: int) -> None:
    node.fetch(BINS, now=NOW)
    with pytest.raises(CommonsExpired, match="Services that run are not affected"):
        node.fetch(BINS, now=NOW + dt.timedelta(days=days))


def test_a_publishers_list_that_ran_out_stops_new_adoption_of_its_releases_only(home: House, node: HttpCommons) -> None:
    node.fetch(BINS, now=NOW)
    later = NOW + dt.timedelta(days=380)
    for again in (home.commons.root(),):
        home.commons.install_root(signed(ceremony.renew_root(again, now=later), *home.people[:2]), now=later)
    drafted = ceremony.renew_publishers(home.commons.publishers(), now=later)
    home.commons.install_publishers(signed(drafted, *home.people[:2]), now=later)
    home.publish("hove/trees/1.1.0.tar", b"more trees", now=later)
    later += dt.timedelta(days=20)
    home.commons.renew(now=later)
    assert set(node.refresh(now=later).withheld) == {"lewes"}
    with pytest.raises(CommonsExpired):
        node.fetch(BINS, now=later)
    assert node.fetch("hove/trees/1.1.0.tar", now=later)[1] == b"more trees"


def test_mixed_and_matched_metadata_is_refused(home: House, node: HttpCommons) -> None:
    old = home.file("1.lewes.json").read_bytes()
    home.publish("lewes/bins/1.1.0.tar", b"newer")
    home.file("2.lewes.json").write_bytes(old)
    assert isinstance(node.refresh(now=NOW).withheld["lewes"], BytesDiffer)
    home.file("2.targets.json").unlink()
    newest = home.newest(Timestamp).signed.snapshot_meta.version
    shutil.copy(home.file(f"{newest - 1}.snapshot.json"), home.file(f"{newest + 1}.snapshot.json"))
    home.forge({}, change=lambda snapshot, timestamp: None)
    shutil.copy(home.file(f"{newest}.snapshot.json"), home.file(f"{newest + 1}.snapshot.json"))
    with pytest.raises(BytesDiffer):
        node.refresh(now=NOW)


def test_fewer_people_than_must_sign_change_nothing(home: House, node: HttpCommons) -> None:
    drafted = ceremony.join(home.commons.publishers(), "evil", key_set([make_key()], 1), now=NOW)
    home.forge({"targets": signed(drafted, home.people[0], make_key())})
    with pytest.raises(SignatureMissing):
        node.refresh(now=NOW)


def test_a_root_by_others_is_refused(home: House, node: HttpCommons) -> None:
    drafted = ceremony.renew_root(home.commons.root(), now=NOW)
    home.file("2.root.json").write_bytes(signed(drafted, make_key(), make_key(), home.people[0]))
    with pytest.raises(SignatureMissing):
        node.refresh(now=NOW)


@pytest.mark.parametrize("name", ["/timestamp.json", "/1.lewes.json", "/2.root.json", ".1.0.0.tar"])
@pytest.mark.parametrize(
    ("how", "failure"),
    [("endless", TooLarge), ("drip", CommonsTooSlow), ("slow-head", CommonsTooSlow), ("silent", CommonsTooSlow),
     ("redirect", CommonsAnswers), ("short", CommonsUnavailable), ("drop", CommonsUnavailable),
     ("nonsense", CommonsUnavailable), (500, CommonsAnswers)],
)  # fmt: skip
def test_a_commons_that_misbehaves_is_cut_off_and_named(
    home: House, served: Served, tmp_path: Path, *, name: str, how: str | int, failure: type[Failure]
) -> None:
    served.instead[name] = how
    node = served.node(tmp_path / "node", home.root, seconds=0.6, most_file_bytes=1_000_000)
    with pytest.raises((failure, CommonsTooSlow)):
        node.fetch(BINS, now=NOW)
    served.instead.clear()
    assert served.node(tmp_path / "node", home.root).fetch(BINS, now=NOW)[1] == CONTENT


def test_a_length_that_a_thief_signed_does_not_fill_the_memory(home: House, served: Served, tmp_path: Path) -> None:
    def claim(snapshot: Snapshot, timestamp: Timestamp) -> None:
        snapshot.meta["lewes.json"].length = 10**12

    home.forge({}, change=claim)
    served.instead["/1.lewes.json"] = "endless"
    node = served.node(tmp_path / "node", home.root, most_file_bytes=1_000_000)
    assert isinstance(node.refresh(now=NOW).withheld["lewes"], TooLarge)


def test_what_is_missing_is_said(home: House, node: HttpCommons) -> None:
    home.file("1.lewes.json").unlink()
    with pytest.raises(CommonsAnswers, match="404"):
        node.refresh(now=NOW)
    with pytest.raises(ReleaseUnknown):
        node.fetch("nobody/bins/1.0.0.tar", now=NOW)


def test_metadata_that_nobody_named_is_never_asked_for(home: House, node: HttpCommons, served: Served) -> None:
    home.file("9.evil.json").write_bytes(evil_list(home, make_key()))
    home.forge({"evil": evil_list(home, make_key())})
    node.refresh(now=NOW)
    assert not [path for path in served.asked if "evil" in path]


def test_versions_driven_to_the_end_are_recovered_from_by_new_online_keys(home: House, node: HttpCommons) -> None:
    def forward(snapshot: Snapshot, timestamp: Timestamp) -> None:
        snapshot.version = timestamp.version = 2**31
        snapshot.meta["lewes.json"].version = 1

    before = home.newest(Snapshot), home.file("timestamp.json").read_bytes()
    home.forge({}, change=forward)
    node.refresh(now=NOW)
    home.file("timestamp.json").write_bytes(before[1])
    with pytest.raises(CommonsRolledBack):
        node.refresh(now=NOW)
    stolen = home.timestamp, home.snapshot
    home.timestamp, home.snapshot = make_key(), make_key()
    drafted = ceremony.renew_root(home.commons.root(), home.standing, now=NOW)
    both = type(home.commons)(home.folder, online=[*stolen, home.timestamp, home.snapshot])
    both.install_root(signed(drafted, *home.people[:2]), now=NOW)
    home.commons.renew(now=NOW + dt.timedelta(days=3))
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


# --- the commons’ server, database and online keys are stolen ---------------------------------------


def test_whoever_stole_the_running_commons_cannot_change_a_byte(home: House, node: HttpCommons) -> None:
    thief = make_key()
    for signers in ((), (thief,), (home.timestamp, home.snapshot)):
        home.forge({"lewes": evil_list(home, *signers)})
        with pytest.raises(TrustRefused):
            node.fetch(BINS, now=NOW)
    home.forge({"lewes": evil_list(home, thief)}, name_them=False)
    with pytest.raises(TrustRefused):
        node.fetch(BINS, now=NOW)


def test_a_thief_cannot_join_or_swap_publishers(home: House, node: HttpCommons) -> None:
    thief = make_key()
    drafted = ceremony.join(home.commons.publishers(), "evil", key_set([thief], 1), now=NOW)
    home.forge({"targets": signed(drafted, home.timestamp, home.snapshot, thief)})
    with pytest.raises(SignatureMissing):
        node.fetch(BINS, now=NOW)


def test_a_thief_can_hold_things_back_but_not_for_long(home: House, node: HttpCommons) -> None:
    home.forge({}, until=NOW + dt.timedelta(days=9000))
    node.refresh(now=NOW)
    with pytest.raises(CommonsExpired):
        node.refresh(now=NOW + dt.timedelta(days=400))


def test_a_publisher_cannot_sign_in_anothers_folder(home: House, node: HttpCommons) -> None:
    stray = evil_list(home, *home.publishers["lewes"], path="hove/trees/1.0.0.tar")
    home.forge({"lewes": stray})
    assert isinstance(node.refresh(now=NOW).withheld["lewes"], CommonsUnreadable)
    assert node.fetch("hove/trees/1.0.0.tar", now=NOW)[1] == b"trees of Hove"


def test_a_release_with_other_bytes_is_refused_even_from_its_own_publisher(home: House, node: HttpCommons) -> None:
    node.refresh(now=NOW)
    home.forge({"lewes": evil_list(home, *home.publishers["lewes"])})
    assert isinstance(node.refresh(now=NOW).withheld["lewes"], ReleaseChanged)
    with pytest.raises(ReleaseChanged):
        node.fetch(BINS, now=NOW)
    with pytest.raises(ReleaseChanged):
        node.fetch(BINS, now=NOW)


def test_people_who_swap_a_publishers_keys_without_saying_why_are_noticed(home: House, node: HttpCommons) -> None:
    node.fetch(BINS, now=NOW)
    thief = make_key()
    listed = Metadata[Targets].from_bytes(home.commons.publishers()).signed
    assert listed.delegations is not None
    assert listed.delegations.roles is not None
    listed.delegations.keys[thief.public_key.keyid] = thief.public_key
    listed.delegations.roles["lewes"].keyids = [thief.public_key.keyid]
    listed.version += 1
    swapped = signed(Metadata(listed).to_bytes(), *home.people)
    home.forge({"targets": swapped, "lewes": evil_list(home, thief)})
    assert isinstance(node.refresh(now=NOW).withheld["lewes"], KeysChanged)
    with pytest.raises(KeysChanged, match="by telephone"):
        node.fetch(BINS, now=NOW)


# --- a second commons claims another’s publisher -----------------------------------------------------


def test_another_commons_cannot_speak_for_a_publisher_that_was_adopted_from(
    home: House, node: HttpCommons, tmp_path: Path
) -> None:
    node.fetch(BINS, now=NOW)
    other = House(tmp_path / "other")
    other.start()
    other.join("lewes")
    other.publish(BINS, EVIL)
    other.publish("lewes/bins/9.0.0.tar", EVIL)
    with serving(other.served) as running:
        second = running.node(tmp_path / "node", other.root, name="second")
        assert isinstance(second.refresh(now=NOW).withheld["lewes"], PublisherSpokenForElsewhere)
        for path in (BINS, "lewes/bins/9.0.0.tar"):
            with pytest.raises(PublisherSpokenForElsewhere, match="home"):
                second.fetch(path, now=NOW)
        assert not second.list_releases()
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


def test_a_mirror_with_the_identical_list_may_hand_it_out(home: House, node: HttpCommons, tmp_path: Path) -> None:
    node.fetch(BINS, now=NOW)
    shutil.copytree(home.served, tmp_path / "mirror")
    with serving(tmp_path / "mirror") as running:
        mirror = running.node(tmp_path / "node", home.root, name="mirror")
        assert mirror.fetch(BINS, now=NOW)[1] == CONTENT
        home.publish("lewes/bins/1.1.0.tar", b"newer")
        node.refresh(now=NOW)
        with pytest.raises(PublisherSpokenForElsewhere):
            mirror.fetch(BINS, now=NOW)


def test_a_pattern_of_the_same_name_from_another_publisher_is_another_pattern(
    home: House, node: HttpCommons, tmp_path: Path
) -> None:
    other = House(tmp_path / "other")
    other.start()
    other.join("lewes-council")
    other.publish("lewes-council/bins/1.0.0.tar", EVIL)
    with serving(other.served) as running:
        second = running.node(tmp_path / "node", other.root, name="second")
        assert second.fetch("lewes-council/bins/1.0.0.tar", now=NOW)[1] == EVIL
        with pytest.raises(ReleaseUnknown):
            second.fetch(BINS, now=NOW)
    assert node.fetch(BINS, now=NOW)[1] == CONTENT


def test_another_commons_under_the_same_address_is_refused(home: House, served: Served, tmp_path: Path) -> None:
    other = house(tmp_path / "other")
    with pytest.raises(TrustRefused):
        served.node(tmp_path / "node", other.root).refresh(now=NOW)


def test_the_list_is_json_that_any_tuf_client_reads(home: House) -> None:
    said = json.loads(home.commons.publishers())
    roles = {role["name"]: role for role in said["signed"]["delegations"]["roles"]}
    assert roles["lewes"]["paths"] == ["lewes/*/*"]
    assert roles["lewes"]["terminating"] is True
    drafted = publishing.renew(home.commons.releases_of("lewes") or b"", now=LATER)
    assert json.loads(drafted)["signed"]["version"] == 2
