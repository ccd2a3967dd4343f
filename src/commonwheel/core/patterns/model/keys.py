"""What the fields of the language are made of: kinds of scalar, ids, and the marks on a key.

Scalars arrive as text (see `core.patterns.reading.text`), so every kind here reads its own text and
refuses everything else with a code of its own. Values that are already typed pass unchanged.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

ExpressionResult = Literal["bool", "int"]


EVERY_KEY = frozenset({"*"})
"""In `FIXED`: no key of the shape is for layers."""


class Shape(BaseModel):
    """
    The base of every shape in the language: frozen, and deaf to keys it does not know.

    Attributes:
        FIXED: the keys, as files write them, that no layer sets, beside those of the bases.
    """

    FIXED: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


@dataclass(frozen=True, slots=True)
class Key:
    """
    What is true of a key, beside its type.

    Attributes:
        layer: a council's layer may `set` it; follows from `Shape.FIXED`.
        text: residents or officers read it, so it may be translated and hold `{{ name }}`.
        markdown: it is Markdown (always text too).
        expression: it is CEL, and this is the type of its result.
    """

    layer: bool = True
    text: bool = False
    markdown: bool = False
    expression: ExpressionResult | None = None


def _reader(kind: str, expected: str, read: Callable[[str], Any], typed: type | tuple[type, ...]) -> Any:
    """Make the validator of one kind of scalar: typed values pass, text is read, the rest is refused."""

    def validate(value: Any) -> Any:
        if isinstance(value, typed) and not (kind != "truth" and isinstance(value, bool)):
            return value
        if isinstance(value, str):
            try:
                return read(value)
            except (ValueError, KeyError, ArithmeticError):
                pass
        raise PydanticCustomError(f"not-{kind}", "expected {expected}", {"expected": expected})

    return BeforeValidator(validate)


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,14})", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?", text):
        raise ValueError(text)
    return float(text)


def _date(text: str) -> dt.date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _time(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(text)
    return text


Truth = Annotated[bool, _reader("truth", "true or false", {"true": True, "false": False}.__getitem__, bool)]
Whole = Annotated[int, _reader("whole-number", "a whole number, such as 14", _whole, int)]
Number = Annotated[float, _reader("number", "a number, such as 2.5", _number, (int, float))]
Day = Annotated[dt.date, _reader("date", "a date written YYYY-MM-DD", _date, dt.date)]
ClockTime = Annotated[str, _reader("time", "a time written HH:MM, from 00:00 to 23:59", _time, ())]

QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
ElementId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
OptionValue = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
FullName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,60}/[a-z][a-z0-9-]{0,60}$")]
BlockUse = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,60}/[a-z][a-z0-9-]{0,60}@[1-9][0-9]{0,3}$")]
SettingName = Annotated[str, StringConstraints(pattern=r"^settings\.[a-z][a-z0-9_]{0,40}$")]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MessageFile = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}\.md$")]

MOST_COUNTED = 9_999
"""Of any unit of time: more than a year in hours, and no date that it leads to is beyond the year 9999."""


def _count(value: Any) -> int | str:
    """Read a number of units of time, or the name of the setting that says it."""
    expected = f"a whole number from 1 to {MOST_COUNTED:,}, or settings.NAME"
    if isinstance(value, str) and re.fullmatch(r"settings\.[a-z][a-z0-9_]{0,40}", value):
        return value
    try:
        number = _whole(value) if isinstance(value, str) else value
    except ValueError:
        number = None
    if not isinstance(number, int) or isinstance(number, bool):
        raise PydanticCustomError("not-whole-number", "expected {expected}", {"expected": expected})
    if not 1 <= number <= MOST_COUNTED:
        raise PydanticCustomError("out-of-range", "expected {expected}", {"expected": expected})
    return number


Count = Annotated[Annotated[int, Field(ge=1, le=MOST_COUNTED)] | SettingName, BeforeValidator(_count)]

PluralCategory = Literal["zero", "one", "two", "few", "many", "other"]
PLURAL_CATEGORIES: tuple[PluralCategory, ...] = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of the Unicode CLDR; Welsh has them all, English `one` and `other`."""


class Plural(str):
    """
    A text whose words depend on a number: a map of plural categories to texts.

    As plain text it is its `other` form, so that what only shows texts need not know of it.

    Attributes:
        forms: by plural category; `other` is always there.
    """

    __slots__ = ("forms",)
    forms: dict[str, str]

    def __new__(cls, forms: Mapping[str, str]) -> Self:
        """Make the text of its forms."""
        made = super().__new__(cls, forms["other"])
        made.forms = dict(forms)
        return made

    def __getnewargs__(self) -> tuple[dict[str, str]]:  # type: ignore[override]  # a str is made of its forms here
        """Return what copies are made from."""
        return (self.forms,)

    def __eq__(self, other: object) -> bool:
        """Tell whether every form is the same."""
        return isinstance(other, Plural) and self.forms == other.forms

    def __ne__(self, other: object) -> bool:
        """Tell whether any form differs."""
        return not self == other

    __hash__ = str.__hash__


def _words(value: Any, check: ValidatorFunctionWrapHandler) -> str:
    """Read a text, or a map of plural categories to texts."""
    forms = value.forms if isinstance(value, Plural) else value
    if not isinstance(forms, dict):
        return str(check(forms))
    if "other" not in forms or not set(forms) <= set(PLURAL_CATEGORIES):
        expected = "a text, or a map of zero, one, two, few, many and other to texts; other is always needed"
        raise PydanticCustomError("not-words", "expected {expected}", {"expected": expected})
    return Plural({category: str(check(forms[category])) for category in PLURAL_CATEGORIES if category in forms})


def _written(value: str) -> str | dict[str, str]:
    """Return a text as it is written down: as a map where it has plural forms."""
    return value.forms if isinstance(value, Plural) else value


def _words_schema(longest: int) -> WithJsonSchema:
    """Return the JSON Schema of a text of at most `longest` characters."""
    text = {"type": "string", "minLength": 1, "maxLength": longest}
    forms = {"type": "object", "properties": dict.fromkeys(PLURAL_CATEGORIES, text), "required": ["other"]}
    return WithJsonSchema({"anyOf": [text, {**forms, "additionalProperties": False}]})


Plain = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2_000),
    WrapValidator(_words),
    PlainSerializer(_written),
    _words_schema(2_000),
    Key(text=True),
]
Translation = Annotated[
    str,
    StringConstraints(min_length=1, max_length=20_000),
    WrapValidator(_words),
    PlainSerializer(_written),
    _words_schema(20_000),
]
Markdown = Annotated[str, StringConstraints(min_length=1, max_length=20_000), Key(text=True, markdown=True)]
Condition = Annotated[str, StringConstraints(min_length=1), Key(expression="bool")]
Pence = Annotated[str, StringConstraints(min_length=1), Key(expression="int")]


def doc(words: str, default: Any = ..., **more: Any) -> Any:
    """Return a field with the sentence that the reference prints for it."""
    return Field(default, description=words, **more)


def list_or_name(value: Any) -> str:
    """Tell which of the two a key that takes a list or one name was given; so a fault is reported once."""
    return "list" if isinstance(value, list | tuple) else "name"
