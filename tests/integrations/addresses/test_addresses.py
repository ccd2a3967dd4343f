"""The address services: the real client on answers of the published shape, and its fake, do the same."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from requests.adapters import BaseAdapter

from commonwheel.core.places.properties import Property
from commonwheel.integrations.addresses.fake import FakeAddresses
from commonwheel.integrations.addresses.os_places import OsPlaces
from commonwheel.integrations.addresses.port import Addresses, AddressesRefused, AddressesUnreachable

KEY = "not-a-real-key"
FLAT = Property("999900000001", "Flat 2, Sea House, 14A-16 Sea Lane, Lewes", "BN7 1AA", "12345678", 541_500, 110_100,
                50.872598, 0.009956, "RD06", True)  # fmt: skip


def result(uprn: str = FLAT.uprn, **more: Any) -> dict[str, Any]:
    """One result, in the shape of the LPI output that Ordnance Survey publishes."""
    return {
        "LPI": {
            "UPRN": uprn,
            "ADDRESS": "FLAT 2, SEA HOUSE, 14A-16, SEA LANE, LEWES, BN7 1AA",
            "USRN": "12345678",
            "LPI_KEY": "1445L000000001",
            "SAO_TEXT": "FLAT 2",
            "PAO_START_NUMBER": "14",
            "PAO_START_SUFFIX": "A",
            "PAO_END_NUMBER": "16",
            "PAO_TEXT": "SEA HOUSE",
            "STREET_DESCRIPTION": "SEA LANE",
            "TOWN_NAME": "LEWES",
            "ADMINISTRATIVE_AREA": "LEWES",
            "POSTCODE_LOCATOR": "BN7 1AA",
            "RPC": "1",
            "X_COORDINATE": 541500.0,
            "Y_COORDINATE": 110100.0,
            "STATUS": "APPROVED",
            "LOGICAL_STATUS_CODE": "1",
            "CLASSIFICATION_CODE": "RD06",
            "LOCAL_CUSTODIAN_CODE": 1445,
            "COUNTRY_CODE": "E",
            "POSTAL_ADDRESS_CODE": "D",
            "BLPU_STATE_CODE": "2",
            "LPI_LOGICAL_STATUS_CODE": "1",
            "LANGUAGE": "EN",
            "MATCH": 1.0,
            "MATCH_DESCRIPTION": "EXACT",
            **more,
        }
    }


class Recorded(BaseAdapter):
    """Answers requests from a list of results, page by page, and keeps what it was asked."""

    def __init__(self, results: list[dict[str, Any]], *, status: int = 200, body: bytes | None = None) -> None:
        super().__init__()
        self.results = results
        self.status = status
        self.body = body
        self.asked: list[requests.PreparedRequest] = []
        self.fault: Exception | None = None

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.asked.append(request)
        if self.fault:
            raise self.fault
        query = parse_qs(urlsplit(request.url or "").query)
        offset = int(str(query["offset"][0]))
        wanted = [each for each in self.results if query.get("uprn", [each["LPI"]["UPRN"]])[0] == each["LPI"]["UPRN"]]
        header = {"offset": offset, "totalresults": len(wanted), "maxresults": 100, "dataset": "LPI"}
        answer = requests.Response()
        answer.status_code = self.status
        content = {"header": header, "results": wanted[offset : offset + 100]}
        if not wanted:
            del content["results"]
        answer._content = json.dumps(content).encode() if self.body is None else self.body
        return answer

    def close(self) -> None:
        """Nothing is open."""


def client(recorded: Recorded) -> OsPlaces:
    session = requests.Session()
    session.mount("https://", recorded)
    return OsPlaces(key=KEY, session=session)


class TestEveryAddressService:
    @pytest.fixture(params=["real", "fake"])
    def addresses(self, request: pytest.FixtureRequest) -> Addresses:
        return client(Recorded([result()])) if request.param == "real" else FakeAddresses([FLAT])

    def test_it_finds_the_properties_at_a_postcode(self, addresses: Addresses) -> None:
        (found,) = addresses.find_at_postcode("BN7 1AA")
        assert (found.uprn, found.line, found.postcode) == (FLAT.uprn, FLAT.line, FLAT.postcode)
        assert (found.easting, found.northing, found.kind, found.is_current) == (541_500, 110_100, "RD06", True)

    def test_it_finds_a_property_by_its_number(self, addresses: Addresses) -> None:
        found = addresses.find_by_uprn(FLAT.uprn)
        assert found is not None
        assert found.line == FLAT.line
        assert addresses.find_by_uprn("7") is None


def test_the_key_is_in_a_header_and_never_in_the_address() -> None:
    recorded = Recorded([result()])
    client(recorded).find_at_postcode("BN7 1AA")
    (asked,) = recorded.asked
    assert asked.headers["key"] == KEY
    assert asked.url is not None
    assert KEY not in asked.url
    parts = urlsplit(asked.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://api.os.uk/search/places/v1/postcode"
    assert parse_qs(parts.query) == {
        "postcode": ["BN7 1AA"],
        "dataset": ["LPI"],
        "lr": ["EN"],
        "maxresults": ["100"],
        "offset": ["0"],
        "output_srs": ["EPSG:27700"],
    }


def test_every_page_is_read() -> None:
    recorded = Recorded([result(str(999_900_000_000 + number)) for number in range(1, 251)])
    assert len(client(recorded).find_at_postcode("BN7 1AA")) == 250
    assert len(recorded.asked) == 3


def test_what_has_no_address_or_another_form_is_left_out() -> None:
    wrong = [result(""), result("1", POSTCODE_LOCATOR="nowhere"), {"DPA": {"UPRN": "1"}, "LPI": {"UPRN": "1"}}]
    (found,) = client(Recorded([*wrong, result("2", LPI_LOGICAL_STATUS_CODE="8")])).find_at_postcode("BN7 1AA")
    assert (found.uprn, found.is_current) == ("2", False)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 302])
def test_a_refusal_has_a_name(status: int) -> None:
    with pytest.raises(AddressesRefused) as caught:
        client(Recorded([], status=status)).find_at_postcode("BN7 1AA")
    assert caught.value.status == status
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "recorded",
    [
        Recorded([], status=429),
        Recorded([], status=503),
        Recorded([], body=b"<html>"),
        Recorded([], body=b"[]"),
    ],
)
def test_what_may_pass_has_a_name(recorded: Recorded) -> None:
    with pytest.raises(AddressesUnreachable):
        client(recorded).find_at_postcode("BN7 1AA")


def test_a_fault_of_the_network_has_a_name_without_the_key() -> None:
    recorded = Recorded([])
    recorded.fault = requests.ConnectTimeout("took too long")
    with pytest.raises(AddressesUnreachable) as caught:
        client(recorded).find_by_uprn("1")
    assert KEY not in str(caught.value)
    fake = FakeAddresses()
    fake.is_down = True
    with pytest.raises(AddressesUnreachable):
        fake.find_by_uprn("1")


def test_an_answer_without_end_is_read_only_so_far() -> None:
    recorded = Recorded([result(str(999_900_000_000 + number)) for number in range(1, 1_201)])
    assert len(client(recorded).find_at_postcode("BN7 1AA")) == 1_000
    assert len(recorded.asked) == 10
