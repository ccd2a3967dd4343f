"""What can be wrong with an answer: codes without words, which the pages put into the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

AnswerCode: TypeAlias = Literal[
    "required",
    "not-agreed",
    "not-readable",
    "character",
    "too-short",
    "too-long",
    "too-few",
    "too-many",
    "too-small",
    "too-large",
    "too-early",
    "too-late",
    "too-precise",
    "not-an-option",
    "not-a-number",
    "not-a-whole-number",
    "not-an-amount",
    "not-a-date",
    "day-missing",
    "month-missing",
    "year-missing",
    "year-too-short",
    "not-a-time",
    "not-an-email",
    "not-a-phone",
    "not-a-national-insurance",
    "not-a-vehicle",
    "not-a-sort-code",
    "not-an-account-number",
    "not-an-address",
    "not-a-postcode",
    "line-missing",
    "town-missing",
    "outside-authority",
    "not-a-place",
    "off-the-map",
    "not-a-slot",
    "not-a-file",
    "file-kind",
    "file-too-large",
    "not-a-group",
    "not-asked",
    "check",
]
"""
Why an answer is not taken.

`values` hold what a sentence about it needs: `min` and `max` (bounds, as the answer is stored), `found`
(how many), `options`, `decimals`, `name` (of a file). `check` is a rule of the pattern's own: its words
are at the error's `address`.
"""

NOT_GIVEN: frozenset[AnswerCode] = frozenset({"required", "not-agreed"})
"""Codes of an answer that is missing."""


@dataclass(frozen=True, slots=True)
class AnswerError:
    """
    One thing wrong with one answer.

    Attributes:
        question: the id of the question; of the member, inside a group.
        part: the part of the field it concerns, such as `day`; "" for all of it. An entry's number for a group.
        code: what is wrong.
        values: what a sentence about it needs.
        address: of the pattern's own words: of a check (`….say`), of a missing answer (`….missing`); "" for none.
    """

    question: str
    part: str
    code: AnswerCode
    values: Mapping[str, str | int | float] = field(default_factory=lambda: MappingProxyType({}))
    address: str = ""
