"""What programs are told: which reports a council takes, and how those stand that came with their own key."""

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

import georeport
import jsonschema
import pytest
import requests
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.support import streets
from tests.support.cast import add_council
from tests.support.partner import (
    FLY_TIPPING,
    HOLE,
    IN_BRIGHTON,
    IN_LEWES,
    POTHOLE,
    RUBBISH,
    Partner,
    errors,
    let_in,
    move_case,
    xml,
)

from commonwheel.apps.cases.models import Case
from commonwheel.apps.open311.models import Report
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

BASE = "/api/lewes/open311/v2"


def codes(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {one["service_code"].partition(".")[2] for one in answer.json()}


def told(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()
    return found


# Services


def test_a_council_lists_what_it_has_the_duty_for(district: CouncilView, the_county: CouncilView) -> None:
    districts = codes(Client().get(f"{BASE}/services.json"))
    countys = codes(Client().get("/api/east-sussex/open311/v2/services.json"))
    assert {"fly-tipping", "litter", "graffiti", "vehicle"} <= districts
    assert {"pothole", "pavement", "drain", "signal"} <= countys
    assert districts & countys == set()


def test_what_the_council_s_settings_rule_out_is_not_listed(district: CouncilView) -> None:
    assert "local" not in codes(Client().get(f"{BASE}/services.json"))


@pytest.mark.usefixtures("district", "the_county")
def test_at_a_place_the_councils_of_the_node_that_have_the_duty_are_found() -> None:
    found = told(Client().get("/api/open311/v2/services.json", IN_LEWES))
    assert {FLY_TIPPING, POTHOLE} <= {one["service_code"] for one in found}
    own = codes(Client().get(f"{BASE}/services.json", IN_LEWES))
    assert "fly-tipping" in own
    assert "pothole" not in own
    assert codes(Client().get(f"{BASE}/services.json", IN_BRIGHTON)) == set()
    assert "Send lat and long together" in errors(Client().get(f"{BASE}/services.json", {"lat": "50"}), 400)


@pytest.mark.usefixtures("district")
def test_a_service_is_listed_as_the_specification_has_it() -> None:
    (one,) = (each for each in told(Client().get(f"{BASE}/services.json")) if each["service_code"] == FLY_TIPPING)
    assert one == {
        "service_code": FLY_TIPPING,
        "service_name": "Dumped rubbish (fly-tipping)",
        "description": "Tell the council about a pothole, a street light, dumped rubbish or another problem in a street or open space.",
        "metadata": True,
        "type": "realtime",
        "keywords": "",
        "group": "Report a problem in a street",
    }
    root = xml(Client().get(f"{BASE}/services.xml"))
    assert (root.tag, {each.tag for each in root}) == ("services", {"service"})
    assert "Dumped rubbish (fly-tipping)" in {each.findtext("service_name") for each in root}


@pytest.mark.usefixtures("street_postcodes", "db")
def test_words_and_letters_are_in_the_language_asked_for() -> None:
    council = add_council("lewes", name="Lewes District", gss_code=streets.LEWES, languages=("en", "cy"))
    streets.run_service(council)
    partner = let_in(council)
    names = {
        code: {one["service_code"]: one["service_name"] for one in told(partner.get("services.json", locale=code))}
        for code in ("en", "cy", "fr")
    }
    assert names["en"][FLY_TIPPING] == "Dumped rubbish (fly-tipping)"
    assert names["cy"][FLY_TIPPING] != names["en"][FLY_TIPPING]
    assert names["fr"] == names["en"]
    partner.reported(RUBBISH | {"locale": "cy"})
    with council_scope(council.id):
        assert Case.objects.of(council.id).get().language == "cy"


@pytest.mark.usefixtures("district")
def test_a_definition_says_what_is_asked() -> None:
    answer = Client().get(f"{BASE}/services/{FLY_TIPPING}.json").json()
    asked = {one["code"]: one for one in answer["attributes"]}
    assert answer["service_code"] == FLY_TIPPING
    assert list(asked) == ["description-length", "land", "danger", "seen"]
    assert [one["order"] for one in answer["attributes"]] == [1, 2, 3, 4]
    assert (asked["description-length"]["variable"], asked["land"]["variable"]) == (False, True)
    assert asked["danger"] == {
        "variable": True,
        "code": "danger",
        "datatype": "singlevaluelist",
        "required": True,
        "datatype_description": "For example, a hole that cars swerve around, bare wires or a cover that is gone.",
        "order": 3,
        "description": "Somebody could be hurt",
        "values": [{"key": "yes", "name": "Yes"}, {"key": "no", "name": "No"}],
    }
    root = xml(Client().get(f"{BASE}/services/{FLY_TIPPING}.xml"))
    assert root.findtext("attributes/attribute[2]/values/value[1]/key") == "street"
    said = errors(Client().get(f"{BASE}/services/paint-the-town.json"), 404)
    assert said == "service_code paint-the-town is none that Lewes District takes. See services.json for those it does."


@pytest.mark.usefixtures("district")
def test_programs_that_only_read_may_keep_the_lists() -> None:
    answer = Client().get(f"{BASE}/services.json")
    assert (answer.headers["Cache-Control"], answer.headers["Access-Control-Allow-Origin"]) == (
        "public, max-age=60",
        "*",
    )
    assert Client().head(f"{BASE}/services.json").status_code == 200


def test_a_council_that_is_not_open_answers_nothing(district: CouncilView) -> None:
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.audit import SYSTEM

    partner = let_in(district)
    with council_scope(district.id):
        authorities.set_open(district.id, is_open=False, actor=SYSTEM, now=timezone.now())
    assert Client().get(f"{BASE}/services.json").status_code == 404
    assert partner.post(RUBBISH).status_code == 404
    assert Client().get("/api/open311/v2/services.json", {"jurisdiction_id": "lewes"}).status_code == 404


# How requests stand


def test_a_partner_sees_how_its_requests_stand(district: CouncilView, partner: Partner) -> None:
    reference = partner.reported(RUBBISH)
    (one,) = told(partner.get(f"requests/{reference}.json"))
    with council_scope(district.id):
        case = Case.objects.of(district.id).get()
    assert one["status"] == "open"
    assert one["status_notes"] == "Received. We are looking at what you told us."
    assert (one["service_code"], one["service_name"]) == (FLY_TIPPING, "Dumped rubbish (fly-tipping)")
    assert one["agency_responsible"] == "Lewes District"
    assert dt.datetime.fromisoformat(one["expected_datetime"]).date() == case.due_on
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert dt.datetime.fromisoformat(one[name]).tzinfo is not None


def test_once_it_is_closed_its_state_is_told(district: CouncilView, partner: Partner) -> None:
    reference = partner.reported(RUBBISH)
    move_case(district, reference, "fixed")
    (one,) = told(partner.get(f"requests/{reference}.json"))
    assert (one["status"], one["expected_datetime"], one["service_notice"]) == ("closed", None, None)


def test_nothing_that_was_said_is_ever_told(partner: Partner) -> None:
    mark = "Harbourside-only-7f3a"
    said = RUBBISH | {"description": mark, "first_name": mark, "address_string": mark, "email": f"{mark}@r.example"}
    reference = partner.reported(said | {"phone": "01632 960001"})
    for form in ("json", "xml"):
        for path in ("requests", f"requests/{reference}", f"tokens/{reference}"):
            body = partner.get(f"{path}.{form}").content.decode()
            assert reference in body
            assert mark not in body
            assert "960001" not in body
            assert RUBBISH["lat"] not in body


def test_no_partner_sees_another_s_requests(district: CouncilView, partner: Partner) -> None:
    reference = partner.reported(RUBBISH)
    other = let_in(district, name="Another app")
    assert told(other.get("requests.json")) == []
    assert "is none that came with this key" in errors(other.get(f"requests/{reference}.json"), 404)
    assert told(other.get("requests.json", service_request_id=reference)) == []
    assert errors(other.get(f"tokens/{reference}.json"), 404) == "token is none that came with this key."
    assert Client().get(f"{BASE}/requests.json").status_code == 403


def test_what_residents_sent_on_the_pages_is_told_to_nobody(district: CouncilView, partner: Partner) -> None:
    resident = streets.placed(streets.reporting("fly-tipping"), streets.WITHIN_LEWES)
    streets.send(streets.to_the_check(resident, seen="no"))
    with council_scope(district.id):
        reference = Case.objects.of(district.id).get().reference
    assert told(partner.get("requests.json")) == []
    assert partner.get(f"requests/{reference}.json").status_code == 404


def test_a_request_has_its_reference_at_once_and_that_is_its_token(partner: Partner) -> None:
    reference = partner.reported(RUBBISH)
    assert told(partner.get(f"tokens/{reference}.json")) == [{"service_request_id": reference, "token": reference}]


def test_requests_are_chosen_as_the_specification_has_it(district: CouncilView, partner: Partner) -> None:
    first, second, third = (partner.reported(RUBBISH | {"description": f"Number {n}."}) for n in range(3))
    move_case(district, second, "fixed")
    now = timezone.now()
    with council_scope(district.id):
        Report.objects.filter(reference=third).update(received_at=now - dt.timedelta(days=100))

    def found(**asked: str) -> list[str]:
        return [one["service_request_id"] for one in told(partner.get("requests.json", **asked))]

    def day(ago: int) -> str:
        return (now - dt.timedelta(days=ago)).isoformat()

    assert found() == [second, first]
    assert (found(status="open"), found(status="closed"), found(status="open,closed")) == (
        [first],
        [second],
        [second, first],
    )
    assert found(service_request_id=f"{third},{first}", status="closed", start_date=day(1)) == []
    assert set(found(service_request_id=f"{third},{first}")) == {first, third}
    assert (found(service_code=f"{POTHOLE},{FLY_TIPPING}"), found(service_code=POTHOLE)) == ([second, first], [])
    assert found(start_date=day(120), end_date=day(90)) == [third]
    assert found(start_date=day(110)) == [third]
    assert found(end_date=day(40)) == [third]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"status": "lost"}, "status is open, closed or both, with a comma between."),
        ({"start_date": "yesterday"}, "start_date is a moment with its offset from UTC, such as 2026-11-25T09:30:00Z."),
        ({"start_date": "2026-11-25T09:30:00"}, "start_date is a moment with its offset from UTC"),
        ({"start_date": "2026-13-25T09:30:00Z"}, "start_date is a moment with its offset from UTC"),
        ({"end_date": "0001-01-01T00:00:00Z"}, "start_date and end_date are of no year that there is."),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, "span more than 90 days"),
        ({"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, "start_date is after end_date."),
        ({"service_code": ",".join(map(str, range(1_001)))}, "Name at most 1,000 in service_code."),
        ({"jurisdiction_id": ["lewes", "lewes"]}, "jurisdiction_id comes twice."),
        ({"locale": "x" * 401}, "locale is too long."),
    ],
)
def test_what_is_asked_wrongly_is_told(partner: Partner, asked: dict[str, Any], says: str) -> None:
    path = "services.json" if "locale" in asked else "requests.json"
    assert says in errors(partner.get(path, **asked), 400)


# Forms of the answers


@pytest.mark.usefixtures("district")
def test_an_address_ends_in_its_form() -> None:
    answer = Client().get(f"{BASE}/services.yaml")
    assert (answer.status_code, xml(answer).findtext("error/code")) == (406, "406")
    assert Client().get(f"{BASE}/services").status_code == 404
    deleted = Client().delete(f"{BASE}/requests.json")
    assert (deleted.status_code, deleted.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_a_report_is_a_form_in_the_coding_of_the_web(partner: Partner) -> None:
    """The description of the test client is another one; partners use this."""
    body = urlencode({"api_key": partner.key, **RUBBISH, "description": "Ysbwriel — tŷ"})
    answer = Client().post(f"{BASE}/requests.json", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_discovery_says_where_the_services_are(district: CouncilView) -> None:
    answer = Client().get("/api/lewes/open311/discovery.json").json()
    (endpoint,) = answer["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/api/lewes/open311/v2")
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert "Lewes District" in answer["contact"]
    root = xml(Client().get("/api/lewes/open311/discovery.xml"))
    assert root.findtext("endpoints/endpoint/formats/format[2]") == "application/json"
    streets.county()
    of_node = Client().get("/api/open311/discovery.json").json()
    assert of_node["endpoints"][0]["url"].endswith("/api/open311/v2")


def test_at_a_council_s_own_host_the_same_is_answered(district: CouncilView, partner: Partner) -> None:
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.authorities.models import Council

    with council_scope(district.id):
        Council.objects.filter(id=district.id).update(host="report.lewes.example")
    authorities.forget_councils()
    host = {"headers": {"host": "report.lewes.example"}}
    listed = Client().get("/api/open311/v2/services.json", **host)
    assert FLY_TIPPING in {one["service_code"] for one in told(listed)}
    answer = Client().post("/api/open311/v2/requests.json", {"api_key": partner.key, **RUBBISH}, **host)
    assert answer.status_code == 200
    (endpoint,) = Client().get("/api/open311/discovery.json", **host).json()["endpoints"]
    assert endpoint["url"] == "https://report.lewes.example/api/open311/v2"


def test_the_description_is_openapi_and_answers_are_as_it_has_them(partner: Partner) -> None:
    document = Client().get("/api/open311/openapi.json").json()
    OpenAPIV31SpecValidator(document).validate()
    assert set(document["paths"]) == {
        "/discovery.{format}", "/v2/services.{format}", "/v2/services/{service_code}.{format}",
        "/v2/requests.{format}", "/v2/requests/{service_request_id}.{format}", "/v2/tokens/{token}.{format}",
    }  # fmt: skip

    def checked(shape: str, answer: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{shape}", "components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(json.loads(answer.content))

    checked("Discovery", Client().get("/api/lewes/open311/discovery.json"))
    checked("Services", Client().get(f"{BASE}/services.json"))
    checked("ServiceDefinition", Client().get(f"{BASE}/services/{FLY_TIPPING}.json"))
    answer = partner.post(RUBBISH)
    checked("Taken", answer)
    reference = answer.json()[0]["service_request_id"]
    checked("Requests", partner.get("requests.json"))
    checked("Requests", partner.get(f"requests/{reference}.json"))
    checked("Tokens", partner.get(f"tokens/{reference}.json"))
    checked("Errors", partner.post(HOLE))


# A client of others


@pytest.fixture
def _through_the_test_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead what the client asks over HTTP to the node under test."""

    def get(address: str, params: dict[str, str]) -> requests.Response:
        answer = Client().get(address.removeprefix("https://testserver"), params)
        made = requests.Response()
        made.status_code, made._content = answer.status_code, answer.content
        made.headers.update(answer.headers)
        return made

    monkeypatch.setattr("georeport.georeport.requests.get", get)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.usefixtures("district", "the_county", "_through_the_test_client")
def test_a_client_of_others_reads_lists_and_definitions(form: str) -> None:
    asking = georeport.GeoReport(f"https://testserver{BASE}", output_format=form)
    assert FLY_TIPPING in {one["service_code"] for one in asking.get_service_list()}
    everywhere = georeport.GeoReport("https://testserver/api/open311/v2", "east-sussex", output_format=form)
    assert POTHOLE in {one["service_code"] for one in everywhere.get_service_list()}
    found = everywhere.get_service_definition(POTHOLE)
    asked = found["attributes"] if form == "json" else found["attributes"]["attribute"]
    assert [one["code"] for one in asked] == ["description-length", "land", "danger"]
    with pytest.raises(requests.HTTPError):
        asking.get_service_requests()
