"""What can be typed on a page, and what was, as a change of a layer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonwheel.core.layers import editing
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.naming import option_values, page_id, question_id
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import ASK, Layered, Part, PatternTree
from commonwheel.core.layers.typed import give_typed


class RefusedBox(Refused):
    """What was typed in one box is refused; `box` is its name."""

    def __init__(self, why: Refused, box: str) -> None:
        super().__init__(why.code, why.found, why.expected, why.mend, keys=why.keys)
        self.box = box


@contextmanager
def _about(box: str = "{key}") -> Iterator[None]:
    """Have a refusal be about a box; `{key}` stands for the key of the part, or of its first question, it is about."""
    try:
        yield
    except Refused as why:
        keys = why.keys[1:] if why.keys[:1] == (ASK,) else why.keys
        raise RefusedBox(why, box.format(key=next(iter(keys), ""))) from why


def with_setting(layer: Layer, beneath: Layered, *, name: str, text: str, part: Part) -> Layer:
    """
    Give a setting the value that was typed.

    Raises:
        RefusedBox: where it cannot have it.
    """
    setting: Any = part.shape
    options: Any = editing.tree_of(layer, beneath).values.get(name) if setting.type == "options" else None
    with _about("value"):
        return give_typed(layer, beneath, setting, text, options)


def with_words(layer: Layer, beneath: Layered, *, given: Mapping[str, Mapping[str, Any]]) -> Layer:
    """
    Give several parts their words.

    Raises:
        RefusedBox: where one of them cannot be.
    """
    for at, values in given.items():
        with _about(f"{at}.{{key}}"):
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
        raise Refused("no-choices", "", "choices", _("Write the choices, one on each line"), keys=("options",))
    return {
        **made,
        **({"hint": texts["hint"]} if texts["hint"] else {}),
        **({"optional": "true"} if texts["optional"] == "yes" else {}),
        **({"options": choices} if texts["type"] in {"radios", "checkboxes"} else {}),
    }


def with_question(layer: Layer, beneath: Layered, *, page: str, texts: Mapping[str, str]) -> Layer:
    """
    Add a question at the end of a page.

    Raises:
        RefusedBox: where it cannot be asked so.
    """
    with _about():
        return editing.add_part(layer, beneath, _question(layer, beneath, texts), {"in": f"{page}.ask"})


def with_page(layer: Layer, beneath: Layered, *, after: str, texts: Mapping[str, str]) -> Layer:
    """
    Add a page after another, with its first question.

    Raises:
        RefusedBox: where it cannot be asked so.
    """
    page = page_id(texts["title"], editing.tree_of(layer, beneath), PatternTree(beneath))
    with _about():
        element = {"id": page, "title": texts["title"], "ask": [_question(layer, beneath, texts)]}
        return editing.add_part(layer, beneath, element, {"after": after})
