"""OS Places, Ordnance Survey's address service. Source: docs/sources.md#os-places-api."""

from collections.abc import Iterator, Mapping
from typing import Any

import requests

from commonwheel.core.places.address_lines import AddressableObject, address_line
from commonwheel.core.places.properties import Property, RowIsWrong, property_of
from commonwheel.integrations.addresses.port import AddressesRefused, AddressesUnreachable

ADDRESS = "https://api.os.uk/search/places/v1"
_SECONDS = (3.05, 5)
_PAGE = 100
_MOST_PAGES = 10
_APPROVED = "1"
_TRY_LATER = frozenset({408, 429})
_FAULT_OF_THEIRS = 500


class OsPlaces:
    """
    OS Places over HTTPS. It is asked for councils' addresses (LPI), in English, on the National Grid.

    The key goes in a header, so that it stands in no log of addresses.
    """

    def __init__(self, *, key: str, session: requests.Session, address: str = ADDRESS) -> None:
        self._session = session
        self._headers = {"key": key, "Accept": "application/json"}
        self._address = address

    def find_at_postcode(self, postcode: str) -> tuple[Property, ...]:
        """See the port."""
        found = {each.uprn: each for each in self._properties("postcode", {"postcode": postcode})}
        return tuple(found.values())

    def find_by_uprn(self, uprn: str) -> Property | None:
        """See the port."""
        return next(self._properties("uprn", {"uprn": uprn}), None)

    def _properties(self, resource: str, query: Mapping[str, str]) -> Iterator[Property]:
        for page in range(_MOST_PAGES):
            answer = self._ask(resource, {**query, "offset": str(page * _PAGE)})
            for result in answer.get("results") or ():
                if (found := _property(result.get("LPI") or {})) is not None:
                    yield found
            if int(answer.get("header", {}).get("totalresults", 0)) <= (page + 1) * _PAGE:
                return

    def _ask(self, resource: str, query: Mapping[str, str]) -> dict[str, Any]:
        asked = {**query, "dataset": "LPI", "lr": "EN", "maxresults": str(_PAGE), "output_srs": "EPSG:27700"}
        try:
            answer = self._session.get(
                f"{self._address}/{resource}",
                params=asked,
                headers=self._headers,
                timeout=_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            raise AddressesUnreachable(type(problem).__name__) from problem
        return _content(answer)


def _content(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code in _TRY_LATER or answer.status_code >= _FAULT_OF_THEIRS:
        raise AddressesUnreachable(f"status {answer.status_code}")
    if answer.status_code != requests.codes.ok:
        raise AddressesRefused(answer.status_code)
    try:
        content = answer.json()
    except requests.JSONDecodeError as problem:
        raise AddressesUnreachable("its answer is not JSON") from problem
    if not isinstance(content, dict):
        raise AddressesUnreachable("its answer has another form")
    return content


def _property(found: Mapping[str, Any]) -> Property | None:
    """Return the property of a result; None for one that has not the form of the contract."""
    text = {name: str(value) for name, value in found.items() if value is not None}
    try:
        return property_of(
            uprn=text.get("UPRN", ""),
            line=address_line(
                secondary=_addressable(text, "SAO"),
                primary=_addressable(text, "PAO"),
                street=text.get("STREET_DESCRIPTION", ""),
                locality=text.get("LOCALITY_NAME", ""),
                town=text.get("TOWN_NAME", ""),
                organisation=text.get("ORGANISATION", ""),
            ),
            postcode=text.get("POSTCODE_LOCATOR", ""),
            usrn=text.get("USRN", ""),
            easting=text.get("X_COORDINATE", ""),
            northing=text.get("Y_COORDINATE", ""),
            kind=text.get("CLASSIFICATION_CODE", ""),
            is_current=text.get("LOGICAL_STATUS_CODE") == text.get("LPI_LOGICAL_STATUS_CODE") == _APPROVED,
        )
    except RowIsWrong:
        return None


def _addressable(found: Mapping[str, str], which: str) -> AddressableObject:
    return AddressableObject(
        text=found.get(f"{which}_TEXT", ""),
        start=found.get(f"{which}_START_NUMBER", ""),
        start_suffix=found.get(f"{which}_START_SUFFIX", ""),
        end=found.get(f"{which}_END_NUMBER", ""),
        end_suffix=found.get(f"{which}_END_SUFFIX", ""),
    )
