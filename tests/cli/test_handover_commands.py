"""`commonwheel handover`: where a service's requests are worked, said and seen from the command line."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings
from tests.support.contractor import delivery, sweep
from tests.support.missed_bin import adopt, opener
from tests.support.receiver import Receiver, receiving

from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

SLUG = "report-missed-bin"


def call(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["handover", *words], catch_exceptions=False)


def told(*words: str) -> Any:
    return json.loads(call(*words, "--json").stdout)


@pytest.fixture
def contractor(settings: LazySettings) -> Iterator[Receiver]:
    settings.HANDOVER_PRIVATE_HOSTS = ("127.0.0.1",)
    with receiving() as made:
        yield made


def test_a_service_is_handed_over_listed_and_taken_back(council_a: CouncilView, contractor: Receiver) -> None:
    assert "adopted nothing" in call("list", "harbourside").stdout
    adopt(council_a)
    assert told("list", "harbourside") == [{"slug": SLUG, "way": "here"}]
    made = told("set", "harbourside", SLUG, "--to", "webhook", "--system", "Contractor", "--url", contractor.url)
    assert made["secret"].startswith("whsec_")
    assert (made["way"], made["system"], made["has_secret"]) == ("webhook", "Contractor", True)
    (listed,) = told("list", "harbourside")
    assert "secret" not in listed
    assert listed == {name: value for name, value in {**made, "slug": SLUG}.items() if name != "secret"}
    assert "Contractor" in call("list", "harbourside").stdout
    assert "worked here" in call("set", "harbourside", SLUG, "--to", "here").stdout
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(council_id=council_a.id, action="destination-set").count() == 2


def test_a_secret_and_a_token_are_shown_once_when_they_are_made(council_a: CouncilView, contractor: Receiver) -> None:
    adopt(council_a)
    first = told("set", "harbourside", SLUG, "--to", "webhook", "--system", "Contractor", "--url", contractor.url)
    renewed = call("secret", "harbourside", SLUG).stdout
    assert "shown this once: whsec_" in renewed
    assert first["secret"] not in renewed
    assert told("token", "harbourside", SLUG)["token"]
    assert told("list", "harbourside")[0]["has_token"]


def test_what_could_not_be_delivered_says_why(council_a: CouncilView, contractor: Receiver) -> None:
    service = adopt(council_a)
    told("set", "harbourside", SLUG, "--to", "webhook", "--system", "Contractor", "--url", contractor.url)
    assert "Everything has been handed over" in call("undelivered", "harbourside").stdout
    contractor.instead = [400]
    opened = opener(council_a, service)()
    sweep(council_a)
    (row,) = told("undelivered", "harbourside")
    assert (row["reference"], row["system"]) == (opened.reference, "Contractor")
    assert row["why"] == delivery(council_a, opened.id).last_error
    assert opened.reference in call("undelivered", "harbourside").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("list", "nowhere"), "nowhere"),
        (("set", "harbourside", "no-such-service", "--to", "here"), "list of services"),
        (("set", "harbourside", SLUG, "--to", "webhook", "--system", "C", "--url", "http://x.example/"), "https://"),
        (("set", "harbourside", SLUG, "--to", "email", "--system", "C"), "email"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    council_a: CouncilView, words: tuple[str, ...], says: str
) -> None:
    adopt(council_a)
    answer = call(*words)
    assert answer.exit_code != 0
    assert says in answer.output.lower()
    assert told("list", "harbourside") == [{"slug": SLUG, "way": "here"}]
