"""`commonwheel places who`: who serves a place, and who has one duty there, on any day."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commonwheel.cli.main import commonwheel

pytestmark = pytest.mark.django_db


def call(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["places", "who", *words], catch_exceptions=False)


def asked(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(*words, "--json").stdout)
    return found


def test_everybody_who_serves_a_council_s_area_is_named_with_what_will_change() -> None:
    text = call("guildford", "--on", "2026-06-01").stdout
    assert text.startswith("Guildford Borough Council (District or borough council)\n")
    assert "From 2027-04-01: West Surrey Council instead of Surrey County Council" in text
    assert "Libraries: Surrey County Council" in text
    assert "Parks and open spaces: Guildford Borough Council or Surrey County Council" in text
    assert "Consultations: nobody can say" in text


def test_one_duty_is_answered_with_the_reason_and_the_law() -> None:
    result = call("E07000209", "--duty", "highways", "--on", "2026-06-01")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Roads, pavements and what stands in them: Surrey County Council",
        (
            "  There are two councils for this place. The county council has this duty. "
            "Highways Act 1980, sections 1 and 41. https://www.legislation.gov.uk/ukpga/1980/66/section/41"
        ),
    ]


def test_for_programs_it_says_the_same() -> None:
    found = asked("guildford", "--duty", "waste-collection", "--on", "2027-04-01")
    assert (found["on"], found["certain"], found["changes"]) == ("2027-04-01", True, [])
    assert {one["id"] for one in found["authorities"]} >= {"west-surrey", "surrey-police"}
    (duty,) = found["duties"]
    assert (duty["duty"], duty["certain"], duty["who"][0]["id"]) == ("waste-collection", True, "west-surrey")
    assert duty["who"][0]["law"] == "Environmental Protection Act 1990, section 45"


@pytest.mark.parametrize(
    ("words", "holders"),
    [
        (("--service", "557"), ["surrey"]),
        (("--duty", "highways", "--road", "trunk"), ["national-highways"]),
        (("--duty", "planning", "--park", "none"), ["guildford"]),
    ],
)
def test_a_service_number_a_road_and_a_park_decide(words: tuple[str, ...], holders: list[str]) -> None:
    found = asked("guildford", "--on", "2026-06-01", *words)
    assert [one["id"] for duty in found["duties"] for one in duty["who"]] == holders


def test_one_of_several_is_told_by_the_exit_code() -> None:
    assert call("guildford", "--duty", "parks", "--on", "2026-06-01").exit_code == 3
    assert call("cardiff", "--duty", "transport-planning", "--on", "2026-06-01").exit_code == 3


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("nowhere-at-all",), 1, "Enter a full UK postcode"),
        (("GU1 1AA",), 1, "“GU1 1AA” is not in the postcode file"),
        (("guildford", "--duty", "magic"), 1, "There is no duty 'magic'"),
        (("guildford", "--service", "99999"), 2, "Service 99999 belongs to none of our duties"),
        (("guildford", "--on", "soon"), 2, "does not match the format"),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], code: int, why: str) -> None:
    result = call(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert why in result.stderr
