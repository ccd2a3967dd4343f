"""The description of the interface as OpenAPI 3.1, made from the shapes of its answers."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from commonwheel.apps.open311.presenters import shapes

Described = dict[str, Any]
_ANSWERS: Mapping[str, Any] = {
    "Discovery": shapes.Discovery,
    "Services": list[shapes.Service],
    "ServiceDefinition": shapes.ServiceDefinition,
    "Taken": list[shapes.TakenRequest],
    "Requests": list[shapes.Request],
    "Tokens": list[shapes.Token],
    "Errors": list[shapes.Error],
}
_TEXT: Described = {"type": "string"}
_DEGREES: Described = {"type": "number"}
_MOMENT: Described = {"type": "string", "format": "date-time"}
_ABOUT = """Reports of what is wrong at a place, from other websites and apps, as Open311 (GeoReport version 2) has
them. A report opens the request that the council's own page would have opened. A partner of a council has a key of it,
and is told how the requests stand that came with that key: never what was said in them, by whom, or where."""
_COUNCIL = (
    "jurisdiction_id",
    _TEXT,
    "The council: its short name here, or its GSS code. Not needed below its address.",
)
_LOCALE = ("locale", _TEXT, "Language of the words: en or cy, where the council serves in it.")
_KEY = ("api_key", _TEXT, "The partner's key; or in the header Authorization: Bearer.")
_PLACE = (
    ("lat", _DEGREES, "Latitude, degrees of WGS 84; with long: only what the council has the duty for there."),
    ("long", _DEGREES, "Longitude, degrees of WGS 84."),
)
_REPORT: Mapping[str, Described] = {
    "api_key": _TEXT,
    "jurisdiction_id": _TEXT,
    "service_code": _TEXT,
    "lat": _DEGREES,
    "long": _DEGREES,
    "address_string": _TEXT,
    "address_id": {"type": "string", "description": "A UPRN of the council's address register."},
    "description": {"type": "string", "maxLength": 4_000},
    "email": _TEXT,
    "first_name": _TEXT,
    "last_name": _TEXT,
    "phone": _TEXT,
    "media_url": {"type": "array", "items": {"type": "string", "format": "uri"}},
    "locale": _TEXT,
}


@cache
def document() -> Described:
    """Return the description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reports by Open311",
            "version": "2",
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/open311"}],
        "security": [],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Described:
    reading = {
        "/discovery": _asking("discovery", "Where the services are", [_COUNCIL], "Discovery"),
        "/v2/services": _asking("services", "Which reports are taken", [_COUNCIL, _LOCALE, *_PLACE], "Services"),
        "/v2/services/{service_code}": _asking(
            "definition", "What a report asks", [_COUNCIL, _LOCALE], "ServiceDefinition", in_path="service_code"
        ),
        "/v2/requests": _requests(),
        "/v2/requests/{service_request_id}": _asking(
            "request", "How a request stands", [_COUNCIL, _KEY], "Requests", in_path="service_request_id"
        ),
        "/v2/tokens/{token}": _asking("token", "The request of a token", [_COUNCIL, _KEY], "Tokens", in_path="token"),
    }
    paths: Described = {f"{path}.{{format}}": {"get": described} for path, described in reading.items()}
    paths["/v2/requests.{format}"]["post"] = _reporting()
    return paths


def _requests() -> Described:
    chosen = [
        ("service_request_id", _TEXT, "References, with commas between; where there are any, nothing else counts."),
        ("service_code", _TEXT, "Codes, with commas between."),
        ("start_date", _MOMENT, "From when; 90 days before the end where left out."),
        ("end_date", _MOMENT, "Until when; now where left out."),
        ("status", _TEXT, "open, closed, or both with a comma between."),
    ]
    words = "How requests stand that came with the key: up to 1,000 of up to 90 days, the newest first"
    return _asking("requests", words, [_COUNCIL, _KEY, *chosen], "Requests")


def _reporting() -> Described:
    described = _asking("report", "Report something", [], "Taken")
    described["description"] = (
        "Attributes are sent as attribute[code], of a list of several values again and again. A report that comes "
        "again opens nothing new: by its Idempotency-Key for four weeks, else by all that it says for a day."
    )
    header = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}}
    described["parameters"].append(header)
    form = {"type": "object", "required": ["service_code", "description"], "properties": dict(_REPORT)}
    content = {"application/x-www-form-urlencoded": {"schema": form}}
    described["requestBody"] = {"required": True, "content": content}
    return described


def _asking(
    name: str, words: str, asked: Sequence[tuple[str, Described, str]], shape: str, *, in_path: str = ""
) -> Described:
    """Return the description of one question, its answer and what may be wrong with it."""
    form = {"name": "format", "in": "path", "required": True, "schema": {"type": "string", "enum": ["json", "xml"]}}
    named = [{"name": in_path, "in": "path", "required": True, "schema": _TEXT}] if in_path else []
    query = [{"name": each, "in": "query", "description": says, "schema": schema} for each, schema, says in asked]
    wrong = _content("What is wrong, and how to mend it", "Errors")
    return {
        "operationId": name,
        "summary": words,
        "parameters": [form, *named, *query],
        "responses": {"200": _content(words, shape), "default": wrong},
    }


def _content(words: str, shape: str) -> Described:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    return {"description": words, "content": {"application/json": {"schema": schema}, "text/xml": {}}}


def _schemas() -> Mapping[str, Any]:
    adapters: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        (name, "serialization", TypeAdapter(shape)) for name, shape in _ANSWERS.items()
    ]
    made, together = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    plain = {name: schema for (name, _mode), schema in made.items() if "$ref" not in schema}
    return {**together["$defs"], **plain}
