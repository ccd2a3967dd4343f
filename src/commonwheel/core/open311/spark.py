"""Answers as XML and as JSON, which are one shape written in two ways.

Source: GeoReport version 2, "Format Support", and the Spark convention that it names: in XML a list is an element that
holds one for each of its entries; in JSON it is only the list.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

ENTRIES: Mapping[str, str] = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""What an entry of each list is called in XML."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(answer: Any) -> bytes:
    """Return an answer as JSON, in UTF-8."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def as_xml(root: str, answer: Any) -> bytes:
    """
    Return an answer as XML, in UTF-8, with its declaration.

    Args:
        root: name of the outermost element.
        answer: of mappings, lists named in `ENTRIES`, texts, numbers, truths and None.
    """
    found: bytes = ET.tostring(_element(root, answer), encoding="utf-8", xml_declaration=True)
    return found


def moment_words(at: dt.datetime) -> str:
    """Return a moment as the W3C's note on dates has it, with its offset from UTC, to the second."""
    return at.replace(microsecond=0).isoformat()


# Private


def _element(name: str, value: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, inner) for key, inner in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        element.extend(_element(ENTRIES[name], inner) for inner in value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_IN_XML.sub("\ufffd", str(value))
    return element
