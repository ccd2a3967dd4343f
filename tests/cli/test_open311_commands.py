"""`commonwheel open311`: partners are let in and their keys ended, and what can be reported is seen."""

import json
from typing import Any

from click.testing import CliRunner, Result
from tests.support import streets
from tests.support.partner import RUBBISH, Partner

from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def call(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["open311", *words], catch_exceptions=False)


def told(*words: str) -> Any:
    return json.loads(call(*words, "--json").stdout)


def partner_at(council: CouncilView, key: str) -> Partner:
    return Partner(f"/api/{council.slug}/open311/v2", key)


def test_a_partner_is_let_in_listed_and_its_key_ended(db: None) -> None:
    council = streets.lewes()
    streets.run_service(council)
    assert call("list", "lewes").stdout == "No partner has a key.\n"
    made = told("give-key", "lewes", "--partner", "FixMyStreet")
    assert made["key"].startswith("cwp_")
    partner_at(council, made["key"]).reported(RUBBISH)
    (listed,) = told("list", "lewes")
    assert (listed["name"], listed["reports"], listed["most_a_minute"], listed["ended_at"]) == ("FixMyStreet", 1, 120, None)  # fmt: skip
    assert made["key"] not in call("list", "lewes").stdout
    assert "1 report  since" in call("list", "lewes").stdout
    assert "opens nothing at Lewes District any more" in call("end-key", "lewes", "FixMyStreet").stdout
    assert "ended" in call("list", "lewes").stdout
    partner_at(council, made["key"]).refused(RUBBISH, 403)
    again = call("end-key", "lewes", "FixMyStreet")
    assert (again.exit_code, "no partner “FixMyStreet”" in again.stderr) == (1, True)
    with council_scope(council.id):
        actions = AuditEntry.objects.filter(council_id=council.id, subject=f"partner:{listed['id']}")
        assert [one.action for one in actions.order_by("id")] == ["partner-key-given", "partner-key-ended"]


def test_councils_let_a_partner_in_together_or_not_at_all(db: None) -> None:
    councils = [streets.lewes(), streets.wealden()]
    for council in councils:
        streets.run_service(council)
    made = told("give-key", "lewes", "wealden", "--partner", "App", "--a-minute", "5")
    assert made["councils"] == ["lewes", "wealden"]
    for council in councils:
        assert partner_at(council, made["key"]).get("requests.json").status_code == 200
    call("end-key", "lewes", "App")
    refused = call("give-key", "lewes", "wealden", "--partner", "App")
    assert (refused.exit_code, "“App” has a key already" in refused.stderr) == (1, True)
    assert [one["ended_at"] is None for one in told("list", "lewes")] == [False]


def test_a_partner_that_cannot_be_is_refused(db: None) -> None:
    streets.lewes()
    assert "between 1 and 100,000" in call("give-key", "lewes", "--partner", "App", "--a-minute", "0").stderr
    assert "Say who the partner is" in call("give-key", "lewes", "--partner", " ").stderr
    assert call("give-key", "atlantis", "--partner", "App").exit_code == 2
    assert told("list", "lewes") == []


def test_what_can_be_reported_is_listed_with_what_cannot_and_why(db: None) -> None:
    from tests.apps.journeys.conftest import put_live
    from tests.support.patterns import pattern_files

    council = streets.lewes()
    assert call("services", "lewes").stdout == "No service is live.\n"
    streets.run_service(council)
    put_live(council, streets.owner_of(streets.wealden()), pattern_files("report-missed-bin"))
    lines = call("services", "lewes").stdout.splitlines()
    assert any(
        line.startswith("yes  report-street-problem.graffiti ") and "Not asked: Photos." in line for line in lines
    )
    assert any(
        line.startswith("no   report-missed-bin ") and "asks for no spot on the ground" in line for line in lines
    )
    assert any(line.startswith("no   report-street-problem.local ") and "It ends at" in line for line in lines)
    by_slug = {one["service"]: one for one in told("services", "lewes")}
    assert by_slug["report-missed-bin"]["offered"] == []
    assert len(by_slug["report-street-problem"]["offered"]) == 13
