"""Code-Point Open: the rows of Ordnance Survey's list of postcodes.

Columns: postcode, positional quality, easting, northing, country, two health authorities, county,
district, ward; no header row. Source: docs/sources.md#code-point-open.
"""

from commonwheel.core.places.csv_columns import RowIsWrong, columns_of
from commonwheel.core.places.postcode_columns import Batch, TextColumns, batch_of
from commonwheel.core.problems import Failure

_COLUMNS = 10
_WANTED = {"postcodes": 0, "eastings": 2, "northings": 3, "counties": 7, "districts": 8, "wards": 9}


class CodePointRowIsWrong(Failure):
    """A row is not as Ordnance Survey publishes them."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}. Download Code-Point Open again, in CSV, and give the whole zip.")
        self.file = file
        self.line = line
        self.why = why


def read_code_point(data: bytes, *, file: str) -> Batch:
    """
    Return the postcodes of one file of Code-Point Open.

    Args:
        data: the file.
        file: its name, for the message.

    Raises:
        CodePointRowIsWrong: a row has another form.
    """
    whole = data if data.endswith(b"\n") or not data else data + b"\n"
    try:
        columns = columns_of(whole, count=_COLUMNS, wanted=list(_WANTED.values()))
        return batch_of(TextColumns(**dict(zip(_WANTED, columns, strict=True))))
    except RowIsWrong as problem:
        raise CodePointRowIsWrong(file, problem.row + 1, problem.why) from problem
