"""What programs may ask about places: every answer as the description has it, every wrong question told where."""

import json
from typing import Any

import jsonschema
import pytest
import shapely
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.support.cast import BY_THE_OPERATOR, add_council
from tests.support.outlines import LICENCE, PARK
from tests.support.streets import BRIGHTON, COUNTY, LEWES, WEALDEN

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.forms.programs import MOST_BYTES
from commonwheel.apps.places.rules import MOST_AT_ONCE
from commonwheel.core.places.grid import spot_of_grid

pytestmark = pytest.mark.django_db


def described() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/places/openapi.json").json()
    return found


def checked(shape: str, answer: Any) -> None:
    """Hold an answer to its shape in the description."""
    document = described()
    schema = {"$ref": f"#/components/schemas/{shape}", "components": document["components"]}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(answer)


def asked(path: str, shape: str, **query: object) -> dict[str, Any]:
    answer = Client().get(f"/api/places/{path}", query)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = answer.json()
    checked(shape, found)
    return found


def wrong(path: str, status: int, **query: object) -> dict[str, Any]:
    answer = Client().get(f"/api/places/{path}", query)
    return problem(answer, status)


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.json()
    checked("Problem", found)
    assert found["status"] == status
    return found


def in_bulk(**body: object) -> dict[str, Any]:
    answer = Client().post("/api/places/bulk", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    checked("ManyAnswer", found)
    return found


def refused(body: object, status: int = 400) -> dict[str, Any]:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return problem(Client().post("/api/places/bulk", text, content_type="application/json"), status)


def at(easting: int) -> dict[str, float]:
    spot = spot_of_grid(easting, 110_000)
    return {"lat": spot.lat, "lon": spot.lon}


def who_has(duty: str, **query: object) -> list[tuple[str, str]]:
    (found,) = asked("who", "WhoAnswer", duty=duty, **query)["duties"]
    return [(one["id"], one["reason"]) for one in found["who"]]


def test_the_description_is_openapi_and_names_every_address() -> None:
    document = described()
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {
        "/who", "/postcodes/{postcode}", "/points", "/areas", "/areas/{area}", "/bulk", "/openapi.json",
    }  # fmt: skip


@pytest.mark.usefixtures("held")
def test_a_postcode_says_who_has_each_duty_why_and_by_what_law() -> None:
    found = asked("who", "WhoAnswer", postcode="bn71aa")
    assert found["place"]["how"] == "postcode"
    assert found["authorities"][0]["id"] == "lewes"
    highways = next(one for one in found["duties"] if one["duty"] == "highways")
    (county,) = highways["who"]
    assert (county["id"], county["reason"]) == ("east-sussex", "county")
    assert "county council has this duty" in county["why"]
    assert county["law_page"].startswith("https://www.legislation.gov.uk/")
    assert [one["id"] for one in county["elsewhere"]] == ["national-highways"]
    assert len(found["duties"]) > 40


@pytest.mark.usefixtures("held")
def test_one_duty_a_service_by_its_number_and_a_trunk_road() -> None:
    assert who_has("waste-collection", postcode="BN7 1AA") == [("lewes", "district")]
    assert who_has("highways", postcode="BN7 1AA", road="trunk") == [("national-highways", "trunk-road")]
    (found,) = asked("who", "WhoAnswer", postcode="BN7 1AA", service="372")["duties"]
    assert found["duty"] == "abandoned-vehicles"


@pytest.mark.usefixtures("held")
def test_a_point_is_told_by_outlines_near_a_border_by_both_and_off_it_by_the_nearest() -> None:
    east, north = 540_700, 110_000
    for given in (at(east), {"easting": east, "northing": north}, {"point": f"{east} {north}"}):
        found = asked("who", "WhoAnswer", **given)["place"]
        assert (found["how"], [one["district"] for one in found["areas"]]) == ("outline", [LEWES])
    border = asked("who", "WhoAnswer", **at(541_450))
    assert (border["place"]["how"], border["certain"]) == ("border", False)
    assert [one["district"] for one in border["place"]["areas"]] == [LEWES, WEALDEN]
    nearest = asked("who", "WhoAnswer", **at(545_200))["place"]
    assert (nearest["how"], round(nearest["metres"], -1)) == ("nearest", 200)
    assert "200 metres away" in nearest["words"] or "199 metres away" in nearest["words"]
    assert wrong("who", 404, **at(546_000))["type"] == "urn:commonwheel:places:nowhere"


@pytest.mark.usefixtures("held")
def test_where_parks_are_held_planning_is_certain() -> None:
    """Lewes touches the South Downs; the park begins in the middle of the strip that Lewes is here."""
    assert who_has("planning", **at(541_300)) == [("south-downs-national-park-authority", "park")]
    assert who_has("planning", **at(540_700)) == [("lewes", "district")]
    assert {reason for _, reason in who_has("planning", **at(541_050))} == {"park-or-not"}
    assert who_has("planning", postcode="BN8 1AA") == [("south-downs-national-park-authority", "park")]
    assert who_has("planning", postcode="BN8 1AA", park="none") == [("wealden", "district")]
    assert who_has("planning", area="lewes", park=PARK) == [("south-downs-national-park-authority", "park")]


@pytest.mark.usefixtures("held")
def test_a_parish_is_told_by_its_outline() -> None:
    found = asked("who", "WhoAnswer", postcode="BN7 1AA")
    assert (found["parish"], found["place"]["areas"][0]["parish"]) == ("E04000001", "E04000001")


@pytest.mark.usefixtures("held")
def test_the_day_decides_and_a_county_has_many_districts() -> None:
    assert who_has("waste-collection", area="woking", on="2027-03-31") == [("woking", "district")]
    assert who_has("waste-collection", area="woking", on="2027-04-01") == [("west-surrey", "only-council")]
    change = asked("who", "WhoAnswer", area="woking", on="2027-03-31")["changes"][0]
    assert (change["on"], change["ends"] in {"surrey", "woking"}) == ("2027-04-01", True)
    assert len(who_has("waste-collection", area="E10000011")) == 5


@pytest.mark.usefixtures("held")
def test_what_councils_agreed_is_told() -> None:
    county = add_council("east-sussex", name="East Sussex", gss_code=COUNTY, tier="county")
    agreed = authorities.NewAgreement(duty="parking-permits", holder="lewes", rests_on="Agency agreement of 2026")
    authorities.declare_agreement(county.id, "parking", agreed, **BY_THE_OPERATOR)
    assert who_has("parking-permits", postcode="BN7 1AA") == [("lewes", "agreed")]


@pytest.mark.usefixtures("held")
def test_a_postcode_has_its_codes_its_middle_and_who_serves_it() -> None:
    found = asked("postcodes/bn7%201aa", "PostcodeAnswer")
    assert (found["postcode"], found["district"], found["county"]) == ("BN7 1AA", LEWES, COUNTY)
    assert (found["easting"], found["northing"]) == (541_000, 110_000)
    assert (found["park"], found["parish"]) == ("", "")  # this file of postcodes does not tell
    assert {"lat": found["lat"], "lon": found["lon"]} == at(541_000)
    assert found["authorities"][0]["id"] == "lewes"
    assert wrong("postcodes/BN99%209ZZ", 404)["where"] == "postcode"
    assert "such as BN1 1AA" in wrong("postcodes/nonsense", 400)["mend"]


@pytest.mark.usefixtures("held")
def test_a_point_is_in_one_area_of_each_level_that_is_held() -> None:
    found = asked("points", "PointAnswer", **at(541_300))
    assert {one["level"]: one["code"] for one in found["outlines"]} == {
        "district": LEWES, "county": COUNTY, "ward": "E05000001", "national-park": PARK, "parish": "E04000001",
    }  # fmt: skip
    assert {one["level"]: one["id"] for one in found["outlines"]}["ward"] == ""
    assert (found["easting"], found["northing"]) == (541_300, 110_000)
    assert (found["certain"], found["authorities"][0]["id"]) == (True, "lewes")


def test_in_northern_ireland_a_point_may_be_off_the_grid_and_without_data_nothing_tells() -> None:
    found = asked("points", "PointAnswer", lat=54.4, lon=-8.5)
    assert (found["easting"], found["place"]["how"], found["authorities"]) == (None, "nowhere", [])
    assert wrong("who", 404, lat=54.6, lon=-5.9)["type"].endswith("nowhere")


@pytest.mark.usefixtures("held")
def test_an_area_is_a_feature_with_its_relatives() -> None:
    for key in ("lewes", LEWES):
        found = asked(f"areas/{key}", "Feature")
        facts = found["properties"]
        assert (found["type"], found["id"], facts["code"], facts["level"]) == ("Feature", "lewes", LEWES, "district")
        assert "east-sussex" in [one["id"] for one in facts["parents"]]
        assert [one["id"] for one in facts["parks"]] == ["south-downs-national-park-authority"]
        assert (facts["outline_source"], facts["outline_licence"]) == ("district by hand", LICENCE)
        assert shapely.geometry.shape(found["geometry"]).is_valid
    assert [one["id"] for one in asked("areas/east-sussex", "Feature")["properties"]["parts"]] == [
        "eastbourne", "hastings", "lewes", "rother", "wealden",
    ]  # fmt: skip
    cumberland = asked("areas/cumberland", "Feature")
    assert cumberland["geometry"] is None
    assert [one["id"] for one in cumberland["properties"]["forerunners"]] == [
        "allerdale", "carlisle", "copeland", "cumbria",
    ]  # fmt: skip
    assert "west-surrey" in [one["id"] for one in asked("areas/woking", "Feature")["properties"]["followers"]]
    ward = asked("areas/E05000001", "Feature")["properties"]
    assert (ward["id"], ward["level"], ward["name"]) == ("", "ward", "Outline of E05000001")
    assert wrong("areas/atlantis", 404)["where"] == "area"


@pytest.mark.usefixtures("held")
def test_a_tolerance_leaves_corners_out_and_says_what_it_is() -> None:
    whole, plain = (asked(f"areas/{LEWES}", "Feature", tolerance=metres) for metres in (0, 50))
    corners = [len(one["geometry"]["coordinates"][0]) for one in (whole, plain)]
    assert corners[1] < 8 < corners[0]
    assert plain["properties"]["tolerance"] == 50
    answer = Client().get(f"/api/places/areas/{LEWES}")
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert wrong(f"areas/{LEWES}", 400, tolerance=20_000)["where"] == "tolerance"
    assert wrong(f"areas/{LEWES}", 400, tolerance="nan")["where"] == "tolerance"


@pytest.mark.usefixtures("held")
def test_areas_are_listed_by_level_and_day() -> None:
    districts = asked("areas", "AreasAnswer", level="district", on="2026-11-01")
    lewes = next(one for one in districts["areas"] if one["id"] == "lewes")
    assert (lewes["code"], lewes["has_outline"]) == (LEWES, True)
    assert len(districts["areas"]) == 361
    assert "cumberland" not in {one["id"] for one in asked("areas", "AreasAnswer", level="county")["areas"]}
    wards = asked("areas", "AreasAnswer", level="ward")
    assert [one["code"] for one in wards["areas"]] == ["E05000001"]
    assert asked("areas", "AreasAnswer", level="region")["areas"] == []
    assert wrong("areas", 400)["where"] == wrong("areas", 400, level="planet")["where"] == "level"


@pytest.mark.usefixtures("held")
def test_many_places_are_located_at_once_and_each_says_what_is_wrong_with_it() -> None:
    found = in_bulk(postcodes=["BN7 1AA", "bn28aa", "nonsense", "BN99 9ZZ"])
    assert [(one["asked"], one["district"], one["county"]) for one in found["results"]] == [
        ("BN7 1AA", LEWES, COUNTY), ("bn28aa", BRIGHTON, ""), ("nonsense", "", ""), ("BN99 9ZZ", "", ""),
    ]  # fmt: skip
    assert found["results"][0]["problem"] == ""
    assert found["results"][2]["problem"] == "This is not a postcode."
    points = in_bulk(points=[at(540_700), {"lat": 0, "lon": 0}], on="2026-01-01")
    assert [one["district"] for one in points["results"]] == [LEWES, ""]
    grid = in_bulk(points=[{"easting": 540_700, "northing": 110_000}] * MOST_AT_ONCE)
    assert {one["district"] for one in grid["results"]} == {LEWES}


def test_where_nothing_is_held_many_places_are_refused() -> None:
    assert refused({"postcodes": ["BN7 1AA"]}, 503)["type"] == "urn:commonwheel:places:nothing-held"


@pytest.mark.parametrize(
    ("query", "where", "kind"),
    [
        ({}, "postcode", "missing-place"),
        ({"postcode": "BN7 1AA", "area": "lewes"}, "postcode", "missing-place"),
        ({"postcode": "nonsense"}, "postcode", "not-a-postcode"),
        ({"postcode": "<script>" * 1_000}, "postcode", "not-a-postcode"),
        ({"lat": "50.8"}, "lat", "not-a-point"),
        ({"lat": "50.8", "lon": "0", "easting": "1", "northing": "1"}, "lat", "not-a-point"),
        ({"lat": "0.1", "lon": "50.8"}, "lat", "not-a-point"),
        ({"lat": "48.85", "lon": "2.35"}, "lat", "not-a-point"),
        ({"lat": "1e400", "lon": "2"}, "lat", "not-a-number"),
        ({"lat": "50", "lon": "inf"}, "lon", "not-a-number"),
        ({"easting": "900000", "northing": "1"}, "easting", "not-a-point"),
        ({"point": "ZZ 999 999"}, "point", "not-a-point"),
        ({"point": "by the old mill"}, "point", "not-a-point"),
        ({"area": "lewes", "on": "2027-02-31"}, "on", "not-a-day"),
        ({"area": "lewes", "on": "1974-04-01"}, "on", "not-a-day"),
        ({"area": "lewes", "on": "20270401"}, "on", "not-a-day"),
        ({"area": "lewes", "dutty": "planning"}, "dutty", "unknown-parameter"),
        ({"area": ["lewes", "woking"]}, "area", "repeated-parameter"),
        ({"area": "lewes", "duty": "moon-landings"}, "duty", "unknown-duty"),
        ({"area": "lewes", "service": "999999"}, "service", "unknown-duty"),
        ({"area": "lewes", "service": "9" * 5_000}, "service", "unknown-duty"),
        ({"area": "lewes", "road": "yellow-brick"}, "road", "unknown-parameter"),
        ({"area": "lewes", "park": "yellowstone"}, "park", "unknown-parameter"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong_where_and_how_to_mend_it(
    query: dict[str, Any], where: str, kind: str
) -> None:
    found = wrong("who", 400, **query)
    assert (found["where"], found["type"]) == (where, f"urn:commonwheel:places:{kind}")
    assert found["detail"]
    assert found["mend"]
    assert len(found["detail"]) < 300


def test_an_area_that_is_no_council_is_told_so() -> None:
    for area in ("atlantis", "sussex-police", "national-highways"):
        assert wrong("who", 404, area=area)["type"] == "urn:commonwheel:places:unknown-area"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ("[" * 100_000, ""),
        (b"\xff", ""),
        ('{"points": [{"lat": NaN, "lon": 1}]}', ""),
        ({}, ""),
        ({"postcodes": ["BN7 1AA"], "points": []}, ""),
        ({"postcodes": ["BN7 1AA"], "why": 1}, "/why"),
        ({"postcodes": []}, "/postcodes"),
        ({"postcodes": "BN7 1AA"}, "/postcodes"),
        ({"postcodes": ["BN7 1AA", 7]}, "/postcodes/1"),
        ({"postcodes": ["BN7 1AA"], "on": 2027}, "/on"),
        ({"postcodes": ["BN7 1AA"], "on": "soon"}, "on"),
        ({"points": [{"lat": 1}]}, "/points/0"),
        ({"points": [{"lat": 1, "lon": 1}, {"easting": 1, "northing": 1}]}, "/points/1"),
        ({"points": [7]}, "/points/0"),
        ({"points": [{"lat": "50", "lon": 1}]}, "/points/0/lat"),
        ({"points": [{"lat": True, "lon": 1}]}, "/points/0/lat"),
        ({"points": [{"lat": 10**400, "lon": 1}]}, "/points/0/lat"),
    ],
)
def test_a_wrong_body_is_told_where(body: object, where: str) -> None:
    assert refused(body)["where"] == where


def test_too_much_at_once_is_refused() -> None:
    assert refused({"postcodes": ["BN7 1AA"] * (MOST_AT_ONCE + 1)}, 413)["where"] == "/postcodes"
    assert refused(" " * (MOST_BYTES + 1), 413)["type"] == "urn:commonwheel:places:too-much"


def test_other_methods_are_refused_and_told_which_there_are() -> None:
    browser = Client(enforce_csrf_checks=True)
    for answer, allowed in (
        (browser.post("/api/places/who"), "GET, HEAD"),
        (browser.delete("/api/places/points"), "GET, HEAD"),
        (browser.get("/api/places/bulk"), "POST"),
    ):
        assert answer.headers["Allow"] == allowed
        problem(answer, 405)


@pytest.mark.usefixtures("held")
def test_an_answer_may_be_kept_and_asked_for_again_only_where_it_has_changed() -> None:
    address = "/api/places/who?postcode=BN71AA"
    first = Client().get(address)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first.headers.get("Vary", "")
    assert not first.cookies
    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    other = Client().get("/api/places/who?postcode=BN81AA")
    assert other.headers["ETag"] != first.headers["ETag"]
    assert Client().head(address).status_code == 200


def test_programs_without_a_browser_s_token_may_ask_for_many() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/places/bulk", "{}", content_type="application/json")
    problem(answer, 400)
