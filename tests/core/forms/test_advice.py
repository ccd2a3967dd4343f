"""What of a form perhaps should not come across is said before it is published."""

import pytest
from tests.core.forms.builder_forms import field, form, page
from tests.core.forms.imports import imported


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("What is your sex?", "sex or gender"),
        ("Title", "a title"),
        ("Date of birth", "the date of birth"),
        ("NI number", "the National Insurance number"),
        ("Which religion are you?", "a special category"),
        ("Nationality", "marital status or nationality"),
    ],
)
def test_a_question_that_needs_a_reason_is_named(label: str, what: str) -> None:
    (note,) = imported(form(page("/first", field("TextField", "a", title=label)))).advice
    assert what in note.what
    assert "Say in the guidance why it is needed" in note.why
    assert note.where == "/pages/0/components/0"


@pytest.mark.parametrize("label", ["The title of your book", "Which street?", "How many bins?"])
def test_other_questions_need_none(label: str) -> None:
    assert imported(form(page("/first", field("TextField", "a", title=label)))).advice == ()


def test_what_is_shared_or_held_already_is_named() -> None:
    you = [
        field("EmailAddressField", "email"),
        field("TelephoneNumberField", "phone"),
        field("EmailAddressField", "again"),
    ]
    people = field("MultiInputField", "people", children=[field("TextField", "sex", title="Sex")])
    made = imported(form(page("/you", *you, to="/people"), page("/people", people)))
    said = [f"{note.what}: {note.why}" for note in made.advice]
    assert len(said) == 4
    assert "“Sex” asks for sex or gender" in said[0]
    assert "contact-details@1 asks the same" in said[1]
    assert "holds the email address" in said[2]
    assert "holds the telephone number" in said[3]
    assert made.summary()["advice"][1]["where"] == "/pages/0"
