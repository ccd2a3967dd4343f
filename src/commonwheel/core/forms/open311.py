"""Service lists and service definitions of Open311 (GeoReport version 2) as forms of ours."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Form, FormCannotBeRead, Item, Page, Said

KIND = "open311"
_KINDS: Mapping[str, str] = {
    "string": "text", "number": "number", "datetime": "date", "text": "long-text", "singlevaluelist": "radios",
    "multivaluelist": "checkboxes",
}  # fmt: skip
_MOST_SHOWN = 12
"""Choices that stand on a page one below the other; more are a drop-down list."""
_STANDARD = "Every request of the standard has these; the file does not name them."
_NO_PLACE = "The pattern language has no place for it."
_MOST_SERVICES = 2_000


def is_open311(value: Any) -> bool:
    """Tell whether a source is a list of services, or the definition of one."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, dict) and "service_code" in one for one in value)
    return isinstance(value, dict) and "service_code" in value and isinstance(value.get("attributes"), list)


def read_open311(value: Any, report: Report) -> Form:
    """Return a form; what of it did not come across is noted in the report."""
    if isinstance(value, list):
        pages = [_services(Cursor({"services": value}), report), *_about(report)]
        title = "Report a problem"
    else:
        source = Cursor(value)
        title = source.text("service_name") or f"Report {source.text('service_code')}"
        source.take("service_code")
        pages = [*_attributes(source, report), *_about(report)]
        leave_rest(source, report, _NO_PLACE)
    return Form(KIND, title, tuple(pages), named(pages, report))


def read_xml(data: bytes, name: str) -> Any:
    """
    Return the services or the definition of an XML file as its JSON has them.

    Raises:
        FormCannotBeRead: it is not whole, has a document type of its own, or is nothing of Open311.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FormCannotBeRead(f"{name} has a document type of its own, which no list of services needs. Take it out.")
    try:
        root = ET.fromstring(data)  # noqa: S314  # no document type, so no entities
    except ET.ParseError as fault:
        line, column = fault.position
        raise FormCannotBeRead(f"{name} is not whole XML: line {line}, column {column + 1}. Export it again.") from None
    if root.tag == "services":
        return [_plain(one) for one in root]
    definition = root if root.tag == "service_definition" else root.find("service_definition")
    if definition is None:
        raise FormCannotBeRead(f"{name} is XML, but neither `services` nor a `service_definition` of Open311.")
    attributes = definition.find("attributes")
    listed = [] if attributes is None else list(attributes)
    return {
        "service_code": definition.findtext("service_code", ""),
        "attributes": [_plain(one) | {"values": [_plain(v) for v in one.findall("values/value")]} for one in listed],
    }


# Private


def _plain(element: ET.Element) -> dict[str, Any]:
    return {one.tag: (one.text or "").strip() for one in element if not len(one)}


def _services(source: Cursor, report: Report) -> Page:
    choices = []
    for one in source.each("services")[:_MOST_SERVICES]:
        code, name = one.take("service_code", ""), one.text("service_name")
        choices.append(Choice(code, name or str(code), one.text("description"), one.where))
        for key, why in (
            ("group", "Choices stand in one list."),
            ("keywords", "People read the names of the choices."),
        ):
            if words := one.text(key):
                report.leave(f"The {key} of a service", f"{one.where}/{key}", f"{why} Here: {words[:60]}")
        if one.truth("metadata"):
            report.leave("What is asked of one service only", one.where, "Import its service definition as a form too.")
        one.take("type")
        leave_rest(one, report, _NO_PLACE)
    kind = "radios" if len(choices) <= _MOST_SHOWN else "select"
    report.count("pages")
    asked = Asked("service_code", kind, "What is the problem?", "/services", choices=tuple(choices))
    return Page("problem", "What is the problem?", "/services", (asked,))


def _attributes(source: Cursor, report: Report) -> Iterator[Page]:
    """Yield a page for each attribute of a service."""
    for number, one in enumerate(sorted(source.each("attributes"), key=lambda each: each.whole("order") or 0), start=1):
        item = _attribute(one, number)
        leave_rest(one, report, _NO_PLACE)
        report.count("pages")
        yield Page(f"question-{number}", "", one.where, (item,))


def _attribute(source: Cursor, number: int) -> Item:
    words, kind = source.text("description"), _KINDS.get(source.text("datatype").lower(), "text")
    code = source.text("code") or f"attribute-{number}"
    if not source.truth("variable", default=True):
        source.take("required")
        source.take("datatype_description")
        return Said(words or code, source.where)
    listed = source.each("values")
    choices = tuple(Choice(one.take("key", ""), one.text("name"), where=one.where) for one in listed)
    return Asked(
        key=code,
        kind=kind if choices or kind not in ("radios", "checkboxes") else "text",
        label=words or code,
        where=source.where,
        hint=source.text("datatype_description"),
        optional=not source.truth("required"),
        choices=choices if kind in ("radios", "checkboxes") else (),
    )


def _about(report: Report) -> Iterator[Page]:
    """Yield what the standard lets every request say: where, what, a picture, and who tells."""
    report.change("Where it is, more about it, a picture, and who tells", "/", _STANDARD)
    yield Page("place", "Where is it?", "/", (Asked("lat_long", "place", "Place", "/"),))
    told = Asked("description", "long-text", "What else should we know?", "/", optional=True)
    picture = Asked(
        "media_url", "file", "A picture of it", "/", optional=True, limits={"accept": ["jpg", "png", "heic"]}
    )
    yield Page("more", "Tell us more", "/", (told, picture))
    yield Page("you", "How can we reach you?", "/", (
        Asked("name", "name", "Name", "/", optional=True), Asked("email", "email", "Email", "/", optional=True),
        Asked("phone", "phone", "Phone", "/", optional=True),
    ))  # fmt: skip
