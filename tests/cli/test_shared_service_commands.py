"""`commonwheel shared-service`: declared, listed and ended from the command line."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.support import missed_bin, sharing
from tests.support.cast import Person

from commonwheel.apps.authorities import api as authorities
from commonwheel.cli.main import commonwheel

SAID = {
    "--name": sharing.NAME,
    "--agreement": sharing.AGREEMENT,
    "--from": "2026-11-01",
    "--until": "2027-10-31",
}


def call(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["shared-service", *words], catch_exceptions=False)


def declare(*more: str, **changes: str) -> Result:
    options = {**SAID, **{f"--{name}": value for name, value in changes.items()}}
    words = [word for pair in options.items() for word in pair]
    return call("declare", sharing.SLUG, *words, *more)


@pytest.fixture
def rest(ben: Person, cara: Person) -> tuple[str, ...]:
    """Return the options for two councils, the service that both have adopted, and an officer of one."""
    for council in (ben.council, cara.council):
        missed_bin.adopt(council)
    return (
        "--council", "harbourside", "--council", "fellgate", "--service", "report-missed-bin",
        "--officer", cara.email.upper(), "--json",
    )  # fmt: skip


def test_it_is_declared_listed_and_ended_and_each_again_is_as_good_as_once(rest: tuple[str, ...]) -> None:
    for _ in range(2):
        made: dict[str, Any] = json.loads(declare(*rest).stdout)
    assert made == {
        "slug": sharing.SLUG,
        "name": sharing.NAME,
        "agreement": sharing.AGREEMENT,
        "from": "2026-11-01",
        "until": "2027-10-31",
        "is_ended": False,
        "councils": [
            {"council": "fellgate", "services": ["report-missed-bin"], "acting": []},
            {"council": "harbourside", "services": ["report-missed-bin"], "acting": ["cara@fellgate.example"]},
        ],
    }
    assert json.loads(call("list", "--json").stdout) == [made]
    assert sharing.AGREEMENT in call("list").stdout
    for _ in range(2):
        assert "has ended" in call("end", sharing.SLUG).stdout
    assert "(ended)" in call("list").stdout


def test_none_is_listed_where_none_is_declared(db: None) -> None:
    assert "No shared service" in call("list").stdout


@pytest.mark.parametrize(
    ("more", "changes", "words"),
    [
        (("--council", "atlantis"), {}, "There is no council “atlantis” on this node"),
        (("--service", "garden-waste"), {}, "has no service “garden-waste”, so it cannot share it"),
        (("--officer", "eve@elsewhere.example"), {}, "eve@elsewhere.example works for none of these councils"),
        ((), {"until": "2026-10-31"}, "before it begins"),
        ((), {"agreement": " "}, "Name the agreement"),
    ],
    ids=["council", "service", "officer", "dates", "agreement"],
)
def test_what_cannot_be_declared_says_what_and_how_to_mend_it(
    more: tuple[str, ...], changes: dict[str, str], words: str, rest: tuple[str, ...]
) -> None:
    refused = declare(*rest, *more, **changes)
    assert refused.exit_code in {1, 2}
    assert words in refused.stderr
    assert authorities.list_shared_services() == []


def test_what_was_never_declared_cannot_be_ended(db: None) -> None:
    refused = call("end", "nothing")
    assert (refused.exit_code, refused.stderr.startswith("There is no shared service “nothing”")) == (1, True)
