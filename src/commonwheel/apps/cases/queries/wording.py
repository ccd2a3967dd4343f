"""Messages in words: a message's file, filled with what is known of the case, as plain text and as HTML."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from markdown_it import MarkdownIt

from commonwheel.core.patterns.answering.shown import answer_words, decision_words, setting_words, words_of
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.patterns.wording.regulators import INFORMATION_COMMISSIONERS
from commonwheel.core.patterns.wording.words import (
    Hole,
    ValueDoesNotFit,
    ValueIsMissing,
    escape_markdown,
    parse_words,
    show,
)
from commonwheel.foundation.councils import CouncilView

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image"])
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&])")
_BREAK = re.compile(r"\\\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words; `language` is the one it is really in, `said` a short form to say; "" for none."""

    subject: str
    text: str
    html: str
    language: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    What a message is about.

    Attributes:
        due_on: the next date, or None.
        state: the state entered; `decision` answers its questions, in the notation of examples.
        link: where the reader goes on; a mark that is replaced when the message leaves.
        runs_until: the last day of the time that is renewed, or None.
        start_again: where the service starts; "" where the council does not offer it any more.
    """

    reference: str
    received_at: dt.datetime
    due_on: dt.date | None
    answers: Mapping[str, Any]
    state: str
    reason: str
    decision: Mapping[str, Any]
    link: str
    runs_until: dt.date | None = None
    start_again: str = ""


def said_letter(
    effective: Effective, file: str, language: str, facts: Facts, *, council: CouncilView, missing: str = ""
) -> Letter:
    """
    Return a message as it leaves.

    Args:
        file: in `messages/`, such as `received.md`.
        missing: stands for a value that is not there. By the time a message is made its fact has happened,
            so it goes without rather than not at all.
    """
    message = effective.message(file, language)
    said_in = language if message.translated else "en"
    values = _values(effective, facts, said_in, council=council)
    markdown = _fill(message.text, values, said_in, markdown=True, missing=missing)
    return Letter(
        subject=" ".join(_fill(message.subject, values, said_in, markdown=False, missing=missing).split()),
        text=_plain(markdown),
        html=_html(markdown),
        language=said_in,
        said=_fill(message.sms or "", values, said_in, markdown=False, missing=missing),
    )


def service_title(effective: Effective, language: str) -> str:
    """Return the service's title."""
    return words_of(effective, "title", effective.pattern.title, language, setting_words(effective, language))


def state_label(effective: Effective, state: str, language: str) -> str:
    """Return a state's name, or its id where the service no longer has it."""
    return _state_word(effective, state, language, "label") or state


def state_hint(effective: Effective, state: str, language: str) -> str:
    """Return what a state means for the resident; "" where nothing is said."""
    return _state_word(effective, state, language, "hint")


def clock_label(effective: Effective, clock: str, language: str) -> str:
    """Return what a clock says before its date, such as "We aim to come back by"; "" where nothing is said."""
    for one in effective.pattern.case.clocks:
        if one.id == clock and one.label:
            values = setting_words(effective, language)
            return words_of(effective, f"case.clocks.{clock}.label", one.label, language, values)
    return ""


def authority_words(council: CouncilView, language: str) -> dict[str, str]:
    """Return what words may name of the council they speak for; "" for what it has not."""
    commissioner = INFORMATION_COMMISSIONERS.get(council.nation)
    return {
        "authority.name": council.name_in(language),
        "authority.phone": council.phone,
        "authority.email": council.email,
        "authority.website": council.website,
        "authority.information_commissioner": commissioner.name_in(language) if commissioner else "",
        "authority.information_commissioner_website": commissioner.website if commissioner else "",
    }


def _state_word(effective: Effective, state: str, language: str, name: str) -> str:
    for one in effective.pattern.case.states:
        source = getattr(one, name) if one.id == state else None
        if source:
            values = setting_words(effective, language)
            return words_of(effective, f"case.states.{state}.{name}", source, language, values)
    return ""


def _values(effective: Effective, facts: Facts, language: str, *, council: CouncilView) -> dict[str, Any]:
    """Return what a message may name: `core.patterns.wording.message_names`, and answers and settings."""
    state = next(one for one in effective.pattern.case.states if one.id == facts.state)
    return {
        **answer_words(effective, facts.answers, language),
        **setting_words(effective, language),
        **decision_words(effective, state, facts.decision, language),
        "case.reference": facts.reference,
        "case.service": service_title(effective, language),
        "case.state": state_label(effective, state.id, language),
        "case.received_on": timezone.localtime(facts.received_at).date(),
        "case.due_on": facts.due_on,
        "case.runs_until": facts.runs_until,
        "case.reason": facts.reason,
        "case.link": facts.link,
        "case.start_again": facts.start_again,
        **authority_words(council, language),
    }


def _fill(text: str, values: Mapping[str, Any], language: str, *, markdown: bool, missing: str) -> str:
    parts = []
    for piece in parse_words(text):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        value = _show(piece, values, language) or missing
        # The council's own addresses stand inside Markdown's brackets as they are; what a resident typed never does.
        is_link = piece.name.startswith(("case.", "settings.", "authority.")) and value.startswith("https://")
        parts.append(escape_markdown(value) if markdown and not is_link else value)
    return "".join(parts)


def _show(hole: Hole, values: Mapping[str, Any], language: str) -> str:
    try:
        return show(hole, values, language)
    except (ValueIsMissing, ValueDoesNotFit):
        return ""


def _html(markdown: str) -> str:
    """Return Markdown as HTML, its headings below the subject, which is the letter's own."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _plain(markdown: str) -> str:
    """Return Markdown as it reads in a plain letter: links with their address behind them, headings on their own."""
    text = _LINK.sub(r"\1: \2", markdown)
    text = _HEADING.sub("", text)
    return _ESCAPED.sub(r"\1", _BREAK.sub("\n", text)).strip() + "\n"
