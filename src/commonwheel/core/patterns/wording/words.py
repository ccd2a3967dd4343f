"""Words: texts that residents and officers read, with holes for values.

A hole is `{{ name }}` or `{{ name | date }}`, with `money`, `count` or `list` for `date`; there is
nothing else. A text whose words depend on a number is a `Plural`: one text for each plural category
of its language. Values come in ready to show, save for what a hole formats: dates, pence, whole
numbers, lists.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

from commonwheel.core.patterns.model.keys import Plural
from commonwheel.core.problems import Failure

Format = Literal["", "date", "money", "count", "list"]
FORMATS: tuple[Format, ...] = ("date", "money", "count", "list")

_INSIDE = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\s*(?:\|\s*([a-z]+))?")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
_VOWELS = tuple("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöüAEIOUWYÂÊÎÔÛŴŶ")
_YES_NO = {"en": ("yes", "no"), "cy": ("ie", "na")}


class Hole(NamedTuple):
    """
    A place in a text that a value fills.

    Attributes:
        name: of the value: a question's id, or `settings.x`, `case.x`, `authority.x`, `decision.x`.
        format: how it is shown; "" as it is.
        offset: where its `{{` begins in the text; 0 for the first character.
    """

    name: str
    format: Format
    offset: int


Piece = str | Hole
Escape = Callable[[str], str]


class WordsAreNotReadable(Failure):
    """
    A text holds something between braces that is not a hole.

    Attributes:
        found: what stands there, at most 80 characters.
        offset: where it begins; 0 for the first character.
        help: how to mend it.
    """

    def __init__(self, found: str, offset: int, mend: str) -> None:
        super().__init__(f"{found!r} cannot be read. {mend}")
        self.found = found[:80]
        self.offset = offset
        self.help = mend


class ValueIsMissing(Failure):
    """A text names a value that is not known."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no value for {name!r}, which the text names. Give it one, or take it out of the text."
        )
        self.name = name


class ValueDoesNotFit(Failure):
    """A value is not of the kind that its hole shows."""

    def __init__(self, name: str, shown_as: str, value: object) -> None:
        super().__init__(
            f"{name!r} is {str(value)[:40]!r}, which cannot be shown as {shown_as}. Change the format in the text."
        )
        self.name = name
        self.format = shown_as


def parse_words(text: str) -> tuple[Piece, ...]:
    """
    Return a text as words and holes, in order.

    Raises:
        WordsAreNotReadable: braces that are not a hole.
    """
    pieces: list[Piece] = []
    position = 0
    while (start := text.find("{{", position)) >= 0:
        pieces += _plain(text, position, start)
        end = text.find("}}", start)
        if end < 0:
            raise WordsAreNotReadable(text[start : start + 80], start, "Close it with }}.")
        pieces.append(_hole(text[start + 2 : end], start))
        position = end + 2
    return (*pieces, *_plain(text, position, len(text)))


def holes_in(text: str) -> tuple[Hole, ...]:
    """
    Return the holes of a text in order; of one with plural forms, those of each form after another.

    Raises:
        WordsAreNotReadable: braces that are not a hole.
    """
    return tuple(piece for form in forms_of(text) for piece in parse_words(form) if isinstance(piece, Hole))


def names_in(text: str) -> frozenset[str]:
    """
    Return the names of the values that a text needs.

    Raises:
        WordsAreNotReadable: braces that are not a hole.
    """
    return frozenset(hole.name for hole in holes_in(text))


def forms_of(text: str) -> Sequence[str]:
    """Return the plural forms of a text; the text itself where it has none."""
    return tuple(text.forms.values()) if isinstance(text, Plural) else (text,)


def render_words(text: str, values: Mapping[str, Any], language: str, *, escape: Escape = str) -> str:
    """
    Return a text with its holes filled.

    Args:
        text: plain text or Markdown, perhaps with plural forms.
        values: by name. Ready to show; for `date` a date or its ISO form, for `money` pence, for
            `count` a whole number, for `list` a sequence of texts.
        language: of the text, such as `en` or `cy`.
        escape: applied to each value, for where the text goes: `html.escape`, `escape_markdown`, or nothing.

    Raises:
        WordsAreNotReadable, ValueIsMissing, ValueDoesNotFit.
    """
    form = _form_for(text, values, language)
    return "".join(
        piece if isinstance(piece, str) else escape(show(piece, values, language)) for piece in _parsed(form)
    )


def show(hole: Hole, values: Mapping[str, Any], language: str) -> str:
    """
    Return the value of one hole as its language writes it, not escaped.

    Raises:
        ValueIsMissing, ValueDoesNotFit.
    """
    value = values.get(hole.name)
    if value is None:
        raise ValueIsMissing(hole.name)
    try:
        return _SHOW[hole.format](value, language)
    except (TypeError, ValueError, AttributeError):
        raise ValueDoesNotFit(hole.name, hole.format, value) from None


def escape_markdown(value: str) -> str:
    """Return a text that Markdown shows as it stands, on as many lines."""
    lines = (_MARKS.sub(r"\\\1", line.strip()) for line in value.splitlines())
    return "\\\n".join(line for line in lines if line)


def plural_category(number: int, language: str) -> str:
    """Return the plural category of a number in a language, such as `one` or `other` (Unicode CLDR)."""
    return str(_locale(language).plural_form(number))


@lru_cache(maxsize=64)
def plural_categories(language: str) -> frozenset[str]:
    """Return the plural categories that a language has; English ones where it is not known."""
    return frozenset((*_locale(language).plural_form.tags, "other"))


# Private


def _plain(text: str, start: int, end: int) -> tuple[str, ...]:
    plain = text[start:end]
    if "{" in plain or "}" in plain:
        _refuse_braces(text, plain, start)
    return (plain,) if plain else ()


def _refuse_braces(text: str, plain: str, start: int) -> None:
    for mark in ("}}", "{%", "{#"):
        if mark in plain:
            offset = start + plain.index(mark)
            raise WordsAreNotReadable(
                text[offset : offset + 80], offset, "Write {{ name }}, and nothing else in braces."
            )


def _hole(inside: str, offset: int) -> Hole:
    found = _INSIDE.fullmatch(inside.strip())
    if found is None:
        mend = "Write {{ name }}: one name, without sums or conditions."
        raise WordsAreNotReadable(f"{{{{{inside}}}}}", offset, mend)
    name, shown_as = found.groups("")
    if shown_as and shown_as not in FORMATS:
        raise WordsAreNotReadable(f"{{{{{inside}}}}}", offset, f"After | write one of {', '.join(FORMATS)}.")
    return Hole(name, shown_as, offset)


@lru_cache(maxsize=4_096)
def _parsed(text: str) -> tuple[Piece, ...]:
    return parse_words(text)


def _form_for(text: str, values: Mapping[str, Any], language: str) -> str:
    if not isinstance(text, Plural):
        return text
    counted = next(
        (piece for piece in _parsed(text.forms["other"]) if isinstance(piece, Hole) and piece.format == "count"), None
    )
    number = values.get(counted.name) if counted else None
    if not isinstance(number, int):
        return text.forms["other"]
    return text.forms.get(plural_category(number, language), text.forms["other"])


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """Return how a language writes dates and lists; English where it is not known."""
    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _as_is(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _YES_NO.get(language, _YES_NO["en"])[0 if value else 1]
    if isinstance(value, dt.datetime | dt.date):
        return _date(value, language)
    if isinstance(value, dt.time):
        return _time(value)
    if isinstance(value, list | tuple):
        return _list(value, language)
    if isinstance(value, Mapping):
        return str(value["line"]) if "line" in value else ", ".join(str(part) for part in value.values())
    return str(value)


def _date(value: Any, language: str) -> str:
    day = dt.date.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(day, dt.date):
        raise TypeError(value)
    return str(format_date(day, "d MMMM y", locale=_locale(language)))


def _time(value: dt.time) -> str:
    """Return a time as public services write it: 7am, 4:30pm."""
    minutes = f":{value.minute:02}" if value.minute else ""
    half = "am" if value < dt.time(12) else "pm"
    return f"{value.hour % 12 or 12}{minutes}{half}"


def _money(value: Any, _: str) -> str:
    """Return pence as pounds; pence are left out where there are none."""
    pounds, pence = divmod(abs(_whole(value)), 100)
    return f"{'−' if value < 0 else ''}£{pounds:,}{f'.{pence:02}' if pence else ''}"


def _count(value: Any, _: str) -> str:
    return f"{_whole(value):,}"


def _list(value: Any, language: str) -> str:
    texts = [_as_is(each, language) for each in _several(value)]
    if language == "cy" and len(texts) > 1:
        return f"{', '.join(texts[:-1])} {'ac' if texts[-1].startswith(_VOWELS) else 'a'} {texts[-1]}"
    return str(format_list(texts, locale=_locale(language)))


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _several(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return value


_SHOW: Mapping[Format, Callable[[Any, str], str]] = {
    "": _as_is,
    "date": _date,
    "money": _money,
    "count": _count,
    "list": _list,
}
