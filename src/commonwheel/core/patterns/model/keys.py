"""What the fields of the language are made of: kinds of scalar, ids, and the marks on a key.

Scalars arrive as text (see `core.patterns.text`), so every kind here reads its own text and
refuses everything else with a code of its own. Values that are already typed pass unchanged.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

ExpressionResult = Literal["bool", "int"]


class Shape(BaseModel):
    """The base of every shape in the language: frozen, and deaf to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


@dataclass(frozen=True, slots=True)
class Key:
    """
    What is true of a key, beside its type.

    Attributes:
        layer: a council's layer may `set` it.
        text: residents or officers read it, so it may be translated and hold `{{ name }}`.
        markdown: it is Markdown (always text too).
        expression: it is CEL, and this is the type of its result.
    """

    layer: bool = False
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
Version = Annotated[
    str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$")
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MessageFile = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}\.md$")]

Plain = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2_000), Key(layer=True, text=True)]
Markdown = Annotated[str, StringConstraints(min_length=1, max_length=20_000), Key(layer=True, text=True, markdown=True)]
Condition = Annotated[str, StringConstraints(min_length=1), Key(expression="bool")]
Pence = Annotated[str, StringConstraints(min_length=1), Key(expression="int")]


def doc(words: str, default: Any = ..., **more: Any) -> Any:
    """Return a field with the sentence that the reference prints for it."""
    return Field(default, description=words, **more)
