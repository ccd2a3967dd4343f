"""Examples: walked through pages, stops, fee, case and messages, and what differs said in plain words."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from tests.core.patterns.fixtures.folders import HERE, bundle_of, calendars, changed, files_of

from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.answering.notation import read_answer, read_fact
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.expressions.sorts import BOOL, INT, text
from commonwheel.core.patterns.model.questions import QUESTION_TYPES

EVERYTHING = HERE / "everything"
SMALL = HERE / "small"


def report_of(*changes: tuple[str, str, str]) -> Any:
    return run_examples(bundle_of(changed(SMALL, changes)), calendars=calendars())


@pytest.mark.parametrize("folder", [EVERYTHING, SMALL], ids=lambda path: path.name)
def test_the_examples_of_a_good_pattern_come_out_as_they_say(folder):
    assert run_examples(bundle_of(files_of(folder)), calendars=calendars()).problems == ()


def test_a_difference_is_said_in_plain_words_at_its_place():
    (problem,) = report_of(("examples/done.yaml", "fee_pence: 1000", "fee_pence: 999")).problems
    assert problem.help == "Expected the fee in pence to be 999, but got 1000."
    assert (problem.file, problem.line) == ("examples/done.yaml", 10)


def test_an_answer_that_is_refused_is_named():
    problems = report_of(("examples/done.yaml", "count: 2", "count: some")).problems
    assert any("the answer to count is refused (not-a-number)" in problem.help for problem in problems)


def test_the_nation_of_an_example_chooses_its_calendar():
    changes = (("examples/done.yaml", "answers:", "authority: {nation: scotland}\nanswers:"),)
    assert report_of(*changes).ok


def test_a_case_waits_for_the_clocks_that_run():
    changes = (
        ("pattern.yaml", "length: {working_days: 5}", "length: {working_days: 5}, pauses: [received]"),
        ("examples/done.yaml", "due_on: 2026-11-30", "due_on: 2026-11-29"),
    )
    assert "but got none" in report_of(*changes).problems[0].help


def test_a_closed_case_has_nothing_due():
    changes = (("examples/done.yaml", "on: 2026-11-24}", "on: 2026-11-24, expect: {case: {due_on: 2026-11-30}}}"),)
    assert "but got none" in report_of(*changes).problems[0].help


def test_the_fixtures_use_every_type_of_question_and_every_key():
    bundle = bundle_of(files_of(EVERYTHING))
    small = bundle_of(
        changed(SMALL, (("pattern.yaml", "fee:", "renew: {every: {months: 6}, tell: {officer: received.md}}\nfee:"),))
    )
    shapes = list(_shapes([bundle.pattern, *bundle.blocks.values(), small.pattern]))
    assert {shape.type for shape in shapes if hasattr(shape, "type")} >= set(QUESTION_TYPES)
    used = {(type(shape), name) for shape in shapes for name in shape.model_fields_set}
    wanted = {(kind, name) for kind in {type(shape) for shape in shapes} for name in kind.model_fields}
    generic = {
        "hint",
        "optional",
        "check",
        "keep",
        "missing",
        "facts",
        "protected",
        "was",
        "when",
        "label",
        "min",
        "max",
        "default",
        "decide",
    }
    assert {(kind.__name__, name) for kind, name in wanted - used if name not in generic} == set()


def _shapes(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, BaseModel):
            yield value
            yield from _shapes(getattr(value, name) for name in type(value).model_fields)
        elif isinstance(value, tuple):
            yield from _shapes(value)


def test_what_cannot_be_read_in_the_notation_stays_as_it_is():
    questions = {each.question.id: each.question for each in _askings()}
    assert read_answer(questions["charity"], "maybe") == "maybe"
    assert read_answer(questions["charity"], True) is True
    assert read_answer(questions["turnover"], "much") == "much"
    assert read_answer(questions["width"], "2.5") == 2.5
    assert read_answer(questions["vehicles"], ["AB12CDE"]) == ["AB12CDE"]
    assert read_answer(questions["vehicles"], "none") == "none"
    assert read_answer(questions["spot"], "here") == "here"
    assert read_answer(questions["papers"], ["papers.pdf"]) == ["papers.pdf"]
    assert read_answer(questions["papers"], "papers.pdf") == "papers.pdf"


def _askings() -> Any:
    return Subject(bundle_of(files_of(EVERYTHING))).askings


def test_facts_are_read_by_their_sort():
    assert read_fact(BOOL, "true") is True
    assert read_fact(INT, "7") == 7
    assert read_fact(text(), "7") == "7"


def test_a_calendar_that_is_missing_is_named():
    bundle = bundle_of(changed(SMALL, (("pattern.yaml", "{working_days: 5}", "{school_days: 5}"),)))
    without = {name: calendar for name, calendar in calendars().items() if name != "school"}
    assert any("school" in problem.help for problem in run_examples(bundle, calendars=without).problems)
