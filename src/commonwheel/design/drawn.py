"""The pages of an example journey, to be looked at: drawn from a service's own words, and nothing is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from commonwheel.core.examples.journey import journey_of
from commonwheel.core.examples.run import Calendars, Journey
from commonwheel.core.patterns.answering.route import ShownPage
from commonwheel.core.patterns.answering.shown import answer_words, setting_words, shown_answers, words_of
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.components import Row
from commonwheel.design.fields import FieldView
from commonwheel.design.markdown import html_of
from commonwheel.design.questions.fields import answered, blank_field

ANY_COUNCIL: Mapping[str, str] = {
    "authority.name": "Your council", "authority.phone": "01632 960 000", "authority.email": "help@council.example",
    "authority.website": "https://council.example/", "authority.information_commissioner": "Information Commissioner",
    "authority.information_commissioner_website": "https://ico.org.uk/", "authority.nation": "england",
    "authority.tier": "unitary",
}  # fmt: skip
"""What stands where a council's own words will."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page of questions, with the answers of the example; `title` is "" where its one question says the same."""

    number: int
    title: str
    text: Markup
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class DrawnJourney:
    """An example journey: its pages in order, the stop where it ends early, and all answers where it does not."""

    title: str
    pages: tuple[DrawnPage, ...]
    stop: tuple[str, Markup] | None
    answers: tuple[Row, ...]


def draw_journey(
    bundle: Bundle,
    example: str,
    *,
    language: str,
    calendars: Calendars,
    authority: Mapping[str, str] = ANY_COUNCIL,
) -> DrawnJourney | None:
    """
    Return an example's journey in a language; None where there is none, or it leads nowhere.

    Args:
        bundle: without errors; with a council's words and settings, of `core.examples.proving.with_values`.
        authority: what stands for the names of the council (`authority.name` …).
    """
    found = bundle.examples.get(example)
    journey = journey_of(bundle, found, calendars=calendars) if found else None
    if journey is None:
        return None
    effective, walk = journey.programme.effective, journey.walked
    values = {
        **authority, **setting_words(effective, language), **answer_words(effective, walk.answers, language),
    }  # fmt: skip
    shown = walk.pages
    if walk.next is not None:
        shown = shown[: [one.page.id for one in shown].index(walk.next.id) + 1]
    return DrawnJourney(
        title=words_of(effective, "title", effective.pattern.title, language, values),
        pages=tuple(_page(number, one, journey, language, values) for number, one in enumerate(shown, 1)),
        stop=_stop(journey, language, values),
        answers=_answers(effective, walk.answers, language) if walk.complete else (),
    )


# Private


def _page(number: int, shown: ShownPage, journey: Journey, language: str, values: Mapping[str, Any]) -> DrawnPage:
    effective, page = journey.programme.effective, shown.page
    title = words_of(effective, f"{page.address}.title", page.step.title, language, values)
    text = page.step.text and words_of(effective, f"{page.address}.text", page.step.text, language, values)
    fields = tuple(
        answered(
            blank_field(effective, placed, language=language, values=values, markdown=html_of),
            None if placed.type in {"group", "file"} else journey.walked.answers.get(placed.id),
        )
        for placed in shown.questions
    )
    says_the_same = len(fields) == 1 and fields[0].label == title
    return DrawnPage(number, "" if says_the_same else title, html_of(text or "", top=4), fields)


def _stop(journey: Journey, language: str, values: Mapping[str, Any]) -> tuple[str, Markup] | None:
    placed, effective = journey.walked.stop, journey.programme.effective
    if placed is None:
        return None
    title = words_of(effective, f"{placed.address}.title", placed.stop.title, language, values)
    text = placed.stop.text and words_of(effective, f"{placed.address}.text", placed.stop.text, language, values)
    return title, html_of(text or "", top=4)


def _answers(effective: Effective, answers: Mapping[str, Any], language: str) -> tuple[Row, ...]:
    return tuple(
        Row(one.label, one.text or "\n".join("; ".join(each.text for each in entry) for entry in one.entries))
        for one in shown_answers(effective, answers, language)
    )
