"""
The guide to the keys of a commons, walked by its commands against a running commons.

Three people of different authorities start one; Lewes joins, publishes, loses its key, and ends; Hove takes over.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result
from django.utils import timezone
from pytest_django import Settings
from tests.support import wheels
from tests.support.patterns import pattern_files

from commonwheel.cli.main import commonwheel
from commonwheel.integrations.trust.client import HttpCommons

pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = {"COMMONWHEEL_KEY_PASSPHRASE": "correct horse battery"}
BINS = "lewes/report-missed-bin"


@dataclass
class Table:
    """A table at which everybody sits: whose files lie where, and the commons that runs."""

    here: Path
    address: str
    said: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.here / "commons"

    def run(self, *words: object, fails: int = 0) -> Result:
        environment = {**PASSPHRASE, "COMMONWHEEL_COMMONS_FOLDER": str(self.folder)}
        done = CliRunner().invoke(commonwheel, ["commons", *map(str, words)], env=environment)
        assert done.exit_code == fails, done.output
        return done

    def key(self, name: str) -> Path:
        self.run("key", self.here / name)
        return self.here / name

    def pub(self, name: str) -> Path:
        return self.here / f"{name}.pub"

    def signed_by_two(self, file: Path, *people: str) -> Path:
        for person in people or ("ann", "ben"):
            self.run("sign", file, "--key", self.here / person, "--yes")
        return file

    def start(self) -> None:
        for person in ("ann", "ben", "cat"):
            self.key(person)
        for online in ("timestamp", "snapshot"):
            self.run("key", "--online", self.folder / "online" / online)
        people = [word for person in ("ann", "ben", "cat") for word in ("--person", self.pub(person))]
        online = [
            word for name in ("timestamp", "snapshot") for word in (f"--{name}", self.folder / "online" / f"{name}.pub")
        ]
        root, publishers = self.here / "root.json", self.here / "publishers.json"
        self.run("draft-start", *people, *online, "--out-root", root, "--out-publishers", publishers)
        self.run("start", root, publishers, fails=1)
        self.run("start", self.signed_by_two(root), self.signed_by_two(publishers))

    def join(self, publisher: str) -> None:
        self.key(publisher)
        out = self.here / "next.json"
        self.run("draft-join", publisher, "--key", self.pub(publisher), "--current", self.address, "--out", out)
        self.run("install-publishers", self.signed_by_two(out))

    def change(self, statement: Path, new_key: str, publisher: str = "lewes") -> None:
        """Bring new keys of a publisher into force, as the guide tells it: the list of publishers with its own."""
        publishers, own = self.here / "publishers-next.json", self.here / "own.json"
        self.run("draft-keys", statement, "--current", self.address, "--out", publishers)
        self.signed_by_two(publishers, "ben", "cat")
        self.run("install-publishers", publishers, fails=1)
        self.run("renew", publisher, "--to", self.address, "--key", self.here / new_key, "--out", own)
        self.run("install-publishers", publishers, "--list", f"{publisher}={own}")

    def service(self, *, version: str = "1.1.0") -> Path:
        """Lewes's own copy of the missed bins, as a folder."""
        folder = self.here / f"bins-{version}"
        for path, data in pattern_files("report-missed-bin").items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        text = (folder / "pattern.yaml").read_text().replace("publisher: commonwheel-examples", "publisher: lewes", 1)
        text = text.replace("version: 1.1.0", f"version: {version}", 1)
        (folder / "pattern.yaml").write_text(text)
        changes = (folder / "CHANGELOG.md").read_text()
        if version != "1.1.0":
            (folder / "CHANGELOG.md").write_text(changes.replace("\n", f"\n\n## {version}\n\nPlainer words.\n", 1))
        return folder

    def publish(self, what: Path, *more: object, key: str = "lewes", fails: int = 0) -> dict[str, Any]:
        done = self.run("publish", what, "--to", self.address, "--key", self.here / key, "--json", *more, fails=fails)
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def entry(self, name: str = BINS) -> dict[str, Any]:
        said: dict[str, Any] = requests.get(f"{self.address}/commons/{name}/entry.json", timeout=30).json()
        return said


@pytest.fixture
def table(tmp_path: Path, live_server: Any, settings: Settings) -> Table:
    settings.COMMONS_FOLDER = tmp_path / "commons"
    made = Table(tmp_path, live_server.url)
    made.start()
    return made


def test_a_council_joins_publishes_and_stops_what_is_wrong(table: Table) -> None:
    table.join("lewes")
    first = table.publish(table.service())
    assert (first["path"], first["repeated"]) == (f"{BINS}/report-missed-bin-1.1.0.tar", False)
    assert table.publish(table.service())["repeated"] is True
    later = table.service(version="1.1.1")
    packed = table.here / "later.tar"
    done = CliRunner().invoke(commonwheel, ["pattern", "pack", str(later), "--out", str(packed)])
    assert done.exit_code == 0, done.output
    table.publish(packed)
    assert [one["version"] for one in table.entry()["releases"]] == ["1.1.1", "1.1.0"]

    to, key = ("--to", table.address), ("--key", table.here / "lewes")
    for command, state in (("deprecate", "deprecated"), ("withdraw", "withdrawn"), ("offer", "offered")):
        for _ in range(2):
            table.run(command, f"{BINS}@1.1.1", "--reason", "It names the wrong law.", *to, *key)
        assert table.entry()["releases"][0]["state"] == state
    table.run("withdraw", f"{BINS}@9.9.9", "--reason", "No.", *to, *key, fails=1)
    table.run("withdraw", f"{BINS}@1.1.1", "--reason", "No.", *to, "--key", table.key("thief"), fails=1)

    table.run("quarantine", f"{BINS}@1.1.1", "--reason", "A key was stolen.")
    table.run("index")
    assert table.entry()["releases"][0]["reason"] == "A key was stolen."
    table.run("quarantine", f"{BINS}@1.1.1", "--let-go")
    table.run("index")
    assert table.entry()["releases"][0]["state"] == "offered"

    profile = table.here / "profile.yaml"
    profile.write_text("title: Lewes District Council\nkind: council\noffers:\n  - {what: host, says: We host it.}\n")
    table.run("describe", "lewes", "--profile", profile, *to, *key)
    assert table.entry()["publisher"]["title"] == "Lewes District Council"
    profile.write_text("title: [")
    table.run("describe", "lewes", "--profile", profile, *to, *key, fails=2)
    table.run("renew", "lewes", *to, *key)


def test_what_is_not_ready_is_refused_here_and_what_is_numbered_too_small_there(table: Table) -> None:
    table.join("lewes")
    broken = table.service()
    (broken / "guidance.md").unlink()
    said = table.publish(broken, fails=1)
    assert [problem["code"] for problem in said["problems"]] == ["guidance-missing"]
    assert table.run("publish", broken, "--to", table.address, "--key", table.here / "lewes", fails=1).output
    table.publish(table.here / "nothing", fails=2)
    table.publish(table.service())
    larger = table.service(version="1.1.1")
    text = (larger / "pattern.yaml").read_text()
    (larger / "pattern.yaml").write_text(
        text.replace("keep: {years: 2, from: closed}", "keep: {years: 3, from: closed}")
    )
    said = table.publish(larger, fails=1)
    assert said["problems"][0]["code"] == "version-too-small"
    words = table.run("publish", larger, "--to", table.address, "--key", table.here / "lewes", fails=1)
    assert "number it" in words.output


def test_a_connector_is_published_by_the_same_command(table: Table) -> None:
    table.join("lewes")
    file = table.here / wheels.file_name()
    file.write_bytes(wheels.wheel())
    table.run("publish", file, "--to", table.address, "--key", table.here / "lewes", fails=2)
    said = table.publish(file, "--publisher", "lewes", "--run-by", "Lewes District Council")
    assert said["path"] == f"lewes/lewes-highways/{wheels.file_name()}"
    assert table.entry("lewes/lewes-highways")["kind"] == "connector"


def test_a_key_is_replaced_lost_and_handed_to_a_successor(table: Table) -> None:
    table.join("lewes")
    table.publish(table.service())

    statement = table.here / "statement.json"
    table.key("lewes-2")
    table.run(
        "hand-over", "lewes", "--key", table.here / "lewes", "--new", table.pub("lewes-2"), "--reason", "A new officer.",
        "--out", statement,
    )  # fmt: skip
    table.change(statement, "lewes-2")
    done = table.run(
        "publish", table.service(version="1.1.1"), "--to", table.address, "--key", table.here / "lewes", fails=1
    )
    assert "not signed" in done.output
    table.publish(table.service(version="1.1.1"), key="lewes-2")

    table.key("lewes-3")
    table.run(
        "revoke", "lewes", "--current", table.address, "--new", table.pub("lewes-3"), "--reason", "The laptop was stolen.",
        "--out", statement,
    )  # fmt: skip
    table.change(statement, "lewes-3")
    table.publish(table.service(version="1.1.2"), key="lewes-3")

    table.join("east-sussex")
    table.run(
        "hand-over", "lewes", "--key", table.here / "lewes-3", "--new", table.pub("east-sussex"), "--reason",
        "Lewes became part of East Sussex.", "--successor", "east-sussex", "--out", statement,
    )  # fmt: skip
    table.change(statement, "east-sussex")
    table.publish(table.service(version="1.1.3"), key="east-sussex")
    assert [one["version"] for one in table.entry()["releases"]] == ["1.1.3", "1.1.2", "1.1.1", "1.1.0"]


def test_a_council_ended_and_its_keys_are_gone_so_the_people_let_its_successor_take_over(
    table: Table, tmp_path: Path
) -> None:
    table.join("lewes")
    table.publish(table.service())
    node = HttpCommons(
        name="county", address=f"{table.address}/commons/repository", folder=tmp_path / "node",
        pinned_root=(table.here / "root.json").read_bytes(),
    )  # fmt: skip
    node.refresh(now=timezone.now())
    node.fetch(f"{BINS}/report-missed-bin-1.1.0.tar", now=timezone.now())
    for lost in (table.here / "lewes", table.here / "lewes.signed"):
        lost.unlink(missing_ok=True)

    table.join("east-sussex")
    statement = table.here / "statement.json"
    table.run(
        "revoke", "lewes", "--current", table.address, "--new", table.pub("east-sussex"), "--successor", "east-sussex",
        "--reason", "Lewes became part of East Sussex, and nobody has its keys.", "--out", statement,
    )  # fmt: skip
    table.change(statement, "east-sussex")
    table.publish(table.service(version="1.1.1"), key="east-sussex")

    refreshed = node.refresh(now=timezone.now())
    (replaced,) = refreshed.replaced
    assert (replaced.publisher, replaced.successor) == ("lewes", "east-sussex")
    assert "nobody has its keys" in replaced.reason
    assert refreshed.withheld == {}
    for version in ("1.1.0", "1.1.1"):
        node.fetch(f"{BINS}/report-missed-bin-{version}.tar", now=timezone.now())
    page = requests.get(f"{table.address}/commons/publishers/lewes/", timeout=30).text
    assert "east-sussex" in page


def test_people_and_online_keys_change_and_everything_is_renewed_in_time(table: Table) -> None:
    table.join("lewes")
    assert "Nothing runs out" in table.run("expiring").output
    out = table.here / "next.json"
    table.run("draft-publishers", "--current", table.address, "--out", out)
    table.run("install-publishers", table.signed_by_two(out))

    table.key("dev")
    table.run("key", "--online", table.folder / "online" / "timestamp-2")
    people = [word for person in ("ben", "cat", "dev") for word in ("--person", table.pub(person))]
    root = table.here / "root-2.json"
    table.run("draft-root", table.here / "root.json", *people, "--out", root, fails=2)
    table.run(
        "draft-root", table.here / "root.json", *people, "--timestamp", table.folder / "online" / "timestamp-2.pub",
        "--snapshot", table.folder / "online" / "snapshot.pub", "--out", root,
    )  # fmt: skip
    table.signed_by_two(root, "ann", "ben", "dev")
    table.run("install-root", root, fails=1)
    table.run("draft-publishers", "--current", table.address, "--out", out)
    table.run("install-publishers", table.signed_by_two(out, "ann", "ben", "dev"))
    table.run("install-root", root)
    (table.folder / "online" / "timestamp").unlink()
    table.publish(table.service())
    assert table.entry()["version"] == "1.1.0"


def test_whoever_signs_is_told_what_it_is_first(table: Table) -> None:
    table.key("lewes")
    out = table.here / "next.json"
    table.run(
        "draft-join", "lewes", "--key", table.pub("lewes"), "--current", table.here / "publishers.json", "--out", out
    )
    said = CliRunner().invoke(
        commonwheel, ["commons", "sign", str(out), "--key", str(table.here / "ann")], input="n\n", env=PASSPHRASE
    )
    assert said.exit_code == 1
    assert "Publisher lewes" in said.output
    assert "Runs out on" in said.output
    (table.here / "other.json").write_text("{}")
    table.run("sign", table.here / "other.json", "--key", table.here / "ann", "--yes", fails=1)


@pytest.mark.parametrize("name", ["start", "install-root", "install-publishers"])
def test_a_file_that_is_none_changes_nothing(table: Table, name: str) -> None:
    nonsense = table.here / "nonsense"
    nonsense.write_bytes(b"\xff")
    before = (table.folder / "served" / "metadata" / "timestamp.json").read_bytes()
    table.run(name, nonsense, *([nonsense] if name == "start" else []), fails=1)
    assert (table.folder / "served" / "metadata" / "timestamp.json").read_bytes() == before


def test_a_commons_that_is_down_or_none_is_named(table: Table) -> None:
    table.join("lewes")
    for address in ("http://127.0.0.1:9", f"{table.address}/nothing"):
        done = table.run("publish", table.service(), "--to", address, "--key", table.here / "lewes", fails=1)
        assert address.split("//")[1].split("/")[0] in done.output


def test_a_copy_is_verified_kept_up_to_date_and_followed_like_its_source(
    table: Table, settings: Settings, tmp_path: Path
) -> None:
    from commonwheel.integrations.trust.client import HttpCommons

    table.join("lewes")
    table.publish(table.service())
    table.run("withdraw", f"{BINS}@1.1.0", "--reason", "Old.", "--to", table.address, "--key", table.here / "lewes")
    copy = tmp_path / "copy"
    words = ("mirror", "--from", table.address, "--root", table.here / "root.json", "--folder", copy)
    table.run(*words)
    table.publish(table.service(version="1.1.1"))
    assert "1 were fetched now" in table.run(*words).output
    assert "0 were fetched now" in table.run(*words).output
    for path in (copy / "served").rglob("*"):
        source = table.folder / "served" / path.relative_to(copy / "served")
        assert path.is_dir() or path.read_bytes() == source.read_bytes()
    settings.COMMONS_FOLDER = copy
    node = HttpCommons(
        name="home", address=f"{table.address}/commons/repository", pinned_root=(table.here / "root.json").read_bytes(),
        folder=tmp_path / "node",
    )  # fmt: skip
    from commonwheel.cli.commons.sharing import now

    node.refresh(now=now())
    assert len(node.fetch(f"{BINS}/report-missed-bin-1.1.1.tar", now=now())[1])
    table.run("index")
    done = table.run(
        "publish", table.service(version="1.1.2"), "--to", table.address, "--key", table.here / "lewes", fails=1
    )
    assert "copy" in done.output
    table.run("mirror", "--from", table.address, "--root", table.here / "root.json", fails=1)
    stranger = table.key("stranger")
    other = Table(tmp_path / "other", table.address)
    other.here.mkdir()
    settings.COMMONS_FOLDER = other.folder
    other.start()
    settings.COMMONS_FOLDER = table.folder
    done = table.run(
        "mirror", "--from", table.address, "--root", other.here / "root.json", "--folder", tmp_path / "bad", fails=1
    )
    assert not (tmp_path / "bad" / "served" / "metadata" / "timestamp.json").exists()
    assert stranger.exists()


def test_a_publisher_signs_nothing_on_top_of_a_list_older_than_its_last(table: Table) -> None:
    """As whoever stole the server would like: two lists with one number."""
    import shutil

    table.join("lewes")
    table.publish(table.service())
    older = shutil.copytree(table.folder, table.here / "older")
    table.publish(table.service(version="1.1.1"))
    shutil.rmtree(table.folder / "served")
    shutil.copytree(older / "served", table.folder / "served")
    words = ("--to", table.address, "--key", table.here / "lewes")
    assert "older state" in table.run("publish", table.service(version="1.1.2"), *words, fails=1).output
    assert "older state" in table.run("withdraw", f"{BINS}@1.1.0", "--reason", "Old.", *words, fails=1).output
