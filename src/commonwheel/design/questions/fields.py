"""Questions of a pattern as fields of a page: blank, with an answer, or as they were typed."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from commonwheel.core.patterns.answering.shown import lang_of, words_of
from commonwheel.core.patterns.model.questions import Asked, Show
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.fields import PARTS, FieldView, OptionView

LONGEST_TEXT = 2_000
"""Characters of a long text where the pattern says nothing. Source: the pattern language, `long-text`."""
_CHOSEN = frozenset({"checkboxes"})


Form = Mapping[str, Sequence[str]]
"""What a browser sent: values by name of control."""


def blank_field(
    effective: Effective,
    placed: Placed,
    *,
    language: str,
    values: Mapping[str, Any],
    markdown: Callable[[str], Markup],
) -> FieldView:
    """
    Return a question without an answer; where it has a default, with that.

    Args:
        values: for the holes in its words.
        markdown: turns the words of a `show` into HTML.
    """
    question, kind = placed.question, placed.type

    def words(key: str) -> str:
        text = getattr(question, key, None)
        return words_of(effective, f"{placed.address}.{key}", text, language, values) if text else ""

    def lang(key: str) -> str:
        text = getattr(question, key, None)
        return lang_of(effective, f"{placed.address}.{key}", text, language) if text else ""

    field = FieldView(
        id=question.id,
        type=kind,
        label=words("label"),
        hint=words("hint"),
        options=_options(effective, placed, language=language, values=values),
        optional=bool(getattr(question, "optional", False)),
        text=markdown(words("text")) if isinstance(question, Show) else Markup(),
        max=_most(question, kind),
        max_mb=int(getattr(question, "max_mb", 0)),
        decimals=int(getattr(question, "decimals", None) or 0),
        accept=tuple(getattr(question, "accept", ())),
        facts=str(getattr(question, "facts", None) or ""),
        entry=words("entry"),
        lang=lang("label"),
        hint_lang=lang("hint"),
    )
    default = getattr(question, "default", None)
    return field if default is None else answered(field, default)


def answered(field: FieldView, answer: Any) -> FieldView:
    """Return a field with a stored answer (in the notation of examples); files and groups are shown elsewhere."""
    if answer is None:
        return field
    if field.type in _CHOSEN:
        return replace(field, chosen=tuple(answer))
    if field.type in _IN_PARTS:
        parts = tuple((part, text) for part, text in _IN_PARTS[field.type](answer) if text)
        shown = _address_line(answer) if field.type == "address" else ""
        return replace(field, parts=parts, value=shown)
    return replace(field, value=_AS_TYPED.get(field.type, str)(answer))


def typed(field: FieldView, form: Form) -> FieldView:
    """Return a field just as it was sent, so that nothing has to be typed twice."""
    if field.type in _CHOSEN:
        return replace(field, chosen=tuple(form.get(field.id, ())))
    if field.type in PARTS:
        parts = tuple((part, last(form, f"{field.id}-{part}")) for part in PARTS[field.type])
        return replace(field, parts=parts, value="", typed=last(form, f"{field.id}-typed") == "yes")
    return replace(field, value=last(form, field.id))


def all_in(field: FieldView, lang: str) -> FieldView:
    """Return a field whose words are all in one language, which is not the page's."""
    options = tuple(replace(one, lang=lang, hint_lang=lang) for one in field.options)
    return replace(field, lang=lang, hint_lang=lang, options=options)


def last(form: Form, control: str) -> str:
    """Return what was typed in a control; "" for nothing."""
    values = form.get(control, ())
    return values[-1] if values else ""


# Private


def _most(question: Asked, kind: str) -> int:
    if kind == "long-text":
        return int(getattr(question, "max", None) or LONGEST_TEXT)
    return int(question.max) if kind == "file" else 0  # type: ignore[attr-defined]  # its type says so


def _options(
    effective: Effective, placed: Placed, *, language: str, values: Mapping[str, Any]
) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(
            value=choice.value,
            label=words_of(effective, choice.label_address, choice.label, language, values),
            hint=words_of(effective, choice.hint_address, choice.hint, language, values) if choice.hint else "",
            lang=lang_of(effective, choice.label_address, choice.label, language),
            hint_lang=lang_of(effective, choice.hint_address, choice.hint, language) if choice.hint else "",
        )
        for choice in placed.options
    )


def _date_parts(answer: Any) -> list[tuple[str, str]]:
    day = answer if isinstance(answer, dt.date) else dt.date.fromisoformat(answer)
    return [("day", str(day.day)), ("month", str(day.month)), ("year", str(day.year))]


def _bank_parts(answer: str) -> list[tuple[str, str]]:
    sort_code, _, number = answer.partition(" ")
    return [("sort_code", sort_code), ("account_number", number)]


def _address_parts(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    postcode = str(answer.get("postcode") or "")
    if answer.get("uprn"):
        return [("postcode", postcode), ("uprn", str(answer["uprn"]))]
    lines = [part.strip() for part in str(answer.get("line", "")).split(",")]
    first, town = lines[0], lines[-1] if len(lines) > 1 else ""
    return [
        ("typed", "yes"),
        ("line_1", first),
        ("line_2", ", ".join(lines[1:-1])),
        ("town", town),
        ("postcode", postcode),
    ]


def _address_line(answer: Mapping[str, Any]) -> str:
    line, postcode = str(answer.get("line") or ""), str(answer.get("postcode") or "")
    return line if postcode in line else f"{line}, {postcode}"


def _place_parts(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(part, "" if answer.get(part) is None else str(answer[part])) for part in PARTS["place"]]


def _signature_parts(answer: Any) -> list[tuple[str, str]]:
    first = answer[0] if isinstance(answer, list) and answer else answer
    return [("name", str(first.get("name", "")) if isinstance(first, Mapping) else "")]


def _pounds(answer: int) -> str:
    return f"{answer // 100}.{answer % 100:02}"


def _number(answer: float) -> str:
    """Return a number as people type it: 4, not 4.0."""
    return str(int(answer)) if answer == int(answer) else str(answer)


def _yes_no(answer: bool) -> str:  # noqa: FBT001  # the value itself
    return "yes" if answer else "no"


def _slot_parts(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(part, str(answer.get(part, ""))) for part in PARTS["slot"]]


_IN_PARTS: Mapping[str, Callable[[Any], list[tuple[str, str]]]] = {
    "date": _date_parts,
    "bank-account": _bank_parts,
    "address": _address_parts,
    "place": _place_parts,
    "slot": _slot_parts,
    "signature": _signature_parts,
}
_AS_TYPED: Mapping[str, Callable[[Any], str]] = {
    "money": _pounds,
    "number": _number,
    "yes-no": _yes_no,
    "declaration": lambda answer: "yes" if answer else "",
    "file": lambda _answer: "",
    "group": lambda _answer: "",
}
