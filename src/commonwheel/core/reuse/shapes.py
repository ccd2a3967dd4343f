"""The few shapes that the standard publiccode.yml is made of, and what each says when a value does not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from commonwheel.core.problems import Severity


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a text does not fit: what could stand there, and how to mend it; of another severity where it still reads."""

    code: str
    expected: str
    help: str
    severity: Severity = "error"


Check: TypeAlias = Callable[[str], Misfit | None]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that a check looks at."""

    check: Check


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; with `or_one`, a single entry may stand for it."""

    item: "Shape"
    or_one: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """A section with keys of its own."""

    keys: Mapping[str, "Key"]


@dataclass(frozen=True, slots=True)
class Named:
    """A section whose keys are names that a check looks at, such as languages."""

    name: Check
    each: Keys


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever a country or a later version puts there."""


Shape: TypeAlias = Text | ListOf | Keys | Named | Anything
Presence: TypeAlias = Literal["mandatory", "optional"]


@dataclass(frozen=True, slots=True)
class Key:
    """
    A key of a section.

    Attributes:
        deprecated: what to do instead; "" for a key that is in use.
    """

    shape: Shape
    presence: Presence = "optional"
    deprecated: str = ""
