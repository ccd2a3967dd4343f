"""Answers as lists to check, to print, or to let go."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.pages import AnswerRow, Section
from commonwheel.core.patterns.answering.shown import ShownAnswer, placed_questions, shown_answers
from commonwheel.core.patterns.versions.effective import Effective

StepUrl = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class LeftEmpty:
    """A question that was asked and not answered: its id, its page's id, its label."""

    question: str
    step: str
    label: str


def sections_of(
    effective: Effective,
    answers: Mapping[str, Any],
    *,
    language: str,
    step_url: StepUrl | None,
    only: Collection[str] | None = None,
    left_empty: Sequence[LeftEmpty] = (),
) -> tuple[Section, ...]:
    """
    Return answers in the order of the pattern: one list, and one more for each entry of a group.

    Args:
        step_url: where a page is changed, by its id; None for a list without "Change".
        only: ids of the questions to list; all where None.
        left_empty: questions without an answer that are listed too, each where it is asked.
    """
    shown = shown_answers(effective, answers, language)
    wanted = [one for one in shown if only is None or one.id in only]
    rows = [(one.id, _row(one, step_url)) for one in wanted if one.kind != "group"]
    rows += [(one.question, _empty_row(one, step_url)) for one in left_empty]
    order = {placed.question.id: number for number, placed in enumerate(placed_questions(effective))}
    plain = tuple(row for _id, row in sorted(rows, key=lambda row: order.get(row[0], 0)))
    first = (Section("", plain),) if plain else ()
    groups = [section for one in wanted if one.kind == "group" for section in _entries(one, step_url)]
    return (*first, *groups)


def entry_summary(entry: tuple[ShownAnswer, ...]) -> str:
    """Return an entry of a group in one line."""
    return ", ".join(one.text.replace("\n", ", ") for one in entry if one.text)


def _entries(group: ShownAnswer, step_url: StepUrl | None) -> tuple[Section, ...]:
    return tuple(
        Section(f"{group.label} {number}", tuple(_row(one, step_url, step=group.step) for one in entry))
        for number, entry in enumerate(group.entries, 1)
    )


def _empty_row(empty: LeftEmpty, step_url: StepUrl | None) -> AnswerRow:
    return AnswerRow(empty.label, (_("Not given"),), step_url(empty.step) if step_url else "")


def _row(shown: ShownAnswer, step_url: StepUrl | None, *, step: str = "") -> AnswerRow:
    return AnswerRow(
        label=shown.label,
        lines=tuple(shown.text.split("\n")),
        change_url=step_url(step or shown.step) if step_url else "",
        lang=shown.lang,
    )
