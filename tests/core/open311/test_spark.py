"""One shape, written as XML and as JSON."""

import datetime as dt
import json
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.open311.spark import as_json, as_xml, moment_words

SERVICES = [{"service_code": "001", "metadata": True, "group": None}, {"service_code": "002", "metadata": False, "order": 1}]  # fmt: skip


def test_a_list_is_an_element_with_one_for_each_entry() -> None:
    assert as_xml("services", SERVICES) == (
        b"<?xml version='1.0' encoding='utf-8'?>\n<services>"
        b"<service><service_code>001</service_code><metadata>true</metadata><group /></service>"
        b"<service><service_code>002</service_code><metadata>false</metadata><order>1</order></service></services>"
    )
    assert json.loads(as_json(SERVICES)) == SERVICES


def read(written: bytes) -> ET.Element:
    return ET.fromstring(written)  # noqa: S314  # our own


def test_lists_stand_in_lists() -> None:
    root = read(as_xml("discovery", {"endpoints": [{"formats": ["text/xml", "application/json"]}]}))
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]


@given(st.text())
def test_any_text_can_be_told(text: str) -> None:
    root = read(as_xml("errors", [{"description": text}]))
    told = root.findtext("error/description")
    assert told is not None
    assert json.loads(as_json([text]).decode())
    plain = [char for char in text if char.isprintable() and char < "\ud800"]
    assert all(char in told for char in plain)


def test_a_moment_has_its_offset() -> None:
    london = dt.timezone(dt.timedelta(hours=1))
    at = dt.datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=london)
    assert moment_words(at) == "2026-07-01T09:30:15+01:00"
