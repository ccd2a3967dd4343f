"""A candidate geography: a region parted into councils, each of whole pieces (districts, or wards)."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from commonwheel.core.problems import Failure

_MOST_SHOWN = 8
Kind = Literal["lowest", "upper", "announced", "combined", "whole", "today", "joined", "drawn"]
_CODE = re.compile(r"[A-Z][0-9]{8}", re.ASCII)


class NotAGeography(Failure):
    """A candidate does not part the region: something is missing, comes twice, or is none of its pieces."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"“{name}” cannot be compared: {why}. Each piece of the region belongs to exactly one council."
        )
        self.name = name
        self.why = why


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """
    What is never divided.

    Attributes:
        code: GSS code of the day.
        name: of its area.
        district: code of the district it lies in; its own where it is one.
    """

    code: str
    name: str
    district: str


@dataclass(frozen=True, slots=True)
class Part:
    """One council of a geography: its name, the codes of its pieces, and its own code where it is in being."""

    name: str
    pieces: frozenset[str]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Geography:
    """
    A region parted into councils.

    Attributes:
        name: what it is called in the comparison.
        parts: by name; together they hold every piece once.
        kind: why it is compared.
        day: on which announced councils begin; None for all others.
    """

    name: str
    parts: tuple[Part, ...]
    kind: Kind = "drawn"
    day: dt.date | None = None

    def is_same(self, other: "Geography") -> bool:
        """Say whether both draw the same borders, whatever they call what lies between them."""
        return {part.pieces for part in self.parts} == {part.pieces for part in other.parts}


def make_geography(name: str, parts: Iterable[Part], pieces: Sequence[Piece]) -> Geography:
    """
    Return a geography.

    Raises:
        NotAGeography: the parts do not hold every piece exactly once, or one of them holds none.
    """
    found = tuple(sorted(parts, key=lambda part: part.name))
    empty = [part.name for part in found if not part.pieces]
    if empty:
        raise NotAGeography(name, f"{_listed(empty)} has no area")
    names = {piece.code: f"{piece.name} ({piece.code})" for piece in pieces}
    times = Counter(code for part in found for code in part.pieces)
    strange = sorted(set(times) - set(names))
    if strange:
        raise NotAGeography(name, f"{_listed(strange)} is not in the region")
    twice = sorted(names[code] for code, count in times.items() if count > 1)
    if twice:
        raise NotAGeography(name, f"{_listed(twice)} stands in it twice")
    missing = sorted(names[code] for code in set(names) - set(times))
    if missing:
        raise NotAGeography(name, f"{_listed(missing)} is missing")
    return Geography(name, found)


def join(name: str, pieces: Sequence[Piece], groups: Mapping[str, str], names: Mapping[str, str]) -> Geography:
    """
    Return the geography in which pieces of one group are one council.

    Args:
        groups: the group of each piece's district, by the district's code.
        names: what the council of each group is called.
    """
    held: dict[str, set[str]] = {}
    for piece in pieces:
        held.setdefault(groups[piece.district], set()).add(piece.code)
    return make_geography(name, (Part(names[group], frozenset(codes), group) for group, codes in held.items()), pieces)


def read_drawn(text: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """
    Read a candidate that somebody drew: `NAME=code,code;code,code`, a semicolon between councils.

    Raises:
        NotAGeography: it has not that form.
    """
    name, equals, rest = (each.strip() for each in text.partition("="))
    groups = tuple(
        tuple(code.strip() for code in group.split(",") if code.strip()) for group in rest.split(";") if group.strip()
    )
    codes = [code for group in groups for code in group]
    wrong = [code for code in codes if not _CODE.fullmatch(code)]
    if not name or not equals or not codes:
        raise NotAGeography(text, "its form is NAME=code,code;code,code, with a semicolon between councils")
    if wrong:
        raise NotAGeography(name, f"{_listed(wrong)} is no code such as E07000207")
    return name, groups


def joined(name: str, groups: Sequence[Sequence[str]], pieces: Sequence[Piece]) -> Geography:
    """
    Return the geography in which somebody joined some pieces, and all others stay alone.

    Raises:
        NotAGeography: a code is none of the pieces, or comes twice.
    """
    names = {piece.code: piece.name for piece in pieces}
    alone = [(code,) for code in names if not any(code in group for group in groups)]
    _check_once(name, [code for group in groups for code in group])
    parts = (Part(" + ".join(names.get(code, code) for code in group), frozenset(group)) for group in (*groups, *alone))
    return replace(make_geography(name, parts, pieces), kind="joined")


def drawn(name: str, groups: Sequence[Sequence[str]], pieces: Sequence[Piece]) -> Geography:
    """
    Return the geography that somebody drew of codes of districts and wards.

    Raises:
        NotAGeography: it does not part the region.
    """
    named = {piece.code: piece.name for piece in pieces}
    within: dict[str, list[str]] = {}
    for piece in pieces:
        within.setdefault(piece.district, []).append(piece.code)
    parts = []
    for number, group in enumerate(groups, start=1):
        codes = [each for code in group for each in ([code] if code in named else within.get(code, [code]))]
        _check_once(name, codes)
        title = " + ".join(named.get(code, code) for code in group[:_MOST_SHOWN])
        parts.append(Part(f"{number}: {title}{' …' if len(group) > _MOST_SHOWN else ''}", frozenset(codes)))
    return make_geography(name, parts, pieces)


def check_names(geographies: Sequence[Geography]) -> None:
    """
    Refuse two candidates of one name.

    Raises:
        NotAGeography: there are two.
    """
    twice = [name for name, count in Counter(each.name for each in geographies).items() if count > 1]
    if twice:
        raise NotAGeography(twice[0], "another candidate has this name")


def _check_once(name: str, codes: Sequence[str]) -> None:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise NotAGeography(name, f"{_listed(twice)} stands in it twice")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (
        f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    )
