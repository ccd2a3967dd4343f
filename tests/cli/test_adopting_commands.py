"""`commonwheel library` and `commonwheel adopt`: from a library that is followed to a draft, with no file edited."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings
from django.utils import timezone
from tests.support.cast import add_council, add_person
from tests.support.commons import House, Served, serving
from tests.support.patterns import pattern_files
from tests.support.shelves import EXAMPLES, MISSED_BIN, asks_for_collection_days, at_version, put

from commonwheel.apps.services import api as services
from commonwheel.cli.main import commonwheel
from commonwheel.core.layers.read import read_layer
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

FILES = pattern_files("report-missed-bin")


def call(*words: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(commonwheel, [str(word) for word in words], input=typed, catch_exceptions=False)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Commands look at the clock, so this commons was started now."""
    made = House(tmp_path / "commons")
    made.start(now=timezone.now())
    made.join(EXAMPLES, now=timezone.now())
    put(made, FILES, now=timezone.now())
    return made


@pytest.fixture
def served(house: House, tmp_path: Path, settings: LazySettings, db: None) -> Iterator[Served]:
    settings.TRUST_FOLDER = tmp_path / "trust"
    (tmp_path / "root.json").write_bytes(house.root)
    with serving(house.served) as served:
        yield served


def follow(served: Served, tmp_path: Path, name: str = "examples") -> Result:
    return call("library", "follow", name, served.address, "--root", tmp_path / "root.json")


def test_a_service_is_adopted_by_the_slug_or_the_code_of_a_council(
    served: Served, tmp_path: Path, council_a: CouncilView
) -> None:
    council_b = add_council("horsham", name="Horsham", gss_code="E07000227")
    assert follow(served, tmp_path).stdout == "examples is followed. It offers 1 releases.\n"
    assert call("library", "search", "missed").stdout.startswith(f"{MISSED_BIN}@1.1.0  Report a missed")
    first = call("adopt", MISSED_BIN, "--for", council_a.slug)
    assert first.exit_code == 0, first.output
    assert "It is a draft: residents do not see it yet." in first.stdout
    assert "example journeys" in first.stdout
    second = call("adopt", f"{MISSED_BIN}@1.1.0", "--for", council_b.gss_code, "--slug", "bins", "--json")
    assert json.loads(second.stdout)["service"] == "bins"
    for council, slug in ((council_a, "report-missed-bin"), (council_b, "bins")):
        with council_scope(council.id):
            (service,) = services.list_services(council.id)
        assert (service.slug, service.is_live) == (slug, False)
    assert call("adopt", MISSED_BIN, "--for", council_a.slug).exit_code == 0


def test_what_each_council_decides_is_named_where_it_is_not_given(
    house: House, served: Served, tmp_path: Path, council_a: CouncilView
) -> None:
    put(house, at_version(asks_for_collection_days(FILES), "1.1.0", "1.2.0"), now=timezone.now())
    follow(served, tmp_path)
    refused = call("adopt", MISSED_BIN, "--for", council_a.slug)
    assert refused.exit_code == 1
    assert "collection_days (When you collect)" in refused.stderr
    given = call("adopt", MISSED_BIN, "--for", council_a.slug, "--set", "collection_days=On Mondays.")
    assert given.exit_code == 0
    with council_scope(council_a.id):
        (service,) = services.list_services(council_a.id)
        assert services.get_effective(service.digest).settings["collection_days"] == "On Mondays."


class Terminal(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_it_asks_for_each_price_and_each_zone(
    house: House, served: Served, tmp_path: Path, council_a: CouncilView, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(house, pattern_files("resident-parking-permit"), now=timezone.now())
    follow(served, tmp_path)
    prices = "\n".join(["41.50", *[""] * 8])
    monkeypatch.setattr(sys, "stdin", Terminal(f"North\nSouth\n\n{prices}\n"))
    commonwheel.main(
        ["adopt", "commonwheel-examples/resident-parking-permit", "--for", council_a.slug], standalone_mode=False
    )
    with council_scope(council_a.id):
        (service,) = services.list_services(council_a.id)
        given = services.get_effective(service.digest).settings
        layer = read_layer(services.get_written(council_a.id, service.slug).layer.encode()).layer
    assert [(one.value, one.label) for one in given["zones"]] == [("north", "North"), ("south", "South")]
    assert (given["price_zero"], given["price_low"]) == (4150, 6000)
    assert layer is not None
    assert {"price_low", "price_carer"} < set(layer.settings)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["missed-bin", "--for", "harbourside"], 1, "PUBLISHER/NAME"),
        (["a/b@latest", "--for", "harbourside"], 1, "three whole numbers"),
        (["a/b", "--for", "nowhere"], 2, "There is no council “nowhere”"),
        (["a/b", "--for", "harbourside"], 1, "No shared library that this node follows has a/b"),
        ([f"{MISSED_BIN}@9.0.0", "--for", "harbourside"], 1, "There are: 1.1.0"),
        ([MISSED_BIN, "--for", "harbourside", "--set", "phone"], 2, "--set NAME=VALUE"),
        ([MISSED_BIN, "--for", "harbourside", "--set", "colour=red"], 1, "has no setting “colour”"),
        ([MISSED_BIN, "--for", "harbourside", "--set", "report_within_days=x"], 1, "report_within_days"),
        ([MISSED_BIN, "--for", "harbourside", "--slug", "Bins!"], 1, "lower-case letters"),
    ],
)
def test_what_cannot_be_adopted_is_refused_in_one_sentence(
    served: Served, tmp_path: Path, council_a: CouncilView, *, words: list[str], code: int, says: str
) -> None:
    follow(served, tmp_path)
    refused = call("adopt", *words)
    assert refused.exit_code == code
    assert says in refused.stderr
    with council_scope(council_a.id):
        assert services.list_services(council_a.id) == ()


def test_a_library_that_is_down_is_said_and_the_others_are_asked(served: Served, tmp_path: Path) -> None:
    follow(served, tmp_path)
    down = call("library", "follow", "down", "http://127.0.0.1:1", "--root", tmp_path / "root.json")
    assert down.exit_code == 1
    refreshed = call("library", "refresh", "--json")
    assert refreshed.exit_code == 1
    told = json.loads(refreshed.stdout)
    assert told["releases"] == {"examples": 1}
    assert told["failures"][0].startswith("down: ")
    assert call("library", "order", "down").stdout == "They are asked in this order: down, examples.\n"
    listed = call("library", "list")
    assert "Not since: " in listed.stdout
    assert call("library", "unfollow", "down").exit_code == 0
    assert [one["name"] for one in json.loads(call("library", "list", "--json").stdout)] == ["examples"]


@pytest.mark.parametrize(
    ("name", "address", "root", "says"),
    [
        ("Examples", "", "root.json", "name"),
        ("examples", "ftp://x", "root.json", "no address of a library"),
        ("examples", "", "other.json", "no signed"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    served: Served, tmp_path: Path, *, name: str, address: str, root: str, says: str
) -> None:
    (tmp_path / "other.json").write_bytes(b"{}")
    refused = call("library", "follow", name, address or served.address, "--root", tmp_path / root)
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert json.loads(call("library", "list", "--json").stdout) == []


def test_a_newer_version_is_begun_as_a_draft(
    house: House, served: Served, tmp_path: Path, council_a: CouncilView
) -> None:
    add_person("Olu Grant", council=council_a, roles=("SERVICE_OWNER",))
    add_person("Ben Adeyemi", council=council_a, roles=("OFFICER",))
    follow(served, tmp_path)
    by = ("--for", council_a.slug, "--by", "olu@harbourside.example")
    assert "Take it with `commonwheel adopt`" in call("update", MISSED_BIN, *by).stderr
    call("adopt", MISSED_BIN, "--for", council_a.slug, "--set", "report_within_days=4")
    same = call("update", MISSED_BIN, *by)
    assert same.exit_code == 1
    assert "1.1.0" in same.stderr
    put(house, at_version(FILES, "1.1.0", "1.1.1"), now=timezone.now())
    call("library", "refresh")
    begun = call("update", MISSED_BIN, *by)
    assert begun.exit_code == 0, begun.output
    assert "a draft takes version 1.1.1, 1 changes kept, nothing to decide" in begun.stdout
    assert json.loads(call("update", MISSED_BIN, *by, "--json").stdout)["to"] == "1.1.1"
    assert "no service owner" in call("update", MISSED_BIN, *by[:3], "ben@harbourside.example").stderr
    with council_scope(council_a.id):
        (service,) = services.list_services(council_a.id)
    assert service.version == "1.1.0"
