"""Answers and settings as people read them."""

from pathlib import Path
from typing import Any

import pytest

from commonwheel.core.patterns.answering.shown import (
    Placed,
    _place,
    answer_words,
    decision_questions,
    decision_words,
    placed_questions,
    setting_words,
    shown_answers,
    shown_decision,
    words_of,
)
from commonwheel.core.patterns.model.questions import Choice, Group
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import Effective, effective_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
MISSED_BIN = Path(__file__).parents[4] / "patterns" / "report-missed-bin"
SAMPLES: dict[str, tuple[Any, str]] = {
    "text": ("Blue door", "Blue door"),
    "long-text": ("One\nTwo", "One\nTwo"),
    "email": ("amina@example.org", "amina@example.org"),
    "phone": ("01632 960 000", "01632 960 000"),
    "name": ("Amina Yusuf", "Amina Yusuf"),
    "national-insurance": ("QQ123456C", "QQ123456C"),
    "vehicle": ("AB12CDE", "AB12CDE"),
    "bank-account": ("12-34-56 12345678", "12-34-56 12345678"),
    "number": (3, "3"),
    "money": (123_450, "£1,234.50"),
    "yes-no": (True, "Yes"),
    "declaration": (True, "Yes"),
    "date": ("2026-11-23", "23 November 2026"),
    "time": ("16:30", "4:30pm"),
    "file": ([{"name": "a.pdf"}, {"name": "b.pdf"}], "a.pdf\nb.pdf"),
    "signature": ({"name": "Amina.png"}, "Amina.png"),
    "address": ({"line": "1 Some Street", "postcode": "BN1 1JE"}, "1 Some Street, BN1 1JE"),
    "place": ({"lat": 50.8225, "lon": -0.1372}, "50.82250, -0.13720"),
    "slot": ({"from": "2026-11-23T09:00", "until": "2026-11-23T09:30"}, "23 November 2026, 9am – 9:30am"),
}


def read(folder: Path) -> Effective:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    bundle = read_folder(files).bundle
    assert bundle is not None
    return effective_of(bundle)


@pytest.fixture(scope="module")
def everything() -> Effective:
    return read(FIXTURES / "everything")


@pytest.fixture(scope="module")
def missed_bin() -> Effective:
    return read(MISSED_BIN)


def sample(effective: Effective, placed: Placed) -> tuple[Any, str]:
    question = placed.question
    kind = str(getattr(question, "type", ""))
    if not isinstance(question, Choice):
        return SAMPLES[kind]
    first = effective.choices(placed.address, question)[0]
    label = words_of(effective, first.label_address, first.label, "en", setting_words(effective, "en"))
    return ([first.value] if kind == "checkboxes" else first.value), label


def test_every_type_of_answer_reads_as_people_write_it(everything: Effective) -> None:
    plain = [one for one in placed_questions(everything) if not isinstance(one.question, Group)]
    answers = {one.question.id: sample(everything, one) for one in plain}
    shown = shown_answers(everything, {name: answer for name, (answer, _) in answers.items()}, "en")
    assert {one.id: one.text for one in shown} == {name: words for name, (_, words) in answers.items()}
    assert all(one.label for one in shown)
    assert {one.kind for one in shown} >= SAMPLES.keys() - {"vehicle"}  # which stands in a group


def test_a_group_shows_each_entry_with_its_own_questions(everything: Effective) -> None:
    group = next(one for one in placed_questions(everything) if isinstance(one.question, Group))
    assert isinstance(group.question, Group)
    name, member = group.question.id, group.question.ask[0].id
    (shown,) = shown_answers(everything, {name: [{member: "x"}, {}]}, "en")
    assert [[one.id for one in entry] for entry in shown.entries] == [[member], []]
    (odd,) = shown_answers(everything, {name: "not a list"}, "en")
    assert odd.entries == ()


def test_what_was_left_empty_or_is_no_option_any_more_does_not_break_a_message(missed_bin: Effective) -> None:
    words = answer_words(missed_bin, {"container": "sack", "full_name": "", "missed_on": None}, "en")
    assert (words["container"], words["full_name"], words["missed_on"], words["email"]) == ("sack", "", "", "")
    assert [one.text for one in shown_answers(missed_bin, {"missed_on": "", "assisted": ""}, "en")] == ["", ""]
    address = {"line": "1 Some Street, BN1 1JE", "postcode": "BN1 1JE"}
    assert answer_words(missed_bin, {"property": address}, "en")["property"] == "1 Some Street, BN1 1JE"


def test_options_and_settings_are_read_in_welsh(missed_bin: Effective) -> None:
    english, welsh = (answer_words(missed_bin, {"container": "refuse"}, code)["container"] for code in ("en", "cy"))
    assert english == "Rubbish bin"
    assert welsh != english
    settings = setting_words(missed_bin, "cy")
    assert welsh in settings["settings.containers"]
    assert settings["settings.out_by"].hour == 7


def test_an_officers_answers_are_shown_and_named(missed_bin: Effective) -> None:
    state = next(one for one in missed_bin.pattern.case.states if one.id == "arranged")
    assert [one.question.id for one in decision_questions(missed_bin, state)] == ["return_on"]
    (shown,) = shown_decision(missed_bin, state, {"return_on": "2026-11-26"}, "en")
    assert (shown.label, shown.text) == ("When is the crew coming back?", "26 November 2026")
    assert decision_words(missed_bin, state, {"return_on": "2026-11-26"}, "cy")["decision.return_on"].day == 26
    assert shown_decision(missed_bin, state, {}, "en") == ()


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"words": "By the bridge"}, "By the bridge"),
        (
            {"words": "By the bridge", "postcode": "BN10 7AE", "lat": 50.8, "lon": -0.1},
            "By the bridge, BN10 7AE, 50.80000, -0.10000",
        ),
    ],
)
def test_a_place_is_shown_as_it_was_described(answer: dict[str, object], text: str) -> None:
    assert _place(answer) == text
