"""Answers as lists to check, to print, or to let go."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from commonwheel.apps.journeys.presenters.pages import AnswerRow, Section
from commonwheel.core.patterns.effective import Effective
from commonwheel.core.patterns.shown import ShownAnswer, shown_answers

StepUrl = Callable[[str], str]


def sections_of(
    effective: Effective,
    answers: Mapping[str, Any],
    *,
    language: str,
    step_url: StepUrl | None,
    only: Collection[str] | None = None,
) -> tuple[Section, ...]:
    """
    Return answers in the order of the pattern: one list, and one more for each entry of a group.

    Args:
        step_url: where a page is changed, by its id; None for a list without "Change".
        only: ids of the questions to list; all where None.
    """
    shown = shown_answers(effective, answers, language)
    wanted = [one for one in shown if only is None or one.id in only]
    plain = tuple(_row(one, step_url) for one in wanted if one.kind != "group")
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


def _row(shown: ShownAnswer, step_url: StepUrl | None, *, step: str = "") -> AnswerRow:
    return AnswerRow(
        label=shown.label,
        lines=tuple(shown.text.split("\n")),
        change_url=step_url(step or shown.step) if step_url else "",
    )
