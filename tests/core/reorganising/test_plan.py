"""Which councils become which: by the register, whose history is known, and by a plan."""

import datetime as dt

import pytest
from tests.support.register import the_register

from commonwheel.core.places.register.authority import COUNCILS, Authority, Dated, Days, Name
from commonwheel.core.places.register.register import Register
from commonwheel.core.reorganising.plan import (
    NothingEnds,
    PlanIsUnreadable,
    days_at,
    plan_at,
    plan_of_register,
    read_plan,
)

CUMBRIA = dt.date(2023, 4, 1)
SURREY = dt.date(2027, 4, 1)


def test_cumbria_of_2023_became_the_two_councils_that_are_there() -> None:
    plan = plan_of_register(the_register(), on=CUMBRIA).kept_to(["cumbria"])
    assert plan.into == {
        "cumberland": ("allerdale", "carlisle", "copeland", "cumbria"),
        "westmorland-and-furness": ("barrow-in-furness", "cumbria", "eden", "south-lakeland"),
    }


def test_surrey_of_2027_is_two_councils_from_twelve() -> None:
    plan = plan_of_register(the_register(), on=SURREY).kept_to(["surrey"])
    assert list(plan.into) == ["east-surrey", "west-surrey"]
    assert len(plan.ending) == 12
    assert plan.followers("surrey") == ("east-surrey", "west-surrey")
    assert plan.followers("woking") == ("west-surrey",)


def test_a_part_of_a_plan_has_all_that_hangs_together() -> None:
    """Woking's follower follows the county too, and so does another: without it all of the county would go to one."""
    plan = plan_of_register(the_register(), on=SURREY).kept_to(["woking"])
    assert list(plan.into) == ["east-surrey", "west-surrey"]
    assert plan.follower_at("surrey", "elmbridge") == "east-surrey"
    assert plan.kept_to(["brighton-and-hove"]).into == {}


def test_who_follows_a_county_is_told_by_the_district_and_not_guessed() -> None:
    plan = plan_of_register(the_register(), on=SURREY)
    assert plan.follower_at("surrey", "elmbridge") == "east-surrey"
    assert plan.follower_at("surrey", "west-surrey") == "west-surrey"
    assert plan.follower_at("surrey", "") is None
    assert plan.follower_at("surrey", "brighton-and-hove") is None
    assert plan.follower_at("woking", "") == "west-surrey"
    assert plan.follower_at("brighton-and-hove", "") is None


def test_a_district_that_is_split_tells_nobody() -> None:
    plan = read_plan(b"on: 2027-04-01\ninto:\n  north: [middle, shire]\n  south: [middle, shire]\n")
    assert plan.follower_at("shire", "middle") is None
    assert plan.follower_at("middle", "middle") is None


def test_of_a_day_on_which_nothing_ends_it_is_said() -> None:
    with pytest.raises(NothingEnds, match="no council ends on 2026-06-02"):
        plan_of_register(the_register(), on=dt.date(2026, 6, 2))


def test_a_plan_is_read_and_a_council_that_takes_others_in_goes_on() -> None:
    plan = read_plan(b"on: 2027-04-01\ninto:\n  town: [town, village, village]\n  alone: [alone]\n")
    assert plan.into == {"town": ("village",)}
    assert plan.on == SURREY


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"on: [", "line 2"),
        (b"on: soon\ninto: {a: [b]}", "line 1"),
        (b"on: 2027-02-30\ninto: {a: [b]}", "which is no day"),
        (b"on: 2027-04-01", "into"),
        (b"on: 2027-04-01\ninto: {a: [a]}", "goes on as it is"),
        (b"on: 2027-04-01\ninto: {a: [b], c: [a]}", "a is made of others and becomes another"),
        (b"\xff\xfe", "no plan"),
        (b"on: 2027-04-01\ninto: {'A b': [c]}", "line 2"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(text: bytes, why: str) -> None:
    with pytest.raises(PlanIsUnreadable, match=why):
        read_plan(text)


def test_a_council_is_part_of_the_next_reorganisation_or_of_the_last_one() -> None:
    register = the_register()
    before, after = dt.date(2026, 12, 1), dt.date(2030, 1, 1)
    for council in ("elmbridge", "surrey", "east-surrey"):
        for today in (before, SURREY, after):
            plan = plan_at(register, register.get(council), today=today)
            assert plan is not None
            assert (plan.on, list(plan.into)) == (SURREY, ["east-surrey", "west-surrey"])
    was = plan_at(register, register.get("carlisle"), today=before)
    assert was is not None
    assert was.on == CUMBRIA
    assert plan_at(register, register.get("kent"), today=before) is None


def test_of_several_days_the_next_one_is_meant() -> None:
    def council(id_: str, begins: dt.date | None, ends: dt.date | None, *into: str) -> Authority:
        return Authority(
            id=id_, names=(Dated(Name(id_, id_)),), codes=(), kinds=(Dated("district"),), nation="england", source="by hand",
            days=Days(begins, ends), into=into,
        )  # fmt: skip

    first, second = dt.date(2025, 4, 1), dt.date(2028, 4, 1)
    town = council("town", first, second, "city")
    all_of_them = [council("village", None, first, "town"), town, council("city", second, None)]
    register = Register(all_of_them, as_of=first)
    assert days_at(register, town) == (first, second)
    found = [plan_at(register, town, today=each) for each in (dt.date(2024, 1, 1), dt.date(2026, 1, 1))]
    assert [one and one.on for one in found] == [first, second]


def test_what_other_bodies_become_is_no_reorganisation_of_councils() -> None:
    register = the_register()
    followed = [each for each in register.authorities.values() if each.into]
    others = [each for each in followed if each.kinds[-1].value not in COUNCILS]
    assert [each.id for each in others if days_at(register, each) != ()] == []
    assert "north-of-tyne-combined-authority" in {each.id for each in others}
