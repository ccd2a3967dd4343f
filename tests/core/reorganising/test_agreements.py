"""What councils that end agreed on their duties, and what of it goes on at the new ones."""

import datetime as dt
from dataclasses import replace

from tests.support.register import the_register

from commonwheel.core.reorganising.agreements import Agreed, Around, Passage, passages
from commonwheel.core.reorganising.plan import Plan, plan_of_register, read_plan

SURREY = plan_of_register(the_register(), on=dt.date(2027, 4, 1)).kept_to(["surrey"])
CUMBRIA = plan_of_register(the_register(), on=dt.date(2023, 4, 1)).kept_to(["cumbria"])
PERMITS = Agreed(slug="permits", duty="parking-permits", holder="", holder_name="Wheels Ltd")


def around(plan: Plan, **more: frozenset[str]) -> Around:
    names = {each: the_register().get(each).name.short for each in {*plan.into, *plan.ending}}
    return Around(plan, names, **{"counties": frozenset({"surrey", "cumbria"}), **more})


def only(plan: Plan, council: str, one: Agreed) -> Passage:
    (found,) = passages(council, [one], around(plan))
    return found


def test_a_districts_agreement_goes_on_from_the_day_where_the_district_was() -> None:
    found = only(SURREY, "elmbridge", replace(PERMITS, ends_on=dt.date(2028, 3, 31)))
    assert found.goes_on == replace(
        PERMITS, districts=("elmbridge",), begins_on=dt.date(2027, 4, 1), ends_on=dt.date(2028, 3, 31)
    )
    assert found.says == (
        "Its agreement “permits” with Wheels Ltd goes on at East Surrey, in what was Elmbridge, until 2028-03-31."
    )


def test_a_countys_agreement_goes_on_at_both_councils_in_the_whole_of_either() -> None:
    found = passages("cumbria", [PERMITS], around(CUMBRIA))
    assert {each.council: each.goes_on and each.goes_on.districts for each in found} == {
        "cumberland": (),
        "westmorland-and-furness": (),
    }
    in_eden = passages("cumbria", [replace(PERMITS, districts=("eden",))], around(CUMBRIA))
    assert [(each.council, each.goes_on and each.goes_on.districts) for each in in_eden] == [
        ("westmorland-and-furness", ("eden",))
    ]


def test_what_district_and_county_agreed_is_the_new_councils_own() -> None:
    found = only(SURREY, "elmbridge", replace(PERMITS, holder="surrey", holder_name="Surrey County Council"))
    assert found.goes_on is None
    assert found.says == (
        "Its agreement “permits” with Surrey County Council ends: from then on East Surrey has the duty, and does it."
    )
    itself = only(SURREY, "elmbridge", replace(PERMITS, holder="elmbridge", holder_name="Elmbridge"))
    assert itself.goes_on is None


def test_whoever_follows_the_other_side_takes_its_place() -> None:
    found = only(SURREY, "elmbridge", replace(PERMITS, holder="woking", holder_name="Woking"))
    assert found.goes_on is not None
    assert (found.goes_on.holder, found.goes_on.holder_name) == ("west-surrey", "West Surrey")
    kept = only(SURREY, "elmbridge", replace(PERMITS, holder="kent", holder_name="Kent"))
    assert kept.goes_on is not None
    assert (kept.goes_on.holder, kept.goes_on.holder_name) == ("kent", "Kent")


def test_where_several_follow_the_other_side_nobody_guesses() -> None:
    plan = read_plan(b"on: 2027-04-01\ninto:\n  one: [a]\n  two: [b, c]\n  three: [c]\n")
    names = {each: each for each in ("one", "two", "three")}
    (found,) = passages("a", [replace(PERMITS, holder="c", holder_name="C")], Around(plan, names))
    assert found.goes_on is None
    assert found.says == "Its agreement “permits” with C ends at one: three and two follow them. Declare it anew."


def test_what_is_over_before_the_day_has_no_say_and_what_begins_later_begins_then() -> None:
    over = replace(PERMITS, ends_on=dt.date(2027, 3, 31))
    assert passages("elmbridge", [over], around(SURREY)) == ()
    later = only(SURREY, "elmbridge", replace(PERMITS, begins_on=dt.date(2027, 9, 1)))
    assert later.goes_on is not None
    assert later.goes_on.begins_on == dt.date(2027, 9, 1)


def test_a_council_that_goes_on_is_more_than_what_it_takes_in() -> None:
    plan = read_plan(b"on: 2027-04-01\ninto:\n  town: [town, village]\n")
    names = {"town": "Town", "village": "Village"}
    (found,) = passages("village", [PERMITS], Around(plan, names, going_on={"town"}))
    assert found.goes_on is not None
    assert found.goes_on.districts == ("village",)
    (whole,) = passages("village", [PERMITS], Around(plan, names))
    assert whole.goes_on is not None
    assert whole.goes_on.districts == ()
