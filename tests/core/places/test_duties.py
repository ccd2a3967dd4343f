"""The closed list of duties agrees with the published lists it comes from."""

import csv
from pathlib import Path

import pytest

from commonwheel.core.places.duties import DUTIES, DutyIsUnknown, duties_of_service, duty_named

LGSL = Path(__file__).parents[3] / ".." / "shared" / "data" / "lgsl"
TIER = {"county/unitary": "county", "district/unitary": "district", "all": "both"}


@pytest.fixture
def lists() -> Path:
    if not LGSL.exists():
        pytest.skip("The service lists are not at ../shared/data/lgsl")
    return LGSL


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_names_and_numbers_are_in_order_and_not_twice() -> None:
    assert list(DUTIES) == sorted(DUTIES)
    numbers = [number for duty in DUTIES.values() for number in duty.lgsl]
    assert len(numbers) == len(set(numbers))
    assert all(list(duty.lgsl) == sorted(duty.lgsl) for duty in DUTIES.values())


def test_every_number_is_a_service_of_the_list(lists: Path) -> None:
    known = {int(row["Identifier"]) for row in read(lists / "esd_services_2015.csv")}
    known |= {int(row["LGSL"]) for row in read(lists / "govuk_local_services_tier.csv")}
    assert {number for duty in DUTIES.values() for number in duty.lgsl} <= known


def test_tiers_are_those_that_govuk_sends_people_to(lists: Path) -> None:
    published = {int(row["LGSL"]): TIER[row["Providing Tier"]] for row in read(lists / "govuk_local_services_tier.csv")}
    differing = {
        (duty.name, number)
        for duty in DUTIES.values()
        for number in duty.lgsl
        if number in published and published[number] != duty.tier
    }
    assert differing == set()


def test_a_duty_is_found_by_name_and_by_service() -> None:
    assert duty_named("waste-collection").tier == "district"
    assert [duty.name for duty in duties_of_service(557)] == ["highways"]
    assert duties_of_service(-1) == ()


def test_a_name_that_is_not_listed_is_refused() -> None:
    with pytest.raises(DutyIsUnknown) as caught:
        duty_named("bins")
    assert caught.value.name == "bins"
