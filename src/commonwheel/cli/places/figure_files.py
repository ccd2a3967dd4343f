"""Files of figures and of service points, as they are named on the command line."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from commonwheel.cli.on_node import refuse
from commonwheel.cli.places.options import encoding_of

if TYPE_CHECKING:
    from commonwheel.core.places.local.figures import Figures
    from commonwheel.core.places.local.ground import Points
    from commonwheel.core.places.postcode_table import PostcodeTable

FIGURES = "CSV by GSS code: FILE, FILE:COLUMN or FILE:FIRST..LAST, each with @YEAR where the column tells none."


def figures_of(given: str) -> "Figures":
    """
    Return the figures of a file.

    Raises:
        FiguresAreWrong, OSError: they cannot be read.
    """
    from commonwheel.core.places.local.figures import read_figures, read_wanted

    wanted = read_wanted(given)
    path = Path(wanted.path)
    with _opened(path) as file:
        return read_figures(file, wanted, name=path.name)


def points_of(path: Path, table: "PostcodeTable") -> "Points":
    """
    Return the service points of a file.

    Raises:
        NoPlaces, PointsAreWrong, OSError: they cannot be read.
    """
    from commonwheel.core.places.local.ground import read_points

    with _opened(path) as file:
        return read_points(file, table, name=path.name)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """Yield the text of a CSV file; end the command where it is none."""
    with path.open(encoding=encoding_of(path), newline="") as file:
        try:
            yield file
        except csv.Error as problem:
            refuse(f"{path.name} is no CSV file: {problem}. Nothing was changed or compared.")
