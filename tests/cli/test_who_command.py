"""`commonwheel places who`: who serves a place, and who has one duty there, on any day."""

import json
from pathlib import Path
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


def register(*words: str) -> Result:
    return CliRunner().invoke(commonwheel, ["places", "register", *words], catch_exceptions=False)


def test_the_register_is_shown_with_what_is_announced() -> None:
    text = register("--on", "2026-06-01").stdout
    assert text.startswith("On 2026-06-01, as known on 2026-04-30:\n")
    assert "   21  County council" in text
    assert "From 2027-04-01: East Surrey Council" in text
    assert len(json.loads(register("--on", "2026-06-01", "--json").stdout)["authorities"]) > 400


def test_an_official_list_is_compared_and_what_differs_ends_with_3(tmp_path: Path) -> None:
    newer = tmp_path / "list.csv"
    newer.write_text("\ufeffCTY27CD,CTY27NM\nE10000030,Surrey\n", encoding="utf-8")
    result = register("--compare", str(newer), "--on", "2026-06-01")
    assert result.exit_code == 3
    assert "Devon County Council (E10000008) is in the register and not in the list." in result.stdout
    same = tmp_path / "same.csv"
    counties = [
        one
        for one in json.loads(register("--on", "2026-06-01", "--json").stdout)["authorities"]
        if one["kind"] == "county"
    ]
    same.write_text("gss,name\n" + "".join(f"{one['code']},{one['name']}\n" for one in counties), encoding="utf-8")
    result = register("--compare", str(same), "--on", "2026-06-01")
    assert (result.exit_code, result.stdout) == (
        0,
        "Nothing differs between same.csv and the register of 2026-06-01.\n",
    )


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\x00\xff\n")
    result = register("--compare", str(broken))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "This is no list of authorities" in result.stderr
