"""AddressBase and AddressBase Plus: one property a row, under a row of column names.

Where a row has the council's own address (street and names and numbers), that is used; otherwise
the postal one. Source: docs/sources.md#addressbase.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commonwheel.core.places.address_lines import AddressableObject, address_line, joined
from commonwheel.core.places.properties import Property, Reading, RowIsWrong, RowProblem, property_of
from commonwheel.core.problems import Failure

_STREET = ("STREET_DESCRIPTION", "STREET_DESCRIPTOR")
_POSTAL = ("THOROUGHFARE", "THOROUGHFARE_NAME")
_POSTCODE = ("POSTCODE_LOCATOR", "POSTCODE")
_NEEDED = (("UPRN",), ("X_COORDINATE",), ("Y_COORDINATE",), _POSTCODE, (*_STREET, *_POSTAL))
_APPROVED = "1"

Row = Mapping[str, str]


class ColumnIsMissing(Failure):
    """The row of column names lacks one that is needed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The file has no column {name}. Give an AddressBase or AddressBase Plus file whose first row holds the "
            "column names that Ordnance Survey publishes."
        )
        self.name = name


@dataclass
class _Found:
    """Properties by UPRN and problems, as they are read."""

    properties: dict[str, Property] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0


def read_addressbase(lines: Iterable[str]) -> Reading:
    """
    Return the properties of a file. Rows whose change is a deletion are left out.

    Args:
        lines: the file's text, line by line; the first holds the column names.

    Raises:
        ColumnIsMissing: a column that is needed is not there.
    """
    reader = csv.reader(lines)
    names = [name.strip().upper() for name in next(reader, [])]
    for alternatives in _NEEDED:
        if not {*alternatives} & {*names}:
            raise ColumnIsMissing(alternatives[0])
    found = _Found()
    for values in reader:
        if values:
            _take(found, names, values, reader.line_num)
    return Reading(tuple(found.properties.values()), tuple(found.problems), found.rows)


def _take(found: _Found, names: list[str], values: Sequence[str], line: int) -> None:
    found.rows += 1
    if len(values) != len(names):
        found.problems.append(RowProblem(line, f"it has {len(values)} columns, where {len(names)} have names"))
        return
    row = {name: value.strip() for name, value in zip(names, values, strict=True)}
    if row.get("CHANGE_TYPE") == "D":
        return
    try:
        taken = _property(row)
    except RowIsWrong as problem:
        found.problems.append(RowProblem(line, str(problem)))
        return
    found.properties[taken.uprn] = taken


def _property(row: Row) -> Property:
    return property_of(
        uprn=row["UPRN"],
        line=_council_line(row) if _first(row, *_STREET) else _postal_line(row),
        postcode=_first(row, *_POSTCODE),
        usrn=row.get("USRN", ""),
        easting=row["X_COORDINATE"],
        northing=row["Y_COORDINATE"],
        kind=_first(row, "CLASS", "CLASSIFICATION_CODE"),
        is_current=row.get("LOGICAL_STATUS", "") in {"", _APPROVED},
    )


def _council_line(row: Row) -> str:
    return address_line(
        secondary=_addressable(row, "SAO"),
        primary=_addressable(row, "PAO"),
        street=_first(row, *_STREET),
        locality=_first(row, "LOCALITY", "LOCALITY_NAME"),
        town=row.get("TOWN_NAME", ""),
        organisation=_first(row, "LA_ORGANISATION", "ORGANISATION"),
    )


def _postal_line(row: Row) -> str:
    streets = (row.get("DEPENDENT_THOROUGHFARE", ""), _first(row, *_POSTAL))
    numbered = " ".join(part for part in (row.get("BUILDING_NUMBER", ""), next(filter(None, streets), "")) if part)
    return joined(
        (
            _first(row, "RM_ORGANISATION_NAME", "ORGANISATION_NAME"),
            row.get("DEPARTMENT_NAME", ""),
            row.get("SUB_BUILDING_NAME", ""),
            row.get("BUILDING_NAME", ""),
            numbered,
            streets[1] if all(streets) else "",
            row.get("DOUBLE_DEPENDENT_LOCALITY", ""),
            row.get("DEPENDENT_LOCALITY", ""),
            row.get("POST_TOWN", ""),
        )
    )


def _addressable(row: Row, which: str) -> AddressableObject:
    return AddressableObject(
        text=row.get(f"{which}_TEXT", ""),
        start=row.get(f"{which}_START_NUMBER", ""),
        start_suffix=row.get(f"{which}_START_SUFFIX", ""),
        end=row.get(f"{which}_END_NUMBER", ""),
        end_suffix=row.get(f"{which}_END_SUFFIX", ""),
    )


def _first(row: Row, *names: str) -> str:
    return next((row[name] for name in names if row.get(name)), "")
