"""The record of processing is what the patterns say, and nothing else."""

from pathlib import Path

import pytest

from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.running.programme import compile_programme
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.processing.page import page_of, rows_of
from commonwheel.core.processing.record import Processing, Shorter, record_of
from commonwheel.integrations.pattern_folder.disk import read_disk

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "adopting" / "record-of-processing.md"
FOLDERS = sorted(path.parent for path in (ROOT / "patterns").glob("*/pattern.yaml"))


def record(name: str, *changes: tuple[str, str], worked_in: str = "") -> Processing:
    files = dict(read_disk(ROOT / "patterns" / name).files)
    text = files["pattern.yaml"].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    bundle = read_folder({**files, "pattern.yaml": text.encode()}).bundle
    assert bundle is not None
    return record_of(compile_programme(effective_of(bundle)), worked_in=worked_in)


def said(made: Processing) -> dict[str, str]:
    return dict(rows_of(made, controller="Lewes District Council"))


def test_the_printed_page_is_what_the_shared_services_say() -> None:
    printed = PAGE.read_text()
    records = [record(folder.name) for folder in FOLDERS]
    assert len(records) >= 6
    assert printed[printed.index("## ") :] == page_of(records, controller="The council")


def test_a_service_says_its_purpose_power_and_how_long_it_keeps_what() -> None:
    made = record("report-missed-bin")
    assert (made.pattern, made.basis, made.special) == ("commonwheel-examples/report-missed-bin", "public task", ())
    assert made.power == "Environmental Protection Act 1990, section 45"
    assert (made.kept, made.then) == ("2 years from the closing of the request", "deleted")
    assert made.shorter == (Shorter("Where the crew can find it", "3 months from the closing of the request"),)
    assert made.data == ("names", "email addresses", "telephone numbers", "addresses")
    rows = said(made)
    assert rows["Controller"] == "Lewes District Council"
    assert rows["Special categories (articles 9, 10)"] == "None."
    assert "“Where the crew can find it”" in rows


def test_special_categories_and_money_are_named() -> None:
    made = record("resident-parking-permit")
    assert made.special == ("health",)
    assert "the council’s payment provider, for what is owed" in made.recipients
    assert "uploaded files and photographs" in made.data
    assert said(made)["Special categories (articles 9, 10)"] == "Health."


def test_a_report_that_may_go_to_another_council_says_so() -> None:
    assert "the council or national body that has the duty at the place" in record("report-street-problem").recipients
    assert len(record("report-street-problem").duties) > 3


def test_another_system_in_which_requests_are_worked_is_a_recipient() -> None:
    made = record("report-missed-bin", worked_in="the depot’s system")
    assert made.recipients[0] == "those who run the depot’s system, where its requests are worked"


@pytest.mark.parametrize(
    ("keep", "then", "words", "end"),
    [
        ("{days: 1, from: birthday}", "review", "1 day from a birthday", "looked at by an officer, who decides"),
        ("{months: 6, from: last-contact}", "archive", "6 months from the last contact", "archived"),
        ("{years: 7, from: end-of-financial-year}", "anonymise", "7 years from the end of the financial year in which the request is closed", "kept without anything that names a person"),
    ],
)  # fmt: skip
def test_each_time_is_said_in_words(keep: str, then: str, words: str, end: str) -> None:
    made = record(
        "report-missed-bin", ("keep: {years: 2, from: closed}", f"keep: {keep}"), ("then: delete", f"then: {then}")
    )
    assert (made.kept, made.then) == (words, end)
    assert said(made)["Kept for"] == f"{words}; then {end}."


def test_a_service_without_personal_data_keeps_none() -> None:
    data = (ROOT / "patterns/report-missed-bin/pattern.yaml").read_text()
    section = data[data.index("data:\n") : data.index("settings:\n")]
    made = record("report-missed-bin", (section, ""))
    assert (made.basis, made.kept, made.then, made.special) == ("", "", "", ())
    assert said(made)["Personal data"].startswith("None")


def test_words_among_the_questions_are_no_data_and_a_service_may_ask_for_no_facts() -> None:
    words = (
        "      hint:\n        one: We are checking",
        "      ask: [{id: look, type: show, text: Look again}]\n      hint:\n        one: We are checking",
    )
    text = (ROOT / "patterns/report-missed-bin/pattern.yaml").read_text()
    contact = text[text.index("  - id: contact\n") : text.index("stops:\n")]
    plain = record("report-missed-bin")
    made = record("report-missed-bin", words, (contact, ""), ("        facts: address\n", ""))
    assert made.questions[1] == plain.questions[1]
    assert made.facts == ()
    assert "Of these, about the resident" not in said(made)


def test_words_of_a_pattern_cannot_leave_their_cell() -> None:
    made = record("report-missed-bin", ("summary: Tell the council", "summary: <b> a | b \\ Tell the council"))
    page = page_of([made], controller="A | B")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert all(line.replace("\\\\", "").replace("\\|", "").count("|") == 3 for line in rows)
    assert "<b>" not in page
