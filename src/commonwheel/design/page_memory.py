"""
A bounded memory of whole pages: a template is rendered once for each shape of page, and filled in for each reader.

The shape of a page is which of its values are there and how many; no text is part of it. The template is
rendered with a mark for every text, the HTML is cut at the marks, and each page is those pieces with its own
texts, escaped, between them. So nothing that anybody said is ever remembered, and councils and services whose
pages have the same parts share one memory.

A template that is remembered may print a text, and ask whether there is one; it may not compare it, measure
it or put it through a filter, for it sees the mark. `page_html` says what values may be.
"""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

import jinja2
from django.utils.translation import get_language
from markupsafe import Markup, escape

from commonwheel.design.fields import FieldView, question_html
from commonwheel.design.memory import Holes, Pieces

REMEMBERED_PAGES = 1_024
"""Shapes of pages; one takes about ten kilobytes."""
_OF_PAGES = Holes()

Later = Callable[[], Markup]
"""A value that is made only where the template prints it."""
Shape = Any
"""What is remembered of a value: hashable, and free of its texts."""


def page_html(template: jinja2.Template, values: Mapping[str, object]) -> str:
    """
    Return what `template.render(values)` does, from memory where a page of that shape was rendered before.

    Args:
        values: texts, HTML (`Markup`), whole numbers, truth values, None, a function that makes HTML when it
            is needed (`Later`), questions (`FieldView`; the template prints each with `question_html`), and
            tuples and frozen dataclasses of these.
    """
    found: list[Any] = []
    shape = tuple([(name, _shape(value, found)) for name, value in values.items()])
    pieces = _pieces(template, shape, get_language())
    return "".join([piece if isinstance(piece, str) else _printed(found[piece]) for piece in pieces])


def _printed(value: str | int | Later) -> str:
    return str(escape(value() if callable(value) else value))


@lru_cache(maxsize=REMEMBERED_PAGES)
def _pieces(template: jinja2.Template, shape: tuple[tuple[str, Shape], ...], _language: str | None) -> Pieces:
    holes: list[int] = []
    return _OF_PAGES.split(template.render({name: _marked(one, holes) for name, one in shape}))


def _shape(value: Any, found: list[Any]) -> Shape:
    """Return what is remembered of a value, and put what is not into `found`, in order."""
    kind = type(value)
    if kind is str or kind is Markup:
        if not value:
            return ""
        found.append(value)
        return kind
    if value is None or kind is bool:
        return value
    if kind is tuple:
        return ("tuple", *[_shape(one, found) for one in value])
    return _shape_of_others(value, kind, found)


def _shape_of_others(value: Any, kind: Any, found: list[Any]) -> Shape:
    if isinstance(value, str):
        return _shape(Markup(value) if hasattr(value, "__html__") else str(value), found)  # noqa: S704  # safe by its own word
    if isinstance(value, FieldView):
        found.append(question_html(value))
        return Markup
    if dataclasses.is_dataclass(value):
        return (kind, *[_shape(one, found) for one in _getter(kind)(value)])
    if callable(value):
        found.append(value)
        return Markup
    if isinstance(value, int) and value:
        found.append(value)
        return str
    if isinstance(value, int):
        return "0"
    message = f"{kind.__name__} cannot stand in a page that is remembered."
    raise TypeError(message)


def _marked(shape: Shape, holes: list[int]) -> Any:
    """Return a value of that shape with a mark for each text."""
    if shape is str or shape is Markup:
        holes.append(len(holes))
        return shape(_OF_PAGES.hole(holes[-1]))
    if not isinstance(shape, tuple):
        return 0 if shape == "0" else shape
    kind, *rest = shape
    values = [_marked(one, holes) for one in rest]
    return tuple(values) if kind == "tuple" else kind(**dict(zip(_names(kind), values, strict=True)))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple([one.name for one in dataclasses.fields(kind)])


@cache
def _getter(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes the values of a dataclass out of it, all at once."""
    names = _names(kind)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])
