"""Some columns of a large CSV file, all rows of a block at once.

Lists of a country's postcodes have millions of rows of which a few columns are wanted: read field by
field, most of the time goes into making texts that nobody asks for.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from commonwheel.core.problems import Failure

Texts = npt.NDArray[np.bytes_]
Bytes = npt.NDArray[np.uint8]
Whole = npt.NDArray[np.intp]

_COMMA, _LINE, _RETURN, _QUOTE = 44, 10, 13, 34
_LONGEST = 64


class RowIsWrong(Failure):
    """A row or a value in it has not its form; says which row of those asked, from 0, and why."""

    def __init__(self, row: int, why: str) -> None:
        super().__init__(why)
        self.row = row
        self.why = why


def whole_rows(data: bytes) -> int:
    """Return how many bytes of the beginning of a file are whole rows: up to the last line end outside quotes."""
    buffer = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero((buffer == _LINE) & ~_quoted(buffer))
    return int(ends[-1]) + 1 if len(ends) else 0


def columns_of(data: bytes, *, count: int, wanted: Sequence[int]) -> list[Texts]:
    """
    Return the wanted columns of whole rows, without quotation marks around them.

    Args:
        data: rows, each ending with a line end.
        count: how many columns each row must have.
        wanted: columns, from 0.

    Raises:
        RowIsWrong: a row has another number of columns, or a wanted value is longer than 64 characters.
    """
    buffer = np.frombuffer(data, dtype=np.uint8)
    marks = np.flatnonzero(((buffer == _COMMA) | (buffer == _LINE)) & ~_quoted(buffer))
    ends_row = buffer[marks] == _LINE
    _check_count(ends_row, count)
    ends = marks.reshape(-1, count)
    begins = np.concatenate([[0], marks[:-1] + 1]).reshape(-1, count) if len(marks) else ends
    return [_column(buffer, begins[:, column], ends[:, column]) for column in wanted]


def _quoted(buffer: Bytes) -> npt.NDArray[np.bool_]:
    """Say of each byte whether it stands between quotation marks."""
    marks = buffer == _QUOTE
    # One byte wide on purpose: only whether the number is odd counts, so it may run over.
    return (np.cumsum(marks, dtype=np.uint8) & 1).astype(bool)


def _check_count(ends_row: npt.NDArray[np.bool_], count: int) -> None:
    row_ends = np.flatnonzero(ends_row)
    found = np.diff(row_ends, prepend=-1)
    wrong = np.flatnonzero(found != count)
    if len(wrong):
        raise RowIsWrong(int(wrong[0]), f"expected {count} columns, found {int(found[wrong[0]])}")


def _column(buffer: Bytes, begins: Whole, ends: Whole) -> Texts:
    begins, ends = begins.copy(), ends.copy()
    ends -= (ends > begins) & (buffer[ends - 1] == _RETURN)
    is_quoted = (ends > begins + 1) & (buffer[begins] == _QUOTE)
    begins += is_quoted
    ends -= is_quoted
    width = int((ends - begins).max(initial=1))
    if width > _LONGEST:
        raise RowIsWrong(int((ends - begins).argmax()), f"a value is longer than {_LONGEST} characters")
    places = begins[:, None] + np.arange(width)
    characters = buffer[np.minimum(places, len(buffer) - 1)] if len(buffer) else np.empty((0, width), dtype=np.uint8)
    characters[places >= ends[:, None]] = 0
    texts: Texts = np.ascontiguousarray(characters).view(f"S{width}")[:, 0]
    return texts
