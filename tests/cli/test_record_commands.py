"""The record of processing, from folders and from a node."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from tests.apps.journeys.conftest import put_live
from tests.support.patterns import pattern_files
from tests.support.streets import owner_of

from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView

PATTERNS = Path(__file__).parents[2] / "patterns"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, list(map(str, words)), catch_exceptions=False)


def test_patterns_say_what_they_do_with_personal_data() -> None:
    done = call("pattern", "record-of-processing", PATTERNS / "report-missed-bin", "--controller", "Lewes")
    assert done.exit_code == 0
    assert "| Controller | Lewes |" in done.stdout
    (service,) = json.loads(call("pattern", "record-of-processing", PATTERNS / "report-missed-bin", "--json").stdout)[
        "services"
    ]
    assert (service["basis"], service["kept"]) == ("public task", "2 years from the closing of the request")


def test_what_is_no_pattern_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pattern.yaml").write_text("language: 1\n")
    assert call("pattern", "record-of-processing", tmp_path).exit_code == 1
    assert call("pattern", "record-of-processing", tmp_path / "none").exit_code == 2
    both = call("pattern", "record-of-processing", PATTERNS / "report-missed-bin", "--json", "--markdown")
    assert both.exit_code == 2


def test_a_council_s_record_is_of_its_live_services_and_says_where_they_are_worked(council_a: CouncilView) -> None:
    assert "no live service" in call("service", "record", "harbourside").stdout
    put_live(council_a, owner_of(council_a), pattern_files("report-missed-bin"))
    page = call("service", "record", "harbourside").stdout
    assert "## Report a missed bin collection" in page
    assert f"| Controller | {council_a.name} |" in page
    call("handover", "set", "harbourside", "report-missed-bin", "--to", "csv", "--system", "Depot")
    (service,) = json.loads(call("service", "record", "harbourside", "--json").stdout)["services"]
    assert service["recipients"][0].startswith("those who run Depot")


def test_a_council_that_is_not_there_is_a_wrong_call(council_a: CouncilView) -> None:
    assert call("service", "record", "nowhere").exit_code == 2
