"""The words of a service's pages in one language, made once for each process and filled in for each page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from commonwheel.apps.cases import api as cases
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.shown import answer_words, lang_of, setting_words, words_of
from commonwheel.core.patterns.running.programme import Page, Placed, PlacedStop, Programme
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.patterns.wording.words import ValueIsMissing
from commonwheel.design.fields import FieldView
from commonwheel.design.markdown import html_of, lines_of
from commonwheel.design.questions.fields import blank_field
from commonwheel.foundation.councils import CouncilView

REMEMBERED_LANGUAGES = 1_024


@dataclass(frozen=True, slots=True)
class StepWords:
    """
    The words of one page.

    Attributes:
        fields: all its questions, blank; by id in their order.
        is_translated: whether its heading is in the language asked for.
        lang: language of the heading where it is not the one asked for; `text_lang` likewise of the text.
    """

    title: str
    text: Markup
    fields: Mapping[str, FieldView]
    is_translated: bool
    lang: str = ""
    text_lang: str = ""


@dataclass(frozen=True, slots=True)
class StopWords:
    """The words of a stop; `lines` are those of its text as somebody says them."""

    title: str
    text: Markup
    lines: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Wording:
    """
    A programme's words in one language.

    Attributes:
        settings: ready for the holes of words.
    """

    programme: Programme
    language: str
    settings: Mapping[str, Any]
    _steps: dict[str, StepWords | None] = field(default_factory=dict)

    @property
    def effective(self) -> Effective:
        """What the programme was made from."""
        return self.programme.effective

    def title(self) -> str:
        """Return what the service is called."""
        pattern = self.effective.pattern
        return words_of(self.effective, "title", pattern.title, self.language, self.settings)

    def summary(self) -> str:
        """Return what the service is for."""
        pattern = self.effective.pattern
        return words_of(self.effective, "summary", pattern.summary, self.language, self.settings)

    def step_titles(self) -> tuple[str, ...]:
        """Return the headings of the pages that everybody sees and that say nothing of anybody's answers."""
        found = (self._remembered(page) for page in self.programme.pages if page.when is None)
        return tuple(words.title for words in found if words)

    def step(self, page: Page, *, answers: Mapping[str, Any], council: CouncilView) -> StepWords:
        """Return the words of a page; from memory where they say nothing of answers or of the council."""
        return self._remembered(page) or self._step(page, self.values(answers, council))

    def stop(self, placed: PlacedStop, *, answers: Mapping[str, Any], council: CouncilView) -> StopWords:
        """Return the words of a stop."""
        values, stop = self.values(answers, council), placed.stop
        title = words_of(self.effective, f"{placed.address}.title", stop.title, self.language, values)
        text = stop.text and words_of(self.effective, f"{placed.address}.text", stop.text, self.language, values)
        return StopWords(title, html_of(text or ""), lines_of(text or ""))

    def member_fields(
        self, group: Placed, *, answers: Mapping[str, Any], council: CouncilView
    ) -> tuple[FieldView, ...]:
        """Return the questions of one entry of a group, blank."""
        values = self.values(answers, council)
        return tuple(self._field(member, values) for member in group.members)

    def own_words(self, questions: Iterable[Placed], error: AnswerError, values: Mapping[str, Any]) -> str:
        """Return the pattern's own words for what is wrong with an answer."""
        words = next(filter(None, (placed.words_at(error.address) for placed in questions)), "")
        return words_of(self.effective, error.address, words, self.language, values)

    def values(self, answers: Mapping[str, Any], council: CouncilView) -> dict[str, Any]:
        """Return all that holes may name: settings, the council, answers."""
        return {
            **self.settings,
            **cases.authority_words(council, self.language),
            "authority.nation": council.nation,
            "authority.tier": council.tier,
            **answer_words(self.effective, answers, self.language),
        }

    def _remembered(self, page: Page) -> StepWords | None:
        """Return the words of a page from memory, or None where they cannot be remembered."""
        if page.id not in self._steps:
            try:
                self._steps[page.id] = self._step(page, self.settings)
            except ValueIsMissing:
                self._steps[page.id] = None
        return self._steps[page.id]

    def _step(self, page: Page, values: Mapping[str, Any]) -> StepWords:
        step, address = page.step, f"{page.address}.title"
        text = step.text and words_of(self.effective, f"{page.address}.text", step.text, self.language, values)
        return StepWords(
            title=words_of(self.effective, address, step.title, self.language, values),
            text=html_of(text) if text else Markup(),
            fields={placed.id: self._field(placed, values) for placed in page.entries},
            is_translated=self.effective.localised(address, step.title, self.language).translated,
            lang=lang_of(self.effective, address, step.title, self.language),
            text_lang=lang_of(self.effective, f"{page.address}.text", step.text or "", self.language) if text else "",
        )

    def _field(self, placed: Placed, values: Mapping[str, Any]) -> FieldView:
        return blank_field(self.effective, placed, language=self.language, values=values, markdown=html_of)


@lru_cache(maxsize=REMEMBERED_LANGUAGES)
def wording_of(programme: Programme, language: str) -> Wording:
    """Return the words of a programme in a language."""
    return Wording(programme, language, setting_words(programme.effective, language))
