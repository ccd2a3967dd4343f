"""Each part of a form of Form.io or Open Forms stands in the pattern, or is told of."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.core.forms.imports import FORMS, imported, needs_data, programme_of, walked

from commonwheel.core.forms.importing import Imported, given_for, import_form


def component(kind: str, key: str, **more: Any) -> dict[str, Any]:
    """A component as Form.io's editor writes it, with some of what it always writes."""
    return {
        "type": kind, "key": key, "label": f"What {key}?", "input": True, "tableView": True, "overlay": {"top": ""},
        "conditional": {"show": None, "when": None, "eq": ""}, "hidden": False, "validate": {"required": True, "custom": ""},
    } | more  # fmt: skip


def when(key: str, eq: Any, *, show: Any = True) -> dict[str, Any]:
    return {"conditional": {"show": show, "when": key, "eq": eq}}


def values(*names: str) -> list[dict[str, Any]]:
    return [{"label": name.capitalize(), "value": name} for name in names]


def form(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "A form", "display": "form", "components": list(components)} | more


def asked(made: Imported) -> dict[str, Any]:
    return {one["id"]: one for step in yaml.safe_load(made.files["pattern.yaml"])["steps"] for one in step["ask"]}


def told(made: Imported) -> str:
    return "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))


def zipped(**files: Any) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, value in files.items():
            archive.writestr(f"{name}.json", json.dumps(value))
    return held.getvalue()


def exported(steps: list[dict[str, Any]], logic: tuple[dict[str, Any], ...] = (), **form: Any) -> Imported:
    """An export of Open Forms, imported."""
    definitions = [
        {"url": f"u{number}", "uuid": f"d{number}", "slug": f"s{number}", "name": f"Step {number}",
         "configuration": {"display": "form", "components": step["components"]}}
        for number, step in enumerate(steps)
    ]  # fmt: skip
    of = [{"uuid": f"x{number}", "index": number, "form_definition": f"u{number}"} for number in range(len(steps))]
    data = zipped(
        forms=[{"name": "Export", "uuid": "f"} | form, {"name": "Second"}],
        formSteps=of, formDefinitions=definitions, formLogic=list(logic), formVariables=[{"key": "worked_out"}, {}],
    )  # fmt: skip
    return import_form(data, "export.zip", given_for(publisher="us"))


@pytest.mark.parametrize(
    ("source", "question"),
    [
        (component("textfield", "a", validate={"required": True, "minLength": 2, "maxLength": 9}), {"type": "text", "min": "2", "max": "9"}),
        (component("number", "a", decimalLimit=2, validate={"min": 1}), {"type": "number", "decimals": "2", "min": "1", "optional": "true"}),
        (component("currency", "a"), {"type": "money"}),
        (component("checkbox", "a"), {"type": "declaration"}),
        (component("checkbox", "a", validate={}), {"type": "yes-no"}),
        (component("radio", "a", values=values("x", "y")), {"type": "radios"}),
        (component("select", "a", data={"values": values("x"), "url": "https://example.org"}), {"type": "select"}),
        (component("select", "a", data={"values": [{"label": "", "value": ""}]}), {"type": "text"}),
        (component("selectboxes", "a", values=values("x", "y"), validate={"minSelectedCount": 1}), {"type": "checkboxes", "min": "1"}),
        (component("file", "a", multiple=True), {"type": "file", "max": "10"}),
        (component("file", "a", maxNumberOfFiles=3), {"max": "3"}),
        (component("textarea", "a", description="Say more", tooltip="Not said"), {"type": "long-text", "hint": "Say more"}),
        (component("textfield", "a", tooltip="Said", validate={"customMessage": "Say it"}), {"hint": "Said", "missing": "Say it"}),
        (component("licenseplate", "a"), {"type": "vehicle"}),
        (component("textfield", "a", validate={"pattern": "[0-9]+"}),
         {"check": [{"id": "format", "that": "a.matches('^(?:[0-9]+)$')", "say": "Enter it in the form that is asked for"}]}),
    ],
)  # fmt: skip
def test_a_component_becomes_a_question(source: dict[str, Any], question: dict[str, Any]) -> None:
    made = imported(form(source))
    programme_of(made)
    found = asked(made)["a"]
    assert {key: found.get(key) for key in question} == question


def test_what_cannot_be_carried_is_told_of() -> None:
    made = imported(
        form(
            component(
                "textfield", "a", multiple=True, customConditional="show = true", calculateValue="value = 1", odd=3
            ),
            component("textfield", "b", validate={"custom": "valid = true", "pattern": "(?!x)"}),
            component("dragon", "c"),
            component("button", "d"),
            component("url", "e"),
            component("select", "f", data={"url": "https://example.org", "values": []}),
            owner="somebody",
            surprise=1,
        )
    )
    programme_of(made)
    said = told(made)
    for words in (
        "Several answers", "`customConditional`", "`calculateValue`", "`odd`", "`custom`", "A check of", "(dragon)",
        "(button)", "(url)", "fetched from elsewhere", "`owner`", "`surprise`", "How fields look",
    ):  # fmt: skip
        assert words in said
    assert (made.report.kept["questions"], made.report.total["questions"]) == (4, 5)


def test_a_wizard_has_a_page_for_each_panel_and_its_conditions_hold_for_all_on_it() -> None:
    made = imported(
        form(
            component("panel", "one", title="First", components=[component("radio", "which", values=values("x", "y"))]),
            component("panel", "two", title="Second", **when("which", "x"), components=[
                component("fieldset", "set", legend="About it", components=[component("textfield", "a")]),
                component("columns", "cols", columns=[{"components": [component("textfield", "b", **when("a", "", show="false"))]}]),
                component("table", "tab", rows=[[{"components": [component("textfield", "c", **when("which", "y", show=False))]}, None], 3]),
                {"type": "content", "key": "d", "html": "<p>Nearly there</p>", "label": "Words"},
            ]),
            component("panel", "three", title="Third", components=[]),
            display="wizard",
        )
    )  # fmt: skip
    programme = programme_of(made)
    found = asked(made)
    assert found["a"]["when"] == "which == 'x'"
    assert found["b"]["when"] == """which == 'x' && answered("a")"""
    assert found["c"]["when"] == "which == 'x'" or "which" in found["c"]["when"]
    assert found["words"]["text"] == "**About it**"
    assert found["words_2"]["text"] == "Nearly there"
    assert "Page “Third”" in told(made)
    shown = [page.page.id for page in walked(made, programme, {"which": "y"}).pages]
    assert shown == ["one"]


def test_conditions_in_json_logic_and_of_choices_of_many_are_carried() -> None:
    made = imported(
        form(
            component("selectboxes", "many", values=values("x", "y")),
            component("textfield", "a", **when("many", "x")),
            component("textfield", "b", conditional={"json": {"in": ["y", {"var": "data.many"}]}}),
            component("textfield", "c", **when("lost", "x")),
            component("textfield", "e", conditional={"json": {"var": "many.x"}}),
            component("textfield", "d", hidden=True),
        )
    )
    programme_of(made)
    found = asked(made)
    assert found["a"]["when"] == "'x' in many"
    assert found["b"]["when"] == "'y' in many"
    assert "when" not in found["c"]
    assert found["e"]["when"] == "'x' in many"
    assert found["d"]["when"] == "settings.ask_unreached_pages"
    assert "it reads lost" in told(made)
    assert (made.report.kept["conditions"], made.report.total["conditions"]) == (3, 4)


def test_lists_and_surveys_become_questions() -> None:
    made = imported(
        form(
            component("editgrid", "people", validate={"maxLength": 3}, components=[
                component("textfield", "who"), component("textfield", "why", **when("who", "x")),
                component("content", "words", html="<p>x</p>"), component("datagrid", "inner", components=[]),
            ]),
            component("survey", "how", questions=[{"label": "How fast?", "value": "fast"}], values=values("good", "bad")),
        )
    )  # fmt: skip
    programme_of(made)
    found = asked(made)
    assert [one["id"] for one in found["people"]["ask"]] == ["who", "why"]
    assert (found["fast"]["type"], [one["value"] for one in found["fast"]["options"]]) == ("radios", ["good", "bad"])
    assert told(made).count("Lists hold plain questions only") == 2
    assert "It is asked in every entry" in told(made)


TRIGGER = {"==": [{"var": "which"}, "x"]}


def rule(kind: str, trigger: Any = TRIGGER, **more: Any) -> dict[str, Any]:
    return {
        "json_logic_trigger": trigger,
        "actions": [{"component": more.pop("component", ""), "action": {"type": kind} | more}],
    }


def hides(component: str, *, state: bool, trigger: Any = TRIGGER) -> dict[str, Any]:
    return rule("property", trigger, component=component, property={"value": "hidden", "type": "bool"}, state=state)


def test_rules_of_open_forms_show_hide_and_stop() -> None:
    first = [component("radio", "which", values=values("x", "y", "z")), component("textfield", "a", hidden=True),
             component("textfield", "b"), component("fieldset", "set", hidden=True, components=[component("textfield", "c")])]  # fmt: skip
    step = {"actions": [{"form_step_uuid": "https://example.org/steps/x1", "action": {"type": "step-not-applicable"}}]}
    made = exported(
        [{"components": first}, {"components": [component("textfield", "d")]}, {"components": []}],
        (
            hides("a", state=False), hides("b", state=True), hides("set", state=False),
            hides("a", state=True, trigger={"==": [{"var": "which"}, "y"]}),
            rule("disable-next", {"==": [{"var": "which"}, "z"]}), rule("variable"), rule("property", component="lost"),
            rule("disable-next", {"map": [1]}), {"json_logic_trigger": TRIGGER} | step,
        ),
        submission_confirmation_template="<p>Thank you</p>", explanation_template="Tell us", authentication_backends=["x"],
    )  # fmt: skip
    programme = programme_of(made)
    assert b"Thank you" in made.files["messages/received.md"]
    for answer, expected in (("x", ["which", "a", "c"]), ("y", ["which", "b"]), ("z", ["which", "b"])):
        walk = walked(made, programme, {"which": answer})
        assert [one.id for one in walk.pages[0].questions if one.type != "show"] == expected
        assert (walk.stop is not None) == (answer == "z")
        assert len(walk.pages) == (2 if answer == "y" else 1)
    said = told(made)
    for words in ("`variable`", "`property`", "uses `map`", "“Second”", "`authentication_backends`", "`worked_out`"):
        assert words in said


def test_steps_are_found_by_their_address_or_name_or_hold_their_own_components() -> None:
    own = {
        "uuid": "x",
        "index": 0,
        "slug": "own",
        "name": "Own",
        "configuration": {"components": [component("textfield", "a")]},
    }
    data = zipped(forms=[{"name": "F"}], formSteps=[own], formDefinitions=[], formLogic=[])
    made = import_form(data, "export.zip", given_for(publisher="us"))
    assert list(asked(made)) == ["a"]
    named = {"uuid": "x", "index": 0, "slug": "by-name"}
    definition = {
        "slug": "by-name",
        "name": "N",
        "url": "z",
        "configuration": {"components": [component("textfield", "b")]},
    }
    data = zipped(forms=[{"name": "F"}], formSteps=[named], formDefinitions=[definition])
    assert list(asked(import_form(data, "export.zip", given_for(publisher="us")))) == ["b"]


@pytest.mark.parametrize(
    "path", needs_data(sorted(FORMS.glob("open-formulieren/*"))), ids=lambda path: path.name if path else "none"
)
def test_real_exports_of_open_forms_keep_every_question_and_condition(path: Path) -> None:
    data = zipped(**{file.stem: json.loads(file.read_text(encoding="utf-8")) for file in path.glob("*.json")})
    made = import_form(data, "export.zip", given_for(publisher="us"))
    programme_of(made)
    for part in ("pages", "questions", "options", "conditions", "texts"):
        assert made.report.kept[part] == made.report.total[part]
    assert made.report.total["questions"] > 0
