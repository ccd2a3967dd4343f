"""The missed bin service: whole, without a problem, and every part of it reached by an example."""

from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, calendars, files_of

from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.reading.read import read_folder

FOLDER = PATTERNS / "report-missed-bin"


def test_it_is_read_and_checked_without_a_warning():
    result = read_folder(files_of(FOLDER))
    assert result.problems == ()
    assert result.bundle is not None
    assert check(result.bundle) == ()


def test_its_examples_come_out_as_they_say_and_reach_everything():
    report = run_examples(bundle_of(files_of(FOLDER)), calendars=calendars())
    assert report.problems == ()
    assert report.ok
    assert len(report.examples) == 13


def test_no_translation_of_it_is_a_draft():
    bundle = bundle_of(files_of(FOLDER))
    entries = [
        *bundle.translations["cy"].values(),
        *(message.head for key, message in bundle.messages.items() if key[1] == "cy"),
    ]
    assert {entry.state for entry in entries} == {"checked"}


def test_it_asks_for_no_email_that_must_be_given():
    bundle = bundle_of(files_of(FOLDER))
    (block,) = bundle.blocks.values()
    assert all(question.optional for question in block.ask)
