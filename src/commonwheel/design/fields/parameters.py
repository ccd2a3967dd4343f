"""From a question to the parameters of GOV.UK Frontend's macros, for the types that one macro prints whole."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from commonwheel.design.components import Content, content
from commonwheel.design.fields.boxes import AUTOCOMPLETE, BANK, BIRTHDAY, DATE, ONE_BOX, Box
from commonwheel.design.fields.view import FieldView, OptionView

Component = tuple[str, dict[str, Any]]


def component(field: FieldView) -> Component:
    """Return the macro that prints the question, and what it is given."""
    return _SHAPES[field.type](field)


def label(field: FieldView) -> dict[str, Any]:
    """Return a label: the page's h1 where the question is alone on its page."""
    text: dict[str, Any] = {**content(words(field))}
    return {**text, "classes": "govuk-label--l", "isPageHeading": True} if field.heading else text


def legend(field: FieldView) -> dict[str, Any]:
    """Return a legend: the page's h1 where the question is alone on its page."""
    size = "l" if field.heading else "s"
    return {**content(words(field)), "classes": f"govuk-fieldset__legend--{size}", "isPageHeading": field.heading}


def words(field: FieldView) -> Content:
    """Return the label, with "(optional)" where the question need not be answered."""
    label = in_language(field.label, field.lang)
    if not field.optional:
        return label
    sentence = _("%(label)s (optional)")
    return escape(sentence) % {"label": label} if isinstance(label, Markup) else sentence % {"label": label}


def in_language(text: str, lang: str) -> Content:
    """Return a text marked with its language where that is not the page's, so that it is read aloud rightly."""
    return Markup('<span lang="{}">{}</span>').format(lang, text) if lang else text


def told(field: FieldView, *, hint: str = "") -> dict[str, Any]:
    """Return the hint and the error, where there are any."""
    given: dict[str, Any] = {}
    if field.hint or hint:
        given["hint"] = content(in_language(field.hint, field.hint_lang) if field.hint else hint)
    if field.error:
        given["errorMessage"] = {"text": field.error, "visuallyHiddenText": _("Error")}
    return given


def _one_box(field: FieldView) -> Component:
    special = dict(ONE_BOX[field.type])
    if field.facts in AUTOCOMPLETE:
        special["autocomplete"] = AUTOCOMPLETE[field.facts]
    if field.decimals:
        special["inputmode"] = "decimal"
    hint = _("For example, 9:30am or 14:30") if field.type == "time" else ""
    shown = {"value": field.value} if field.value else {}
    own = {"id": field.id, "name": field.id, "label": label(field), **told(field, hint=hint)}
    return "input", {**own, **special, **shown}


def _long_text(field: FieldView) -> Component:
    own = {"id": field.id, "name": field.id, "label": label(field), **told(field), "value": field.value, "rows": 6}
    return ("character-count", {**own, **_counting(field.max)}) if field.max else ("textarea", own)


def _counting(most: int) -> dict[str, Any]:
    return {
        "maxlength": most,
        "threshold": 75,
        "textareaDescriptionText": _("You can enter up to %{count} characters"),
        "charactersUnderLimitText": {
            "one": _("You have %{count} character remaining"),
            "other": _("You have %{count} characters remaining"),
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }


def _items(options: tuple[OptionView, ...]) -> list[dict[str, Any]]:
    return [_item(one) for one in options]


def _item(one: OptionView) -> dict[str, Any]:
    hint = {"hint": content(in_language(one.hint, one.hint_lang))} if one.hint else {}
    return {"value": one.value, **content(in_language(one.label, one.lang)), **hint}


def _radios(field: FieldView) -> Component:
    own = {"idPrefix": field.id, "name": field.id, "fieldset": {"legend": legend(field)}, **told(field)}
    return "radios", {**own, "items": _items(field.options), "value": field.value}


def _yes_no(field: FieldView) -> Component:
    options = (OptionView("yes", _("Yes")), OptionView("no", _("No")))
    own = {"idPrefix": field.id, "name": field.id, "fieldset": {"legend": legend(field)}, **told(field)}
    return "radios", {**own, "classes": "govuk-radios--inline", "items": _items(options), "value": field.value}


def _checkboxes(field: FieldView) -> Component:
    own = {"idPrefix": field.id, "name": field.id, "fieldset": {"legend": legend(field)}}
    hint = _("Select all that apply.")
    return "checkboxes", {**own, **told(field, hint=hint), "items": _items(field.options), "values": list(field.chosen)}


def _declaration(field: FieldView) -> Component:
    agree = {"value": "yes", **content(in_language(field.label, field.lang))}
    own = {"idPrefix": field.id, "name": field.id, "items": [agree], "values": [field.value] if field.value else []}
    return "checkboxes", {**own, **told(field)}


def _select(field: FieldView) -> Component:
    first = {"value": "", "text": _("Choose one")}
    own = {"id": field.id, "name": field.id, "label": label(field), **told(field)}
    # An option of a list can hold no mark of its language: its attributes carry it.
    items = [
        {"value": one.value, "text": one.label, **({"attributes": {"lang": one.lang}} if one.lang else {})}
        for one in field.options
    ]
    return "select", {**own, "items": [first, *items], "value": field.value}


def _boxes(field: FieldView, boxes: tuple[Box, ...], purposes: Mapping[str, str]) -> Component:
    typed = dict(field.parts)
    items = [_box(field, box, typed.get(box.part, ""), purposes.get(box.part, "")) for box in boxes]
    fieldset = {"legend": legend(field)}
    hint = _("For example, 27 3 2026") if field.type == "date" and not purposes else ""
    return "date-input", {
        "id": field.id,
        "namePrefix": field.id,
        "fieldset": fieldset,
        **told(field, hint=hint),
        "items": items,
    }


def _box(field: FieldView, box: Box, value: str, purpose: str) -> dict[str, Any]:
    at_fault = field.error and (not field.error_parts or box.part in field.error_parts)
    width = f"govuk-input--width-{box.width}" if box.width else ""
    return {
        "name": box.part,
        "label": str(box.label),
        "classes": f"{width} govuk-input--error" if at_fault else width,
        **({"value": value} if value else {}),
        **({"autocomplete": purpose} if purpose else {}),
        "inputmode": box.inputmode,
    }


def _date(field: FieldView) -> Component:
    return _boxes(field, DATE, BIRTHDAY if field.facts == "date-of-birth" else {})


def _bank_account(field: FieldView) -> Component:
    return _boxes(field, BANK, {})


_SHAPES: Mapping[str, Callable[[FieldView], Component]] = {
    **dict.fromkeys(ONE_BOX, _one_box),
    "long-text": _long_text,
    "radios": _radios,
    "yes-no": _yes_no,
    "checkboxes": _checkboxes,
    "declaration": _declaration,
    "select": _select,
    "date": _date,
    "bank-account": _bank_account,
}
