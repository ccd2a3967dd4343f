"""Figures of areas: population, demand, need or cost, one value for each code, of one year.

Source of the columns that are known by name: docs/sources.md#population-demand-and-cost.
"""

import csv
import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.core.places.register.authority import LOWEST
from commonwheel.core.places.register.register import Register
from commonwheel.core.problems import Failure

_CODES = ("code", "ons_code", "area_code", "areacd", "lad_code", "gss_code", "la_code")
_VALUES = re.compile(r"value|all|households_[0-9]{4}|population_mid[0-9]{4}", re.ASCII)
_YEAR = re.compile(r".*((?:19|20)[0-9]{2})", re.ASCII)
_WANTED = re.compile(r"(?P<path>.+?)(?::(?P<column>[^:/]+?))?(?:@(?P<year>[0-9]{4}))?", re.ASCII)
_CODE = re.compile(r"[A-Z][0-9]{8}", re.ASCII)
_MOST_SHOWN = 12
_MOST = 1e15
_THOUSANDS = "_k"


class FiguresAreWrong(Failure):
    """A file of figures cannot be used."""

    def __init__(self, source: str, why: str, mend: str) -> None:
        super().__init__(f"{source}: {why}. {mend}")
        self.source = source
        self.why = why


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which file, which column of it ("" for the one that is known by its name), and of which year (None: it tells)."""

    path: str
    column: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """
    One value for each area.

    Attributes:
        values: by GSS code.
        year: that they are of.
        source: the file and column, for the reader.
    """

    values: Mapping[str, float]
    year: int
    source: str


def read_wanted(text: str) -> Wanted:
    """Read `FILE`, `FILE:COLUMN`, `FILE:FIRST..LAST` (their sum), each with `@YEAR` where the column tells none."""
    found = _WANTED.fullmatch(text)
    if found is None:
        return Wanted(text)
    return Wanted(found["path"], found["column"] or "", int(found["year"]) if found["year"] else None)


def read_figures(lines: Iterable[str], wanted: Wanted, *, name: str) -> Figures:
    """
    Read figures from the lines of a CSV file: a column of codes, and one or several of values.

    Rows whose code is not a GSS code and rows without a value are passed over. Columns whose name ends with `_k` are
    thousands.

    Args:
        name: of the file, for messages.

    Raises:
        FiguresAreWrong: a column is missing, the year is not known, a code comes twice, or a value is no number.
    """
    rows = csv.reader(lines)
    heading = [column.strip() for column in next(rows, [])]
    code = next((place for known in _CODES for place, each in enumerate(heading) if each.lower() == known), None)
    if code is None:
        raise FiguresAreWrong(name, "no column of codes was found", f"Call it one of {', '.join(_CODES)}.")
    columns = _columns(heading, wanted.column, name)
    values: dict[str, float] = {}
    for number, row in enumerate(rows, start=2):
        if len(row) <= max(code, *columns) or not _CODE.fullmatch(row[code].strip()):
            continue
        texts = [row[place].strip() for place in columns]
        if not any(texts):
            continue
        if row[code].strip() in values:
            raise FiguresAreWrong(f"{name}, line {number}", f"{row[code].strip()} comes twice", "Leave one row of it.")
        values[row[code].strip()] = sum(_number(text, f"{name}, line {number}") for text in texts)
    titles = [heading[place] for place in columns]
    if titles[0].endswith(_THOUSANDS):
        values = {each: value * 1_000 for each, value in values.items()}
    return Figures(
        values, _year(wanted, titles, name), f"{name}, {' to '.join(dict.fromkeys((titles[0], titles[-1])))}"
    )


def carried(figures: Figures, register: Register, *, on: dt.date) -> dict[str, float]:
    """
    Return figures by the codes of a day: councils that followed others have the sum of theirs.

    A code of the day itself counts alone. Where an area's council of that day is not certain, its figure is left out;
    those of counties stay as they are.
    """
    found: dict[str, float] = {}
    own = {
        authority.code_on(on): code
        for code in figures.values
        if (authority := register.find(code)) is not None and authority.days.hold(on)
    }
    for code, value in figures.values.items():
        authority = register.find(code)
        if authority is None or authority.kind_on(on) not in LOWEST:
            found[code] = value
            continue
        standing = register.standing(code, on=on)
        if len(standing) != 1:
            continue
        today = standing[0].lowest.code_on(on) or standing[0].lowest.id
        if own.get(today, code) == code:
            found[today] = found.get(today, 0.0) + value
    return found


def _columns(heading: Sequence[str], wanted: str, name: str) -> list[int]:
    first, dots, last = wanted.partition("..")
    if not wanted:
        found = [place for place, column in enumerate(heading) if _VALUES.fullmatch(column.lower())]
        if len(found) == 1:
            return found
        raise FiguresAreWrong(name, f"{len(found)} columns may hold the values", f"Name one: {_listed(heading)}.")
    for each in (first, last or first):
        if each not in heading:
            raise FiguresAreWrong(name, f"there is no column {each!r}", f"Its columns: {_listed(heading)}.")
    begin = heading.index(first)
    end = heading.index(last) if dots and last else begin
    if end < begin:
        raise FiguresAreWrong(name, f"column {last!r} stands before {first!r}", "Name the first one first.")
    return list(range(begin, end + 1))


def _number(text: str, where: str) -> float:
    try:
        value = float(text.replace(",", "")) if text else 0.0
    except ValueError:
        value = math.nan
    if not -_MOST <= value <= _MOST:
        raise FiguresAreWrong(where, f"{text[:40]!r} is no number", "Mend the row or leave it empty.")
    return value


def _year(wanted: Wanted, titles: Sequence[str], name: str) -> int:
    told = _YEAR.fullmatch(titles[0])
    if wanted.year is None and told is None:
        raise FiguresAreWrong(name, "nothing tells the year of its figures", f"Add it: {name}@2024.")
    return wanted.year if wanted.year is not None else int(told[1]) if told else 0


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (" …" if len(names) > _MOST_SHOWN else "")
