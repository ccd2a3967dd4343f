"""Moving home: whole, reached by examples, and what it offers next fits what is asked there.

Source of what its pages say of the law: docs/sources.md#council-tax.
"""

import pytest
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, calendars, files_of, sent

from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.answering.route import offered_next
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.reading.read import read_folder

FOLDER = PATTERNS / "moving-home"


def test_it_is_read_and_checked_without_a_warning():
    result = read_folder(files_of(FOLDER))
    assert result.problems == ()
    assert result.bundle is not None
    assert check(result.bundle) == ()


def test_its_examples_come_out_as_they_say_and_reach_everything():
    report = run_examples(bundle_of(files_of(FOLDER)), calendars=calendars())
    assert report.problems == ()
    assert len(report.examples) == 10


@pytest.mark.parametrize(
    ("example", "offered"),
    [
        ("within-the-area", ["garden-waste", "parking-permit"]),
        ("into-the-area", ["garden-waste", "parking-permit"]),
        ("out-of-the-area", []),
    ],
)
def test_who_comes_is_offered_what_the_council_has_for_the_new_home(example, offered):
    programme, walked, around = sent(FOLDER, example)
    assert [placed.then.id for placed in offered_next(programme, walked.answers, around)] == offered


def test_what_is_carried_is_asked_there_by_that_name_and_type():
    asked = Subject(bundle_of(files_of(FOLDER))).asked
    for then in bundle_of(files_of(FOLDER)).pattern.then:
        theirs = Subject(bundle_of(files_of(PATTERNS / then.start.partition("/")[2]))).asked
        kinds = {name: (theirs[name].question.type, asked[ours].question.type) for name, ours in then.carry.items()}
        assert kinds["property"] == ("address", "address")
        assert all(there == here for there, here in kinds.values())


def test_the_other_address_need_not_be_given_and_no_message_names_an_address():
    bundle = bundle_of(files_of(FOLDER))
    asked = Subject(bundle).asked
    assert asked["forwarding"].optional
    assert asked["previous"].optional
    words = "".join(message.text + message.head.subject + str(message.head.sms) for message in bundle.messages.values())
    addresses = [name for name, asking in asked.items() if asking.question.type == "address"]
    assert [name for name in addresses if f"{{{{ {name}" in words] == []


@pytest.mark.parametrize(
    ("only_adult", "wants", "pages"),
    [
        (True, True, ["discount", "discount-check"]),
        (True, False, ["discount"]),
        (False, None, ["adults"]),
    ],
)
def test_the_discount_is_offered_to_who_lives_alone(only_adult, wants, pages):
    others = None if only_adult else [{"adult_name": "Ben Example", "shares": True}]
    _, walked, _ = sent(FOLDER, "within-the-area", only_adult=only_adult, wants_discount=wants, adults=others)
    shown = [each.page.id for each in walked.pages]
    assert [name for name in shown if name in ("discount", "discount-check", "adults")] == pages
    assert walked.complete
