"""Reading age: the published formula, counted by hand."""

import pytest

from commonwheel.core.patterns.wording.reading_age import HARDEST_GRADE, grade, syllables

PLAIN = "The crew has gone. We will come back for the bin on Monday. Leave it out. " * 3
HARD = "Notwithstanding considerable administrative difficulties, the authority anticipates implementation. " * 5
COUNCIL = (
    "You told us that your bin was not emptied. We check your report with the crew. If the bin was missed, "
    "we come back for it within two working days. Leave it where the crew collects it until it is empty."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [("bin", 1), ("the", 1), ("council", 2), ("collection", 3), ("missed", 1), ("wanted", 2), ("collected", 3),
     ("table", 2), ("tables", 2), ("we", 1), ("don't", 1), ("recycling", 3), ("hmm", 1), ("2026", 1), ("boxes", 2)],
)  # fmt: skip
def test_syllables_are_counted_by_rule(word, count):
    assert syllables(word) == count


def test_a_short_text_has_no_grade():
    assert grade("Leave it out.") is None
    assert grade("a " * 28 + "Internationalisation" * 3) is None


def test_the_grade_follows_the_published_formula():
    text = "Bins go out by seven on the day we come round. " * 3
    words, spoken = 33, 3 * sum(syllables(word) for word in text.partition(".")[0].split())
    assert grade(text) == pytest.approx(0.39 * words / 3 + 11.8 * spoken / words - 15.59)


def test_hard_words_in_long_sentences_are_over_the_limit_and_plain_ones_are_not():
    assert grade(HARD) > HARDEST_GRADE
    assert grade(PLAIN) < HARDEST_GRADE
    assert grade(COUNCIL) < HARDEST_GRADE


def test_links_and_holes_do_not_count_against_a_text():
    linked = PLAIN.replace("Monday", "[Monday](https://www.gov.uk/a-very-long-address-indeed)")
    assert grade(linked) == grade(PLAIN)
    assert grade(PLAIN.replace("Monday", "{{ settings.a_long_name | date }}")) < 8


def test_a_list_is_as_many_sentences():
    text = "Bring:\n\n- " + "\n- ".join(["one old green bin"] * 10)
    assert grade(text) < 5
