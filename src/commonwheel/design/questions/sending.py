"""A question on a page that comes again after it was sent: as it was typed, with what the address finder found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.design.fields import PARTS, FieldView, FoundAddress
from commonwheel.design.questions.fields import Form, last, typed
from commonwheel.design.questions.sentences import sentence_for

OwnWords = Callable[[AnswerError], str]
"""The pattern's own words for a check that an answer does not pass."""
Find = Callable[[str], Sequence[FoundAddress] | None]
"""Lists the addresses at a postcode as somebody typed it; None where that is no postcode."""
FINDER = frozenset({"find", "again", "type"})
"""What the buttons of an address finder ask: to look a postcode up, to take another one, to type the address."""


@dataclass(frozen=True, slots=True)
class Sent:
    """
    What was posted on a page that is shown again.

    Attributes:
        found: by question, the addresses of the register to choose from.
        modes: by question, what was asked of its finder, one of `FINDER`.
    """

    form: Form
    errors: Sequence[AnswerError] = ()
    found: Mapping[str, Sequence[FoundAddress]] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)


def pressed_on_address(form: Form, pressed: str, *, find: Find) -> Sent:
    """Return what was posted, with what a button of a finder (`find.ID`, `again.ID`, `type.ID`) asks."""
    what, _dot, question = pressed.partition(".")
    if what != "find":
        return Sent(form, modes={question: what})
    found = find(last(form, f"{question}-postcode"))
    if found is None:
        return Sent(form, (AnswerError(question, "postcode", "not-a-postcode"),))
    return Sent(form, found={question: tuple(found)})


def found_again(form: Form, questions: Sequence[str], *, find: Find) -> dict[str, Sequence[FoundAddress]]:
    """Return the addresses to choose from, for questions whose list was on the page that was sent."""
    listed = {one: find(last(form, f"{one}-postcode")) for one in questions if f"{one}-uprn" in form}
    return {question: found for question, found in listed.items() if found}


def as_sent(blank: FieldView, kept: FieldView, sent: Sent) -> FieldView:
    """
    Return a question as it was sent.

    Args:
        kept: with the answer that is stored; an address that was chosen already stays so.
    """
    shown = typed(blank, sent.form)
    if blank.type != "address":
        return shown
    mode = sent.modes.get(blank.id, "")
    if mode == "again":
        return replace(shown, parts=(), found=None, typed=False)
    if mode == "type":
        return replace(shown, typed=True)
    if blank.id in sent.found and not shown.typed:
        return replace(shown, found=tuple(sent.found[blank.id]))
    has_chosen = dict(shown.parts).get("uprn") and not shown.typed
    return kept if has_chosen and kept.value else shown


def with_error(shown: FieldView, errors: Sequence[AnswerError], own_words: OwnWords) -> FieldView:
    """Return a question with what is wrong with its answer, where anything is."""
    own = [error for error in errors if error.question == shown.id]
    if not own:
        return shown
    known = PARTS.get(shown.type, ())
    parts = tuple(error.part for error in own if error.part in known)
    sentence = own_words(own[0]) if own[0].address else sentence_for(own[0], shown)
    return replace(shown, error=sentence, error_parts=parts)
