"""What goes along with a council that ends, beside its requests: agreements, addresses, places where requests go."""

import datetime as dt
from typing import Any

import pytest
from tests.support.cast import BY_THE_OPERATOR, add_council
from tests.support.contractor import send_to
from tests.support.missed_bin import adopt
from tests.support.reorganising import rows

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.handover import api as handover
from commonwheel.apps.places import api as places
from commonwheel.core.places.properties import Property, Reading
from commonwheel.core.places.responsibility import Area, candidates
from commonwheel.core.reorganising.plan import plan_of_register
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.project.reorganising.acting import reorganise

pytestmark = pytest.mark.django_db
SURREY_DAY = dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)
CUMBRIA_DAY = dt.datetime(2023, 4, 1, 9, tzinfo=dt.UTC)
ELMBRIDGE, MOLE_VALLEY = Area("E07000207", "E10000030"), Area("E07000210", "E10000030")
DUTIES = {"permits": "parking-permits", "over": "highways"}
WHEELS: dict[str, Any] = {
    "duty": "parking-permits", "holder_name": "Wheels Ltd", "holder_page": "https://wheels.example.org/",
    "rests_on": "Contract of 2024",
}  # fmt: skip


def act(of: str, now: dt.datetime) -> dict[str, Any]:
    plan = plan_of_register(authorities.the_register(), on=now.date()).kept_to([of])
    return {each.council: each for each in reorganise(plan, now=now)}


def declare(council: CouncilView, slug: str, **more: Any) -> authorities.AgreementView:
    new = authorities.NewAgreement(**{**WHEELS, **more})
    return authorities.declare_agreement(council.id, slug, new, **BY_THE_OPERATOR)


def holders(area: Area, day: dt.date, duty: str = "parking-permits") -> list[tuple[str, str]]:
    found = candidates(duty, [area], ground=authorities.ground_on(day, [area]))
    return [(each.authority.name.full, each.reason) for each in found]


def load(council: CouncilView, *properties: Property) -> None:
    places.load_gazetteer(council.id, reading=Reading(properties, (), len(properties)), **BY_THE_OPERATOR)


def house(number: int, postcode: str, *, line: str = "", is_current: bool = True) -> Property:
    words = line or f"{number} Mill Lane"
    return Property(str(1000 + number), words, postcode, "", None, None, None, None, "", is_current)


def addresses(council: CouncilView) -> dict[str, str]:
    return {row["uprn"]: row["line"] for row in rows(council)["places.Property"]}


# Agreements


def test_an_agreement_goes_on_where_the_district_was_and_ends_with_the_day_before_at_the_district(
    surrey: dict[str, CouncilView],
) -> None:
    declare(surrey["elmbridge"], "permits", ends_on=dt.date(2028, 3, 31))
    last, first = dt.date(2027, 3, 31), dt.date(2027, 4, 1)
    assert ("Wheels Ltd", "agreed") in holders(ELMBRIDGE, last)
    told = act("surrey", SURREY_DAY)["elmbridge"].told
    assert told == (
        (
            "Its agreement “permits” with Wheels Ltd goes on at East Surrey Council, in what was Elmbridge Borough "
            "Council, until 2028-03-31."
        ),
    )
    assert authorities.get_agreement(surrey["elmbridge"].id, "permits").ends_on == last
    (found,) = authorities.list_agreements(surrey["east-surrey"].id)
    assert (found.slug, found.districts) == ("elmbridge-permits", ("elmbridge",))
    assert (found.begins_on, found.ends_on) == (first, dt.date(2028, 3, 31))
    assert found.rests_on == "Contract of 2024 Elmbridge Borough Council's, gone on here."
    assert ("Wheels Ltd", "agreed") in holders(ELMBRIDGE, last)
    assert holders(ELMBRIDGE, first) == [("Wheels Ltd", "agreed")]
    assert holders(MOLE_VALLEY, first) == [("East Surrey Council", "only-council")]
    assert holders(ELMBRIDGE, dt.date(2028, 4, 1)) == [("East Surrey Council", "only-council")]


def test_what_district_and_county_agreed_with_each_other_is_over(cumbria: dict[str, CouncilView]) -> None:
    declare(cumbria["carlisle"], "permits", holder="cumbria", holder_name="", holder_page="")
    told = act("cumbria", CUMBRIA_DAY)["carlisle"].told
    assert told == (
        (
            "Its agreement “permits” with Cumbria County Council ends: from then on Cumberland Council has the duty, and "
            "does it."
        ),
    )
    assert authorities.list_agreements(cumbria["cumberland"].id) == ()


def test_what_the_new_council_agreed_itself_stands_and_what_cannot_go_on_is_said(
    cumbria: dict[str, CouncilView],
) -> None:
    declare(cumbria["cumberland"], "own", holder_name="Permits plc")
    declare(cumbria["cumbria"], "permits")
    told = act("cumbria", CUMBRIA_DAY)["cumbria"].told
    assert "was not taken over at Cumberland Council: The agreement “own” is about the same duty" in told[0]
    assert "goes on at Westmorland and Furness Council." in told[1]
    assert [one.slug for one in authorities.list_agreements(cumbria["cumberland"].id)] == ["own"]


def test_what_begins_later_begins_later_and_again_nothing_changes(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    declare(old, "permits", begins_on=dt.date(2024, 1, 1))
    declare(old, "over", duty="highways", ends_on=dt.date(2022, 12, 31))
    act("cumbria", CUMBRIA_DAY)
    assert authorities.get_agreement(old.id, "permits").is_ended
    assert authorities.get_agreement(old.id, "over").ends_on == dt.date(2022, 12, 31)
    (found,) = authorities.list_agreements(new.id)
    assert found.begins_on == dt.date(2024, 1, 1)
    before = [rows(old), rows(new)]
    assert act("cumbria", CUMBRIA_DAY)["carlisle"].told == ()
    assert [rows(old), rows(new)] == before


def test_another_councils_agreement_that_names_one_that_ends_is_said_and_is_its_own_to_change(
    surrey: dict[str, CouncilView],
) -> None:
    kent = add_council("kent", name="Kent County Council", gss_code="E10000016")
    for slug, ends in (("permits", None), ("over", dt.date(2027, 3, 31))):
        declare(kent, slug, holder="elmbridge", holder_name="", holder_page="", duty=DUTIES[slug], ends_on=ends)
    declare(surrey["surrey"], "permits", holder="elmbridge", holder_name="", holder_page="")
    before = rows(kent)
    said = (
        "The agreement “permits” of Kent County Council names Elmbridge Borough Council: that council declares it anew."
    )
    assert act("surrey", SURREY_DAY)["elmbridge"].told == (said,)
    assert rows(kent) == before


# Addresses


def test_addresses_are_in_the_register_of_whoever_follows_there(surrey: dict[str, CouncilView]) -> None:
    load(surrey["woking"], house(1, "GU21 6AA"), house(2, ""))
    load(surrey["surrey"], house(3, "KT10 9AA"), house(4, "GU21 6AA"), house(5, "ZZ1 1ZZ"))
    load(surrey["west-surrey"], house(1, "GU21 6AA", line="1 Mill Lane, as West Surrey writes it"))
    done = act("surrey", SURREY_DAY)
    assert (done["woking"].addresses, done["surrey"].addresses) == (1, 2)
    assert addresses(surrey["west-surrey"]) == {
        "1001": "1 Mill Lane, as West Surrey writes it", "1002": "2 Mill Lane", "1004": "4 Mill Lane",
    }  # fmt: skip
    assert addresses(surrey["east-surrey"]) == {"1003": "3 Mill Lane"}
    assert len(addresses(surrey["surrey"])) == 3, "the county's own requests name them"
    with council_scope(surrey["east-surrey"].id):
        assert places.search_properties(surrey["east-surrey"].id, text="3 mill").properties


def test_what_the_new_register_withdrew_stays_withdrawn_when_the_steps_are_done_again(
    surrey: dict[str, CouncilView],
) -> None:
    load(surrey["woking"], house(1, "GU21 6AA"), house(2, "GU21 6AA"))
    act("surrey", SURREY_DAY)
    load(surrey["west-surrey"], house(1, "GU21 6AA"))
    before = rows(surrey["west-surrey"])
    assert act("surrey", SURREY_DAY)["woking"].addresses == 0
    assert rows(surrey["west-surrey"]) == before


# Where requests are worked


def destinations(council: CouncilView) -> list[tuple[str, str, str]]:
    with council_scope(council.id):
        return [(one.way, one.system, one.email) for one in handover.list_destinations(council.id).values()]


def test_one_place_for_all_is_the_new_councils_too_where_it_said_nothing(cumbria: dict[str, CouncilView]) -> None:
    for each in ("carlisle", "cumbria"):
        send_to(cumbria[each], "EMAIL", email="depot@contractor.example")
    send_to(cumbria["westmorland-and-furness"], "HERE")
    done = act("cumbria", CUMBRIA_DAY)
    assert done["carlisle"].told == (
        (
            "New requests of “Report a missed bin collection” of Cumberland Council are worked in Contractor, by email to "
            "depot@contractor.example."
        ),
    )
    assert destinations(cumbria["cumberland"]) == [("EMAIL", "Contractor", "depot@contractor.example")]
    assert destinations(cumbria["westmorland-and-furness"]) == [("HERE", "", "")]
    before = rows(cumbria["cumberland"])
    assert act("cumbria", CUMBRIA_DAY)["carlisle"].told == ()
    assert rows(cumbria["cumberland"]) == before


def test_daily_files_go_on_and_a_webhook_is_set_up_anew_with_its_own_secret(cumbria: dict[str, CouncilView]) -> None:
    send_to(cumbria["carlisle"], "WEBHOOK", url="https://127.0.0.1:9/")
    send_to(cumbria["cumbria"], "WEBHOOK", url="https://127.0.0.1:9/")
    told = act("cumbria", CUMBRIA_DAY)["carlisle"].told
    assert told == (
        (
            "Requests of “Report a missed bin collection” go by webhook to Contractor no more: set that up at Cumberland "
            "Council, with a secret."
        ),
    )
    assert destinations(cumbria["cumberland"]) == []
    for each in ("carlisle", "cumbria"):
        send_to(cumbria[each], "CSV")
    act("cumbria", CUMBRIA_DAY)
    assert destinations(cumbria["cumberland"]) == [("CSV", "Contractor", "")]


def test_where_councils_had_it_otherwise_nothing_is_set(cumbria: dict[str, CouncilView]) -> None:
    send_to(cumbria["carlisle"], "CSV")
    assert act("cumbria", CUMBRIA_DAY)["carlisle"].told == ()
    assert destinations(cumbria["cumberland"]) == []


def test_a_service_that_only_one_of_them_has_is_enough(surrey: dict[str, CouncilView]) -> None:
    adopt(surrey["woking"])
    adopt(surrey["west-surrey"])
    send_to(surrey["woking"], "CSV")
    act("surrey", SURREY_DAY)
    assert destinations(surrey["west-surrey"]) == [("CSV", "Contractor", "")]
    assert destinations(surrey["east-surrey"]) == []
