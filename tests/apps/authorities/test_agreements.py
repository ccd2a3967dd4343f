"""What councils agreed on the duties that the law gives them: declared, changed, ended, and told to residents."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.support.cast import BY_THE_OPERATOR, add_council
from tests.support.register import the_register

from commonwheel.apps.authorities import api as authorities
from commonwheel.core.places.duties import DutyIsUnknown
from commonwheel.core.places.register.register import AuthorityIsUnknown
from commonwheel.core.places.responsibility import Area, candidates
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
LEWES = Area("E07000063", "E10000011")
WEALDEN = Area("E07000065", "E10000011")
TODAY = dt.date(2026, 6, 1)
BY_DISTRICT = authorities.NewAgreement(
    duty="parking-permits", holder="lewes", districts=("E07000063",), rests_on="Agency agreement of 2026"
)


@pytest.fixture
def east_sussex(db: None) -> CouncilView:
    return add_council("east-sussex", name="East Sussex County Council", gss_code="E10000011", tier="county")


def declare(council: CouncilView, slug: str, new: authorities.NewAgreement) -> authorities.AgreementView:
    return authorities.declare_agreement(council.id, slug, new, **BY_THE_OPERATOR)


def holders(area: Area, duty: str = "parking-permits", *, on: dt.date = TODAY) -> list[tuple[str, str]]:
    found = candidates(duty, [area], ground=authorities.ground_on(on, [area]))
    return [(each.authority.id, each.reason) for each in found]


def written_down(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        rows = AuditEntry.objects.filter(council_id=council.id, action__startswith="agreement")
        return list(rows.order_by("id").values_list("action", flat=True))


def test_residents_are_sent_to_whom_the_county_agreed_with_in_that_district_only(east_sussex: CouncilView) -> None:
    assert holders(LEWES) == [("lewes", "either"), ("east-sussex", "either")]
    made = declare(east_sussex, "parking-lewes", BY_DISTRICT)
    assert (made.holder, made.holder_name, made.districts) == ("lewes", "Lewes District Council", ("lewes",))
    assert holders(LEWES) == [("lewes", "agreed")]
    assert holders(WEALDEN) == [("wealden", "either"), ("east-sussex", "either")]
    assert holders(LEWES, "highways") == [("east-sussex", "county")]


def test_a_body_that_no_register_has_is_named_with_its_page_and_phone(east_sussex: CouncilView) -> None:
    body = authorities.NewAgreement(
        duty="highways", holder_name="Sussex Roads Partnership", holder_page="https://roads.example.org/report",
        holder_phone="01632 960000", rests_on="Joint committee of 2026",
    )  # fmt: skip
    declare(east_sussex, "roads", body)
    (found,) = candidates("highways", [LEWES], ground=authorities.ground_on(TODAY, [LEWES]))
    assert found.authority.name.full == "Sussex Roads Partnership"
    assert (found.authority.page, found.authority.phone) == ("https://roads.example.org/report", "01632 960000")
    assert (found.law, found.code) == ("Joint committee of 2026", "")


def test_declaring_again_changes_and_writes_down_nothing(east_sussex: CouncilView) -> None:
    before = declare(east_sussex, "parking-lewes", BY_DISTRICT)
    assert declare(east_sussex, "parking-lewes", BY_DISTRICT) == before
    assert written_down(east_sussex) == ["agreement-declared"]
    declare(east_sussex, "parking-lewes", replace(BY_DISTRICT, rests_on="Agency agreement of 2027"))
    assert written_down(east_sussex) == ["agreement-declared"] * 2


def test_it_holds_from_its_first_day_to_its_last(east_sussex: CouncilView) -> None:
    dated = replace(BY_DISTRICT, begins_on=dt.date(2026, 4, 1), ends_on=dt.date(2027, 3, 31))
    declare(east_sussex, "parking-lewes", dated)
    assert [holders(LEWES, on=day)[0][1] for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 1))] == ["either", "agreed"]
    assert [holders(LEWES, on=day)[0][1] for day in (dt.date(2027, 3, 31), dt.date(2027, 4, 1))] == ["agreed", "either"]


def test_ended_it_holds_no_more_and_can_be_declared_anew(east_sussex: CouncilView) -> None:
    declare(east_sussex, "parking-lewes", BY_DISTRICT)
    for _ in range(2):
        ended = authorities.end_agreement(east_sussex.id, "parking-lewes", **BY_THE_OPERATOR)
    assert ended.is_ended
    assert holders(LEWES)[0][1] == "either"
    assert written_down(east_sussex) == ["agreement-declared", "agreement-ended"]
    declare(east_sussex, "parking-lewes", BY_DISTRICT)
    assert holders(LEWES)[0][1] == "agreed"


def test_two_that_would_send_residents_two_ways_are_refused(east_sussex: CouncilView) -> None:
    declare(east_sussex, "parking-lewes", BY_DISTRICT)
    with pytest.raises(authorities.AgreementCannotBe, match="“parking-lewes” is about the same duty"):
        declare(east_sussex, "own-parking", replace(BY_DISTRICT, holder="east-sussex", districts=()))
    declare(east_sussex, "parking-wealden", replace(BY_DISTRICT, holder="wealden", districts=("wealden",)))
    later = replace(BY_DISTRICT, holder="east-sussex", begins_on=dt.date(2027, 4, 1))
    declare(east_sussex, "parking-lewes", replace(BY_DISTRICT, ends_on=dt.date(2027, 3, 31)))
    declare(east_sussex, "later", later)
    assert [one.slug for one in authorities.list_agreements(east_sussex.id)] == [
        "later", "parking-lewes", "parking-wealden",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "problem", "why"),
    [
        ({"duty": "magic"}, DutyIsUnknown, "no duty 'magic'"),
        ({"holder": "nobody"}, AuthorityIsUnknown, "no authority 'nobody'"),
        ({"districts": ("nowhere",)}, AuthorityIsUnknown, "no authority 'nowhere'"),
        ({"holder": ""}, authorities.AgreementCannotBe, "Say who does it"),
        ({"holder_name": "Both"}, authorities.AgreementCannotBe, "Say who does it"),
        ({"holder": "", "holder_name": "Roads"}, authorities.AgreementCannotBe, "page or the phone number"),
        ({"holder": "", "holder_name": "R" * 121, "holder_phone": "1"}, authorities.AgreementCannotBe, "at most 120"),
        ({"rests_on": " "}, authorities.AgreementCannotBe, "Name what it rests on"),
        ({"rests_on_page": "javascript:alert(1)"}, authorities.AgreementCannotBe, "is no address of a page"),
        (
            {"begins_on": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 1, 1)},
            authorities.AgreementCannotBe,
            "Give a last day after the first",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    east_sussex: CouncilView, changed: dict[str, object], problem: type[Failure], why: str
) -> None:
    with pytest.raises(problem, match=why):
        declare(east_sussex, "parking", replace(BY_DISTRICT, **changed))  # type: ignore[arg-type]
    assert authorities.list_agreements(east_sussex.id) == ()
    assert written_down(east_sussex) == []


def test_a_short_name_that_cannot_stand_in_a_command_is_refused(east_sussex: CouncilView) -> None:
    with pytest.raises(authorities.AgreementCannotBe, match="cannot be its short name"):
        declare(east_sussex, "Parking in Lewes", BY_DISTRICT)


def test_ending_what_was_never_declared_is_said(east_sussex: CouncilView) -> None:
    with pytest.raises(authorities.AgreementNotFound, match="declared no agreement “roads”"):
        authorities.end_agreement(east_sussex.id, "roads", **BY_THE_OPERATOR)


def test_a_council_under_an_older_code_is_still_the_council_of_the_register(db: None) -> None:
    barnsley = add_council("barnsley", name="Barnsley Council", gss_code="E08000016", tier="metropolitan")
    found = authorities.find_council_of(the_register().get("barnsley"))
    assert found is not None
    assert found.id == barnsley.id
    assert authorities.find_council_of(the_register().get("sheffield")) is None
