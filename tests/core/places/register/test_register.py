"""The register: who is in being, who followed whom, whose area lies in whose."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.register import the_register

from commonwheel.core.places.register.authority import COUNCILS, LOWEST, Authority, Dated, Days, Kind, Name, Part, Power
from commonwheel.core.places.register.register import AuthorityIsUnknown, Register, RegisterContradictsItself

TODAY = dt.date(2026, 6, 1)
MAY = dt.date(2027, 5, 1)


def authority(id_: str, kind: Kind = "unitary", *, code: str = "", into: tuple[str, ...] = ()) -> Authority:
    names = (Dated(Name(id_.title(), id_.title())),)
    return Authority(id_, names, (Dated(code),) if code else (), (Dated(kind),), "england", into=into)


def ids(found: tuple[Authority, ...]) -> list[str]:
    return [each.id for each in found]


def test_an_authority_is_found_by_its_id_and_by_each_code_it_had() -> None:
    register = the_register()
    assert register.get("barnsley") is register.get("E08000016") is register.get("E08000038")
    assert register.find("nowhere") is None
    with pytest.raises(AuthorityIsUnknown, match="no authority 'E99999999'"):
        register.get("E99999999")


@pytest.mark.parametrize(
    ("on", "councils", "counties"),
    [("2018-06-01", 418, 27), ("2020-06-01", 404, 25), ("2024-06-01", 382, 21), ("2027-06-01", 372, 20)],
)
def test_as_many_councils_are_in_being_as_the_law_made(on: str, councils: int, counties: int) -> None:
    """
    The Office for National Statistics counts 353 councils in England in 2018, 339 in 2020, 317 in 2024, with 32 in
    Scotland, 22 in Wales and 11 in Northern Ireland; Surrey's twelve become two.
    """
    day = dt.date.fromisoformat(on)
    found = the_register().in_being(day, kinds=COUNCILS)
    assert (len(found), sum(each.kind_on(day) == "county" for each in found)) == (councils, counties)
    assert len(the_register().in_being(day)) > councils


def test_a_council_that_became_a_unitary_is_one_authority_with_the_name_code_and_kind_of_each_day() -> None:
    found = the_register().get("north-yorkshire")
    before, after = dt.date(2023, 3, 31), dt.date(2023, 4, 1)
    assert (found.name_on(before).full, found.code_on(before), found.kind_on(before)) == (
        "North Yorkshire County Council", "E10000023", "county",
    )  # fmt: skip
    assert (found.name_on(after).full, found.code_on(after), found.kind_on(after)) == (
        "North Yorkshire Council", "E06000065", "unitary",
    )  # fmt: skip
    assert found.days.hold(before)
    assert found.name.full == "North Yorkshire Council"


def test_after_its_end_an_authority_keeps_its_last_name_and_code() -> None:
    found = the_register().get("cumbria")
    assert (found.name_on(TODAY).full, found.code_on(TODAY)) == ("Cumbria County Council", "E10000006")
    dated = replace(found, codes=(Dated("E10000006", Days(None, dt.date(2023, 4, 1))),))
    assert dated.code_on(TODAY) == "E10000006"


def test_who_followed_and_who_came_before() -> None:
    register = the_register()
    assert ids(register.followers(register.get("surrey"))) == ["east-surrey", "west-surrey"]
    assert ids(register.forerunners(register.get("cumberland"))) == ["allerdale", "carlisle", "copeland", "cumbria"]
    assert register.forerunners(register.get("devon")) == ()


def test_the_parts_of_a_county_are_those_of_the_day() -> None:
    register = the_register()
    assert ids(register.parts_of(register.get("somerset"), on=dt.date(2020, 1, 1))) == [
        "mendip", "sedgemoor", "somerset-west-and-taunton", "south-somerset",
    ]  # fmt: skip
    assert register.parts_of(register.get("somerset"), on=TODAY) == ()


def test_everything_above_a_district_is_found_through_its_county() -> None:
    register = the_register()
    above = ids(register.over(register.get("exeter"), on=TODAY))
    assert {"devon", "devon-and-torbay-combined-county-authority", "devon-and-cornwall-police"} <= set(above)
    assert "devon-and-torbay-combined-county-authority" not in ids(
        register.over(register.get("exeter"), on=dt.date(2025, 2, 4))
    )
    assert "peak-district-national-park-authority" not in ids(register.over(register.get("high-peak"), on=TODAY))


def test_the_area_of_a_council_that_ends_is_its_followers() -> None:
    (before,) = the_register().standing("E07000217", on=TODAY)
    (after,) = the_register().standing("E07000217", on=MAY)
    assert (before.lowest.id, after.lowest.id) == ("woking", "west-surrey")
    county = before.of_kind("county", on=TODAY)
    assert county is not None
    assert county.id == "surrey"
    assert after.of_kind("county", on=MAY) is None


def test_two_changes_on_one_another_are_followed_to_the_end() -> None:
    """Taunton Deane went into Somerset West and Taunton in 2019, and that into Somerset in 2023."""
    standing = the_register().standing("E07000190", on=TODAY)
    assert [each.lowest.id for each in standing] == ["somerset"]


def test_of_a_code_that_nobody_has_nothing_is_said() -> None:
    assert the_register().standing("L93000001", on=TODAY) == ()


def test_a_circle_of_followers_comes_to_an_end() -> None:
    ended = Days(None, dt.date(2020, 1, 1))
    one = replace(authority("one", code="E06000001", into=("two",)), days=ended)
    two = replace(authority("two", into=("one",)), days=ended)
    assert Register([one, two], as_of=TODAY).standing("E06000001", on=TODAY) == ()


def test_a_body_reached_by_two_ways_is_named_once() -> None:
    register = Register(
        [
            authority("low", code="E06000001"),
            authority("a", "county"),
            authority("b", "county"),
            authority("top", "police"),
        ],
        [Part("a", "low"), Part("b", "low"), Part("top", "a"), Part("top", "b")],
        as_of=TODAY,
    )
    assert ids(register.over(register.get("low"), on=TODAY)) == ["a", "b", "top"]


def test_a_power_holds_over_its_members_on_its_days_and_not_outside() -> None:
    register = the_register()
    (manchester,) = register.standing("E08000003", on=TODAY)
    (wigan,) = register.standing("E08000010", on=TODAY)
    assert [each.holder for each in register.powers_over(manchester, duty="waste-disposal", on=TODAY)] == [
        "greater-manchester-combined-authority"
    ]
    assert register.powers_over(wigan, duty="waste-disposal", on=TODAY) == ()
    assert register.powers_over(manchester, duty="waste-disposal", on=dt.date(2018, 3, 31)) == ()
    assert register.powers_over(manchester, duty="libraries", on=TODAY) == ()


def test_parks_that_lie_partly_in_a_council_are_told_by_kind() -> None:
    register = the_register()
    found = register.partly_over(register.get("cumberland"), kind="national-park", on=TODAY)
    assert ids(found) == ["lake-district-national-park-authority"]
    assert register.partly_over(register.get("cumberland"), kind="police", on=TODAY) == ()


def test_what_does_not_fit_together_is_refused() -> None:
    one = authority("one", code="E06000001")
    with pytest.raises(RegisterContradictsItself, match="'one' stands twice"):
        Register([one, one], as_of=TODAY)
    with pytest.raises(RegisterContradictsItself, match="E06000001 is of one and of two"):
        Register([one, authority("two", code="E06000001")], as_of=TODAY)
    for broken in (
        {"parts": [Part("one", "nobody")]},
        {"parts": [Part("nobody", "one")]},
        {"powers": [Power("nobody", "highways", Days(), None, "", "")]},
    ):
        with pytest.raises(RegisterContradictsItself, match="'nobody'"):
            Register([one], **broken, as_of=TODAY)  # type: ignore[arg-type]
    with pytest.raises(RegisterContradictsItself, match="'nobody'"):
        Register([authority("one", into=("nobody",))], as_of=TODAY)


DAYS = st.dates(dt.date(2018, 6, 1), dt.date(2030, 1, 1))
CODES = st.sampled_from(sorted(each.codes[-1].value for each in the_register().in_being(TODAY, kinds=LOWEST)))


@given(code=CODES, on=DAYS)
def test_each_area_is_served_on_each_day_by_councils_in_being(code: str, on: dt.date) -> None:
    """From 2018, when the lists of districts begin; and from today on by exactly one."""
    found = the_register().standing(code, on=on)
    assert found
    assert all(each.days.hold(on) for standing in found for each in (standing.lowest, *standing.above))
    assert all(standing.lowest.kind_on(on) in LOWEST for standing in found)
    if on >= TODAY:
        assert len(found) == 1


@given(on=DAYS)
def test_on_each_day_a_district_lies_in_one_county(on: dt.date) -> None:
    register = the_register()
    for district in register.in_being(on, kinds=frozenset({"district"})):
        assert sum(each.kind_on(on) == "county" for each in register.over(district, on=on)) == 1


def test_on_each_day_after_2018_each_authority_has_a_code_of_one_authority_only() -> None:
    assert all(each.code_on(TODAY) for each in the_register().in_being(TODAY, kinds=COUNCILS))
