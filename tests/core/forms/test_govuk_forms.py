"""Documents of GOV.UK Forms become patterns that lead people the same way."""

from random import Random
from typing import Any

import pytest
import yaml
from tests.core.forms.imports import imported, programme_of, walked

from commonwheel.core.forms.importing import Imported


def step(number: int, kind: str, *conditions: dict[str, Any], to: int | None = None, **data: Any) -> dict[str, Any]:
    """One step as a document has it."""
    return {
        "id": f"s{number}", "position": number, "next_step_id": f"s{to}" if to else None, "type": "question_page",
        "routing_conditions": list(conditions),
        "data": {"question_text": f"Question {number}?", "answer_type": kind, "is_optional": False} | data,
    }  # fmt: skip


def goes(to: int | None, value: str | None, **more: Any) -> dict[str, Any]:
    return {"id": 1, "answer_value": value, "goto_page_id": f"s{to}" if to else None, "skip_to_end": to is None} | more


def chosen(*names: str, only_one: bool = True) -> dict[str, Any]:
    return {
        "only_one_option": str(only_one).lower(),
        "selection_options": [{"name": one, "value": one} for one in names],
    }


def document(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"form_id": 1, "name": "Apply for it", "start_page": steps[0]["id"], "steps": list(steps)} | more


BRANCHING = document(
    step(1, "selection", goes(3, "Here"), goes(None, "Nowhere", exit_page_heading="Not here", exit_page_markdown="Go."),
         to=2, answer_settings=chosen("Here", "There", "Nowhere")),
    step(2, "text", goes(4, None), to=3, answer_settings={"input_type": "long_text"}),
    step(3, "selection", goes(None, "Stop"), to=4, answer_settings=chosen("Go on", "Stop")),
    step(4, "selection", goes(6, "none_of_the_above"), to=5, is_optional=True, answer_settings=chosen("A", "B", only_one=False)),
    step(5, "name", to=6, answer_settings={"input_type": "first_and_last_name", "title_needed": "true"}),
    step(6, "email"),
)  # fmt: skip


def walk_of(form: dict[str, Any], chance: Random) -> tuple[list[str], dict[str, Any]]:
    """A plain reading of how the runner leads people: the first condition whose answer was given, or the next step."""
    steps, at, seen, answers = {one["id"]: one for one in form["steps"]}, form["start_page"], [], {}
    while at in steps:
        seen.append(at)
        data = steps[at]["data"]
        answer: Any = None
        if data["answer_type"] == "selection":
            names = [one["name"] for one in data["answer_settings"]["selection_options"]]
            names += ["None of the above"] if data["is_optional"] else []
            single = data["answer_settings"]["only_one_option"] == "true"
            answer = chance.choice(names) if single else [chance.choice(names)]
            answers[at] = answer
        for one in steps[at]["routing_conditions"]:
            wanted = "None of the above" if one["answer_value"] == "none_of_the_above" else one["answer_value"]
            if wanted is None or wanted == answer or (isinstance(answer, list) and wanted in answer):
                at = "exit-1" if one.get("exit_page_heading") else one["goto_page_id"]
                break
        else:
            at = steps[at]["next_step_id"]
    return [*seen, *([at] if at == "exit-1" else [])], answers


def test_people_are_led_the_same_way() -> None:
    made = imported(BRANCHING)
    programme = programme_of(made)
    for seed in range(80):
        seen, answers = walk_of(BRANCHING, Random(seed))
        walk = walked(made, programme, answers)
        shown = [page.page.id for page in walk.pages] + ([walk.stop.stop.id] if walk.stop else [])
        assert shown == [made.report.steps[key] for key in seen], answers
    assert (made.report.kept["conditions"], made.report.total["conditions"]) == (5, 5)


def asked(made: Imported) -> list[dict[str, Any]]:
    return [one for step in yaml.safe_load(made.files["pattern.yaml"])["steps"] for one in step["ask"]]


@pytest.mark.parametrize(
    ("source", "question"),
    [
        (step(1, "national_insurance_number", hint_text="Like QQ", is_optional=True),
         {"type": "national-insurance", "hint": "Like QQ", "optional": "true"}),
        (step(1, "text", answer_settings={"input_type": "single_line"}), {"type": "text"}),
        (step(1, "riddle", answer_settings={"odd": 1}), {"type": "text"}),
        (step(1, "address", answer_settings={"input_type": {"uk_address": "true"}}), {"type": "address"}),
        (step(1, "selection", answer_settings=chosen(*map(str, range(40)))), {"type": "select"}),
        (step(1, "phone_number", is_repeatable=True), {"type": "group"}),
    ],
)  # fmt: skip
def test_each_type_of_answer_is_carried(source: dict[str, Any], question: dict[str, Any]) -> None:
    made = imported(document(source, declaration_text="It is true", support_email="x@example.org", language="cy"))
    programme_of(made)
    first, last = asked(made)
    assert {key: first.get(key) for key in question} == question
    assert (last["type"], last["label"]) == ("declaration", "It is true")
    assert any(note.what == "The language `cy`" for note in made.report.changed)
    assert "`support_email`" in "\n".join(map(str, made.report.not_carried))


def test_guidance_and_what_comes_after_none_are_kept_or_told_of() -> None:
    settings = chosen("A") | {"none_of_the_above_question": {"question_text": "What then?", "is_optional": "false"}}
    made = imported(
        document(
            step(
                1,
                "selection",
                to=2,
                is_optional=True,
                answer_settings=settings,
                guidance_markdown="## Read",
                page_heading="First",
            ),
            step(2, "date", goes(1, "x")),
            start_page="lost",
            what_happens_next_markdown="We **write**.",
        )
    )
    programme_of(made)
    assert asked(made)[0]["text"] == "## Read"
    assert [one["label"] for one in asked(made)[1]["options"]] == ["A", "None of the above"]
    said = "\n".join(map(str, made.report.not_carried))
    assert "None of the above" in said
    assert "The way back from s2 to s1" in said
    assert b"We **write**." in made.files["messages/received.md"]
