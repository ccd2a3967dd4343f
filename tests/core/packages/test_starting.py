"""A few words make a service that runs, whatever they are."""

import pytest

from commonwheel.core.examples.run import run_examples
from commonwheel.core.packages.starting import NewService, name_of, starting
from commonwheel.core.patterns.checks.check import check
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
    from dataclasses import replace

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
