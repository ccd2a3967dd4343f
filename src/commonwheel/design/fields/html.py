"""A question's HTML: from the macros once for each shape of question, from memory afterwards."""

from dataclasses import replace
from functools import lru_cache

from django.utils.translation import get_language
from markupsafe import Markup

from commonwheel.design.fields.boxes import PARTS
from commonwheel.design.fields.parts import composed
from commonwheel.design.fields.view import FieldView
from commonwheel.design.memory import REMEMBERED, Pieces, fill, hole, split

# The answer is one of the question's own options, so whole fields can be remembered.
_CHOICES = frozenset({"radios", "select", "checkboxes", "yes-no", "declaration"})
# What stands on the page is itself somebody's: composed anew each time.
_PERSONAL = frozenset({"group", "file"})


def question_html(field: FieldView | Markup) -> Markup:
    """
    Return the question as HTML: label or legend, hint, error and controls; what is HTML already stays as it is.

    A question with an error, with uploaded files, with entries or with addresses that were found goes
    through the macros; every other comes from memory, byte for byte what the macros would print.
    """
    if isinstance(field, Markup):
        return field
    field = prepared(field)
    if field.error or field.found is not None or field.files or field.type in _PERSONAL:
        return composed(field)
    return _remembered(field)


def prepared(field: FieldView) -> FieldView:
    """Return the question with its answer as a control can hold it."""
    if field.type in _CHOICES:
        known = [option.value for option in field.options] or ["yes", "no"]
        chosen = tuple([value for value in field.chosen if value in known])
        return _with(field, field.value if field.value in known else "", chosen, field.parts)
    if field.type == "long-text":
        # A browser drops the first line end of a text area.
        return replace(field, value="\n" + field.value) if field.value.startswith(("\n", "\r")) else field
    boxes = PARTS.get(field.type, ())
    parts = tuple([(part, _one_line(value)) for part, value in field.parts if part in boxes])
    return _with(field, _one_line(field.value), field.chosen, parts)


def _with(field: FieldView, value: str, chosen: tuple[str, ...], parts: tuple[tuple[str, str], ...]) -> FieldView:
    """Return the field with these answers: itself where they are its own already, as they nearly always are."""
    is_same = field.value == value and field.chosen == chosen and field.parts == parts
    return field if is_same else replace(field, value=value, chosen=chosen, parts=parts)


def _one_line(value: str) -> str:
    """Return the value as a one-line control holds it: browsers drop line ends from one."""
    return value if value.isprintable() else " ".join(value.splitlines())


def _remembered(field: FieldView) -> Markup:
    if field.type in _CHOICES:
        return _whole(field, get_language())
    values = [field.value] if field.value else []
    values += [value for _part, value in field.parts if value]
    return fill(_pieces(_shape(field), get_language()), values)


def _shape(field: FieldView) -> FieldView:
    """Return the question with holes where the answers stand."""
    first = 1 if field.value else 0
    parts, number = [], first
    for part, value in field.parts:
        parts.append((part, hole(number) if value else ""))
        number += 1 if value else 0
    return replace(field, value=hole(0) if field.value else "", parts=tuple(parts))


@lru_cache(maxsize=REMEMBERED)
def _whole(field: FieldView, _language: str | None) -> Markup:
    return composed(field)


@lru_cache(maxsize=REMEMBERED)
def _pieces(shape: FieldView, _language: str | None) -> Pieces:
    return split(composed(shape))
