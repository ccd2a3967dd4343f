"""What a service asks, as a JSON Schema of the answers, with hints for pages that are made of it."""

from collections.abc import Mapping
from typing import Any

from commonwheel.core.forms.exporting.words import Saying, saying
from commonwheel.core.forms.report import Report
from commonwheel.core.patterns.running.parts import Placed
from commonwheel.core.patterns.running.programme import Programme

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ADDRESS = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in ("uprn", "line", "postcode", "authority")},
    "required": ["line"],
}
_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "email": {"type": "string", "format": "email"},
    "number": {"type": "integer"},
    "money": {"type": "integer", "description": "In pence."},
    "yes-no": {"type": "boolean"},
    "declaration": {"const": True},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    "address": _ADDRESS,
    "place": {
        "type": "object",
        "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}},
        "required": ["lat", "lon"],
    },
    "slot": {
        "type": "object",
        "properties": {"from": {"type": "string"}, "until": {"type": "string"}},
        "required": ["from", "until"],
    },
}
_WIDGETS: Mapping[str, str] = {
    "long-text": "textarea", "radios": "radio", "yes-no": "radio", "select": "select", "checkboxes": "checkboxes",
    "date": "date", "file": "file", "declaration": "checkbox", "email": "email", "phone": "tel",
}  # fmt: skip
_LENGTHS, _RANGE, _COUNTS = ("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "text": _LENGTHS, "long-text": _LENGTHS, "number": _RANGE, "money": _RANGE, "checkboxes": _COUNTS,
    "group": _COUNTS, "file": _COUNTS,
}  # fmt: skip


def as_schema(programme: Programme, report: Report) -> dict[str, Any]:
    """
    Return `{schema, uiSchema}`: the answers of a service, and how they are asked for.

    A question that not everybody is asked is not required; `x-when` has its conditions, in CEL.
    """
    pattern = programme.effective.pattern
    said = saying(programme.effective.settings)
    properties, required, hints = {}, [], dict[str, Any]()
    for page in programme.pages:
        report.count("pages")
        for placed in page.entries:
            if placed.type == "show":
                continue
            conditions = [one.text for one in (*((page.when,) if page.when else ()), *placed.when)]
            properties[placed.id] = _shape(placed, report, said) | ({"x-when": conditions} if conditions else {})
            hints[placed.id] = _hints(placed, page.id, said)
            report.count("conditions", len(conditions))
            if not placed.optional and not conditions:
                required.append(placed.id)
    for stop in programme.stops:
        why = "A schema says what answers are, not what follows."
        report.leave(f"The stop “{said(stop.stop.title)}”", stop.address, why)
    schema = {
        "$schema": DIALECT,
        "$id": f"urn:commonwheel:{pattern.full_name}@{pattern.version}",
        "title": said(pattern.title),
        "description": said(pattern.summary),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return {"schema": schema, "uiSchema": {"ui:order": list(properties), **hints}}


# Private


def _shape(placed: Placed, report: Report, said: Saying) -> dict[str, Any]:
    report.count("questions")
    question: Any = placed.question
    made: dict[str, Any] = {"title": said(question.label)} | dict(_SHAPES.get(placed.type, {"type": "string"}))
    if placed.type == "number" and question.decimals:
        made["type"] = "number"
    if placed.options:
        report.count("options", len(placed.options))
        made |= _chosen(placed, said)
    elif placed.type == "group":
        made |= _entries(placed, report, said)
    elif placed.type == "file":
        made |= {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": question.max}
    return made | _bounds(placed)


def _chosen(placed: Placed, said: Saying) -> dict[str, Any]:
    choices = {"oneOf": [{"const": one.value, "title": said(one.label)} for one in placed.options]}
    return {"type": "array", "items": choices, "uniqueItems": True} if placed.type == "checkboxes" else choices


def _entries(placed: Placed, report: Report, said: Saying) -> dict[str, Any]:
    members = [member for member in placed.members if member.type != "show"]
    entry = {
        "type": "object",
        "properties": {member.id: _shape(member, report, said) for member in members},
        "required": [member.id for member in members if not member.optional and not member.when],
    }
    return {"type": "array", "items": entry}


def _bounds(placed: Placed) -> dict[str, Any]:
    question: Any = placed.question
    values = (getattr(question, "min", None), getattr(question, "max", None))
    pairs = zip(_BOUNDS.get(placed.type, ()), values, strict=False)
    return {key: value for key, value in pairs if value is not None}


def _hints(placed: Placed, page: str, said: Saying) -> dict[str, Any]:
    question: Any = placed.question
    made = {"ui:widget": _WIDGETS[placed.type]} if placed.type in _WIDGETS else {}
    return {"ui:page": page} | made | ({"ui:help": said(question.hint)} if question.hint else {})
