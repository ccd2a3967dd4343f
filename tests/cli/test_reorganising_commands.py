"""Councils become others: rehearsed on a node, and done on the day, with every request, account and link intact."""

import datetime as dt
import json
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.conf import settings as node_settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.support.cast import add_person, sign_in
from tests.support.missed_bin import MONDAY, adopt, files_of, opener
from tests.support.reorganising import CUMBRIA, SURREY, at, council, hold_postcodes, rows

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.cli.main import commonwheel
from commonwheel.core.reorganising.plan import plan_of_register
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import account_scope, council_scope
from commonwheel.project.reorganising.acting import reorganise

pytestmark = pytest.mark.django_db
SURREY_DAY = dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)
BINS = "report-missed-bin"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, ["council", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def postcodes(settings: Any, tmp_path: Path) -> None:
    hold_postcodes(settings, tmp_path)


@pytest.fixture
def cumbria(postcodes: None) -> dict[str, CouncilView]:
    """A district, the county and the two councils that followed, which have set the service up."""
    made = {each: council(each) for each in ("carlisle", "cumbria", "cumberland", "westmorland-and-furness")}
    for each in ("carlisle", "cumbria", "westmorland-and-furness"):
        adopt(made[each])
    with council_scope(made["cumberland"].id):
        services.adopt(
            made["cumberland"].id, files=files_of(), slug="bins", phone="01632 960 000", actor=SYSTEM, now=MONDAY
        )
    return made


def service_of(one: CouncilView, slug: str = BINS) -> services.ServiceView:
    with council_scope(one.id):
        return services.get_service(one.id, slug)


def test_a_rehearsal_of_surrey_says_what_meets_and_changes_nothing(postcodes: None) -> None:
    elmbridge, mole, surrey, east = map(council, ("elmbridge", "mole-valley", "surrey", "east-surrey"))
    adopt(elmbridge)
    adopt(mole, ("default: 2", "default: 4"))
    adopt(east)
    open_one = opener(surrey, adopt(surrey))
    for each in ("KT10 9AA", "GU21 6AA", "ZZ1 1ZZ"):
        open_one(**at(each))
    before = [rows(each) for each in (elmbridge, mole, surrey, east)]
    told = json.loads(call("rehearse", *SURREY, "--json").stdout)
    assert [rows(each) for each in (elmbridge, mole, surrey, east)] == before
    new = {each["council"]: each for each in told["new"]}
    (meeting,) = new["east-surrey"]["meetings"]
    assert meeting["at"] == ["elmbridge", "mole-valley", "surrey"]
    assert meeting["going"] == {"open": 1, "closed": 0}
    (conflict,) = meeting["conflicts"]
    assert conflict["values"] == {"elmbridge": "2", "mole-valley": "4", "surrey": "2"}
    assert conflict["decided"] == "2"
    assert new["west-surrey"]["is_here"] is False
    assert len(new["west-surrey"]["missing"]) == 6
    county = next(each for each in told["ending"] if each["council"] == "surrey")
    assert county["staying"]["place"] == {"open": 1, "closed": 0}
    said = call("rehearse", *SURREY).stdout
    assert "Working days until the crew comes back is “2” at Elmbridge Borough Council" in said
    assert "West Surrey Council has no place on this node yet" in said
    assert "1 request cannot move: at a place that does not say" in said
    assert "/elmbridge/report-missed-bin/ leads to /east-surrey/report-missed-bin/" in said


def test_nothing_is_done_before_the_day_or_without_the_new_councils(postcodes: None) -> None:
    elmbridge = council("elmbridge")
    opener(elmbridge, adopt(elmbridge))()
    before = rows(elmbridge)
    early = call("reorganise", *SURREY, "--for-real")
    assert early.exit_code == 1
    assert "begin on 2027-04-01" in early.stderr
    plan = plan_of_register(authorities.the_register(), on=SURREY_DAY.date()).kept_to(["surrey"])
    with pytest.raises(Exception, match="Not on this node yet: East Surrey Council"):
        list(reorganise(plan, now=SURREY_DAY))
    assert rows(elmbridge) == before


def test_without_for_real_the_day_is_only_rehearsed(cumbria: dict[str, CouncilView]) -> None:
    opener(cumbria["carlisle"], service_of(cumbria["carlisle"]))()
    before = rows(cumbria["carlisle"])
    assert "1 open request and 0 closed ones move" in call("reorganise", *CUMBRIA).stdout
    assert rows(cumbria["carlisle"]) == before


def test_on_the_day_a_request_is_the_new_councils_with_all_that_stands_by_it(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    amina = accounts.add_person("amina@residents.example", name="Amina Yusuf", password="correct horse battery staple")
    opened = opener(old, service_of(old))(account_id=amina, **at("CA1 1AA"))
    before = rows(old)
    done = json.loads(call("reorganise", *CUMBRIA, "--for-real", "--json").stdout)
    assert done[0] == {
        "council": "carlisle", "gone": {"cumberland": 1}, "stayed": 0, "taken_down": [], "came_along": 0,
        "addresses": 0, "told": [],
    }  # fmt: skip
    after = rows(new)
    for table in ("cases.CaseClock", "cases.AccountCase", "messages.OutboxMessage"):
        assert before[table], table
        mine = [{**each, "council_id": new.id} for each in before[table]]
        for each in mine:
            if "service_id" in each:
                each["service_id"] = service_of(new, "bins").id
        assert after[table] == mine
        assert rows(old)[table] == []
    (case,) = after["cases.Case"]
    (was,) = before["cases.Case"]
    changed = {name for name in case if case[name] != was[name]}
    assert changed == {"council_id", "service_id", "version"}
    assert case["reference"] == opened.reference
    *events, note = after["cases.CaseEvent"]
    assert [each["kind"] for each in events] == [each["kind"] for each in before["cases.CaseEvent"]]
    assert note["note"] == "Cumberland Council took this request over from Carlisle City Council."
    with account_scope(amina):
        (listed,) = cases.list_of_account(amina, before=None, limit=5)
    assert listed.reference == opened.reference


def test_what_was_written_down_in_the_audit_stays_with_the_old_council(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    opener(old, service_of(old))(**at("CA1 1AA"))
    before = rows(old)["foundation.AuditEntry"]
    call("reorganise", *CUMBRIA, "--for-real")
    after = rows(old)["foundation.AuditEntry"]
    assert after[: len(before)] == before
    assert [each["action"] for each in after[len(before) :]] == ["requests-passed-on", "council-followed"]
    assert "requests-taken-over" in [each["action"] for each in rows(new)["foundation.AuditEntry"]]


def test_a_countys_request_goes_by_its_place_and_stays_where_that_tells_nobody(cumbria: dict[str, CouncilView]) -> None:
    open_one = opener(cumbria["cumbria"], service_of(cumbria["cumbria"]))
    kept = {each: open_one(**at(each)).reference for each in ("CA1 1AA", "LA9 4AA", "ZZ1 1ZZ")}
    said = call("reorganise", *CUMBRIA, "--for-real").stdout
    assert "cumbria: requests moved: 1 to cumberland, 1 to westmorland-and-furness; stayed: 1." in said
    where = {"CA1 1AA": "cumberland", "LA9 4AA": "westmorland-and-furness", "ZZ1 1ZZ": "cumbria"}
    for postcode, slug in where.items():
        (case,) = rows(cumbria[slug])["cases.Case"]
        assert case["reference"] == kept[postcode]


def test_doing_it_again_changes_nothing_and_takes_what_came_since(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    opener(old, service_of(old))(**at("CA1 1AA"))
    call("reorganise", *CUMBRIA, "--for-real")
    before = [rows(each) for each in cumbria.values()]
    assert "carlisle: requests moved: 0 to cumberland; stayed: 0." in call("reorganise", *CUMBRIA, "--for-real").stdout
    assert [rows(each) for each in cumbria.values()] == before
    opener(old, service_of(old))(**at("CA1 1AA"))
    call("reorganise", *CUMBRIA, "--for-real")
    assert len(rows(new)["cases.Case"]) == 2


def test_one_council_is_done_whole_or_not_at_all_and_the_next_run_goes_on(
    cumbria: dict[str, CouncilView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ends in the middle of the second council, as if it had been killed there."""
    carlisle, county = cumbria["carlisle"], cumbria["cumbria"]
    for each in (carlisle, county):
        opener(each, service_of(each))(**at("CA1 1AA"))
    county_before = rows(county)
    set_succession = authorities.set_succession

    def ends(council_id: uuid.UUID, *given: Any, **more: Any) -> None:
        if council_id == county.id:
            raise KeyboardInterrupt
        set_succession(council_id, *given, **more)

    monkeypatch.setattr(authorities, "set_succession", ends)
    plan = plan_of_register(authorities.the_register(), on=dt.date(2023, 4, 1)).kept_to(["cumbria"])
    with pytest.raises(KeyboardInterrupt):
        list(reorganise(plan, now=MONDAY))
    assert rows(county) == county_before
    assert rows(carlisle)["cases.Case"] == []
    monkeypatch.undo()
    list(reorganise(plan, now=MONDAY))
    assert len(rows(cumbria["cumberland"])["cases.Case"]) == 2


def test_a_service_that_the_new_council_has_not_set_up_keeps_its_requests(postcodes: None) -> None:
    old = council("carlisle")
    council("cumberland")
    opener(old, adopt(old))(**at("CA1 1AA"))
    assert "stayed: 1." in call("reorganise", *CUMBRIA, "--for-real").stdout
    assert len(rows(old)["cases.Case"]) == 1


def test_an_officer_of_both_councils_keeps_the_request_and_another_lets_it_go(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    ben = add_person("Ben Adeyemi", council=old, roles=("OFFICER",))
    cara = add_person("Cara Lloyd", council=old, roles=("OFFICER",))
    authorities.add_staff(new.id, user_id=ben.id, roles=("OFFICER",))
    Case = apps.get_model("cases.Case")  # noqa: N806
    keys = {}
    for person in (ben, cara):
        opened = opener(old, service_of(old))(**at("CA1 1AA"))
        with council_scope(old.id):
            staff = authorities.find_staff(old.id, user_id=person.id)
            assert staff is not None
            Case.objects.filter(id=opened.id).update(assigned_to_id=staff.id)
        keys[person.name] = opened.id
    call("reorganise", *CUMBRIA, "--for-real")
    with council_scope(new.id):
        at_new = authorities.find_staff(new.id, user_id=ben.id)
    assert at_new is not None
    page = sign_in(Client(), replace(ben, council=new)).get(f"/staff/cumberland/requests/{keys['Ben Adeyemi']}/")
    assert "Cumberland Council took this request over from Carlisle City Council." in page.content.decode()
    assigned = {each["id"]: each["assigned_to_id"] for each in rows(new)["cases.Case"]}
    assert assigned == {keys["Ben Adeyemi"]: at_new.id, keys["Cara Lloyd"]: None}


def test_staff_come_along_where_that_is_asked_and_nobody_else_does(cumbria: dict[str, CouncilView]) -> None:
    old, new, county = cumbria["carlisle"], cumbria["cumberland"], cumbria["cumbria"]
    ben, cara, dev, eve, fay = (
        add_person(f"{name} Adeyemi", council=council, roles=("OFFICER",))
        for name, council in (("Ben", old), ("Cara", old), ("Dev", old), ("Eve", county), ("Fay", old))
    )
    authorities.add_staff(old.id, user_id=cara.id, roles=("OFFICER",), by_council_account=True)
    authorities.add_staff(new.id, user_id=dev.id, roles=("SERVICE_OWNER",))
    authorities.add_staff(new.id, user_id=fay.id, roles=("OFFICER",))
    with council_scope(new.id):
        apps.get_model("authorities.StaffMember").objects.filter(council_id=new.id, user_id=fay.id).update(
            is_active=False, was_ended=True
        )
    said = call("reorganise", *CUMBRIA, "--for-real", "--with-staff").stdout
    assert "carlisle: requests moved: 0 to cumberland; stayed: 0. 1 of its staff came along." in said
    with council_scope(new.id):
        here = {one.user_id: one.roles for one in authorities.list_staff(new.id)}
    assert here == {ben.id: {"OFFICER"}, dev.id: {"SERVICE_OWNER"}}
    with council_scope(county.id):
        assert eve.id in {one.user_id for one in authorities.list_staff(county.id)}
    again = call("reorganise", *CUMBRIA, "--for-real", "--with-staff").stdout
    assert "came along" not in again


def test_old_addresses_lead_on_and_links_and_references_work_at_the_new_council(
    cumbria: dict[str, CouncilView], client: Client
) -> None:
    old = cumbria["carlisle"]
    opened = opener(old, service_of(old))(**at("CA1 1AA"))
    with council_scope(old.id):
        token = cases.new_link(old.id, case_id=opened.id, now=dt.datetime.now(dt.UTC))
    call("reorganise", *CUMBRIA, "--for-real")
    moved = {
        "/carlisle/": "/cumberland/",
        "/carlisle/?language=en": "/cumberland/?language=en",
        f"/carlisle/{BINS}/": "/cumberland/bins/",
        "/carlisle/track/": "/cumberland/track/",
        f"/carlisle/track/link/{token}/": f"/cumberland/track/link/{token}/",
        "/carlisle/-/privacy/": "/cumberland/-/privacy/",
    }
    for before, after in moved.items():
        answer = client.get(before)
        assert (answer.status_code, answer.headers["Location"]) == (308, after)
    page = client.get(f"/carlisle/track/link/{token}/", follow=True)
    assert opened.reference in page.content.decode()
    typed = {"reference": opened.reference, "proof": "CA1 1AA"}
    page = Client().post("/carlisle/track/", typed, follow=True)
    assert opened.reference in page.content.decode()


def owed(council: CouncilView, opened: cases.OpenedCase) -> payments.ChargeView:
    line = payments.ChargeLine({"en": "A new bin"}, 3_050)
    new = payments.NewCharge(
        case_id=opened.id, reference=opened.reference, titles={"en": "Bins"}, lines=(line,), pay="BEFORE", protect=False
    )
    with council_scope(council.id):
        payments.fix_charge(council.id, new=new, now=MONDAY)
        charge = payments.find_charge(council.id, case_id=opened.id)
    assert charge is not None
    return charge


@pytest.mark.parametrize("slug", ["carlisle", "cumbria"])
def test_what_is_owed_is_paid_at_the_new_council_by_the_old_link(
    cumbria: dict[str, CouncilView], client: Client, slug: str
) -> None:
    old, new = cumbria[slug], cumbria["cumberland"]
    opened = opener(old, service_of(old))(**at("CA1 1AA"))
    charge = owed(old, opened)
    (was,) = rows(old)["payments.Charge"]
    call("reorganise", *CUMBRIA, "--for-real")
    assert rows(new)["payments.Charge"] == [{**was, "council_id": new.id}]
    page = client.get(f"/{old.slug}/payment/{charge.token}/", follow=True)
    assert page.redirect_chain[0][0].startswith("/cumberland/payment/")
    assert "A new bin" in page.content.decode()
    unknown = client.get(f"/{old.slug}/payment/{charge.token}x/")
    assert unknown.headers["Location"] == f"/{old.slug}/track/link-ended/"


def test_a_request_whose_payment_is_under_way_stays_until_it_has_ended(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    opened = opener(old, service_of(old))(**at("CA1 1AA"))
    Payment = apps.get_model("payments.Payment")  # noqa: N806
    charge = owed(old, opened)
    with council_scope(old.id):
        Payment.objects.create(
            council_id=old.id, charge_id=charge.id, number=1, provider="x", language="en", began_at=MONDAY,
            check_at=MONDAY,
        )  # fmt: skip
    assert "1 request cannot move: in the middle of a payment" in call("rehearse", *CUMBRIA).stdout
    call("reorganise", *CUMBRIA, "--for-real")
    assert rows(new)["cases.Case"] == []
    with council_scope(old.id):
        Payment.objects.filter(charge_id=charge.id).update(state="CANCELLED", ended_at=MONDAY)
    call("reorganise", *CUMBRIA, "--for-real")
    assert len(rows(new)["payments.Payment"]) == len(rows(new)["cases.Case"]) == 1


def test_a_request_worked_in_another_system_stays_and_its_address_still_takes_the_status(
    cumbria: dict[str, CouncilView],
) -> None:
    old = cumbria["carlisle"]
    CliRunner().invoke(
        commonwheel,
        ["handover", "set", old.slug, BINS, "--to", "webhook", "--system", "Depot", "--url", "https://depot.example/x"],
    )
    opener(old, service_of(old))(**at("CA1 1AA"))
    told = json.loads(call("rehearse", *CUMBRIA, "--json").stdout)
    (ending,) = [each for each in told["ending"] if each["council"] == "carlisle"]
    assert ending["staying"]["system"] == {"open": 1, "closed": 0}
    assert "carlisle: requests moved: 0 to cumberland; stayed: 1." in call("reorganise", *CUMBRIA, "--for-real").stdout


def test_where_requests_stayed_they_are_tracked_at_the_old_address_and_what_moved_is_found_from_there(
    cumbria: dict[str, CouncilView], client: Client
) -> None:
    county = cumbria["cumbria"]
    open_one = opener(county, service_of(county))
    moved, stayed = open_one(**at("CA1 1AA")), open_one(**at("ZZ1 1ZZ"))
    with council_scope(county.id):
        token = cases.new_link(county.id, case_id=moved.id, now=dt.datetime.now(dt.UTC))
    call("reorganise", *CUMBRIA, "--for-real")
    for one, postcode in ((moved, "CA1 1AA"), (stayed, "ZZ1 1ZZ")):
        page = Client().post("/cumbria/track/", {"reference": one.reference, "proof": postcode}, follow=True)
        assert one.reference in page.content.decode()
        wrong = Client().post("/cumbria/track/", {"reference": one.reference, "proof": "AB1 1AA"}, follow=True)
        assert wrong.status_code == 422
    page = client.get(f"/cumbria/track/link/{token}/", follow=True)
    assert moved.reference in page.content.decode()
    home = client.get("/cumbria/")
    assert home.headers["Location"].endswith("/places/")


def test_what_was_begun_is_finished_at_the_old_council(cumbria: dict[str, CouncilView], client: Client) -> None:
    old = cumbria["carlisle"]
    boss = add_person("Dev Boss", council=old, roles=("OFFICER",))
    with council_scope(old.id):
        services.put_live(old.id, slug=BINS, signed_off_by=boss.id, must_be_welsh=False, actor=SYSTEM, now=MONDAY)
    first = client.post(f"/carlisle/{BINS}/").headers["Location"]
    assert "taken_down" in call("reorganise", *CUMBRIA, "--for-real", "--json").stdout
    assert client.get(first, follow=True).status_code == 200
    assert client.get("/carlisle/").status_code == 308
    assert client.get("/carlisle/track/").status_code == 200, (
        "what comes of it can be tracked there until it goes along"
    )


def test_a_host_name_of_its_own_leads_to_that_of_the_new_council(postcodes: None, client: Client) -> None:
    council("carlisle", host="services.carlisle.example")
    council("cumberland", host="services.cumberland.example")
    call("reorganise", *CUMBRIA, "--for-real")
    answer = client.get("/track/", headers={"host": "services.carlisle.example"})
    assert answer.headers["Location"].endswith("://services.cumberland.example/track/")


def test_files_go_along_and_their_bytes_are_the_new_councils(cumbria: dict[str, CouncilView], settings: Any) -> None:
    from io import BytesIO

    old, new = cumbria["carlisle"], cumbria["cumberland"]
    opened = opener(old, service_of(old))(**at("CA1 1AA"))
    (case,) = rows(old)["cases.Case"]
    Upload = apps.get_model("files.Upload")  # noqa: N806
    kept = settings.UPLOADS_STORAGE.keep(str(old.id), BytesIO(b"a picture"))
    with council_scope(old.id):
        for journey, stored, sha256 in (
            (case["journey_id"], kept.name, kept.sha256),
            (opened.id, f"{old.id}/ab/cd/{'ab' * 32}", "ab" * 32),
        ):
            Upload.objects.create(
                council_id=old.id, journey=journey, question="photo", name="a.png", kind="png", size=9,
                sha256=sha256, stored=stored, verdict="CLEAN", uploaded_at=MONDAY,
            )  # fmt: skip
    call("reorganise", *CUMBRIA, "--for-real")
    named = {each["sha256"]: each["stored"] for each in rows(new)["files.Upload"]}
    assert named[kept.sha256].startswith(str(new.id))
    with settings.UPLOADS_STORAGE.open(named[kept.sha256]) as content:
        assert content.read() == b"a picture"
    assert named["ab" * 32].startswith(str(old.id))


def test_a_timeline_goes_nowhere_but_where_its_request_is(cumbria: dict[str, CouncilView]) -> None:
    old, new = cumbria["carlisle"], cumbria["cumberland"]
    opener(old, service_of(old))(**at("CA1 1AA"))
    CaseEvent = apps.get_model("cases.CaseEvent")  # noqa: N806
    for changed in ({"council_id": new.id}, {"note": "never happened"}):
        with pytest.raises(DatabaseError), transaction.atomic(), council_scope(old.id):
            CaseEvent.objects.filter(council_id=old.id).update(**changed)


@pytest.mark.parametrize(
    "words",
    [(), ("--register",), ("--on", "2027-04-01"), (*SURREY, "plan.yaml"), (*SURREY[:3], "--council", "brighton")],
)
def test_a_call_that_says_too_little_or_too_much_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("on: 2027-04-01\ninto: {a: [b]}\n")
    given = [str(plan) if each == "plan.yaml" else each for each in words]
    assert call("rehearse", *given).exit_code == 2


def test_a_plan_of_ones_own_is_followed(cumbria: dict[str, CouncilView], tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("on: 2023-04-01\ninto:\n  westmorland-and-furness: [carlisle, nowhere]\n")
    opener(cumbria["carlisle"], service_of(cumbria["carlisle"]))()
    assert "Not on this node, so not looked at: nowhere" in call("rehearse", plan).stdout
    call("reorganise", plan, "--for-real")
    assert len(rows(cumbria["westmorland-and-furness"])["cases.Case"]) == 1
    plan.write_text("on: 2023-04-01\ninto:\n  elsewhere: [nowhere]\n")
    assert "None of the councils that end is on this node" in call("reorganise", plan, "--for-real").stdout


def test_a_rehearsal_could_not_write_if_it_tried(postcodes: None) -> None:
    from commonwheel.apps.reorganising.queries import looking

    with pytest.raises(DatabaseError), transaction.atomic(), looking._reading_only(), connection.cursor() as cursor:
        cursor.execute("UPDATE authorities_council SET name = 'changed'")


@pytest.mark.django_db(transaction=True)
def test_the_steps_of_surrey_are_played_in_a_copy_as_if_it_were_the_day_and_the_node_stays_as_it_is(
    postcodes: None,
) -> None:
    woking, surrey, east, west = map(council, ("woking", "surrey", "east-surrey", "west-surrey"))
    adopt(east)
    adopt(west)
    opener(woking, adopt(woking))()
    opener(surrey, adopt(surrey))(**at("KT10 9AA"))
    before = rows(woking)
    played = call("rehearse", *SURREY, "--in-copy")
    assert "woking: requests moved: 1 to west-surrey; stayed: 0." in played.stdout, played.stderr
    assert "surrey: requests moved: 1 to east-surrey, 0 to west-surrey; stayed: 0." in played.stdout
    assert "The node had 2 requests before, and 2 after." in played.stdout
    assert rows(woking) == before
    assert not list(Path(node_settings.DATA).glob("rehearsal-*"))


@pytest.mark.django_db(transaction=True)
def test_what_the_steps_refuse_in_a_copy_is_said(postcodes: None) -> None:
    adopt(council("woking"))
    played = call("rehearse", *SURREY, "--in-copy")
    assert played.exit_code == 1
    assert "Not on this node yet: West Surrey Council" in played.stderr
