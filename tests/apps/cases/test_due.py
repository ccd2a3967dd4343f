"""Due dates in plain words."""

import datetime as dt

import pytest

from commonwheel.apps.cases.presenters.due import due_words

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "text", "colour"),
    [
        (-2, "2 days overdue", "red"),
        (-1, "1 day overdue", "red"),
        (0, "due today", "yellow"),
        (1, "due tomorrow", "yellow"),
        (3, "due in 3 days", "grey"),
        (11, "due 4 December 2026", "grey"),
    ],
)
def test_a_date_is_told_as_people_say_it(days: int, text: str, colour: str) -> None:
    words = due_words(TODAY + dt.timedelta(days=days), today=TODAY)
    assert (words.text, words.colour) == (text, colour)


def test_without_a_date_nothing_is_said() -> None:
    assert due_words(None, today=TODAY).text == ""
