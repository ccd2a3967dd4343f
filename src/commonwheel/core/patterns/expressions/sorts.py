"""What a name in an expression can be, and how large: the declared types, with their declared maxima."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["bool", "int", "minutes", "double", "string", "date", "moment", "list", "map", "any"]
"""`minutes` (a time of day) is a whole number, `date` (at 00:00 UTC) and `moment` are instants, `any` is not known."""

LONGEST_TEXT = 20_000
"""Characters: the longest answer the language allows (`long-text`)."""
ASSUMED_SIZE = 1_000
"""Characters or entries, for a value whose declared size is not known."""
MOST_OPTIONS = 200
"""Choices: taken where a setting gives them, so that councils share compiled expressions."""


@dataclass(frozen=True, slots=True)
class Sort:
    """
    The type of a name or of a part of an expression.

    Attributes:
        kind: the type in expressions.
        size: most characters of text, most entries of a list or map; 1 for the rest.
        of: what a list holds; None where that is not known.
        fields: what a map holds by key, sorted by key; None where its keys are not known.
    """

    kind: Kind
    size: int = 1
    of: "Sort | None" = None
    fields: "tuple[tuple[str, Sort], ...] | None" = None

    def field(self, key: str) -> "Sort | None":
        """Return the sort of a map's key, `ANY` where the keys are not known, None where there is no such key."""
        if self.fields is None:
            return ANY
        return dict(self.fields).get(key)


BOOL = Sort("bool")
INT = Sort("int")
DOUBLE = Sort("double")
MINUTES = Sort("minutes")
DATE = Sort("date")
TIMESTAMP = DATE
MOMENT = Sort("moment")
ANY = Sort("any", ASSUMED_SIZE)


def text(size: int = ASSUMED_SIZE) -> Sort:
    """Return the sort of text of at most `size` characters."""
    return Sort("string", size)


def list_of(of: Sort | None, size: int) -> Sort:
    """Return the sort of a list of at most `size` entries."""
    return Sort("list", size, of=of)


def map_of(**fields: Sort) -> Sort:
    """Return the sort of a map with exactly these keys, any of which may be missing from a value."""
    return Sort("map", len(fields), fields=tuple(sorted(fields.items())))


ADDRESS = map_of(uprn=text(12), line=text(500), postcode=text(10), authority=text(100))
PLACE = map_of(lat=DOUBLE, lon=DOUBLE)
FILE = map_of(name=text(255), type=text(100), size=INT)
SLOT = Sort("map", 2, fields=(("from", MOMENT), ("until", MOMENT)))
