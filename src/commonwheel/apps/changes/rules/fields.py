"""What can be typed on a page, and what was, as a change of a layer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonwheel.core.layers import editing
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.naming import option_values, page_id, question_id
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered, Part, PatternTree
from commonwheel.core.layers.typed import typed_setting


def with_setting(layer: Layer, beneath: Layered, *, name: str, text: str, part: Part) -> Layer:
    """Give a setting the value that was typed."""
    setting: Any = part.shape
    options: Any = editing.tree_of(layer, beneath).values.get(name) if setting.type == "options" else None
    return editing.give_setting(layer, beneath, name, typed_setting(setting, text, options))


def with_words(layer: Layer, beneath: Layered, *, given: Mapping[str, Mapping[str, Any]]) -> Layer:
    """Give several parts their words."""
    for at, values in given.items():
        layer = editing.give(layer, beneath, at, values)
    return layer


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation that was typed: of which text, at which address."""

    at: str
    source: str
    text: str


def with_translations(
    layer: Layer, beneath: Layered, *, language: str, given: Sequence[Translation], checked: editing.Checked | None
) -> Layer:
    """Give several texts their translations."""
    for one in given:
        layer = editing.translate(
            layer, beneath, language, one.at, source=one.source, text=one.text, checked=checked if one.text else None
        )
    return layer


def _question(layer: Layer, beneath: Layered, texts: Mapping[str, str]) -> dict[str, Any]:
    trees = (editing.tree_of(layer, beneath), PatternTree(beneath))
    labels = [line.strip() for line in texts["options"].splitlines() if line.strip()]
    made = {"id": question_id(texts["label"], *trees), "type": texts["type"], "label": texts["label"]}
    choices = [{"value": value, "label": label} for value, label in zip(option_values(labels), labels, strict=True)]
    if texts["type"] in {"radios", "checkboxes"} and not choices:
        raise Refused("no-choices", "", "choices", _("Write the choices, one on each line"))
    return {
        **made,
        **({"hint": texts["hint"]} if texts["hint"] else {}),
        **({"optional": "true"} if texts["optional"] == "yes" else {}),
        **({"options": choices} if texts["type"] in {"radios", "checkboxes"} else {}),
    }


def with_question(layer: Layer, beneath: Layered, *, page: str, texts: Mapping[str, str]) -> Layer:
    """Add a question at the end of a page."""
    return editing.add_part(layer, beneath, _question(layer, beneath, texts), {"in": f"{page}.ask"})


def with_page(layer: Layer, beneath: Layered, *, after: str, texts: Mapping[str, str]) -> Layer:
    """Add a page after another, with its first question."""
    page = page_id(texts["title"], editing.tree_of(layer, beneath), PatternTree(beneath))
    element = {"id": page, "title": texts["title"], "ask": [_question(layer, beneath, texts)]}
    return editing.add_part(layer, beneath, element, {"after": after})
