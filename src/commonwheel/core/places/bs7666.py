"""BS 7666 gazetteers: records one a row, each beginning with its type.

Two layouts are read: the data transfer format 7.3 that councils exchange, and AddressBase
Premium, which keeps the same records with other columns. They differ in the number of columns.
Source: docs/sources.md#bs-7666.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from commonwheel.core.places.address_lines import AddressableObject, address_line
from commonwheel.core.places.properties import Property, Reading, RowIsWrong, RowProblem, property_of, uprn_of, usrn_of
from commonwheel.core.problems import Failure

_HEADER, _STREET, _UNIT, _IDENTIFIER, _CLASSIFICATION, _TRAILER = "10", "15", "21", "24", "32", "99"
Layout = TypeVar("Layout")
_DELETED = "D"
_ENGLISH = "ENG"
_APPROVED = "1"
_CODE = 5  # of a classification
_FIRST = 3  # after the type, the change and the order
_SAO, _PAO = 11, 16  # where the ten columns of names and numbers begin, in either layout


@dataclass(frozen=True, slots=True)
class Unit:
    """Where the columns of a land and property unit lie; None where the layout has none."""

    kind: int | None
    easting: int
    postcode: int | None
    end_on: int
    organisation: int | None


@dataclass(frozen=True, slots=True)
class Identifier:
    """Where the columns of an address (land and property identifier) lie that differ between the layouts."""

    usrn: int
    postcode: int | None


_UNITS = MappingProxyType(
    {
        23: Unit(kind=7, easting=9, postcode=None, end_on=14, organisation=17),
        22: Unit(kind=None, easting=8, postcode=20, end_on=16, organisation=None),
    }
)
_IDENTIFIERS = MappingProxyType({30: Identifier(usrn=21, postcode=24), 26: Identifier(usrn=21, postcode=None)})
_STREETS: MappingProxyType[int, int] = MappingProxyType({9: 4, 13: 4})


class GazetteerIsCutShort(Failure):
    """The file has a beginning and no end, so that something is missing."""

    def __init__(self) -> None:
        super().__init__("The gazetteer has no last record (99), so part of it is missing. Export or copy it again.")


@dataclass
class _Records:
    """The records by what they are about, as they are read."""

    streets: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    units: dict[str, tuple[int, Unit, list[str]]] = field(default_factory=dict)
    identifiers: dict[str, tuple[Identifier, list[str]]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    rows: int = 0


def read_bs7666(lines: Iterable[str]) -> Reading:
    """
    Return the properties of a gazetteer.

    Args:
        lines: the file's text, line by line.

    Raises:
        GazetteerIsCutShort: it has no trailer.
    """
    records = _Records()
    reader = csv.reader(lines)
    for row in reader:
        _take(records, row, reader.line_num)
    if _TRAILER not in records.seen:
        raise GazetteerIsCutShort
    properties = tuple(_properties(records))
    problems = tuple(sorted(records.problems, key=lambda problem: problem.line))
    return Reading(properties=properties, problems=problems, rows=records.rows)


def _take(records: _Records, row: list[str], line: int) -> None:
    kind = row[0].strip() if row else ""
    records.seen.add(kind)
    if kind not in {_STREET, _UNIT, _IDENTIFIER, _CLASSIFICATION}:
        return
    records.rows += 1
    try:
        if row[1:2] != [_DELETED]:
            _TAKERS[kind](records, [value.strip() for value in row], line)
    except RowIsWrong as problem:
        records.problems.append(RowProblem(line, str(problem)))


def _take_street(records: _Records, row: list[str], _line: int) -> None:
    begin = _layout(_STREETS, row)
    usrn = usrn_of(row[_FIRST])
    if usrn not in records.streets or row[begin + 4] == _ENGLISH:
        records.streets[usrn] = (row[begin], row[begin + 1], row[begin + 2])


def _take_unit(records: _Records, row: list[str], line: int) -> None:
    records.units[uprn_of(row[_FIRST])] = (line, _layout(_UNITS, row), row)


def _take_identifier(records: _Records, row: list[str], _line: int) -> None:
    layout = _layout(_IDENTIFIERS, row)
    uprn = uprn_of(row[_FIRST])
    if uprn not in records.identifiers or _rank(row) > _rank(records.identifiers[uprn][1]):
        records.identifiers[uprn] = (layout, row)


def _take_classification(records: _Records, row: list[str], _line: int) -> None:
    if len(row) <= _CODE:
        raise RowIsWrong(f"it has {len(row)} columns, where a classification has more")
    records.kinds.setdefault(uprn_of(row[_FIRST]), row[_CODE])


_TAKERS = MappingProxyType(
    {
        _STREET: _take_street,
        _UNIT: _take_unit,
        _IDENTIFIER: _take_identifier,
        _CLASSIFICATION: _take_classification,
    }
)


def _rank(row: list[str]) -> tuple[bool, bool]:
    """Rank an address of a unit: the approved one first, of these the English one."""
    return row[6] == _APPROVED, row[5] == _ENGLISH


def _layout(layouts: Mapping[int, Layout], row: list[str]) -> Layout:
    if len(row) not in layouts:
        expected = " or ".join(map(str, layouts))
        raise RowIsWrong(f"a record {row[0]} with {len(row)} columns cannot be read; expected {expected}")
    return layouts[len(row)]


def _properties(records: _Records) -> Iterator[Property]:
    for uprn, (line, unit, row) in records.units.items():
        if uprn not in records.identifiers:
            records.problems.append(RowProblem(line, f"UPRN {uprn} has no address (record 24)"))
            continue
        try:
            yield _property(records, uprn, unit, row)
        except RowIsWrong as problem:
            records.problems.append(RowProblem(line, f"UPRN {uprn}: {problem}"))


def _property(records: _Records, uprn: str, unit: Unit, row: list[str]) -> Property:
    layout, address = records.identifiers[uprn]
    usrn = usrn_of(address[layout.usrn])
    if usrn not in records.streets:
        raise RowIsWrong(f"its street {usrn} has no name (record 15)")
    street, locality, town = records.streets[usrn]
    return property_of(
        uprn=uprn,
        line=address_line(
            secondary=_addressable(address, _SAO),
            primary=_addressable(address, _PAO),
            street=street,
            locality=locality,
            town=town,
            organisation="" if unit.organisation is None else row[unit.organisation],
        ),
        postcode=_postcode(unit, row, layout, address),
        usrn=usrn,
        easting=row[unit.easting],
        northing=row[unit.easting + 1],
        kind=records.kinds.get(uprn, "") if unit.kind is None else row[unit.kind],
        is_current=row[4] == _APPROVED and address[6] == _APPROVED and not row[unit.end_on],
    )


def _postcode(unit: Unit, row: list[str], layout: Identifier, address: list[str]) -> str:
    if layout.postcode is not None:
        return address[layout.postcode]
    return "" if unit.postcode is None else row[unit.postcode]


def _addressable(row: list[str], begin: int) -> AddressableObject:
    start, start_suffix, end, end_suffix, text = row[begin : begin + 5]
    return AddressableObject(text=text, start=start, start_suffix=start_suffix, end=end, end_suffix=end_suffix)
