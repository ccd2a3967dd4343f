"""Programmes of CiviForm become patterns."""

import json
from typing import Any

import pytest
import yaml
from tests.core.forms.imports import imported, programme_of, walked

from commonwheel.core.forms.importing import Imported


def words(text: str, **others: str) -> dict[str, Any]:
    return {"translations": {"en_US": text, **others} if text else {}, "isRequired": bool(text)}


def question(number: int, kind: str, **more: Any) -> dict[str, Any]:
    config = {"id": number, "name": f"q{number}", "questionText": words(f"Question {number}?", ko="질문"), "questionHelpText": words(""),
              "validationPredicates": {"type": kind} | more.pop("rules", {})}  # fmt: skip
    return {"type": kind, "config": config} | more


def block(number: int, *asked: Any, **more: Any) -> dict[str, Any]:
    used = [{"id": one, "optional": False, "addressCorrectionEnabled": False} for one in asked]
    return {"id": number, "name": f"Screen {number}", "localizedName": words(f"Screen {number}"), "repeaterId": None,
            "localizedDescription": words(""), "questionDefinitions": used} | more  # fmt: skip


def leaf(number: int, operator: str, value: Any, kind: str = "STRING") -> dict[str, Any]:
    return {"node": {"type": "leaf", "questionId": number, "scalar": "X", "operator": operator,
                     "value": {"value": json.dumps(value), "type": kind}}}  # fmt: skip


def when(node: dict[str, Any], action: str = "SHOW_BLOCK") -> dict[str, Any]:
    return {"rootNode": node, "action": action}


def programme(blocks: list[dict[str, Any]], questions: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    held = {
        "id": 1,
        "adminName": "help",
        "localizedName": words("Get help"),
        "blockDefinitions": blocks,
        "programType": "DEFAULT",
    }
    return {"program": held | more, "questions": questions}


OPTIONS = [
    {"id": 1, "adminName": "red", "localizedOptionText": words("Red"), "displayOrder": 1},
    {"id": 2, "adminName": "blue"},
]
SCREENS = [
    question(1, "radio_button", questionOptions=OPTIONS), question(2, "checkbox", questionOptions=OPTIONS),
    question(3, "number"), question(4, "date"), question(5, "text"), question(6, "currency"),
]  # fmt: skip


def told(made: Imported) -> str:
    return "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))


def steps(made: Imported) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(made.files["pattern.yaml"])["steps"]
    return found


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (leaf(1, "EQUAL_TO", "1"), "question_1 == '1'"),
        (leaf(1, "IN", ["1", "2"]), "question_1 == '1' || question_1 == '2'"),
        (leaf(1, "NOT_IN", ["1"]), "question_1 == '2'"),
        (leaf(2, "ANY_OF", ["2"]), "'2' in question_2"),
        (leaf(2, "NONE_OF", ["2"]), "!('2' in question_2)"),
        (leaf(3, "GREATER_THAN_OR_EQUAL_TO", 4), "question_3 >= 4"),
        (leaf(3, "BETWEEN", [1, 3]), "question_3 >= 1 && question_3 <= 3"),
        (leaf(4, "IS_ON_OR_AFTER", 1_767_225_600_000, "DATE"), "question_4 >= timestamp('2026-01-01T00:00:00Z')"),
        (leaf(4, "AGE_OLDER_THAN", 18), "age_on(question_4, today) > 18"),
        (leaf(4, "AGE_YOUNGER_THAN", 18), "age_on(question_4, today) < 18"),
        (leaf(4, "AGE_BETWEEN", [18, 30]), "age_on(question_4, today) >= 18 && age_on(question_4, today) <= 30"),
        (leaf(5, "IN", ["x"]), "question_5 == 'x'"),
        (leaf(6, "LESS_THAN", 500), "question_6 < 500"),
        ({"node": {"type": "or", "children": [{"node": {"type": "and", "children": [leaf(3, "EQUAL_TO", 1), leaf(5, "NOT_EQUAL_TO", "x")]}}]}},
         "question_3 == 1 && question_5 != 'x'"),
    ],
)  # fmt: skip
def test_predicates_are_carried(node: dict[str, Any], said: str) -> None:
    blocks = [block(1, 1, 2, 3, 4, 5, 6), block(2, 7, hidePredicate=when(node))]
    made = imported(programme(blocks, [*SCREENS, question(7, "text")]))
    programme_of(made)
    assert steps(made)[1]["when"].replace("question_1 in ['1', '2']", "question_1 == '1' || question_1 == '2'") == said
    assert made.report.kept["conditions"] == made.report.total["conditions"] == 1


def test_a_screen_that_is_hidden_is_shown_to_the_others_and_who_is_not_eligible_is_told() -> None:
    blocks = [
        block(1, 1, eligibilityDefinition={"predicate": when(leaf(1, "EQUAL_TO", "1"), "ELIGIBLE_BLOCK")},
              localizedEligibilityMessage=words("Red only.")),
        block(2, 3), block(3, 5, hidePredicate=when(leaf(3, "EQUAL_TO", 1), "HIDE_BLOCK")),
    ]  # fmt: skip
    made = imported(programme(blocks, SCREENS, localizedConfirmationMessage=words("Thank you"), acls={"a": [1]}))
    ready = programme_of(made)
    for answers, shown, stopped in (
        ({"1": 1, "3": 1}, ["screen-1", "screen-2"], False),
        ({"1": 1, "3": 2}, ["screen-1", "screen-2", "screen-3"], False),
        ({"1": 2}, ["screen-1"], True),
    ):
        walk = walked(made, ready, answers)
        assert [page.page.id for page in walk.pages] == shown
        assert (walk.stop is not None) == stopped
    assert b"Thank you" in made.files["messages/received.md"]
    assert "`acls`" in told(made)
    assert "Words in ko" in told(made)


def test_what_is_asked_of_each_entry_stands_in_a_list() -> None:
    people = question(1, "enumerator", entityType=words("person"), rules={"minEntities": 1, "maxEntities": 90})
    nested = question(2, "enumerator", entityType=words("cat"))
    blocks = [block(1, 1), block(2, 3, 2, repeaterId=1), block(3, 5, repeaterId=99)]
    made = imported(programme(blocks, [people, nested, *SCREENS[2:]]))
    programme_of(made)
    group = steps(made)[0]["ask"][0]
    assert ([one["label"] for one in group["ask"]], group["max"]) == (["Person", "Question 3?"], "50")
    assert "Lists hold plain questions only" in told(made)
    assert len(steps(made)) == 2


def test_what_cannot_be_carried_is_told_of() -> None:
    area = {"node": {"type": "leafAddressServiceArea", "questionId": 5, "operator": "IN_SERVICE_AREA"}}
    deep: dict[str, Any] = leaf(3, "EQUAL_TO", 1)
    for _ in range(25):
        deep = {"node": {"type": "and", "children": [deep]}}
    odd = [
        area,
        deep,
        leaf(3, "RHYMES_WITH", 1),
        {"node": {"type": "moon"}},
        leaf(3, "BETWEEN", 3),
        leaf(99, "EQUAL_TO", 1),
    ]
    blocks = [block(1, 3, 5, 8, 9, 11), *(block(n, 10, hidePredicate=when(one)) for n, one in enumerate(odd, start=2))]
    static = question(10, "static") | {"type": "static"}
    more = [
        question(8, "riddle"),
        question(9, "dropdown"),
        static,
        question(11, "text", rules={"minLength": 2, "maxLength": 9, "odd": 1}),
    ]
    made = imported(programme([*blocks, block(20, 404, localizedDescription=words("Read this"))], [*SCREENS, *more]))
    programme_of(made)
    said = told(made)
    for text in ("in an area", "too deep", "RHYMES_WITH", "type moon", "A predicate", "which the form does not ask", "riddle",
                 "does not have the question", "`odd`", "No screen asks it"):  # fmt: skip
        assert text in said
    assert made.report.kept["conditions"] == 0
    assert steps(made)[-1]["ask"][0]["text"] == "Read this"
    last = steps(made)[0]["ask"][-1]
    assert (last["min"], last["max"]) == ("2", "9")


def test_words_in_another_language_alone_are_kept() -> None:
    only = question(3, "text")
    only["config"]["questionText"] = {"translations": {"ko": "질문 $this"}}
    made = imported(programme([block(1, 3, localizedName={"translations": []})], [only], localizedName={}))
    assert steps(made)[0]["ask"][0]["label"] == "질문 this one"
    assert steps(made)[0]["title"] == "Screen 1"
