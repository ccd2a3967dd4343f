"""A number that is never without its range."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["less", "more", "too small to tell", "the same"]


@dataclass(frozen=True, slots=True)
class Span:
    """A best value and the lowest and highest that it may well be; low <= mid <= high."""

    low: float
    mid: float
    high: float

    def __add__(self, other: "Span") -> "Span":
        """Return the sum, as if both were wrong in the same direction."""
        return Span(self.low + other.low, self.mid + other.mid, self.high + other.high)

    def over(self, other: "Span") -> "Span":
        """Return how much of this falls on one of the other, of which none may be 0 or below."""
        return Span(self.low / other.high, self.mid / other.mid, self.high / other.low)

    def times(self, other: "Span") -> "Span":
        """Return the product; nothing may be below 0."""
        return Span(self.low * other.low, self.mid * other.mid, self.high * other.high)

    def beside(self, other: "Span") -> Verdict:
        """Say how this compares with the other: where the ranges share a value, the difference cannot be told."""
        if self == other:
            return "the same"
        if self.high < other.low:
            return "less"
        return "more" if self.low > other.high else "too small to tell"


EXACTLY_ONE = Span(1.0, 1.0, 1.0)


def within(value: float, error: float) -> Span:
    """Return a value that may be wrong by a share of itself, such as 0.03; never below 0."""
    return Span(value * max(0.0, 1 - error), value, value * (1 + error))


def gap(spans: Iterable[Span]) -> Span:
    """
    Return how many times the smallest the largest is: 1 where there is one, or all are alike.

    Nothing may be 0 or below.
    """
    found = tuple(spans)
    if len(found) == 1:
        return EXACTLY_ONE
    lowest = max(each.low for each in found) / min(each.high for each in found)
    return Span(
        max(1.0, lowest),
        max(each.mid for each in found) / min(each.mid for each in found),
        max(each.high for each in found) / min(each.low for each in found),
    )
