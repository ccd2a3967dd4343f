"""A page of questions: fields filled with what is stored or was typed, with errors beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.presenters.fields import Form, all_in, answered, typed
from commonwheel.apps.journeys.presenters.messages_for_answers import sentence_for
from commonwheel.apps.journeys.presenters.wording import StepWords
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.design.fields import PARTS, EntryView, FieldView, FileView, FoundAddress

WITH_FILES = frozenset({"file", "signature"})
CheckWords = Callable[[AnswerError], str]


@dataclass(frozen=True, slots=True)
class Sent:
    """
    What was posted on a page that is shown again.

    Attributes:
        found: by question, the addresses of the register to choose from.
        modes: by question, what was asked of its finder: `find`, `again` or `type`.
    """

    form: Form
    errors: Sequence[AnswerError] = ()
    found: Mapping[str, tuple[FoundAddress, ...]] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """
    What belongs to a page beside its questions.

    Attributes:
        uploads: of the journey.
        entries: by group, its entries ready to list.
        adding: by group, the value of the button that adds one more; "" where there are as many as may be.
        check_words: the pattern's own words for a check that failed.
        lang: the language of all the service's words, where it is not offered in the page's; else "".
    """

    check_words: CheckWords
    uploads: Sequence[files.UploadView] = ()
    entries: Mapping[str, tuple[EntryView, ...]] = field(default_factory=dict)
    adding: Mapping[str, str] = field(default_factory=dict)
    lang: str = ""


def page_fields(
    words: StepWords,
    questions: Sequence[Placed],
    *,
    answers: Mapping[str, Any],
    around: Around,
    sent: Sent | None = None,
) -> tuple[FieldView, ...]:
    """
    Return the fields of a page.

    Args:
        questions: those that are asked, in order.
        answers: stored, in the notation of examples.
        sent: what was just posted, where the page is shown again; it goes before what is stored.
    """
    filled = [
        _filled(words.fields[placed.id], placed, answers=answers, around=around, sent=sent) for placed in questions
    ]
    asked = [one for one in filled if one.type != "show"]
    if len(filled) == 1 and asked and asked[0].label == words.title:
        return (replace(asked[0], heading=True),)
    return tuple(filled)


def _filled(
    blank: FieldView, placed: Placed, *, answers: Mapping[str, Any], around: Around, sent: Sent | None
) -> FieldView:
    blank = all_in(blank, around.lang) if around.lang else blank
    kept = answered(blank, answers.get(placed.id))
    shown = kept if sent is None or placed.type == "group" else _as_sent(blank, kept, sent)
    if placed.type in WITH_FILES:
        shown = replace(shown, files=_files(placed, around.uploads))
    if placed.type == "group":
        entries = around.entries.get(placed.id, ())
        shown = replace(shown, entries=entries, add=around.adding.get(placed.id, ""))
    return _with_error(shown, sent.errors, around.check_words) if sent else shown


def _as_sent(blank: FieldView, kept: FieldView, sent: Sent) -> FieldView:
    shown = typed(blank, sent.form)
    if blank.type != "address":
        return shown
    mode = sent.modes.get(blank.id, "")
    if mode == "again":
        return replace(shown, parts=(), found=None, typed=False)
    if mode == "type":
        return replace(shown, typed=True)
    if blank.id in sent.found and not shown.typed:
        return replace(shown, found=sent.found[blank.id])
    has_chosen = dict(shown.parts).get("uprn") and not shown.typed
    return kept if has_chosen and kept.value else shown


def _files(placed: Placed, uploads: Sequence[files.UploadView]) -> tuple[FileView, ...]:
    own = [upload for upload in uploads if upload.question == placed.id]
    return tuple(FileView(name=one.name, remove=f"remove.{placed.id}.{one.id}") for one in own)


def _with_error(shown: FieldView, errors: Sequence[AnswerError], check_words: CheckWords) -> FieldView:
    own = [error for error in errors if error.question == shown.id]
    if not own:
        return shown
    known = PARTS.get(shown.type, ())
    parts = tuple(error.part for error in own if error.part in known)
    sentence = check_words(own[0]) if own[0].code == "check" else sentence_for(own[0], shown)
    return replace(shown, error=sentence, error_parts=parts)
