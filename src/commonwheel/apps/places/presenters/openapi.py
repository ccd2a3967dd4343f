"""The description of what programs may ask about places, as OpenAPI 3.1, made from the shapes of the answers."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from commonwheel.apps.places.presenters.answers import (
    AreasAnswer,
    Feature,
    ManyAnswer,
    PointAnswer,
    PostcodeAnswer,
    Problem,
    WhoAnswer,
)
from commonwheel.apps.places.rules import MOST_AT_ONCE
from commonwheel.core.places.areas.boundary_set import LEVELS
from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.responsibility import NO_PARK, Road

Described = dict[str, Any]
JSON, GEOJSON, PROBLEM = "application/json", "application/geo+json", "application/problem+json"
_SHAPES = (WhoAnswer, PostcodeAnswer, PointAnswer, AreasAnswer, Feature, ManyAnswer, Problem)
_TEXT: Described = {"type": "string"}
_NUMBER: Described = {"type": "number"}
_DAY: Described = {"type": "string", "format": "date"}
_ON = ("on", _DAY, "The day, from 2009-04-01 on, also in the future; today where left out.")
_POINT = (
    ("lat", {"type": "number", "minimum": 49, "maximum": 62}, "Latitude, degrees of WGS 84; with lon."),
    ("lon", {"type": "number", "minimum": -9, "maximum": 3}, "Longitude, degrees of WGS 84; with lat."),
    ("easting", _NUMBER, "Metres on the British National Grid; with northing."),
    ("northing", _NUMBER, "Metres on the British National Grid; with easting."),
    ("point", _TEXT, "A point as people write it: a grid reference such as TQ 310 046."),
)
_ABOUT = """Which councils and other bodies serve a place in the United Kingdom on a day, which of them has a
duty there, and why, with the law that says so. Facts have days: `on` asks about the past and the future.
Where nobody can say, several are named, or nobody; nothing is guessed. Anybody may ask, without a key."""
_POSTCODES_AND_OUTLINES = (
    "Postcodes and boundaries are those that this site holds. A postcode beats an outline. Of a point within 100 "
    "metres of a border several areas are told; up to 500 metres outside every outline the nearest, and how "
    "far away it is."
)


@cache
def document() -> Described:
    """Return the description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Places: who is responsible here, for this, on this date",
            "version": "1",
            "description": f"{_ABOUT}\n\n{_POSTCODES_AND_OUTLINES}",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api/places"}],
        "security": [],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "responses": {"Problem": _problem()}},
    }


def _paths() -> Described:
    return {
        "/who": {"get": _who()},
        "/postcodes/{postcode}": {"get": _postcode()},
        "/points": {"get": _points()},
        "/areas": {"get": _areas()},
        "/areas/{area}": {"get": _area()},
        "/bulk": {"post": _bulk()},
        "/openapi.json": {"get": _itself()},
    }


def _who() -> Described:
    return _reading(
        "who",
        "Who serves a place, and who has each duty there, or one",
        [
            ("postcode", _TEXT, "A postcode. Give one of postcode, lat and lon, easting and northing, point, area."),
            *_POINT,
            ("area", _TEXT, "A council, by its id in the register or a GSS code of any day."),
            _ON,
            ("duty", {"type": "string", "enum": sorted(DUTIES)}, "One duty; all where this and service are left out."),
            ("service", {"type": "integer"}, "A service, by its number in the Local Government Services List."),
            ("road", {"type": "string", "enum": list(get_args(Road))}, "What the road at the place is, where known."),
            ("park", _TEXT, f"GSS code of the national park it lies in, or {NO_PARK}; over what the boundaries tell."),
        ],
        "WhoAnswer",
        (400, 404),
    )


def _postcode() -> Described:
    words = "Where a postcode is, and who serves it"
    return _in_path(
        "postcode",
        "A postcode, with or without a space.",
        _reading("postcode", words, [_ON], "PostcodeAnswer", (400, 404)),
    )


def _points() -> Described:
    words = "Where a point lies: councils, and every area whose boundaries are held"
    return _reading("point", words, [*_POINT, _ON], "PointAnswer", (400,))


def _areas() -> Described:
    levels: Described = {"type": "string", "enum": list(LEVELS)}
    words = "The areas of a level on a day"
    described = _reading("areas", words, [("level", levels, "Which areas."), _ON], "AreasAnswer", (400,))
    described["parameters"][0]["required"] = True
    return described


def _area() -> Described:
    tolerance: Described = {"type": "number", "minimum": 0, "maximum": 10_000, "default": 0}
    asked = [("tolerance", tolerance, "Metres by which the outline may be simplified."), _ON]
    words = "An area with its outline as GeoJSON, who is above it and in it, and who came before and after it"
    described = _reading("area", words, asked, "Feature", (400, 404), content=GEOJSON)
    return _in_path("area", "An id of the register, or a code of the register or of boundaries held.", described)


def _bulk() -> Described:
    point = {
        "oneOf": [
            {
                "type": "object",
                "required": list(names),
                "additionalProperties": False,
                "properties": dict.fromkeys(names, _NUMBER),
            }
            for names in (("lat", "lon"), ("easting", "northing"))
        ]
    }
    lists = {"postcodes": _TEXT, "points": point}
    properties = {
        name: {"type": "array", "minItems": 1, "maxItems": MOST_AT_ONCE, "items": items}
        for name, items in lists.items()
    }
    body = {
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, "on": _DAY},
        "oneOf": [{"required": ["postcodes"]}, {"required": ["points"]}],
    }
    described = _reading("many", "Where up to 1,000 postcodes or points lie", [], "ManyAnswer", (400, 413, 503))
    described["description"] = "It is a POST for the length of what is asked; nothing is changed or kept."
    described["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    return described


def _itself() -> Described:
    described = _reading("description", "This description", [], "", (400,))
    described["responses"]["200"]["content"] = {JSON: {"schema": {"type": "object"}}}
    return described


def _reading(
    name: str,
    words: str,
    asked: Sequence[tuple[str, Described, str]],
    shape: str,
    wrong: Sequence[int],
    *,
    content: str = JSON,
) -> Described:
    """Return the description of one question, its answer and what may be wrong with it."""
    answer = {content: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    problems = {str(status): {"$ref": "#/components/responses/Problem"} for status in (*wrong, 405)}
    return {
        "operationId": name,
        "summary": words,
        "parameters": [
            {"name": each, "in": "query", "description": says, "schema": schema} for each, schema, says in asked
        ],
        "responses": {"200": {"description": words, "content": answer}, **problems},
    }


def _in_path(name: str, says: str, described: Described) -> Described:
    parameter = {"name": name, "in": "path", "required": True, "description": says, "schema": _TEXT}
    return {**described, "parameters": [parameter, *described["parameters"]]}


def _problem() -> Described:
    words = "What is wrong with the question, where in it, and how to mend it (RFC 9457)."
    return {"description": words, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _schemas() -> Mapping[str, Any]:
    adapters: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        (shape.__name__, "serialization", TypeAdapter(shape)) for shape in _SHAPES
    ]
    made, together = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    plain = {name: schema for (name, _), schema in made.items() if "$ref" not in schema}
    return {**together["$defs"], **plain}
