"""The ONS Postcode Directory and the National Statistics Postcode Lookup: columns by the names of any year.

Source: docs/sources.md#postcode-directories.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonwheel.core.places.csv_columns import RowIsWrong, columns_of
from commonwheel.core.places.postcode_columns import Batch, TextColumns, batch_of
from commonwheel.core.problems import Failure

_NAMES = {
    "postcodes": r"pcds|pcd2|pcd|pcd7|pcd8|postcode",
    "districts": r"laua|oslaua|lad([0-9]{2})?cd",
    "eastings": r"oseast1m|east1m|eastings?",
    "northings": r"osnrth1m|north1m|northings?",
    "counties": r"oscty|cty([0-9]{2}cd)?|cty_cd",
    "wards": r"osward|ward|wd[0-9]{2}cd",
    "parks": r"npark([0-9]{2})?cd|npark|park",
    "parishes": r"parncp[0-9]{2}cd|par[0-9]{2}cd|parish",
    "ended": r"doterm",
}
_NEEDED = ("postcodes", "districts", "eastings", "northings")
_IN_NAME = re.compile(r"(onspd|nspl)[a-z0-9]*_([a-z]{3})[a-z]*_?(20[0-9]{2})", re.ASCII | re.IGNORECASE)
_PRODUCTS = {"onspd": "ONS Postcode Directory", "nspl": "National Statistics Postcode Lookup"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST_SHOWN = 12


class NotADirectory(Failure):
    """A CSV file is no directory of postcodes."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"{file}: {why}. Give the ONSPD or NSPL zip or CSV as ONS publishes it, or a CSV with the columns "
            "pcds, oseast1m, osnrth1m, laua and, if known, cty, ward, parish, park and doterm. Nothing was changed."
        )
        self.file = file
        self.why = why


@dataclass(frozen=True, slots=True)
class DirectoryHeading:
    """Which columns a file has, by the names of `TextColumns`, and how many in all."""

    columns: dict[str, int]
    count: int


def read_directory_heading(line: str, *, file: str) -> DirectoryHeading:
    """
    Return where the columns stand.

    Raises:
        NotADirectory: one that is needed is missing.
    """
    names = [name.strip().lower() for name in next(csv.reader([line]), [])]
    found = {wanted: _first(pattern, names) for wanted, pattern in _NAMES.items()}
    missing = [wanted for wanted in _NEEDED if found[wanted] is None]
    if missing:
        shown = ", ".join(names[:_MOST_SHOWN])
        raise NotADirectory(file, f"it has no column of {' and of '.join(missing)}; its columns: {shown[:200]}")
    return DirectoryHeading({wanted: place for wanted, place in found.items() if place is not None}, len(names))


def read_directory(data: bytes, heading: DirectoryHeading, *, file: str, first_line: int) -> Batch:
    """
    Return the postcodes of whole rows.

    Args:
        data: rows, each ending with a line end.
        heading: of the file.
        file: its name, for the message.
        first_line: number of the first row's line.

    Raises:
        NotADirectory: a row has another form; says on which line.
    """
    try:
        columns = columns_of(data, count=heading.count, wanted=list(heading.columns.values()))
        return batch_of(TextColumns(**dict(zip(heading.columns, columns, strict=True))))
    except RowIsWrong as problem:
        raise NotADirectory(file, f"line {first_line + problem.row:,}: {problem.why}") from problem


def release_of(name: str) -> tuple[str, date | None]:
    """Return the product and the month that a file's name tells, as ONS names them; None where it tells none."""
    found = _IN_NAME.search(name)
    if found is None or found[2].lower() not in _MONTHS:
        return name, None
    month = _MONTHS.index(found[2].lower())
    day = date(int(found[3]), month + 1, 1)
    return f"{_PRODUCTS[found[1].lower()]}, {day:%B %Y}", day


def _first(pattern: str, names: Sequence[str]) -> int | None:
    """Return the first column of the first alternative that any has: `pcds` before `pcd`."""
    for alternative in pattern.split("|"):
        place = next((place for place, name in enumerate(names) if re.fullmatch(alternative, name)), None)
        if place is not None:
            return place
    return None
