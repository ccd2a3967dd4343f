"""Checking a pattern: what is well is let through, and each fault is found where it stands."""

from dataclasses import replace

import pytest
from tests.core.patterns.fixtures.broken import BROKEN, BROKEN_EXAMPLES
from tests.core.patterns.fixtures.folders import HERE, PATTERNS, bundle_of, calendars, changed, files_of

from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.checks.codes import CODES
from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.core.problems import Problem

SMALL = HERE / "small"


def found_in(*changes: tuple[str, str, str]) -> tuple[Problem, ...]:
    """Return what checking the small pattern finds after some changes."""
    return check(bundle_of(changed(SMALL, changes)))


@pytest.mark.parametrize(
    "folder", [SMALL, HERE / "everything", PATTERNS / "report-missed-bin"], ids=lambda path: path.name
)
def test_a_good_pattern_has_no_error(folder):
    assert [problem for problem in check(bundle_of(files_of(folder))) if problem.severity == "error"] == []


def test_the_small_pattern_has_no_warning_either():
    assert found_in() == ()


@pytest.mark.parametrize(("code", "changes"), BROKEN, ids=[f"{code}-{n}" for n, (code, _) in enumerate(BROKEN)])
def test_a_fault_is_found_with_its_code(code, changes):
    problems = found_in(*changes)
    assert code in {problem.code for problem in problems}
    for problem in problems:
        assert problem.expected
        assert problem.help
        assert len(problem.found) <= 80
        assert problem.severity == CODES[problem.code].severity


@pytest.mark.parametrize(
    ("code", "changes"), BROKEN_EXAMPLES, ids=[f"{c}-{n}" for n, (c, _) in enumerate(BROKEN_EXAMPLES)]
)
def test_a_fault_of_an_example_is_found_with_its_code(code, changes):
    report = run_examples(bundle_of(changed(SMALL, changes)), calendars=calendars())
    assert code in {problem.code for problem in report.problems}


def test_every_code_has_a_pattern_that_triggers_it():
    triggered = {code for code, _ in (*BROKEN, *BROKEN_EXAMPLES)}
    assert set(CODES) - triggered == {"expression-character"}, "reading a folder refuses such characters first"


def test_two_questions_of_one_id_on_different_pages_do_not_break_the_checks():
    again = ("pattern.yaml", "id: why, type: text", "id: kind, when: kind == 'new', type: text")
    result = read_folder(changed(SMALL, [again]))
    assert "repeated-id" in {problem.code for problem in result.problems}
    assert check(result.bundle) is not None


def test_a_character_that_cannot_be_printed_is_found_where_no_file_was_read():
    bundle = bundle_of(files_of(SMALL))
    steps = tuple(step.model_copy(update={"when": "kind == '\0'"}) for step in bundle.pattern.steps)
    found = check(replace(bundle, pattern=bundle.pattern.model_copy(update={"steps": steps})))
    assert "expression-character" in {problem.code for problem in found}


def test_a_fault_has_the_place_of_the_text_that_is_wrong():
    (problem,) = found_in(("pattern.yaml", "when: kind == 'repair'", "when: kind == 'mend'"))[:1]
    line = files_of(SMALL)["pattern.yaml"].decode().splitlines().index("    when: kind == 'repair'") + 1
    assert (problem.file, problem.line, problem.column) == ("pattern.yaml", line, 11)


def test_a_fault_of_a_message_is_placed_in_its_file():
    (problem,) = found_in(("messages/received.md", "{{ count }}", "{{ cuont }}"))
    assert (problem.file, problem.line, problem.code) == ("messages/received.md", 4, "words-unknown-name")


def test_a_condition_may_read_what_is_asked_above_it_on_its_page():
    assert (
        found_in(
            ("pattern.yaml", "label: How many}", "label: How many, when: kind == 'new'}"),
            ("pattern.yaml", "amount: count * settings.price", "amount: settings.price"),
            ("messages/received.md", "{{ count }}", "{{ kind }}"),
        )
        == ()
    )


def test_a_fee_line_may_read_what_its_own_condition_makes_sure_of():
    assert (
        found_in(
            (
                "pattern.yaml",
                "amount: count * settings.price",
                "{amount: size(why), when: kind == 'repair'}".strip("{}"),
            )
        )
        == ()
    )


def test_a_discount_that_cannot_bring_the_fee_below_zero_is_let_through():
    line = "    - {id: off, label: Off, amount: '-300', when: kind == 'new'}\ncase:"
    assert (
        found_in(
            ("pattern.yaml", "amount: count * settings.price", "amount: settings.price"),
            ("pattern.yaml", "case:", line),
        )
        == ()
    )


def test_a_pattern_that_asks_nothing_personal_needs_no_ground_for_it():
    text = files_of(SMALL)["pattern.yaml"].decode()
    ground = text[text.index("data:") : text.index("settings:")]
    changes = (
        ("pattern.yaml", ground, ""),
        ("pattern.yaml", "type: address, label: Address, facts: address", "type: text, label: Street"),
    )
    assert found_in(*changes) == ()


def test_a_folder_without_the_block_it_uses_is_still_checked():
    files = {name: data for name, data in files_of(HERE / "everything").items() if not name.endswith("block.yaml")}
    result = read_folder(files)
    assert result.bundle is not None
    assert "words-unknown-name" not in {problem.code for problem in check(result.bundle)}


def test_the_choices_a_council_sets_are_translated_as_they_stand():
    bundle = bundle_of(files_of(HERE / "everything"))
    setting = next(each for each in bundle.pattern.settings if each.type == "options")
    ours = (Option(value="ours", label="Our own choice"),)
    address = f"settings.{setting.id}.default.ours.label"
    entry = Translated(of=source_digest("Our own choice"), text="Ein dewis ein hunain", state="checked")
    translated = replace(bundle, translations={"cy": {**bundle.translations.get("cy", {}), address: entry}})
    codes = {problem.code for problem in check(translated, {setting.id: ours}) if problem.found == address}
    assert codes == set()
    assert "translation-of-nothing" in {problem.code for problem in check(translated) if problem.found == address}
