"""A report by Open311 opens the request that the council's own pages would have opened, once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import streets
from tests.support.partner import HOLE, IN_BRIGHTON, IN_WEALDEN, ON_THE_BORDER, RUBBISH, Partner, let_in, xml
from tests.support.streets import placed, reporting, send, to_the_check

from commonwheel.apps.cases.models import Case, CaseClock, CaseEvent
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.apps.open311.models import Report
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def cases_of(council: CouncilView) -> list[Case]:
    with council_scope(council.id):
        return list(Case.objects.of(council.id).order_by("id"))


def what_it_came_to(council: CouncilView, case: Case) -> dict[str, Any]:
    """Return everything about a request that does not name it."""
    with council_scope(council.id):
        clocks = CaseClock.objects.filter(council_id=council.id, case_id=case.id)
        events = CaseEvent.objects.filter(council_id=council.id, case_id=case.id)
        letters = OutboxMessage.objects.filter(council_id=council.id, case_id=case.id)
        return {
            "answers": case.answers,
            "state": case.state,
            "due": case.due_on,
            "moves_at": case.moves_at,
            "copy": case.copy_due_at is not None,
            "sender": (case.contact_name, case.contact_email, case.search_name, case.surname, case.postcode),
            "language": case.language,
            "clocks": list(clocks.values_list("clock", "due_on", "is_running")),
            "events": list(events.values_list("kind", "number", "to_state", "actor_name")),
            "letters": [
                (one.to, one.subject.replace(case.reference, "…"), one.channel) for one in letters.order_by("id")
            ],
        }


def test_it_opens_the_request_that_the_pages_would(district: CouncilView, partner: Partner) -> None:
    resident = placed(reporting("fly-tipping"), {"spot-words": "Behind the shelter", "spot-lat": RUBBISH["lat"], "spot-lon": RUBBISH["long"]})  # fmt: skip
    send(to_the_check(resident, seen="no"))
    reference = partner.reported(RUBBISH | {"description": "About as wide as a bicycle is long."})
    by_page, by_program = cases_of(district)
    assert by_program.reference == reference
    assert what_it_came_to(district, by_program) == what_it_came_to(district, by_page)
    assert (by_page.channel, by_program.channel) == ("WEB", "PARTNER")


def test_the_sender_reads_by_when_it_is_looked_at(district: CouncilView, partner: Partner) -> None:
    answer = partner.post(RUBBISH)
    (case,) = cases_of(district)
    day = f"{case.due_on.day} {case.due_on:%B %Y}"
    assert answer.json() == [
        {
            "service_request_id": case.reference,
            "service_notice": f"We aim to look at it by {day}.",
            "account_id": None,
        }
    ]


def test_it_is_told_in_xml_as_well(district: CouncilView, partner: Partner) -> None:
    root = xml(partner.post(RUBBISH, form="xml"))
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == cases_of(district)[0].reference


def test_the_audit_names_the_partner(district: CouncilView, partner: Partner) -> None:
    partner.reported(RUBBISH)
    (case,) = cases_of(district)
    with council_scope(district.id):
        (entry,) = AuditEntry.objects.filter(council_id=district.id, subject=f"case:{case.id}")
    assert (entry.facts["channel"], entry.facts["through"]) == ("PARTNER", "FixMyStreet")


def test_pictures_are_links_below_the_description(district: CouncilView, partner: Partner) -> None:
    partner.reported(RUBBISH | {"media_url": ["https://pictures.example/1.jpg", "https://pictures.example/2.jpg"]})
    details = cases_of(district)[0].answers["details"]
    assert details == "Three bags and a mattress.\nhttps://pictures.example/1.jpg\nhttps://pictures.example/2.jpg"


def test_what_a_resident_may_pass_is_passed_and_its_words_are_told(district: CouncilView, partner: Partner) -> None:
    answer = partner.post(RUBBISH | {"attribute[danger]": "yes"})
    assert "Phone us about this first. If a life is at risk or a road is blocked, phone 999." in answer.json()[0]["service_notice"]  # fmt: skip
    assert cases_of(district)[0].answers["danger"] is True


def test_what_a_law_rules_out_is_refused_in_the_service_s_own_words(district: CouncilView, partner: Partner) -> None:
    said = partner.refused(RUBBISH | {"attribute[land]": "motorway"})
    assert said.startswith("This goes to National Highways. National Highways looks after trunk roads.")
    assert "(https://report.nationalhighways.co.uk/)" in said
    assert cases_of(district) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"attribute[land]": ""}, "attribute[land]: Choose an answer to “The place”."),
        ({"attribute[land]": "moon"}, "attribute[land]: "),
        ({"attribute[colour]": "red"}, "attribute[colour] is no attribute of report-street-problem.fly-tipping. Its attributes: land, danger, seen."),
        ({"attribute[land]": ["street", "open"]}, "attribute[land] comes twice. Send it once."),
        ({"description": ""}, "description: Enter an answer to “Describe the problem”."),
        ({"description": "x" * 1_001}, "description has 1,001 characters. Send 1,000 or fewer."),
        ({"email": "not an address"}, "email: "),
        ({"email": ["a@b.example", "c@d.example"]}, "email comes twice. Send it once."),
        ({"lat": ""}, "Send lat and long together."),
        ({"lat": "fifty", "long": "0"}, "lat: "),
        ({"lat": "", "long": "", "address_string": ""}, "Say where it is: send lat and long, address_string or address_id."),
        ({"address_id": "100012345678"}, "address_id is not in the council’s address register."),
        ({"media_url": "javascript:alert(1)"}, "media_url is an address that begins with https://"),
        ({"service_code": ""}, "service_code is missing."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_parameter(
    district: CouncilView, partner: Partner, change: dict[str, Any], says: str
) -> None:
    assert says in partner.refused(RUBBISH | change)
    assert (cases_of(district), reports_of(district)) == ([], [])


def reports_of(council: CouncilView) -> list[Report]:
    with council_scope(council.id):
        return list(Report.objects.filter(council_id=council.id))


def test_all_that_is_wrong_is_told_at_once(partner: Partner) -> None:
    answer = partner.post(RUBBISH | {"attribute[land]": "", "attribute[danger]": "", "email": "x"})
    assert [one["description"].partition(":")[0] for one in answer.json()] == [
        "attribute[land]",
        "attribute[danger]",
        "email",
    ]
    errors = xml(partner.post(RUBBISH | {"description": ""}, form="xml"))
    assert (errors.tag, errors.findtext("error/code")) == ("errors", "400")


@pytest.mark.usefixtures("the_county")
def test_what_another_council_has_is_refused_and_whose_it_is_is_told(district: CouncilView, partner: Partner) -> None:
    said = partner.refused(HOLE)
    assert "East Sussex County has this duty: send it with jurisdiction_id=east-sussex." in said
    assert cases_of(district) == []


def test_a_council_that_is_not_here_is_named_with_its_page(district: CouncilView, partner: Partner) -> None:
    assert "East Sussex County Council has this duty: http://www.eastsussex.gov.uk/" in partner.refused(HOLE)
    assert "Brighton and Hove City Council has this duty: https://" in partner.refused(RUBBISH | IN_BRIGHTON)
    assert cases_of(district) == []


def test_near_a_border_it_goes_to_the_council_that_was_named(district: CouncilView, partner: Partner) -> None:
    partner.reported(RUBBISH | ON_THE_BORDER)
    assert len(cases_of(district)) == 1


# Coming again


def test_a_report_that_comes_again_is_the_same_request(district: CouncilView, partner: Partner) -> None:
    first, again = partner.post(RUBBISH), partner.post(RUBBISH)
    assert again.json() == first.json()
    assert (len(cases_of(district)), len(reports_of(district))) == (1, 1)


def test_one_that_says_anything_else_is_another(district: CouncilView, partner: Partner) -> None:
    partner.reported(RUBBISH)
    partner.reported(RUBBISH | {"description": "Four bags."})
    assert len(cases_of(district)) == 2


def test_after_a_day_the_same_words_are_another_report(district: CouncilView, partner: Partner) -> None:
    partner.reported(RUBBISH)
    with council_scope(district.id):
        Report.objects.filter(council_id=district.id).update(received_at=timezone.now() - dt.timedelta(days=1))
    second = partner.reported(RUBBISH)
    assert second == partner.reported(RUBBISH)
    assert len(cases_of(district)) == 2


def test_a_name_that_the_sender_gave_holds_longer_and_for_one_report_only(
    district: CouncilView, partner: Partner
) -> None:
    named = {"Idempotency-Key": "report-4711"}
    first = partner.reported(RUBBISH, headers=named)
    with council_scope(district.id):
        Report.objects.filter(council_id=district.id).update(received_at=timezone.now() - dt.timedelta(days=20))
    assert partner.reported(RUBBISH, headers=named) == first
    said = partner.refused(RUBBISH | {"description": "Another."}, headers=named)
    assert said == "This Idempotency-Key was given to another report. Give each report one of its own."
    assert partner.reported(RUBBISH, headers={"Idempotency-Key": "report-4712"}) != first
    assert "too long" in partner.refused(RUBBISH, headers={"Idempotency-Key": "x" * 201})
    assert len(cases_of(district)) == 2


def test_one_that_comes_again_is_told_also_where_the_service_was_taken_down(
    district: CouncilView, partner: Partner
) -> None:
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.audit import SYSTEM

    first = partner.reported(RUBBISH)
    with council_scope(district.id):
        services.take_down(district.id, slug=streets.SERVICE, actor=SYSTEM, now=timezone.now())
    assert partner.reported(RUBBISH) == first
    assert "is none that Lewes District takes" in partner.refused(RUBBISH | {"description": "New."}, 404)


def test_what_reports_were_known_by_is_let_go_of(district: CouncilView, partner: Partner) -> None:
    from commonwheel.apps.open311 import api as open311

    reference = partner.reported(RUBBISH)
    now = timezone.now() + dt.timedelta(days=29)
    with council_scope(district.id):
        assert [open311.forget_repeats(district.id, now=now) for _ in range(2)] == [1, 0]
    (report,) = reports_of(district)
    assert (report.reference, report.said_hash, report.repeat_key) == (reference, "", report.id.hex)


# Whose key


@pytest.mark.parametrize("key", ["", "nothing", "cwp_" + "x" * 43])
def test_without_a_key_nothing_is_taken(district: CouncilView, partner: Partner, key: str) -> None:
    stranger = Partner(partner.base, key)
    assert "Ask the council for one." in stranger.refused(RUBBISH, 403)
    assert stranger.get("requests.json").status_code == 403
    assert cases_of(district) == []


def test_a_key_of_another_council_opens_nothing(
    district: CouncilView, the_county: CouncilView, partner: Partner
) -> None:
    elsewhere = Partner("/api/east-sussex/open311/v2", partner.key)
    elsewhere.refused(HOLE, 403)
    assert (cases_of(district), cases_of(the_county)) == ([], [])


def test_a_key_that_was_ended_opens_nothing(district: CouncilView, partner: Partner) -> None:
    from commonwheel.apps.open311 import api as open311
    from commonwheel.foundation.audit import SYSTEM

    reference = partner.reported(RUBBISH)
    with council_scope(district.id):
        (known,) = open311.list_partners(district.id)
        for _ in range(2):
            open311.end_key(district.id, partner_id=known.id, actor=SYSTEM, now=timezone.now())
    partner.refused(RUBBISH, 403)
    assert partner.get(f"requests/{reference}.json").status_code == 403
    with council_scope(district.id):
        ended = AuditEntry.objects.filter(council_id=district.id, action="partner-key-ended")
        assert ended.count() == 1


def test_the_key_is_kept_nowhere(district: CouncilView, partner: Partner) -> None:
    from commonwheel.apps.open311.models import Partner as Row

    with council_scope(district.id):
        assert partner.key not in repr(list(Row.objects.filter(council_id=district.id).values()))
        assert partner.key not in repr(list(AuditEntry.objects.filter(council_id=district.id).values()))


def test_the_key_may_stand_in_a_header(district: CouncilView, partner: Partner) -> None:
    bearer = {"Authorization": f"Bearer {partner.key}"}
    Partner(partner.base, "").reported(RUBBISH, headers=bearer)
    assert len(cases_of(district)) == 1


def test_wrong_keys_are_soon_not_looked_at(district: CouncilView, partner: Partner, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"wrong_partner_key": "3/h/ip"}
    stranger = Partner(partner.base, "cwp_wrong")
    assert [stranger.post(RUBBISH).status_code for _ in range(5)] == [403, 403, 403, 429, 429]
    assert partner.post(RUBBISH).status_code == 200


def test_a_partner_may_send_so_many_a_minute(district: CouncilView) -> None:
    partner = let_in(district, name="Slow", a_minute=2)
    for number in range(2):
        partner.reported(RUBBISH | {"description": f"Number {number}."})
    assert "More than 2 reports came within a minute." in partner.refused(RUBBISH, 429)
    partner.reported(RUBBISH | {"description": "Number 1."})
    assert len(cases_of(district)) == 2


# The whole node


def test_the_place_finds_the_council(district: CouncilView, the_county: CouncilView) -> None:
    from tests.support.partner import give_key

    everywhere = Partner("/api/open311/v2", give_key(district, the_county))
    everywhere.reported(RUBBISH)
    everywhere.reported(HOLE)
    assert (len(cases_of(district)), len(cases_of(the_county))) == (1, 1)


def test_near_a_border_the_council_has_to_be_named(district: CouncilView) -> None:
    from tests.support.partner import give_key

    neighbour = streets.wealden()
    streets.run_service(neighbour)
    everywhere = Partner("/api/open311/v2", give_key(district, neighbour))
    said = everywhere.refused(RUBBISH | ON_THE_BORDER)
    assert "it may be for several councils. Name one in jurisdiction_id:" in said
    assert "lewes (Lewes District)" in said
    everywhere.reported(RUBBISH | ON_THE_BORDER | {"jurisdiction_id": "wealden"})
    assert (len(cases_of(district)), len(cases_of(neighbour))) == (0, 1)


@pytest.mark.usefixtures("the_county")
def test_of_a_place_without_a_council_here_who_serves_it_is_told(district: CouncilView, partner: Partner) -> None:
    everywhere = Partner("/api/open311/v2", partner.key)
    said = everywhere.refused(RUBBISH | IN_BRIGHTON, 404)
    assert "Brighton and Hove City Council: https://" in said
    # The county serves Wealden too, and has not this duty there.
    assert "Wealden District Council has this duty: https://" in everywhere.refused(RUBBISH | IN_WEALDEN, 404)
    assert "Nothing tells in which council’s area" in everywhere.refused(RUBBISH | {"lat": "0", "long": "0"}, 404)
    assert "is taken by no council here" in everywhere.refused(RUBBISH | {"service_code": "paint-the-town"}, 404)


@pytest.mark.usefixtures("the_county")
def test_one_of_several_councils_has_to_be_told_somehow(partner: Partner) -> None:
    everywhere = Partner("/api/open311/v2", partner.key)
    without = {**RUBBISH, "lat": "", "long": ""}
    assert "This address serves several councils." in everywhere.refused(without)
    assert everywhere.get("services.json").status_code == 400
    assert everywhere.get("requests.json").status_code == 400


@pytest.mark.parametrize("named", ["lewes", "E07000063"])
@pytest.mark.usefixtures("the_county")
def test_a_council_is_named_by_its_short_name_or_code(district: CouncilView, partner: Partner, named: str) -> None:
    Partner("/api/open311/v2", partner.key).reported(RUBBISH | {"jurisdiction_id": named})
    assert len(cases_of(district)) == 1


@pytest.mark.parametrize("named", ["atlantis", "x" * 300, "east-sussex"])
@pytest.mark.usefixtures("the_county")
def test_at_a_council_s_own_address_no_other_is_asked(partner: Partner, named: str) -> None:
    assert "is no council here" in partner.refused(RUBBISH | {"jurisdiction_id": named}, 404)


def test_where_the_node_has_one_council_it_need_not_be_named(district: CouncilView, partner: Partner) -> None:
    Partner("/api/open311/v2", partner.key).reported(RUBBISH)
    assert len(cases_of(district)) == 1


def test_too_much_and_what_is_no_form_is_refused(partner: Partner) -> None:
    huge = Client().post(f"{partner.base}/requests.json", {"description": "x" * 70_000})
    assert huge.status_code == 413
    json = Client().post(f"{partner.base}/requests.json", "{}", content_type="application/json")
    assert json.status_code == 400
