"""Layers of councils that end, laid together as drafts that the people of the new council settle."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from tests.support.cast import Person, add_person, sign_in
from tests.support.missed_bin import MONDAY, files_of
from tests.support.reorganising import SURREY, rows

from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.cli.main import commonwheel
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
BINS = "report-missed-bin"
TITLE = '  - {at: pattern, set: {title: "Tell us about a missed bin"}}\n'
HINT = '  - {at: steps.bin.ask.missed_on, set: {hint: "By seven in the morning"}}\n'
NEW_TITLE = ("title: Report a missed bin collection\n", "title: Report a bin that was missed\n")
DIGEST = effective_of(bundle).digest if (bundle := read_folder(files_of()).bundle) else ""


def call(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["council", *words], catch_exceptions=False)


def layer(*changed: str, **settings: str) -> str:
    said = "".join(f"  {name}: {value}\n" for name, value in settings.items())
    return (
        "language: 1\nlayer: ours\npattern: commonwheel-examples/report-missed-bin\n"
        f"made_against: {{version: 1.1.0, digest: {DIGEST}}}\n"
        + (f"settings:\n{said}" if said else "")
        + (f"changes:\n{''.join(changed)}" if changed else "")
    )


def adopt(council: CouncilView, text: str = "", *changed: tuple[str, str], slug: str = "") -> services.ServiceView:
    with council_scope(council.id):
        return services.adopt(
            council.id, files=files_of(*changed), layer=text, slug=slug, phone="01632 960 000", actor=SYSTEM, now=MONDAY
        )


@pytest.fixture
def districts(surrey: dict[str, CouncilView]) -> dict[str, CouncilView]:
    """Elmbridge and Mole Valley with changes of their own, some of which are alike."""
    adopt(surrey["elmbridge"], layer(TITLE, return_days="4", report_within_days="5"))
    adopt(surrey["mole-valley"], layer(TITLE, HINT, return_days="4", report_within_days="2"))
    return surrey


@pytest.fixture
def dev(surrey: dict[str, CouncilView]) -> Person:
    """Somebody who owns services of East Surrey."""
    return add_person("Dev Patel", council=surrey["east-surrey"], roles=("SERVICE_OWNER",))


def draft(*more: str, by: Person) -> list[dict[str, Any]]:
    made = call("reorganise", *SURREY, "--drafts", "--by", by.email, *more, "--json")
    assert made.exit_code == 0, made.stderr
    found: list[dict[str, Any]] = json.loads(made.stdout)
    return found


def drafted(council: CouncilView, slug: str = BINS) -> Any:
    with council_scope(council.id):
        return changes.effective_of_draft(council, slug)


def test_what_all_have_alike_stands_and_where_they_differ_it_is_as_the_one_that_leads_has_it(
    districts: dict[str, CouncilView], dev: Person
) -> None:
    (made,) = draft("--lead", "mole-valley", by=dev)
    assert (made["council"], made["slug"], made["is_new"]) == ("east-surrey", BINS, True)
    assert "Changes that all of its councils have alike, and which stand in it: 2." in made["says"]
    assert (
        "Where they differ, it is as Mole Valley District Council has it: 2 more of its changes stand in it."
        in made["says"]
    )
    effective = drafted(districts["east-surrey"])
    assert effective.pattern.title == "Tell us about a missed bin"
    assert (effective.settings["return_days"], effective.settings["report_within_days"]) == (4, 2)
    assert len(made["to_settle"]) == 2
    (within,) = [each for each in made["to_settle"] if "report" in each.lower() and "“5”" in each]
    assert within.endswith("“5” at Elmbridge Borough Council and “2” at Mole Valley District Council. The new council's "
                           "draft has “2”.")  # fmt: skip


def test_without_one_that_leads_it_is_as_the_shared_service_where_they_differ(
    districts: dict[str, CouncilView], dev: Person
) -> None:
    (made,) = draft(by=dev)
    assert "Where they differ, it is as the shared service has it." in made["says"]
    effective = drafted(districts["east-surrey"])
    assert (effective.settings["return_days"], effective.settings["report_within_days"]) == (4, 3)
    assert effective.pattern.title == "Tell us about a missed bin"
    said = call("reorganise", *SURREY, "--drafts", "--by", dev.email).stdout
    assert "East Surrey Council has begun with “Report a missed bin collection” itself" in said


def test_the_new_council_settles_it_on_its_pages_and_residents_see_nothing_before(
    districts: dict[str, CouncilView], dev: Person, client: Client
) -> None:
    draft("--lead", "elmbridge", by=dev)
    assert client.get(f"/east-surrey/{BINS}/").status_code == 404
    page = sign_in(client, dev).get(f"/staff/east-surrey/services/{BINS}/change/").content.decode()
    assert "Tell us about a missed bin" in page
    assert "Dev Patel" in page
    differences = client.get(f"/staff/east-surrey/services/{BINS}/change/differences/").content.decode()
    assert "4" in differences


def test_again_nothing_changes_and_what_the_new_council_began_itself_is_left_alone(
    districts: dict[str, CouncilView], dev: Person
) -> None:
    draft("--lead", "elmbridge", by=dev)
    before = rows(districts["east-surrey"])
    (again,) = draft("--lead", "mole-valley", by=dev)
    assert again["is_new"] is False
    assert again["says"] == [
        "East Surrey Council has begun with “Report a missed bin collection” itself: nothing was laid together."
    ]
    assert rows(districts["east-surrey"]) == before


def test_a_service_set_up_without_changes_gets_the_draft_and_one_with_changes_does_not(
    districts: dict[str, CouncilView], dev: Person
) -> None:
    adopt(districts["east-surrey"], slug="bins")
    (made,) = draft("--lead", "elmbridge", by=dev)
    assert (made["slug"], made["is_new"]) == ("bins", True)
    assert drafted(districts["east-surrey"], "bins").settings["report_within_days"] == 5


def test_the_newest_version_that_one_of_them_has_is_taken_and_layers_are_carried_to_it(
    surrey: dict[str, CouncilView], dev: Person
) -> None:
    adopt(surrey["elmbridge"], layer(TITLE))
    adopt(surrey["mole-valley"], "", ("version: 1.1.0", "version: 1.2.0"), NEW_TITLE)
    (made,) = draft("--lead", "elmbridge", by=dev)
    assert made["says"][0].endswith("in version 1.2.0.")
    assert any(each.startswith("Elmbridge Borough Council: ") for each in made["says"])
    assert drafted(surrey["east-surrey"]).pattern.title == "Tell us about a missed bin"


def test_where_the_address_is_taken_it_is_said_and_nothing_is_made(
    districts: dict[str, CouncilView], dev: Person
) -> None:
    with council_scope(districts["east-surrey"].id):
        services.adopt(
            districts["east-surrey"].id, files=files_of(("pattern: report-missed-bin", "pattern: other-bins")),
            slug=BINS, phone="", actor=SYSTEM, now=MONDAY,
        )  # fmt: skip
    (made,) = draft(by=dev)
    assert made["slug"] == ""
    assert "No draft of commonwheel-examples/report-missed-bin was made at East Surrey Council" in made["says"][0]


def test_only_a_service_owner_of_a_new_council_makes_drafts(districts: dict[str, CouncilView]) -> None:
    ben = add_person("Ben Adeyemi", council=districts["east-surrey"], roles=("OFFICER",))
    refused = call("reorganise", *SURREY, "--drafts", "--by", ben.email)
    assert refused.exit_code == 1
    assert "is no service owner at any of the new councils: east-surrey, west-surrey." in refused.stderr
    assert rows(districts["east-surrey"])["services.Service"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--drafts",),
        ("--drafts", "--for-real", "--by", "dev@council.example"),
        ("--lead", "elmbridge"),
        ("--by", "dev@council.example"),
        ("--drafts", "--by", "dev@council.example", "--lead", "kent"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_called_wrongly_says_so(districts: dict[str, CouncilView], words: tuple[str, ...]) -> None:
    assert call("reorganise", *SURREY, *words).exit_code == 2
