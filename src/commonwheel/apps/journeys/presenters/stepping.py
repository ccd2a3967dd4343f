"""A page of questions: fields filled with what is stored or was typed, with errors beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.presenters.wording import StepWords
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.design.fields import EntryView, FieldView, FileView
from commonwheel.design.questions.fields import all_in, answered
from commonwheel.design.questions.sending import OwnWords, Sent, as_sent, with_error


@dataclass(frozen=True, slots=True)
class Around:
    """
    What belongs to a page beside its questions.

    Attributes:
        uploads: of the journey.
        entries: by group, its entries ready to list.
        adding: by group, the value of the button that adds one more; "" where there are as many as may be.
        own_words: the pattern's own words for what is wrong.
        lang: the language of all the service's words, where it is not offered in the page's; else "".
    """

    own_words: OwnWords
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
    shown = kept if sent is None or placed.type == "group" else as_sent(blank, kept, sent)
    if placed.type in files.TAKES_FILES:
        shown = replace(shown, files=_files(placed, around.uploads))
    if placed.type == "group":
        entries = around.entries.get(placed.id, ())
        shown = replace(shown, entries=entries, add=around.adding.get(placed.id, ""))
    return with_error(shown, sent.errors, around.own_words) if sent else shown


def _files(placed: Placed, uploads: Sequence[files.UploadView]) -> tuple[FileView, ...]:
    own = [upload for upload in uploads if upload.question == placed.id]
    return tuple(FileView(name=one.name, remove=f"remove.{placed.id}.{one.id}") for one in own)
