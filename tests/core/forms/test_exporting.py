"""Services leave as forms of other systems and as paper; what does not is told of."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.core.forms.imports import SAMPLES, imported, programme_of
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, calendars, files_of
from tests.support.pattern_text import EVERY_KEY

from commonwheel.core.forms.exporting.formio import as_formio
from commonwheel.core.forms.exporting.logic import CannotBeExported, as_logic
from commonwheel.core.forms.exporting.rows import blank_form, side_by_side
from commonwheel.core.forms.exporting.schema import as_schema
from commonwheel.core.forms.exporting.words import saying
from commonwheel.core.forms.report import Report
from commonwheel.core.patterns.answering.notation import read_answers
from commonwheel.core.patterns.answering.route import Circumstances, walk
from commonwheel.core.patterns.expressions import compile_expression
from commonwheel.core.patterns.running.programme import Programme, compile_programme
from commonwheel.core.patterns.versions.effective import effective_of

SHIPPED = sorted(path for path in PATTERNS.iterdir() if path.is_dir())
FILLED = ("address", "place", "text", "long-text", "date", "name")
OTHERS = {"moving-home", "report-street-problem", "resident-parking-permit"}
"""Those with conditions that only a node can tell, so that the form elsewhere asks more people."""


def service(folder: Path) -> Programme:
    return compile_programme(effective_of(bundle_of(files_of(folder))))


def told(report: Report) -> str:
    return "\n".join(map(str, (*report.changed, *report.not_carried)))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_a_service_that_goes_to_formio_and_back_asks_the_same(folder: Path) -> None:
    ours, report = service(folder), Report()
    made = imported(as_formio(ours, report))
    back = programme_of(made)
    asked = {name for name, placed in ours.questions.items() if placed.type != "show"}
    assert {name for name, placed in back.questions.items() if placed.type != "show"} == asked
    for name, placed in ours.questions.items():
        if placed.options:
            assert [one.value for one in back.questions[name].options] == [one.value for one in placed.options]
        if placed.type != "show":
            assert back.questions[name].optional == placed.optional or placed.type == "declaration"


def shown_to(programme: Programme, answers: Mapping[str, Any], today: Any) -> set[str]:
    """The questions that somebody with these answers is asked."""
    given = {name: value for name, value in answers.items() if name in programme.questions}
    for name, placed in programme.questions.items():
        if placed.type in FILLED and name not in given and not placed.optional:
            given[name] = SAMPLES[placed.type]
    read = read_answers((placed.question for placed in programme.questions.values()), given)
    around = Circumstances(today, calendars()["england-and-wales"], {}, {}, lambda _spot, _area: None)
    walked = walk(programme, read, around, passed_stops=frozenset(one.stop.id for one in programme.stops))
    return {one.id for page in walked.pages for one in page.questions if one.type != "show"}


@pytest.mark.parametrize("folder", [one for one in SHIPPED if one.name not in OTHERS], ids=lambda path: path.name)
def test_its_conditions_hold_for_the_same_people(folder: Path) -> None:
    ours = service(folder)
    back = programme_of(imported(as_formio(ours, Report())))
    for example in bundle_of(files_of(folder)).examples.values():
        there = {
            name: str(value).lower() if value in (True, False) else value for name, value in example.answers.items()
        }
        assert shown_to(back, there, example.today) == shown_to(ours, example.answers, example.today)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_answers_that_a_service_takes_fit_its_schema(folder: Path) -> None:
    made = as_schema(service(folder), Report())
    Draft202012Validator.check_schema(made["schema"])
    assert made["uiSchema"]["ui:order"] == list(made["schema"]["properties"])
    assert json.loads(json.dumps(made)) == made


def test_every_key_of_the_language_is_exported_or_told_of() -> None:
    ours = service(EVERY_KEY)
    formio, schema = Report(), Report()
    as_formio(ours, formio)
    made = as_schema(ours, schema)["schema"]["properties"]
    for words in ("`fee`", "`case`", "`renew`", "`book`", "The stop", "The check"):
        assert words in told(formio)
    assert "The stop" in told(schema)
    street = Report()
    as_formio(service(PATTERNS / "report-street-problem"), street)
    assert "It is always shown, because it reads authority.tier" in told(street)
    types = {name: placed.type for name, placed in ours.questions.items()}
    shapes = {types[name]: shape for name, shape in made.items()}
    assert shapes["yes-no"]["type"] == "boolean"
    assert shapes["checkboxes"]["items"]["oneOf"]
    assert shapes["file"]["items"]["format"] == "binary"
    assert shapes["group"]["items"]["properties"]
    assert formio.kept["questions"] == formio.total["questions"]


def test_words_say_the_values_of_settings_and_leave_room_for_answers() -> None:
    said = saying({"days": 3})
    assert said("Within {{ settings.days | count }} days") == "Within 3 days"
    assert said("Dear {{ name }}, within {{ settings.days }} days") == "Dear …, within … days"


def test_a_blank_form_has_room_for_every_answer() -> None:
    tables = blank_form(service(EVERY_KEY))
    rows = [row for table in tables for row in table.rows]
    assert any("(only if it applies to you)" in table.heading for table in tables)
    for room in ("□ Yes\n□ No", "□ I agree", "Use another sheet for more.", "_" * 40):
        assert any(room in answer for _, answer in rows)
    assert any("(optional)" in asked for asked, _ in rows)


def test_words_stand_beside_their_translation_with_what_is_missing_or_unchecked() -> None:
    effective = service(PATTERNS / "report-missed-bin").effective
    tables = side_by_side(effective, "cy")
    rows = {row[0]: row[1] for table in tables for row in table.rows}
    assert rows["Report a missed bin collection"].startswith("Rhoi gwybod")
    assert "—" in rows.values()
    assert [table.heading for table in tables[-2:]] == sorted({name for name, _ in effective.messages})[-2:]
    assert all(row[1] == "—" for table in side_by_side(effective, "de") for row in table.rows)


def test_an_expression_that_only_a_node_can_work_out_is_not_exported() -> None:
    ours = service(EVERY_KEY)
    kinds = {name: placed.type for name, placed in ours.questions.items()}
    name = next(name for name, kind in kinds.items() if kind == "yes-no")
    number = next(name for name, kind in kinds.items() if kind == "number")
    word = next(name for name, kind in kinds.items() if kind == "text")
    many = next(name for name, kind in kinds.items() if kind == "checkboxes")
    address = next(name for name, kind in kinds.items() if kind == "address")
    for text in (
        "today == today", f"{address}.postcode == 'x'", f"{word}.contains('x')", "authority.tier == 'x'",
        f"days({number}) == days(1)", f"{many}.exists(x, x == 'a')", f"size({word}) == 1", f"[{address}][0].postcode == 'x'",
    ):  # fmt: skip
        with pytest.raises(CannotBeExported):
            as_logic(compile_expression(text, ours.scope, "bool"), ours.effective.settings, kinds)
    for text, rule in (
        (name, {"==": [{"var": name}, "true"]}),
        (f'answered("{name}")', {"!": [{"in": [{"var": name}, [None, ""]]}]}),
        (f"'a' in {many}", {"var": f"{many}.a"}),
        (f"{word} in ['a', 'b']", {"in": [{"var": word}, ["a", "b"]]}),
        ("double(1) > 0.5", {">": [1, 0.5]}),
        ("false || true", {"or": [False, True]}),
    ):
        assert as_logic(compile_expression(text, ours.scope, "bool"), ours.effective.settings, kinds) == rule
