"""A few words make a service that runs, whatever they are."""

from dataclasses import replace

import pytest
from tests.support.patterns import pattern_files

from commonwheel.core.examples.run import run_examples
from commonwheel.core.packages.starting import Begun, NewService, blocks_of, name_of, starting
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.questions import Option, Radios, Show, Text
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.integrations.bank_holidays.carried import carried_calendars

NEW = NewService(
    name="ask-for-a-bench", publisher="harbourside", title="Ask for a bench", summary="Ask for a bench in a park.",
    page="Where is a bench needed?", question="Which park, and where in it", duty="parks",
    power="Localism Act 2011, section 1", basis="public-task", years=2,
)  # fmt: skip


def test_what_is_started_has_no_problem_and_its_example_comes_out() -> None:
    read = read_folder(starting(NEW))
    assert (read.problems, read.bundle is not None) == ((), True)
    assert read.bundle is not None
    assert [one for one in check(read.bundle) if one.severity == "error"] == []
    assert run_examples(read.bundle, calendars=carried_calendars()).problems == ()
    pattern = read.bundle.pattern
    assert (pattern.full_name, pattern.title, pattern.case.reference) == (
        "harbourside/ask-for-a-bench",
        NEW.title,
        "AFAB",
    )


@pytest.mark.parametrize(
    "words", ["Is it: yes? # no", "- a\n- b", "{a: b}", "“Quoted” 'words' \"here\"", "&x *y !z | >"]
)
def test_words_that_mean_something_in_a_file_stay_words(words: str) -> None:
    read = read_folder(starting(replace(NEW, title=words, question=words)))
    assert read.bundle is not None
    assert read.bundle.pattern.title.replace("\n", " ") == words.replace("\n", " ")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ask for a bench", "ask-for-a-bench"),
        ("2 bins, please!", "bins-please"),
        ("…", ""),
        ("Ŵ", ""),
        ("a" * 80, "a" * 61),
    ],
)
def test_a_title_makes_a_name(title: str, name: str) -> None:
    assert name_of(title) == name


# From a block


def begun(name: str = "report-missed-bin") -> Begun:
    files = pattern_files(name)
    bundle = read_folder(files).bundle
    assert bundle is not None
    (one,) = blocks_of(bundle, files)
    return one


@pytest.mark.parametrize("name", ["report-missed-bin", "garden-waste-subscription"])
def test_a_service_begins_with_a_block_and_its_example_comes_out(name: str) -> None:
    files = starting(replace(NEW, begun=begun(name)))
    read = read_folder(files)
    assert (read.problems, read.bundle is not None) == ((), True)
    assert read.bundle is not None
    assert [one for one in check(read.bundle) if one.severity == "error"] == []
    assert run_examples(read.bundle, calendars=carried_calendars()).problems == ()
    assert [step.id for step in read.bundle.pattern.steps] == ["first", "details"]
    assert read.bundle.examples["sent"].expect.pages == ("first", "details")


def test_a_block_whose_questions_no_example_can_answer_begins_a_service_without_one() -> None:
    one = begun()
    pick = Radios(id="kind", type="radios", label="Kind", options=(Option(value="a", label="A"),))
    hidden = Text(id="more", type="text", label="More", when="true")
    for asked in (pick, hidden):
        other = replace(one, block=one.block.model_copy(update={"ask": (*one.block.ask, asked)}))
        assert "examples/sent.yaml" not in starting(replace(NEW, begun=other))
    shown = replace(one, block=one.block.model_copy(update={"ask": (Show(id="words", type="show", text="Words"),)}))
    assert "examples/sent.yaml" in starting(replace(NEW, begun=shown))
