"""A council's gazetteer: whichever of the forms it comes in, the same properties come out."""

import csv
import itertools
from collections.abc import Callable, Iterable
from types import MappingProxyType

from commonwheel.core.places.addressbase import read_addressbase
from commonwheel.core.places.bs7666 import read_bs7666
from commonwheel.core.places.properties import Reading, RowProblem
from commonwheel.core.problems import Failure

# A gazetteer of which more rows than this share are wrong is another kind of file, or broken.
_MOST_WRONG_SHARE = 0.1
_SHOWN = 20


class GazetteerFormIsUnknown(Failure):
    """The file begins like none of the forms that are read."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The file begins with {found!r}. Give a BS 7666 CSV file (data transfer format 7.3, or AddressBase "
            "Premium), which begins with a record 10, or an AddressBase CSV file, which begins with column names."
        )
        self.found = found


class GazetteerCannotBeRead(Failure):
    """The file stops being CSV text at some line."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The file is not CSV text: {why}. Export it again; nothing was changed.")
        self.why = why


class GazetteerIsMostlyBroken(Failure):
    """So much of the file is wrong that none of it can be trusted."""

    def __init__(self, problems: tuple[RowProblem, ...], rows: int) -> None:
        shown = "; ".join(f"line {problem.line}: {problem.why}" for problem in problems[:_SHOWN])
        what = shown or "There are no properties."
        super().__init__(f"{len(problems)} of {rows} rows cannot be used, so nothing was changed. {what}")
        self.problems = problems
        self.rows = rows


_READERS: MappingProxyType[str, Callable[[Iterable[str]], Reading]] = MappingProxyType(
    {"bs7666": read_bs7666, "addressbase": read_addressbase}
)


def read_gazetteer(lines: Iterable[str]) -> Reading:
    """
    Return the properties of a gazetteer of any form, with the rows that could not be used.

    Args:
        lines: the file's text, line by line, without a byte order mark.

    Raises:
        GazetteerFormIsUnknown: it begins like none of the forms.
        GazetteerCannotBeRead: it is not CSV text.
        GazetteerIsMostlyBroken: more than a tenth of the rows is wrong, or there is no property.
        GazetteerIsCutShort, ColumnIsMissing: as of the form.
    """
    rest = iter(lines)
    first = next(rest, "")
    try:
        reading = _READERS[_form(first)](itertools.chain([first], rest))
    except csv.Error as problem:
        raise GazetteerCannotBeRead(str(problem)) from problem
    if not reading.properties or len(reading.problems) > _MOST_WRONG_SHARE * reading.rows:
        raise GazetteerIsMostlyBroken(reading.problems, reading.rows)
    return reading


def _form(first: str) -> str:
    cells = [cell.strip().strip('"').upper() for cell in first[:5_000].split(",")]
    if cells[0] == "10":
        return "bs7666"
    if "UPRN" in cells:
        return "addressbase"
    raise GazetteerFormIsUnknown(first.strip()[:60])
