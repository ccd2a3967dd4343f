"""Rows of postcodes, checked and written as the bytes of a postcode table."""

import json
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from commonwheel.core.places.postcode_keys import Keys, key_of
from commonwheel.core.places.postcode_table import (
    CODE,
    LONG_AGO,
    MAGIC,
    MOST_METRES,
    ROW,
    Column,
    PostcodePlace,
    PostcodeRowIsWrong,
    month_number,
)
from commonwheel.core.places.responsibility import NO_PARK

_WRITTEN = re.compile(r"[0-9A-Z]{2,4} [0-9A-Z]{3}", re.ASCII)
_ENDED = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
_MOST_CODES = 2**16


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Rows for a table, column by column, in any order.

    Attributes:
        codes: the list of codes, of which the first is "".
        keys: postcodes as keys; where one comes twice, the later counts.
        districts, counties, wards, parks, parishes: places in `codes`.
        ended: months from January 1900; 0 for those in use.
        eastings, northings: metres; 0 for not known.
        knows_parks: whether a postcode without a park is known to lie in none.
    """

    codes: Sequence[str]
    keys: Keys
    districts: Column
    counties: Column
    wards: Column
    parks: Column
    parishes: Column
    ended: Column
    eastings: Column
    northings: Column
    knows_parks: bool = False


def pack_table(places: Iterable[PostcodePlace], *, source: str, holds_from: date = LONG_AGO) -> bytes:
    """
    Return the bytes of a table.

    Args:
        places: in any order; where a postcode comes twice, the later one counts.
        source: what they were taken from, with its release.
        holds_from: the day from which its codes are right.

    Raises:
        PostcodeRowIsWrong: a postcode, a code or a position has not its form.
    """
    rows = list(places)
    for row in rows:
        _check(row)
    codes = list(dict.fromkeys(["", *(code for row in rows for code in _codes_in(row))]))
    place = {code: number for number, code in enumerate(codes)}
    columns = Columns(
        codes,
        np.array([key_of(row.postcode) for row in rows], dtype=np.uint64),
        np.array([place[row.district] for row in rows], dtype=np.uint16),
        np.array([place[row.county] for row in rows], dtype=np.uint16),
        np.array([place[row.ward] for row in rows], dtype=np.uint16),
        np.array([place[_park_code(row)] for row in rows], dtype=np.uint16),
        np.array([place[row.parish] for row in rows], dtype=np.uint16),
        np.array([_months(row.ended) for row in rows], dtype=np.uint16),
        np.array([row.easting or 0 for row in rows], dtype=np.uint32),
        np.array([row.northing or 0 for row in rows], dtype=np.uint32),
        knows_parks=bool(rows) and all(row.park for row in rows),
    )
    return pack_columns(columns, source=source, holds_from=holds_from)


def pack_columns(columns: Columns, *, source: str, holds_from: date) -> bytes:
    """
    Return the bytes of a table from its columns.

    Raises:
        PostcodeRowIsWrong: there are more codes than a table holds, or one is no code.
    """
    for code in columns.codes:
        _check_code(code, "in the list of codes")
    if len(columns.codes) > _MOST_CODES:
        raise PostcodeRowIsWrong(columns.codes[-1], f"there are more than {_MOST_CODES:,} codes")
    order = np.argsort(columns.keys, kind="stable")
    rising = columns.keys[order]
    # Of equal postcodes, which stand in their old order, the last.
    order = order[np.append(rising[1:] != rising[:-1], True)[: len(rising)]]
    described = {
        "source": source, "holds_from": holds_from.isoformat(), "rows": len(order), "codes": [*columns.codes],
        "knows_parks": columns.knows_parks,
    }  # fmt: skip
    text = json.dumps(described, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    rows = np.empty(len(order), dtype=ROW)
    for name in ROW.names or ():
        rows[name] = getattr(columns, name)[order]
    body = b"".join([text, columns.keys[order].astype("<u8").tobytes(), rows.tobytes()])
    body = struct.pack("<I", len(text)) + body
    return struct.pack("<8sI", MAGIC, zlib.crc32(body)) + body


def _months(month: str) -> int:
    return month_number(int(month[:4]), int(month[5:])) if month else 0


def _check(place: PostcodePlace) -> None:
    if not _WRITTEN.fullmatch(place.postcode):
        raise PostcodeRowIsWrong(place.postcode, "it is not in its written form")
    position = (place.easting or 0, place.northing or 0)
    if any(not 0 <= metres <= MOST_METRES for metres in position):
        raise PostcodeRowIsWrong(place.postcode, f"{position} is not on the grid")
    if place.ended and not _ENDED.fullmatch(place.ended):
        raise PostcodeRowIsWrong(place.postcode, f"{place.ended!r} is not a month, such as 2019-06")
    for code in _codes_in(place):
        _check_code(code, place.postcode)


def _codes_in(place: PostcodePlace) -> tuple[str, ...]:
    return place.district, place.county, place.ward, _park_code(place), place.parish


def _park_code(place: PostcodePlace) -> str:
    return "" if place.park == NO_PARK else place.park


def _check_code(code: str, postcode: str) -> None:
    if code and not CODE.fullmatch(code):
        raise PostcodeRowIsWrong(postcode, f"{code!r} is not a GSS code")
