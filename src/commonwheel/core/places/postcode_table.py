"""The postcode table: every postcode with its district, its county and its spot, in one read-only file.

The file is a header and five columns, each sorted by postcode, so that it can be mapped into
memory and searched where it lies. Whole numbers are little-endian. Its bytes:

    8   `CWPOST01`
    4   rows, n
    4   bytes of the name of the source, padded with spaces to a multiple of 8
    …   the name of the source, UTF-8
    8n  postcodes, as numbers (base 37 of seven characters, right aligned); rising, none twice
    4n  district codes, 4n county codes: the letter's place in the alphabet and eight digits; 0 for none
    4n  eastings, 4n northings, metres; 0 and 0 where the place is not known
"""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commonwheel.core.problems import Failure

_MAGIC = b"CWPOST01"
_HEADER = struct.Struct("<8sII")
_ROW_BYTES = 8 + 4 * 4
_CHARACTERS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLACE = {character: place for place, character in enumerate(_CHARACTERS)}
_WRITTEN = re.compile(r"[0-9A-Z]{2,4} [0-9A-Z]{3}", re.ASCII)
_CODE = re.compile(r"[A-Z][0-9]{8}", re.ASCII)
_NUMBERS = 10**8
_MOST_METRES = 2**32 - 1
_ROW = np.dtype([("key", "<u8"), ("district", "<u4"), ("county", "<u4"), ("easting", "<u4"), ("northing", "<u4")])

Column = npt.NDArray[np.uint32]


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


@dataclass(frozen=True, slots=True)
class PostcodePlace:
    """
    Where a postcode is.

    Attributes:
        postcode: its one written form.
        district: GSS code of the district, unitary, borough or council area; "" where not known.
        county: GSS code of the county above it; "" where there is none.
        easting: metres, British National Grid; None where the place is not known.
        northing: metres; None where the place is not known.
    """

    postcode: str
    district: str
    county: str
    easting: int | None
    northing: int | None


@dataclass(frozen=True, slots=True)
class NearArea:
    """The district and county ("" for none) of postcodes near a position, and how many metres the nearest is away."""

    district: str
    county: str
    metres: float


@dataclass(frozen=True, slots=True)
class PostcodeTable:
    """
    The table, over bytes or mapped memory that somebody else opened and keeps open.

    Attributes:
        source: what it was made from, with its release.
        keys: postcodes as numbers, rising.
    """

    source: str
    keys: npt.NDArray[np.uint64]
    districts: Column
    counties: Column
    eastings: Column
    northings: Column

    def __len__(self) -> int:
        """Return how many postcodes there are."""
        return len(self.keys)

    def find(self, postcode: str) -> PostcodePlace | None:
        """Return where a postcode in its one written form is; None where it is not in the table."""
        if not _WRITTEN.fullmatch(postcode):
            return None
        key = np.uint64(_key(postcode))
        place = int(np.searchsorted(self.keys, key))
        if place == len(self.keys) or self.keys[place] != key:
            return None
        return self._row(place, postcode)

    def in_area(self, gss_code: str) -> list[PostcodePlace]:
        """Return the postcodes of a council of either tier by its GSS code, in the order of the table."""
        code = np.uint32(_pack_code(gss_code, gss_code))
        places = np.flatnonzero((self.districts == code) | (self.counties == code))
        return [self._row(int(place), _written(int(self.keys[place]))) for place in places]

    def areas_around(self, easting: int, northing: int, *, reach: int) -> list[NearArea]:
        """
        Return the areas of the postcodes around a position, the nearest first.

        Args:
            easting, northing: metres, British National Grid; anywhere, also outside it.
            reach: metres east, west, north and south of it that are looked at.
        """
        near = np.flatnonzero(_between(self.eastings, easting, reach) & _between(self.northings, northing, reach))
        # A code is below 27 times 10^8, so the pair needs 64 bits.
        pairs = self.districts[near].astype(np.uint64) << np.uint64(32) | self.counties[near].astype(np.uint64)
        metres = np.hypot(self.eastings[near].astype(float) - easting, self.northings[near].astype(float) - northing)
        order = np.argsort(metres, kind="stable")
        _, first = np.unique(pairs[order], return_index=True)
        return [self._near(int(near[order[place]]), float(metres[order[place]])) for place in sorted(first)]

    def areas_of(self, gss_code: str) -> list[tuple[str, str]]:
        """Return the district and the county ("" for none) of each area that a council of either tier serves."""
        code = np.uint32(_pack_code(gss_code, gss_code))
        places = np.flatnonzero((self.districts == code) | (self.counties == code))
        _, first = np.unique(self.districts[places], return_index=True)
        rows = (int(places[place]) for place in first)
        return [(_unpack_code(int(self.districts[row])), _unpack_code(int(self.counties[row]))) for row in rows]

    def _near(self, place: int, metres: float) -> NearArea:
        return NearArea(_unpack_code(int(self.districts[place])), _unpack_code(int(self.counties[place])), metres)

    def _row(self, place: int, postcode: str) -> PostcodePlace:
        easting, northing = int(self.eastings[place]), int(self.northings[place])
        known = bool(easting or northing)
        return PostcodePlace(
            postcode=postcode,
            district=_unpack_code(int(self.districts[place])),
            county=_unpack_code(int(self.counties[place])),
            easting=easting if known else None,
            northing=northing if known else None,
        )


def pack_table(places: Iterable[PostcodePlace], *, source: str) -> bytes:
    """
    Return the bytes of a table.

    Args:
        places: in any order; where a postcode comes twice, the later one counts.
        source: what they were taken from, with its release.

    Raises:
        PostcodeRowIsWrong: a postcode, a code or a position has not its form.
    """
    rows = np.fromiter((_numbers(place) for place in places), dtype=_ROW)
    # The first of the reversed rows is, of equal postcodes, the one that came last.
    _, last = np.unique(rows["key"][::-1], return_index=True)
    rows = rows[::-1][last]
    name = source.encode()
    name += b" " * (-len(name) % 8)
    header = _HEADER.pack(_MAGIC, len(rows), len(name))
    return b"".join([header, name, *(rows[column].tobytes() for column in _ROW.names or ())])


def read_table(data: bytes | memoryview) -> PostcodeTable:
    """
    Return the table over bytes or mapped memory, without copying it.

    Raises:
        PostcodeFileIsBroken: it is something else, or cut short.
    """
    if len(data) < _HEADER.size:
        raise PostcodeFileIsBroken("it is too short")
    magic, rows, name = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise PostcodeFileIsBroken("it is not a postcode table of this version")
    begin = _HEADER.size + name
    if len(data) != begin + rows * _ROW_BYTES:
        raise PostcodeFileIsBroken("its length does not fit its header")
    keys = np.frombuffer(data, dtype="<u8", count=rows, offset=begin)
    columns = [np.frombuffer(data, dtype="<u4", count=rows, offset=begin + rows * (8 + 4 * each)) for each in range(4)]
    source = bytes(data[_HEADER.size : begin]).decode(errors="replace").rstrip()
    return PostcodeTable(source, keys, *columns)


def _between(column: Column, middle: int, reach: int) -> npt.NDArray[np.bool_]:
    """Say of each position whether it is known and so near; positions not known are 0."""
    low, high = max(middle - reach, 1), min(middle + reach, _MOST_METRES)
    return (column >= low) & (column <= high)


def _key(postcode: str) -> int:
    outward, _, inward = postcode.rpartition(" ")
    number = 0
    for character in f"{outward:>4}{inward}":
        number = number * len(_CHARACTERS) + _PLACE[character]
    return number


def _written(key: int) -> str:
    characters = ""
    for _ in range(7):
        key, place = divmod(key, len(_CHARACTERS))
        characters = _CHARACTERS[place] + characters
    return f"{characters[:-3].strip()} {characters[-3:]}"


def _numbers(place: PostcodePlace) -> tuple[int, ...]:
    if not _WRITTEN.fullmatch(place.postcode):
        raise PostcodeRowIsWrong(place.postcode, "it is not in its written form")
    position = (place.easting or 0, place.northing or 0)
    if any(not 0 <= metres <= _MOST_METRES for metres in position):
        raise PostcodeRowIsWrong(place.postcode, f"{position} is not on the grid")
    codes = (_pack_code(code, place.postcode) for code in (place.district, place.county))
    return (_key(place.postcode), *codes, *position)


def _pack_code(code: str, postcode: str) -> int:
    if not code:
        return 0
    if not _CODE.fullmatch(code):
        raise PostcodeRowIsWrong(postcode, f"{code!r} is not a GSS code")
    return (ord(code[0]) - ord("A") + 1) * _NUMBERS + int(code[1:])


def _unpack_code(number: int) -> str:
    letter, digits = divmod(number, _NUMBERS)
    return f"{chr(ord('A') + letter - 1)}{digits:08}" if number else ""
