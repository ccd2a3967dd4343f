"""Code-Point Open: the rows of Ordnance Survey's list of postcodes.

Columns: postcode, positional quality, easting, northing, country, two health authorities, county,
district, ward; no header row. Source: docs/sources.md#code-point-open.
"""

import csv
from collections.abc import Iterable, Iterator

from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.core.problems import Failure
from commonwheel.core.values.postcode import NotAPostcode, normalise

_COLUMNS = 10
_POSTCODE, _EASTING, _NORTHING, _COUNTY, _DISTRICT = 0, 2, 3, 7, 8


class CodePointRowIsWrong(Failure):
    """A row is not as Ordnance Survey publishes them."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}. Download Code-Point Open again, in CSV, and give the whole zip.")
        self.file = file
        self.line = line
        self.why = why


def read_code_point(lines: Iterable[str], *, file: str) -> Iterator[PostcodePlace]:
    """
    Yield the postcodes of one file of Code-Point Open.

    Args:
        lines: the file's text, line by line.
        file: its name, for the message.

    Raises:
        CodePointRowIsWrong: a row has another form.
    """
    reader = csv.reader(lines)
    for row in reader:
        if len(row) != _COLUMNS:
            raise CodePointRowIsWrong(file, reader.line_num, f"expected {_COLUMNS} columns, found {len(row)}")
        try:
            yield _place(row)
        except (NotAPostcode, ValueError) as problem:
            raise CodePointRowIsWrong(file, reader.line_num, str(problem)) from problem


def _place(row: list[str]) -> PostcodePlace:
    easting, northing = int(row[_EASTING]), int(row[_NORTHING])
    known = bool(easting or northing)
    return PostcodePlace(
        postcode=normalise(row[_POSTCODE]),
        district=row[_DISTRICT],
        county=row[_COUNTY],
        easting=easting if known else None,
        northing=northing if known else None,
    )
