"""Addresses in one line, from the parts that gazetteers keep apart (BS 7666)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressableObject:
    """
    A name, a number or a range of numbers: `Sea House`, `14A`, `14-16`.

    Attributes:
        text: a name; "" for none.
        start, start_suffix, end, end_suffix: numbers and their letters; "" for none.
    """

    text: str = ""
    start: str = ""
    start_suffix: str = ""
    end: str = ""
    end_suffix: str = ""

    @property
    def number(self) -> str:
        """The number or range."""
        first, last = self.start + self.start_suffix, self.end + self.end_suffix
        return f"{first}-{last}" if last else first


def address_line(
    *,
    secondary: AddressableObject,
    primary: AddressableObject,
    street: str,
    locality: str = "",
    town: str = "",
    organisation: str = "",
) -> str:
    """Return the address in one line, from the flat outwards, with words in capitals made readable."""
    numbered_street = " ".join(part for part in (primary.number, street) if part)
    return joined((organisation, secondary.text, secondary.number, primary.text, numbered_street, locality, town))


def joined(parts: Iterable[str]) -> str:
    """Return parts with commas between, readable, without empty ones and neighbours that repeat."""
    kept: list[str] = []
    for part in (readable(part) for part in parts):
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    return ", ".join(kept)


def readable(text: str) -> str:
    """Return text with single spaces, and small letters after the first of a word where it was all in capitals."""
    plain = " ".join(text.split())
    if plain != plain.upper():
        return plain
    return re.sub(r"[^\W\d_]+(['’][^\W\d_]+)*", lambda word: word.group().capitalize(), plain)
