"""Figures laid on the pieces of a region: what each part of it has, with its range."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commonwheel.core.places.local.figures import Figures, FiguresAreWrong
from commonwheel.core.places.local.geography import Piece
from commonwheel.core.places.local.span import Span, within

Floats = npt.NDArray[np.float64]

YEAR_ERROR = 0.03
"""By how much of itself a figure may be wrong for each year between it and the day."""
SPREAD_ERROR = 0.3
"""By how much of itself a ward's figure may be wrong where it is its district's, spread over postcodes."""
_MOST_ERROR = 0.9
_FEWEST_YEARS = 0.5
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Amounts:
    """
    A figure of each piece.

    Attributes:
        values: in the order of the pieces.
        spread: which of them are a share of their district's figure by postcodes.
        error: share of itself by which each may be wrong because of its year.
        year, source: of the file.
    """

    pieces: tuple[Piece, ...]
    values: Floats
    spread: npt.NDArray[np.bool_]
    error: float
    year: int
    source: str

    def of(self, codes: Collection[str]) -> Span:
        """Return the sum of some pieces. A district that is whole among them is as certain as its own figure."""
        inside = np.array([piece.code in codes for piece in self.pieces])
        broken = {piece.district for piece in self.pieces if piece.code not in codes}
        is_broken = np.array([piece.district in broken for piece in self.pieces])
        loose = float(self.values[inside & is_broken & self.spread].sum())
        total = within(float(self.values[inside].sum()), self.error)
        return Span(max(0.0, total.low - loose * SPREAD_ERROR), total.mid, total.high + loose * SPREAD_ERROR)


def lay(figures: Figures, pieces: Sequence[Piece], postcodes: Floats, *, on: dt.date) -> Amounts:
    """
    Lay figures on pieces: a piece's own figure, or its district's, spread evenly over its postcodes.

    Args:
        figures: by the codes of the day.
        postcodes: how many each piece has; at least 1.
        on: the day that is asked about; it widens the range by its distance from the year of the figures.

    Raises:
        FiguresAreWrong: a piece has no figure of 0 or more, and neither has its district; or all are 0.
    """
    of_district: dict[str, float] = {}
    for piece, count in zip(pieces, postcodes.tolist(), strict=True):
        of_district[piece.district] = of_district.get(piece.district, 0.0) + count
    found, spread, missing = [], [], []
    for piece, count in zip(pieces, postcodes.tolist(), strict=True):
        value, whole = figures.values.get(piece.code), figures.values.get(piece.district)
        spread.append(value is None)
        if value is None and whole is not None:
            value = whole * count / of_district[piece.district]
        if value is None or value < 0:
            missing.append(f"{piece.name} ({piece.code})")
        found.append(value or 0.0)
    if missing:
        raise FiguresAreWrong(
            figures.source,
            f"no figure of 0 or more for {', '.join(missing[:_MOST_SHOWN])}",
            "Give a file that has them.",
        )
    if not sum(found):
        raise FiguresAreWrong(figures.source, "every figure of the region is 0", "Give another file or column.")
    return Amounts(
        tuple(pieces), np.array(found), np.array(spread), year_error(figures, on), figures.year, figures.source
    )


def year_error(figures: Figures, on: dt.date) -> float:
    """Return the share of itself by which a figure may be wrong on a day because it is of another year."""
    # A figure is of one day in its year, and whoever asks of another: half a year is the least.
    return min(_MOST_ERROR, YEAR_ERROR * max(_FEWEST_YEARS, abs(on.year - figures.year)))


def unit_cost(figures: Figures, holders: Sequence[str], units: Span, on: dt.date) -> Span:
    """
    Return what a unit costs today, in pounds.

    Args:
        figures: the cost of each council by its code of the day.
        holders: codes of the councils that give the service today.
        units: the demand of them all.

    Raises:
        FiguresAreWrong: one of them has no cost above 0.
    """
    missing = [code for code in holders if figures.values.get(code, 0.0) <= 0]
    if missing:
        raise FiguresAreWrong(
            figures.source, f"no cost above 0 for {', '.join(missing[:_MOST_SHOWN])}", "Give another file or column."
        )
    return within(sum(figures.values[code] for code in holders), year_error(figures, on)).over(units)
