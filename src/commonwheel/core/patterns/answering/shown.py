"""Answers and settings as people read them: values for the holes of words, and lists of questions and answers.

Answers are in the notation of examples: yes-no `True`/`False`, money whole pence, dates and times ISO
text, checkboxes a list of values, address, place, slot and file maps, group a list of maps.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.questions import Answerable, Asked, Choice, Group, Option, Use
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.patterns.wording.words import Hole, render_words, show

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """A question that can be answered, its address, and the step (or state) it stands in."""

    question: Answerable
    address: str
    step: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """
    One question and its answer, in one language.

    Attributes:
        id: of the question.
        step: id of the step it was asked on.
        kind: the question's type.
        label: the question.
        text: the answer in words, lines parted by new lines; "" for a group or no answer.
        entries: of a group, each entry's own questions and answers.
        lang: language of the label where it is not the one asked for; else "".
    """

    id: str
    step: str
    kind: str
    label: str
    text: str
    entries: tuple[tuple["ShownAnswer", ...], ...] = ()
    lang: str = ""


def placed_questions(effective: Effective) -> Iterator[Placed]:
    """Yield the questions residents are asked, in order, those of used blocks included."""
    for step in effective.pattern.steps:
        yield from _placed(step.ask, f"steps.{step.id}.ask", step.id, effective)


def decision_questions(effective: Effective, state: State) -> tuple[Placed, ...]:
    """Return the questions an officer is asked who moves a case to this state."""
    return tuple(_placed(state.ask, f"case.states.{state.id}.ask", state.id, effective))


def shown_answers(effective: Effective, answers: Answers, language: str) -> tuple[ShownAnswer, ...]:
    """Return the questions that have an answer, in the order of the pattern."""
    values = setting_words(effective, language)
    return tuple(
        _shown(placed, answers[placed.question.id], effective, language, values)
        for placed in placed_questions(effective)
        if placed.question.id in answers
    )


def shown_decision(effective: Effective, state: State, decision: Answers, language: str) -> tuple[ShownAnswer, ...]:
    """Return what an officer answered on moving a case to this state."""
    values = setting_words(effective, language)
    return tuple(
        _shown(placed, decision[placed.question.id], effective, language, values)
        for placed in decision_questions(effective, state)
        if placed.question.id in decision
    )


def words_of(effective: Effective, address: str, source: str, language: str, values: Mapping[str, Any]) -> str:
    """
    Return a text of the pattern in a language, its holes filled.

    Raises:
        ValueIsMissing, ValueDoesNotFit: what `check` lets through has its values.
    """
    found = effective.localised(address, source, language)
    return render_words(found.text, values, language if found.translated else "en")


def setting_words(effective: Effective, language: str) -> dict[str, Any]:
    """Return every setting under `settings.ID`, ready for the holes of words."""
    return {
        f"settings.{name}": _setting_word(effective, name, value, language)
        for name, value in effective.settings.items()
    }


def answer_words(effective: Effective, answers: Answers, language: str) -> dict[str, Any]:
    """
    Return every answer under its question's id, ready for the holes of words.

    A question without an answer is "", so that a message never stops for what somebody left empty.
    """
    return {
        placed.question.id: _value(placed, answers.get(placed.question.id), effective, language)
        for placed in placed_questions(effective)
    }


def decision_words(effective: Effective, state: State, decision: Answers, language: str) -> dict[str, Any]:
    """Return an officer's answers under `decision.ID`, ready for the holes of words."""
    return {
        f"decision.{placed.question.id}": _value(placed, decision.get(placed.question.id), effective, language)
        for placed in decision_questions(effective, state)
    }


def lang_of(effective: Effective, address: str, source: str, language: str) -> str:
    """Return the source language where a text has no translation into a language; "" where it is in it."""
    return "" if effective.localised(address, source, language).translated else SOURCE_LANGUAGE


# Private


def _placed(asked: Sequence[Asked | Use], base: str, step: str, effective: Effective) -> Iterator[Placed]:
    for entry in asked:
        address = f"{base}.{entry.id}"
        if isinstance(entry, Use):
            yield from _placed(effective.blocks[entry.use].ask, f"{address}.ask", step, effective)
        elif isinstance(entry, Answerable):
            yield Placed(entry, address, step)


def _shown(placed: Placed, answer: Any, effective: Effective, language: str, values: Mapping[str, Any]) -> ShownAnswer:
    question = placed.question
    label = words_of(effective, f"{placed.address}.label", question.label, language, values)
    kind = str(getattr(question, "type", ""))
    lang = lang_of(effective, f"{placed.address}.label", question.label, language)
    if isinstance(question, Group):
        entries = _entries(placed, answer, effective, language, values)
        return ShownAnswer(question.id, placed.step, kind, label, "", entries, lang)
    return ShownAnswer(question.id, placed.step, kind, label, _text(placed, answer, effective, language), (), lang)


def _entries(
    placed: Placed, answer: Any, effective: Effective, language: str, values: Mapping[str, Any]
) -> tuple[tuple[ShownAnswer, ...], ...]:
    group = placed.question
    if not isinstance(group, Group) or not isinstance(answer, list):
        return ()
    members = tuple(_placed(group.ask, f"{placed.address}.ask", placed.step, effective))
    return tuple(
        tuple(_shown(m, entry[m.question.id], effective, language, values) for m in members if m.question.id in entry)
        for entry in answer
    )


def _text(placed: Placed, answer: Any, effective: Effective, language: str) -> str:
    """Return one answer in words."""
    kind = getattr(placed.question, "type", "")
    value = _value(placed, answer, effective, language)
    shown_as = {"money": "money", "date": "date"}.get(kind, "") if value != "" else ""
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    if kind in {"yes-no", "declaration"} and value != "":
        return show(Hole("value", "", 0), {"value": value}, language).capitalize()
    return show(Hole("value", shown_as, 0), {"value": value}, language)  # type: ignore[arg-type]  # a filter's name


def _value(placed: Placed, answer: Any, effective: Effective, language: str) -> Any:
    """Return one answer as a value for holes; "" where there is none."""
    question = placed.question
    if answer is None or answer in ("", []):
        return ""
    if isinstance(question, Choice):
        return _chosen(placed, question, answer, effective, language)
    kind = str(getattr(question, "type", ""))
    if kind == "slot":
        return _slot(answer, language)
    read = _READ.get(kind)
    return read(answer) if read else answer


def _chosen(placed: Placed, question: Choice, answer: Any, effective: Effective, language: str) -> Any:
    choices = {choice.value: choice for choice in effective.choices(placed.address, question)}

    def label(value: Any) -> str:
        choice = choices.get(value)
        if choice is None:
            return str(value)
        # Hardly any option's label has a hole, and this runs for every message.
        values = setting_words(effective, language) if "{{" in choice.label else {}
        return words_of(effective, choice.label_address, choice.label, language, values)

    return [label(value) for value in answer] if isinstance(answer, list) else label(answer)


def _setting_word(effective: Effective, name: str, value: Any, language: str) -> Any:
    if isinstance(value, tuple):
        return [_option_word(effective, name, option, language) for option in value]
    if isinstance(value, str):
        setting = next((each for each in effective.pattern.settings if each.id == name), None)
        kind = getattr(setting, "type", "")
        word = effective.localised(f"settings.{name}.default", value, language).text
        return dt.time.fromisoformat(word) if kind == "time" else word
    return value


def _option_word(effective: Effective, name: str, option: Option, language: str) -> str:
    return effective.localised(f"settings.{name}.default.{option.value}.label", option.label, language).text


def _address(answer: Any) -> str:
    line, postcode = str(answer.get("line", "")), str(answer.get("postcode", ""))
    return line if postcode in line else f"{line}, {postcode}".strip(", ")


def _files(answer: Any) -> list[str]:
    found = answer if isinstance(answer, list) else [answer]
    return [str(each.get("name", "")) for each in found]


def _slot(answer: Any, language: str) -> str:
    """Return an appointment as people say it: 5 January 2027, 9am – 9:45am."""
    begins, ends = (dt.datetime.fromisoformat(str(answer[end])) for end in ("from", "until"))
    day = show(Hole("value", "date", 0), {"value": begins.date()}, language)
    first, last = (show(Hole("value", "", 0), {"value": at.time()}, language) for at in (begins, ends))
    return f"{day}, {first} – {last}"


def _place(answer: Any) -> str:
    """Return a place as it was described, with its postcode and its point, as far as each is known."""
    point = f"{float(answer['lat']):.5f}, {float(answer['lon']):.5f}" if "lat" in answer else ""
    return ", ".join(part for part in (answer.get("words"), answer.get("postcode"), point) if part)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "address": _address,
    "file": _files,
    "signature": lambda answer: ", ".join(_files(answer)),
    "place": _place,
    "date": lambda answer: dt.date.fromisoformat(answer) if isinstance(answer, str) else answer,
    "time": lambda answer: dt.time.fromisoformat(answer) if isinstance(answer, str) else answer,
}
