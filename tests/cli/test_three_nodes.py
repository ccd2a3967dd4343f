"""
Three nodes that talk over HTTP: a commons, its mirror, and a council's own node with a commons of its own.

No one of them is the centre: the council follows all three, adopts while the first is down, and takes nothing from a
mirror that was tampered with.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from tests.support import person_on_node
from tests.support.commons import House
from tests.support.patterns import pattern_files
from tests.support.running_nodes import RunningNode, running_nodes, until

from commonwheel.integrations.trust.keys import save_key

PERSON = Path(person_on_node.__file__)
UNITARY = ("--tier", "unitary", "--phone", "01632 960000")
MISSED_BIN = "lewes/report-missed-bin"
GARDEN = "harbourside/garden-waste-subscription"
DECIDED = {
    "price_first": "55", "price_further": "40", "reduced": "true", "price_reduced": "27.50", "most_bins": "3",
    "bin_size": "a 240 litre bin", "collections": "Every two weeks.", "terms_page": "https://harbourside.example/terms",
}  # fmt: skip


def commons_at(node: RunningNode, publisher: str) -> House:
    """Start a commons in a node's folder, with one publisher; its root and key lie beside."""
    house = House(node.commons)
    house.start(now=timezone.now())
    house.join(publisher, now=timezone.now())
    (node.commons / "online").mkdir()
    save_key(house.timestamp, node.commons / "online" / "timestamp", passphrase="")
    save_key(house.snapshot, node.commons / "online" / "snapshot", passphrase="")
    save_key(house.publishers[publisher][0], node.folder / "key", passphrase="correct horse battery")
    (node.folder / "root.json").write_bytes(house.root)
    return house


def publish(node: RunningNode, name: str, *, publisher: str) -> None:
    folder = node.folder / name
    for path, data in pattern_files(name).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    text = (folder / "pattern.yaml").read_text()
    text = text.replace("publisher: commonwheel-examples", f"publisher: {publisher}", 1)
    (folder / "pattern.yaml").write_text(text)
    node.command("commons", "publish", folder, "--to", node.address, "--key", node.folder / "key")


def follow(node: RunningNode, name: str, other: RunningNode, root: Path) -> None:
    node.command("library", "follow", name, other.repository, "--root", root)


@pytest.fixture
def three(tmp_path: Path, django_db_setup: None) -> Iterator[list[RunningNode]]:
    with running_nodes(tmp_path, "county", "mirror", "council") as nodes:
        yield nodes


def test_a_council_adopts_from_several_commons_and_none_is_the_centre(three: list[RunningNode]) -> None:
    county, mirror, council = three
    commons_at(county, "lewes")
    commons_at(council, "harbourside")
    county.start()
    council.start()
    publish(county, "report-missed-bin", publisher="lewes")
    publish(council, "garden-waste-subscription", publisher="harbourside")
    root = county.folder / "root.json"
    mirror.command("commons", "mirror", "--from", county.address, "--root", root)
    mirror.start()

    for slug in ("harbourside", "fellgate"):
        council.command("council", "add", slug, "--name", slug.capitalize(), *UNITARY)
    follow(council, "own", council, council.folder / "root.json")
    follow(council, "county", county, root)
    follow(council, "mirror", mirror, root)
    offered = {one["name"]: one["library"] for one in council.json("library", "search")}
    assert offered == {GARDEN: "own", MISSED_BIN: "county"}
    given = [word for setting, value in DECIDED.items() for word in ("--set", f"{setting}={value}")]
    for name, settings in ((GARDEN, given), (MISSED_BIN, [])):
        made = council.json("adopt", name, "--for", "harbourside", *settings)
        assert (made["name"], made["is_live"]) == (name, False)

    # The county's commons is gone: its mirror is as good.
    county.kill()
    assert council.json("adopt", MISSED_BIN, "--for", "fellgate")["version"] == "1.1.0"
    assert "county" in council.command("library", "refresh", fails=1).stderr

    # Somebody changes a byte on the mirror: nothing of it is adopted, and what runs goes on.
    council.command("council", "add", "wealden", "--name", "Wealden", *UNITARY)
    (release,) = (mirror.commons / "served" / "targets" / MISSED_BIN).glob("*.tar")
    release.write_bytes(release.read_bytes().replace(b"missed", b"mashed", 1))
    refused = council.command("adopt", MISSED_BIN, "--for", "wealden", fails=1)
    assert "mirror" in refused.stderr
    assert council.json("service", "list", "wealden") == []
    assert len(council.json("service", "list", "harbourside")) == 2


def test_what_a_council_runs_is_proved_in_the_catalogue(three: list[RunningNode]) -> None:
    county, _mirror, council = three
    commons_at(county, "lewes")
    county.start()
    publish(county, "report-missed-bin", publisher="lewes")
    council.command("council", "add", "harbourside", "--name", "Harbourside", *UNITARY)
    follow(council, "county", county, county.folder / "root.json")
    made = council.json("adopt", MISSED_BIN, "--for", "harbourside")
    assert county.get(f"/commons/{MISSED_BIN}/entry.json")["used_by"] == []
    subprocess.run([sys.executable, PERSON, "harbourside"], check=True, capture_output=True, env=council.environment)
    council.command("service", "put-live", "harbourside", made["service"], "--signed-off-by", "olu@harbourside.example")

    told = council.json("library", "tell", "harbourside")
    (council.folder / "harbourside.pub").write_text(json.dumps(told["key"]))
    admit = ("commons", "admit", "harbourside", "--key", council.folder / "harbourside.pub", "--title", "Harbourside")
    county.command(*admit)
    council.start()
    until(lambda: county.get(f"/commons/{MISSED_BIN}/entry.json")["used_by"])
    (use,) = county.get(f"/commons/{MISSED_BIN}/entry.json")["used_by"]
    assert (use["council"], use["version"], use["requests"]) == ("Harbourside", "1.1.0", None)
