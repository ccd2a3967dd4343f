"""A report put as a resident would have typed it."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.support.programmes import circumstances, programme, question, step

from commonwheel.core.open311.offer import Offer, offered
from commonwheel.core.open311.report import MOST_PICTURES, Typed, typed

OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
SERVICE = programme(
    step("where", question("spot", "place")),
    step(
        "about",
        question("details", "long-text", max=100),
        question("colour"),
        question("day", "date"),
        question("some", "checkboxes", options=OPTIONS),
    ),
    step("you", question("full_name", "name"), question("email", "email"), question("phone", "phone")),
)
PLAIN = programme(step("where", question("spot", "place")), step("about", question("details", "long-text")))


def offer_of(service: Any) -> Offer:
    (offer,) = offered(service, code="test", circumstances=circumstances(), language="en", values={}).offers
    return offer


def property_of(uprn: str) -> Mapping[str, Any] | None:
    known = {"1": {"line": "1 High Street, Lewes", "postcode": "BN7 1AA"}, "2": {"line": "The Old Mill"}}
    return known.get(uprn)


def put(given: dict[str, list[str]], service: Any = SERVICE) -> Typed:
    return typed(offer_of(service), {"lat": ["50.8"], "long": ["0.1"], **given}, find_property=property_of)


def wrong(given: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(one.parameter, one.says) for one in put(given).wrong]


def test_every_parameter_has_its_control() -> None:
    found = put(
        {
            "address_string": [" By the gate "],
            "description": ["A hole."],
            "first_name": ["Amina"],
            "last_name": ["Yusuf"],
            "email": ["amina@residents.example"],
            "phone": ["01632 960001"],
            "attribute[colour]": ["red"],
            "attribute[day]": ["2026-11-25T09:30:00Z"],
            "attribute[some][]": ["a", "b"],
        }
    )
    assert found.wrong == ()
    assert found.controls == {
        "spot-words": ["By the gate"], "spot-lat": ["50.8"], "spot-lon": ["0.1"], "details": ["A hole."],
        "full_name": ["Amina Yusuf"], "email": ["amina@residents.example"], "phone": ["01632 960001"],
        "colour": ["red"], "day-year": ["2026"], "day-month": ["11"], "day-day": ["25"], "some": ["a", "b"],
    }  # fmt: skip
    assert found.parameters["details"] == "description"
    assert found.parameters["colour"] == "attribute[colour]"


def test_what_a_service_does_not_ask_of_its_sender_is_not_kept() -> None:
    found = put({"description": ["A hole."], "email": ["amina@residents.example"], "first_name": ["Amina"]}, PLAIN)
    assert set(found.controls) == {"spot-lat", "spot-lon", "details"}


def test_what_is_empty_is_as_if_it_were_not_there() -> None:
    found = put({"description": [""], "email": [" "], "attribute[colour]": [""], "attribute[day]": [""], "media_url": [""]})  # fmt: skip
    assert found.wrong == ()
    assert found.controls == {"spot-lat": ["50.8"], "spot-lon": ["0.1"], "colour": [], "day": []}


def test_a_list_is_taken_however_it_is_numbered() -> None:
    found = put({"attribute[some][0]": ["a"], "attribute[some][1]": ["b"]})
    assert found.controls["some"] == ["a", "b"]


def test_a_day_that_is_none_is_left_for_the_rules_to_refuse() -> None:
    found = put({"attribute[day]": ["tomorrow"]})
    assert [found.controls[f"day-{part}"] for part in ("year", "month", "day")] == [["tomorrow"]] * 3


def test_a_property_of_the_register_is_a_place() -> None:
    found = typed(offer_of(PLAIN), {"address_id": ["1"]}, find_property=property_of)
    assert found.controls == {"spot-words": ["1 High Street, Lewes"], "spot-postcode": ["BN7 1AA"]}
    said = typed(offer_of(PLAIN), {"address_id": ["2"], "address_string": ["Behind it"]}, find_property=property_of)
    assert said.controls == {"spot-words": ["Behind it"]}
    gone = typed(offer_of(PLAIN), {"address_id": ["3"]}, find_property=property_of)
    assert [one.parameter for one in gone.wrong] == ["address_id"]


def test_without_a_place_it_is_refused() -> None:
    found = typed(offer_of(PLAIN), {}, find_property=property_of)
    assert [one.parameter for one in found.wrong] == ["lat"]


@pytest.mark.parametrize(("given", "missing"), [({"lat": [""]}, "lat"), ({"long": [""]}, "long")])
def test_half_a_point_is_refused(given: dict[str, list[str]], missing: str) -> None:
    assert wrong(given) == [(missing, "Send lat and long together.")]


def test_what_comes_twice_is_refused() -> None:
    said = wrong({"email": ["a@b.example", "c@d.example"], "attribute[colour]": ["red", "blue"]})
    assert said == [
        ("email", "email comes twice. Send it once."),
        ("attribute[colour]", "attribute[colour] comes twice. Send it once."),
    ]


def test_an_attribute_that_is_not_asked_is_refused() -> None:
    known = "Its attributes: colour, day, some."
    assert wrong({"attribute[size]": ["5"]}) == [
        ("attribute[size]", f"attribute[size] is no attribute of test. {known}")
    ]
    assert wrong({"attributes": ["5"]}) == [("attributes", f"attributes is no attribute of test. {known}")]
    none = typed(offer_of(PLAIN), {"lat": ["1"], "long": ["1"], "attribute[x]": ["1"]}, find_property=property_of)
    assert none.wrong[0].says.endswith("Its attributes: none.")


def test_pictures_are_links_below_the_description() -> None:
    found = put({"description": ["A hole."], "media_url": ["https://a.example/1.jpg", "http://a.example/2.jpg"]})
    assert found.controls["details"] == ["A hole.\nhttps://a.example/1.jpg\nhttp://a.example/2.jpg"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "https://", "picture.jpg", "https://[", "https://a.example/a b",
        "https://a.example/\x07", "https://a.example/" + "x" * 1_000,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_picture_is_refused(address: str) -> None:
    assert [name for name, _says in wrong({"media_url": [address]})] == ["media_url"]


def test_too_many_pictures_are_refused() -> None:
    many = [f"https://a.example/{number}" for number in range(MOST_PICTURES + 1)]
    assert wrong({"media_url": many}) == [("media_url", "Send at most 10 addresses of pictures.")]


def test_a_description_is_measured_with_its_pictures() -> None:
    assert wrong({"description": ["x" * 101]}) == [
        ("description", "description has 101 characters. Send 100 or fewer.")
    ]
    ((_name, says),) = wrong({"description": ["x" * 90], "media_url": ["https://a.example/1"]})
    assert says == "description has 110 characters with the addresses of its pictures. Send 100 or fewer."
