"""The shapes of the answers, of which the description for programs is made."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A report that is taken."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: Literal["realtime"]
    keywords: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What can be chosen."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """What is asked, or, where `variable` is false, only has to be known."""

    variable: bool
    code: str
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDefinition:
    """What a report asks."""

    service_code: str
    attributes: list[Attribute]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRequest:
    """What became of a report."""

    service_request_id: str
    service_notice: str
    account_id: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The request of a token."""

    service_request_id: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a request stands; what was said in it, by whom and where, is never told."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: None = None
    agency_responsible: str
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: None = None
    address_id: None = None
    zipcode: None = None
    lat: None = None
    long: None = None
    media_url: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One thing wrong with a question, and how to mend it."""

    code: int
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the services are."""

    specification: str
    url: str
    changeset: str
    type: Literal["production", "test"]
    formats: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Where the services are, and how to get a key."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]
