"""Columns of text, as files of postcodes have them, turned into the columns of a postcode table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commonwheel.core.places.csv_columns import RowIsWrong, Texts
from commonwheel.core.places.postcode_keys import NO_KEY, Keys, keys_of_bytes
from commonwheel.core.places.postcode_packing import Columns
from commonwheel.core.places.postcode_table import Column, month_number

_ZERO, _NINE, _A, _Z = 48, 57, 65, 90
_CODE_LENGTH, _MONTH_LENGTH, _MOST_DIGITS = 9, 6, 7
# ONS writes 99999999 after the letter where an area has no such authority.
_NUMBERS, _PSEUDO = 10**8, 99_999_999
_CODED = ("districts", "counties", "wards", "parks", "parishes")
_FIRST_YEAR, _LAST_YEAR, _MONTHS = 1900, 2099, 12


@dataclass(frozen=True, slots=True)
class TextColumns:
    """
    Rows of a file, as it writes them.

    Attributes:
        districts, counties, wards, parks, parishes: GSS codes; "" and ONS's 99999999 for none; None where the file has
            no such column.
        eastings, northings: whole metres; "" for not known.
        ended: months as `201906`; "" for postcodes in use; None where the file does not tell.
    """

    postcodes: Texts
    districts: Texts
    eastings: Texts
    northings: Texts
    counties: Texts | None = None
    wards: Texts | None = None
    parks: Texts | None = None
    parishes: Texts | None = None
    ended: Texts | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows as numbers: codes as their letter's place in the alphabet and eight digits, the rest as `Columns`."""

    keys: Keys
    codes: Mapping[str, Column]
    ended: Column
    eastings: Column
    northings: Column
    knows_parks: bool


def batch_of(rows: TextColumns) -> Batch:
    """
    Return rows as numbers.

    Raises:
        RowIsWrong: a value has not its form.
    """
    keys = keys_of_bytes(rows.postcodes)
    _check(keys != NO_KEY, rows.postcodes, "a postcode")
    nothing = np.zeros(len(keys), dtype="S1")
    codes = {name: getattr(rows, name) for name in _CODED}
    return Batch(
        keys,
        {name: _codes(nothing if column is None else column) for name, column in codes.items()},
        _months(nothing if rows.ended is None else rows.ended),
        _whole(rows.eastings, "a position in metres", _MOST_DIGITS).astype(np.uint32),
        _whole(rows.northings, "a position in metres", _MOST_DIGITS).astype(np.uint32),
        rows.parks is not None,
    )


def join(batches: Iterable[Batch]) -> Columns:
    """Return the rows of several batches, with one list of codes for all."""
    rest = list(batches) or [batch_of(TextColumns(*[np.zeros(0, dtype="S1")] * 4))]
    known = np.unique(np.concatenate([[0], *(np.unique(column) for each in rest for column in each.codes.values())]))
    places = {
        name: np.concatenate([np.searchsorted(known, each.codes[name]) for each in rest]) for name in rest[0].codes
    }
    return Columns(
        codes=[_written(code) for code in known.tolist()],
        keys=np.concatenate([each.keys for each in rest]),
        ended=np.concatenate([each.ended for each in rest]),
        eastings=np.concatenate([each.eastings for each in rest]),
        northings=np.concatenate([each.northings for each in rest]),
        knows_parks=all(each.knows_parks for each in rest),
        **{name: column.astype(np.uint32) for name, column in places.items()},
    )


def _codes(column: Texts) -> Column:
    characters = _characters(column)
    filled = characters[:, 0] != 0
    letters = characters[:, 0]
    sound = (_lengths(characters) == _CODE_LENGTH) & (letters >= _A) & (letters <= _Z)
    digits = characters[:, 1:_CODE_LENGTH]
    sound &= ((digits >= _ZERO) & (digits <= _NINE)).all(axis=1)
    _check(sound | ~filled, column, "a GSS code")
    number = _number(digits)
    return np.where(filled & (number != _PSEUDO), (letters - np.uint32(_A - 1)) * _NUMBERS + number, 0)


def _months(column: Texts) -> Column:
    number = _whole(column, "a month, such as 201906", _MONTH_LENGTH)
    year, month = number // 100, number % 100
    sound = (number == 0) | ((year >= _FIRST_YEAR) & (year <= _LAST_YEAR) & (month >= 1) & (month <= _MONTHS))
    _check(sound, column, "a month, such as 201906")
    return np.where(number == 0, 0, month_number(year, month)).astype(np.uint16)


def _whole(column: Texts, what: str, most: int) -> npt.NDArray[np.int64]:
    """Return the whole numbers of a column; 0 for empty ones."""
    characters = _characters(column)
    lengths = _lengths(characters)
    is_digit = (characters >= _ZERO) & (characters <= _NINE)
    _check((is_digit.sum(axis=1) == lengths) & (lengths <= most), column, what)
    number = np.zeros(len(column), dtype=np.int64)
    for place in range(min(most, characters.shape[1])):
        number = np.where(is_digit[:, place], number * 10 + characters[:, place] - _ZERO, number)
    return number


def _number(digits: npt.NDArray[np.uint32]) -> Column:
    number = np.zeros(len(digits), dtype=np.uint32)
    for column in digits.T:
        number = number * np.uint32(10) + (column - np.uint32(_ZERO))
    return number


def _characters(column: Texts) -> npt.NDArray[np.uint32]:
    return column.view(np.uint8).reshape(len(column), column.itemsize).astype(np.uint32)


def _lengths(characters: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    return np.asarray((characters != 0).sum(axis=1))


def _check(sound: npt.NDArray[np.bool_], column: Texts, what: str) -> None:
    wrong = np.flatnonzero(~sound)
    if len(wrong):
        raise RowIsWrong(int(wrong[0]), f"{column[wrong[0]].decode(errors='replace')!r} is not {what}")


def _written(code: int) -> str:
    letter, digits = divmod(code, _NUMBERS)
    return f"{chr(_A + letter - 1)}{digits:08}" if code else ""
