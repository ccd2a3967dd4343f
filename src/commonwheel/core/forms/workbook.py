"""The first sheet of an Excel workbook that has anything in it."""

import io
import zipfile
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from commonwheel.core.forms.archive import files_in
from commonwheel.core.forms.sheet import MOST_COLUMNS, MOST_ROWS
from commonwheel.core.forms.source import FormCannotBeRead


def rows_of_workbook(data: bytes, name: str) -> list[list[str]]:
    """
    Return the cells of the first sheet that has any, as texts.

    Raises:
        FormCannotBeRead: it is broken, empty, or larger than a form can be.
    """
    files_in(data, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            rows = [[_text(cell) for cell in row] for row in cells]
            if any(any(row) for row in rows):
                return rows
    except (InvalidFileException, zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, SyntaxError):
        raise FormCannotBeRead(f"{name} is not a whole Excel workbook. Save it as .xlsx again, or as .csv.") from None
    raise FormCannotBeRead(f"{name} has no cells with anything in them. Is this the right file?")


# Private


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
