"""The candidate geographies that the register knows for a region: today's, announced, combined, whole."""

import datetime as dt

import pytest
from tests.support.register import the_register

from commonwheel.core.places.duties import duty_named
from commonwheel.core.places.local.candidates import RegionHasNoCouncils, code_of, districts_of, known_candidates
from commonwheel.core.places.local.geography import Geography, Piece
from commonwheel.core.places.register.authority import Authority, Dated, Days, Name
from commonwheel.core.places.register.register import Register

ON = dt.date(2026, 11, 26)
LANCASHIRE = "lancashire-combined-county-authority"


def candidates(region: str, duty: str, on: dt.date = ON) -> dict[str, Geography]:
    register = the_register()
    districts = districts_of(register, register.get(region), on=on)
    pieces = [Piece(code_of(each, on), each.name.short, code_of(each, on)) for each in districts]
    found = known_candidates(register, districts, pieces, duty=duty_named(duty), on=on)
    return {each.name: each for each in found}


def sizes(found: dict[str, Geography]) -> dict[str, int]:
    return {name: len(each.parts) for name, each in found.items()}


def test_surrey_has_eleven_districts_a_county_two_announced_councils_and_the_whole() -> None:
    found = candidates("surrey", "waste-collection")
    assert sizes(found) == {
        "Districts and unitaries": 11,
        "Counties and unitaries": 1,
        "Announced from 2027-04-01": 2,
        "One council": 1,
    }
    east, west = found["Announced from 2027-04-01"].parts
    assert (east.name, west.name) == ("East Surrey", "West Surrey")
    assert east.pieces == {f"E070002{place:02}" for place in (7, 8, 10, 11, 15)}
    assert found["Counties and unitaries"].is_same(found["One council"])


def test_first_stands_the_geography_in_which_the_service_is_given() -> None:
    assert next(iter(candidates("surrey", "waste-collection"))) == "Districts and unitaries"
    assert next(iter(candidates("surrey", "libraries"))) == "Counties and unitaries"
    assert next(iter(candidates(LANCASHIRE, "transport-planning"))) == "Combined authority"


def test_a_combined_authority_has_its_unitaries_beside_its_county() -> None:
    found = candidates(LANCASHIRE, "libraries")
    assert sizes(found) == {
        "Counties and unitaries": 3,
        "Districts and unitaries": 14,
        "Combined authority": 1,
        "One council": 1,
    }
    assert {part.code for part in found["Counties and unitaries"].parts} == {"E06000008", "E06000009", "E10000017"}


def test_where_the_holders_are_none_of_the_usual_geographies_they_have_their_own() -> None:
    """In the West of England three councils share a mayor who plans transport, and their neighbour plans its own."""
    register = the_register()
    districts = [register.get(each) for each in ("E06000022", "E06000023", "E06000024", "E06000025")]
    pieces = [Piece(code_of(each, ON), each.name.short, code_of(each, ON)) for each in districts]
    found = known_candidates(register, districts, pieces, duty=duty_named("transport-planning"), on=ON)
    assert found[0].name == "Who has it today"
    assert len(found[0].parts) == 2
    assert "Combined authority" not in {each.name for each in found}


def test_after_the_day_the_new_councils_are_the_region() -> None:
    found = candidates("east-surrey", "waste-collection", dt.date(2027, 6, 1))
    assert [part.pieces for part in found["Districts and unitaries"].parts] == [{"east-surrey"}]
    assert not [name for name in found if name.startswith("Announced")]


def test_councils_have_the_names_and_codes_of_the_day() -> None:
    before = candidates("barnsley", "planning", dt.date(2024, 6, 1))["Districts and unitaries"]
    since = candidates("barnsley", "planning", dt.date(2026, 6, 1))["Districts and unitaries"]
    assert ([part.code for part in before.parts], [part.code for part in since.parts]) == (["E08000016"], ["E08000038"])


def test_an_end_after_which_nobody_is_known_is_no_candidate() -> None:
    names, kinds = (Dated(Name("Ash Council", "Ash")),), (Dated("district"),)
    days = Days(None, dt.date(2028, 4, 1))
    ash = Authority("ash", names, (Dated("E07000001"),), kinds, "england", days)
    register = Register([ash], as_of=ON)
    pieces = [Piece("E07000001", "Ash", "E07000001")]
    found = known_candidates(register, [ash], pieces, duty=duty_named("planning"), on=ON)
    assert [each.name for each in found] == ["Districts and unitaries", "Counties and unitaries", "One council"]


@pytest.mark.parametrize(("region", "on"), [("surrey", dt.date(2027, 6, 1)), ("surrey-police", dt.date(1900, 1, 1))])
def test_a_region_without_councils_on_the_day_is_refused(region: str, on: dt.date) -> None:
    register = the_register()
    with pytest.raises(RegionHasNoCouncils, match="The register knows no councils"):
        districts_of(register, register.get(region), on=on)
