"""Service lists and definitions of Open311 become patterns."""

from typing import Any

import pytest
import yaml
from tests.core.forms.imports import FORMS, imported, needs_data, programme_of

from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead

DEFINITION = {
    "service_code": "potholes",
    "attributes": [
        {"code": "size", "datatype": "singlevaluelist", "order": 2, "required": True, "description": "How big?",
         "datatype_description": "Look closely", "variable": True, "values": [{"key": "s", "name": "Small"}]},
        {"code": "words", "datatype": "string", "order": 1, "variable": False, "description": "Mind the traffic"},
        {"code": "many", "datatype": "multivaluelist", "order": 3, "description": "", "values": [], "odd": 1},
        {"datatype": "datetime", "order": 4, "required": "false", "description": "Since when?"},
    ],
}  # fmt: skip


def told(made: Imported) -> str:
    return "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))


def steps(made: Imported) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(made.files["pattern.yaml"])["steps"]
    return found


def test_a_list_of_services_becomes_one_question_and_what_the_standard_asks() -> None:
    services = [
        {"service_code": number, "service_name": f"Problem {number}", "group": "Street"} for number in range(20)
    ]
    made = imported(services)  # type: ignore[arg-type]  # a list is what stands in such a file
    programme_of(made)
    assert [step["id"] for step in steps(made)] == ["problem", "place", "more", "you"]
    assert (steps(made)[0]["ask"][0]["type"], len(steps(made)[0]["ask"][0]["options"])) == ("select", 20)
    assert "The group of a service" in told(made)


def test_a_definition_becomes_a_page_for_each_attribute() -> None:
    made = imported(DEFINITION)
    programme_of(made)
    words, size, many, since = (step["ask"][0] for step in steps(made)[:4])
    assert words["text"] == "Mind the traffic"
    assert (size["type"], size["hint"], size["options"]) == (
        "radios",
        "Look closely",
        [{"value": "s", "label": "Small"}],
    )
    assert (many["type"], many["label"], many["optional"]) == ("text", "many", "true")
    assert since["type"] == "date"
    assert "`odd`" in told(made)


XML = b"""<?xml version="1.0" encoding="utf-8"?><service_definitions><service_definition><service_code>x</service_code>
<attributes><attribute><code>a</code><datatype>singlevaluelist</datatype><description>Which?</description>
<values><value><key>1</key><name>One</name></value></values></attribute></attributes></service_definition>
</service_definitions>"""


def test_xml_is_read_as_json_is() -> None:
    made = import_form(XML, "x.xml", given_for(publisher="us"))
    assert steps(made)[0]["ask"][0]["options"] == [{"value": "1", "label": "One"}]
    bare = b"<service_definition><service_code>x</service_code></service_definition>"
    assert [step["id"] for step in steps(import_form(bare, "x.xml", given_for(publisher="us")))] == [
        "place",
        "more",
        "you",
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><services/>", "document type of its own"),
        (b"<services>", "not whole XML: line 1"),
        (b"<html/>", "neither `services` nor"),
        (b"<services/>", "not a form of a kind"),
    ],
)
def test_xml_that_cannot_be_read_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        import_form(data, "x.xml", given_for(publisher="us"))


REAL = [FORMS / "open311" / name for name in ("giessen-services.xml", "service-list.json")]


@pytest.mark.parametrize(
    "path", needs_data([one for one in REAL if one.exists()]), ids=lambda path: path.name if path else "none"
)
def test_real_lists_keep_every_service(path: Any) -> None:
    made = imported(path)
    programme_of(made)
    assert made.report.kept["options"] == made.report.total["options"] > 2
