"""The postcode table: every postcode with its areas and its spot, in one read-only file.

The file is made to be mapped into memory and searched where it lies. Whole numbers are little-endian. Its bytes:

    8   `CWPOST03`
    4   CRC-32 of all that follows
    4   bytes of the description, padded with spaces to a multiple of 8
    …   the description: JSON in UTF-8 of the source, the day it holds from, the rows (n), the codes, and whether
        the source tells of parks: then a postcode without one is known to lie in none
    8n  postcodes as keys (`core.places.postcode_keys`); rising, none twice
    20n rows in the same order, each in one piece because one look should touch the memory once:
        2 district, 2 county, 2 ward, 2 park, 2 parish: places in the list of codes, of which the first is "" for none
        2 the month in which the postcode ended, counted from January 1900; 0 for those in use
        4 easting, 4 northing, metres; 0 and 0 where the place is not known
"""

import json
import re
import struct
import zlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from commonwheel.core.places.postcode_keys import INWARD, INWARD_CODES, Keys, characters_of, written_of
from commonwheel.core.places.responsibility import NO_PARK
from commonwheel.core.problems import Failure

MAGIC = b"CWPOST03"
_BEFORE, _OLDER = b"CWPOST02", b"CWPOST01"
_HEADER = struct.Struct("<8sII")
_CHECKED_FROM = 12
CODE = re.compile(r"[A-Z][0-9]{8}", re.ASCII)
MOST_METRES = 2**32 - 1
ROW = np.dtype(
    [
        ("districts", "<u2"), ("counties", "<u2"), ("wards", "<u2"), ("parks", "<u2"), ("parishes", "<u2"),
        ("ended", "<u2"), ("eastings", "<u4"), ("northings", "<u4"),
    ]
)  # fmt: skip
_BEFORE_PARKS = np.dtype(
    [(name, ROW[name]) for name in ("districts", "counties", "wards", "ended", "eastings", "northings")]
)
"""Rows of the version before, which a node goes on to answer from until its files are imported again."""
_ONE_ROW = struct.Struct("<6H2I")
_FIRST_YEAR = 1900
LONG_AGO = date(_FIRST_YEAR, 1, 1)
"""The day from which a table of unknown age holds."""

Column = npt.NDArray[np.unsignedinteger]
MonthPart = TypeVar("MonthPart", int, npt.NDArray[np.int64])


class PostcodeFileIsBroken(Failure):
    """The bytes are no postcode table, or not all of it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The postcode file cannot be read: {why}. Make it again with `commonwheel places import`.")
        self.why = why


class PostcodeRowIsWrong(Failure):
    """A row cannot be put into the table."""

    def __init__(self, postcode: str, why: str) -> None:
        super().__init__(f"The postcode {postcode!r} cannot be kept: {why}.")
        self.postcode = postcode
        self.why = why


class PostcodePlace(NamedTuple):
    """
    Where a postcode is.

    It is a named tuple because one is made for each look, and a frozen class costs five times as much.

    Attributes:
        postcode: its one written form.
        district: GSS code of the district, unitary, borough or council area; "" where not known.
        county: GSS code of the county above it; "" where there is none.
        easting: metres, British National Grid; None where the place is not known.
        northing: metres; None where the place is not known.
        ward: GSS code of the ward; "" where not known.
        ended: the month in which Royal Mail ended it, `2019-06`; "" where it is in use.
        park: GSS code of the national park; `NO_PARK` where it lies in none; "" where not known.
        parish: GSS code of the parish or community, also of what is no parish (E43); "" where not known.
    """

    postcode: str
    district: str
    county: str
    easting: int | None
    northing: int | None
    ward: str = ""
    ended: str = ""
    park: str = ""
    parish: str = ""


@dataclass(frozen=True, slots=True)
class NearArea:
    """The district and county ("" for none) of postcodes near a position, and how many metres the nearest is away."""

    district: str
    county: str
    metres: float


@dataclass(frozen=True)
class PostcodeTable:
    """
    The table, over bytes or mapped memory that somebody else opened and keeps open.

    Attributes:
        source: what it was made from, with its release.
        holds_from: the day from which its codes are right, so far as the source tells.
        codes: what the columns of codes count in.
        keys: postcodes as keys, rising.
        rows: what is known of each, by the names that `postcode_packing.Columns` has.
        no_park: what is said of the park of a postcode without one: `NO_PARK`, or "" where nobody knows.
    """

    source: str
    holds_from: date
    codes: tuple[str, ...]
    keys: Keys
    rows: npt.NDArray[np.void]
    no_park: str = ""

    def __len__(self) -> int:
        """Return how many postcodes there are."""
        return len(self.keys)

    def find(self, postcode: str) -> PostcodePlace | None:
        """Return where a postcode in its one written form is; None where it is not in the table."""
        outward, _, inward = postcode.partition(" ")
        known, half = self._outward_codes.get(outward), INWARD_CODES.get(inward)
        if known is None or half is None:
            return None
        begin, end, base = known
        key, keys = base + half, self._numbers
        row = bisect_left(keys, key, begin, end)
        if row == end or keys[row] != key:
            return None
        return self._row(row, postcode)

    def places_of(self, keys: Keys) -> npt.NDArray[np.int64]:
        """Return the row of each key; -1 where it is not in the table. A million take a fraction of a second."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        # In rising order each look lies beside the last one, in memory that is at hand.
        order = np.argsort(keys)
        rising = keys[order]
        rows = np.minimum(np.searchsorted(self.keys, rising), len(self.keys) - 1)
        found = np.empty(len(keys), dtype=np.int64)
        found[order] = np.where(self.keys[rows] == rising, rows, -1)
        return found

    def in_area(self, gss_code: str) -> list[PostcodePlace]:
        """Return the postcodes in use of a council of either tier by its GSS code, in the order of the table."""
        rows = self._rows_of(gss_code)
        return [self._row(row, written_of(int(self.keys[row]))) for row in rows[self.rows["ended"][rows] == 0].tolist()]

    def areas_around(self, easting: int, northing: int, *, reach: int) -> list[NearArea]:
        """
        Return the areas of the postcodes around a position, the nearest first.

        Args:
            easting, northing: metres, British National Grid; anywhere, also outside it.
            reach: metres east, west, north and south of it that are looked at.
        """
        near = np.flatnonzero(
            _between(self.rows["eastings"], easting, reach) & _between(self.rows["northings"], northing, reach)
        )
        pairs = self.rows["districts"][near].astype(np.uint32) << np.uint32(16) | self.rows["counties"][near].astype(
            np.uint32
        )
        metres = np.hypot(
            self.rows["eastings"][near].astype(float) - easting, self.rows["northings"][near].astype(float) - northing
        )
        order = np.argsort(metres, kind="stable")
        _, first = np.unique(pairs[order], return_index=True)
        return [self._near(int(near[order[place]]), float(metres[order[place]])) for place in sorted(first)]

    def areas_of(self, gss_code: str) -> list[tuple[str, str]]:
        """Return the district and the county ("" for none) of each area that a council of either tier serves."""
        rows = self._rows_of(gss_code)
        return sorted({self._codes_of(row) for row in rows[_firsts(self.rows["districts"][rows])].tolist()})

    def district_codes(self) -> tuple[str, ...]:
        """Return the codes of all districts that postcodes are in."""
        return tuple(self.codes[place] for place in np.unique(self.rows["districts"]).tolist() if place)

    def codes_in(self, column: str, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
        """Return the codes of rows in `districts`, `counties` or `wards`; "" for row -1."""
        codes = np.array(self.codes, dtype=object)
        found: npt.NDArray[np.object_] = codes[
            np.where(rows < 0, 0, self.rows[column][rows]) if len(self.keys) else 0 * rows
        ]
        return found

    @cached_property
    def _numbers(self) -> memoryview:
        # One number of a memoryview costs a third of one of an array.
        return self.keys.data

    @cached_property
    def _data(self) -> memoryview:
        return self.rows.view(np.uint8).data

    @cached_property
    def _outward_codes(self) -> dict[str, tuple[int, int, int]]:
        """Return where the postcodes of each first half begin and end, so that a look need not search them all."""
        # From one to the next: to divide all of them would take as much memory again as they do.
        found, begin, keys = dict[str, tuple[int, int, int]](), 0, self._numbers
        while begin < len(keys):
            half = keys[begin] // INWARD
            end = bisect_left(keys, (half + 1) * INWARD, begin)
            found[characters_of(half)] = (begin, end, half * INWARD)
            begin = end
        return found

    @cached_property
    def _place_of_code(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    def _rows_of(self, gss_code: str) -> npt.NDArray[np.intp]:
        if gss_code and not CODE.fullmatch(gss_code):
            raise PostcodeRowIsWrong(gss_code, f"{gss_code!r} is not a GSS code")
        place = self._place_of_code.get(gss_code)
        if place is None:
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero((self.rows["districts"] == place) | (self.rows["counties"] == place))

    def _codes_of(self, row: int) -> tuple[str, str]:
        return self.codes[int(self.rows["districts"][row])], self.codes[int(self.rows["counties"][row])]

    def _near(self, row: int, metres: float) -> NearArea:
        return NearArea(*self._codes_of(row), metres)

    def _row(self, row: int, postcode: str) -> PostcodePlace:
        found = _ONE_ROW.unpack_from(self._data, row * _ONE_ROW.size)
        district, county, ward, park, parish, ended, easting, northing = found
        codes, known = self.codes, easting or northing
        # Not by its name: that would cost as much as the look.
        return PostcodePlace._make(
            (
                postcode,
                codes[district],
                codes[county],
                easting if known else None,
                northing if known else None,
                codes[ward],
                month_of(ended) if ended else "",
                codes[park] or self.no_park,
                codes[parish],
            )
        )


def read_table(data: bytes | memoryview) -> PostcodeTable:
    """
    Return the table over bytes or mapped memory, without copying it.

    Raises:
        PostcodeFileIsBroken: it is something else, cut short, or has a wrong byte.
    """
    if len(data) < _HEADER.size:
        raise PostcodeFileIsBroken("it is too short")
    magic, check, length = _HEADER.unpack_from(data)
    if magic == _OLDER:
        raise PostcodeFileIsBroken("it was made by an older version of this program")
    if magic not in {MAGIC, _BEFORE}:
        raise PostcodeFileIsBroken("it is not a postcode table of this version")
    body = memoryview(data)[_HEADER.size :]
    if zlib.crc32(memoryview(data)[_CHECKED_FROM:]) != check:
        raise PostcodeFileIsBroken("it is not whole, or a byte in it is wrong")
    described = json.loads(bytes(body[:length]))
    number = described["rows"]
    keys = np.frombuffer(body, dtype="<u8", count=number, offset=length)
    is_before = magic == _BEFORE
    rows = np.frombuffer(body, dtype=_BEFORE_PARKS if is_before else ROW, count=number, offset=length + keys.nbytes)
    day = date.fromisoformat(described["holds_from"])
    no_park = NO_PARK if described.get("knows_parks") else ""
    table = _widened(rows) if is_before else rows
    return PostcodeTable(described["source"], day, tuple(described["codes"]), keys, table, no_park)


def month_number(year: MonthPart, month: MonthPart) -> MonthPart:
    """Return the number that a table keeps for a month: 1 for January 1900."""
    return (year - _FIRST_YEAR) * 12 + month


def month_of(number: int) -> str:
    """Return a month counted from January 1900 (1) as people write it: `2019-06`."""
    year, month = divmod(number - 1, 12)
    return f"{_FIRST_YEAR + year}-{month + 1:02}"


def _widened(rows: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """Return rows of the version before as rows of this one, which costs each process a copy."""
    wide = np.zeros(len(rows), dtype=ROW)
    for name in _BEFORE_PARKS.names or ():
        wide[name] = rows[name]
    return wide


def _firsts(column: Column) -> npt.NDArray[np.intp]:
    """Return where each value comes first."""
    return np.unique(column, return_index=True)[1]


def _between(column: Column, middle: int, reach: int) -> npt.NDArray[np.bool_]:
    """Say of each position whether it is known and so near; positions not known are 0."""
    low, high = max(middle - reach, 1), min(middle + reach, MOST_METRES)
    return (column >= low) & (column <= high)
