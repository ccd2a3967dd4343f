"""What an officer is asked who moves a request, as fields: blank or as it was typed, entry by entry in groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.apps.files.api import TAKES_FILES, UploadView
from commonwheel.core.patterns.answering.decision_forms import DecisionForm, entry_control
from commonwheel.core.patterns.answering.decisions import DecisionRead
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.fields import FieldView, FileView
from commonwheel.design.markdown import html_of
from commonwheel.design.questions.fields import blank_field
from commonwheel.design.questions.sending import Sent, as_sent, with_error

LANGUAGE = "en"
"""Officers' pages are in English."""


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """One entry of a group; `remove` is the value of the button that takes it away."""

    title: str
    fields: tuple[FieldView, ...]
    remove: str


@dataclass(frozen=True, slots=True)
class Block:
    """
    A question, or a group with its entries.

    Attributes:
        question: with label, hint and error; of a group nothing else of it is shown.
        entries: of a group.
        add: the value of the button that adds an entry; "" where there are as many as may be.
        count: of the entries of a group, as the form sends it; "" for another question.
    """

    question: FieldView
    entries: tuple[EntryBlock, ...] = ()
    add: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What the fields are made from.

    Attributes:
        form: as it stands on the page.
        values: for the holes in the words of the questions.
        sent: what was pressed of address finders and what that found, and what is wrong with the answers.
        said: by question, what is wrong with an answer that none of its own rules forbids.
        files: kept of what the officer gave, each by its question's own id.
    """

    effective: Effective
    form: DecisionForm
    read: DecisionRead
    values: Mapping[str, Any]
    sent: Sent
    said: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[UploadView] = ()


def blocks_of(shown: Shown) -> tuple[Block, ...]:
    """Return the questions of a move."""
    return tuple(_block(placed, shown) for placed in shown.read.asked)


def fields_on(blocks: Sequence[Block]) -> tuple[FieldView, ...]:
    """Return every field of the page in order, those of entries included."""
    return tuple(_fields(blocks))


# Private


def _fields(blocks: Sequence[Block]) -> Iterator[FieldView]:
    for block in blocks:
        yield block.question
        for entry in block.entries:
            yield from entry.fields


def _block(placed: Placed, shown: Shown) -> Block:
    question = _field(placed, "", shown)
    if placed.type != "group":
        return Block(question)
    entries = shown.read.entries[placed.id]
    name = question.entry or question.label
    return Block(
        question,
        entries=tuple(
            EntryBlock(
                title=f"{name} {number}",
                fields=tuple(_field(one, entry_control(placed.id, number), shown) for one in entry.asked),
                remove=f"without.{placed.id}.{number}",
            )
            for number, entry in enumerate(entries, 1)
        ),
        add=f"add.{placed.id}" if len(entries) < int(getattr(placed.question, "max", 1)) else "",
        count=str(len(entries)),
    )


def _field(placed: Placed, before: str, shown: Shown) -> FieldView:
    """Return one question; `before` goes before its id in the names of its controls."""
    blank = blank_field(shown.effective, placed, language=LANGUAGE, values=shown.values, markdown=html_of)
    found = blank = replace(blank, id=before + blank.id)
    if shown.form.posted and placed.type not in ("show", "group"):
        found = as_sent(blank, blank, shown.sent)
    if placed.type in TAKES_FILES:
        found = replace(found, files=tuple(_file(one, placed) for one in shown.files if one.question == placed.id))
    found = with_error(found, shown.sent.errors, lambda error: _own_words(error, shown))
    return replace(found, error=shown.said.get(found.id, "") or found.error)


def _own_words(error: AnswerError, shown: Shown) -> str:
    """Return the pattern's own words for what is wrong with an answer."""
    words = next(filter(None, (placed.words_at(error.address) for placed in shown.read.asked)), "")
    return words_of(shown.effective, error.address, words, LANGUAGE, shown.values)


def _file(upload: UploadView, placed: Placed) -> FileView:
    return FileView(name=upload.name, remove=f"remove.{placed.id}.{upload.id}")
