"""Figures that a node keeps come back as they were, or are refused."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.ground import Points
from commonwheel.core.places.local.kept import Kept, KeptIsBroken, pack, read_kept

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(st.text(max_size=9), FINITE, max_size=5), st.integers(1900, 2099), st.text(max_size=20))
def test_figures_come_back_as_they_were(values: dict[str, float], year: int, source: str) -> None:
    kept = Kept("need", "libraries", Figures(values, year, source))
    assert read_kept(memoryview(pack(kept))) == kept


@given(st.lists(st.tuples(FINITE, FINITE), max_size=5))
def test_points_come_back_as_they_were(spots: list[tuple[float, float]]) -> None:
    easting, northing = np.array(spots, dtype=np.float64).reshape(-1, 2).T
    found = read_kept(pack(Kept("points", "libraries", Points(easting, northing, "by hand"))))
    assert isinstance(found.content, Points)
    assert (found.measure, found.service, found.content.source) == ("points", "libraries", "by hand")
    assert found.content.easting.tolist() == easting.tolist()
    assert found.content.northing.tolist() == northing.tolist()


FIGURES = {"measure": "cost", "service": "libraries", "source": "x", "year": 2025, "values": {"E07000207": 1}}
POINTS = {"measure": "points", "service": "libraries", "source": "x", "eastings": [1, 2], "northings": [1, 2]}


@pytest.mark.parametrize(
    "told",
    [
        [],
        None,
        {**FIGURES, "measure": "beauty"},
        {**FIGURES, "year": "soon"},
        {**FIGURES, "values": [1]},
        {**FIGURES, "values": {"E07000207": "many"}},
        {**FIGURES, "values": {"E07000207": float("inf")}},
        {each: value for each, value in FIGURES.items() if each != "source"},
        {**POINTS, "eastings": [1]},
        {**POINTS, "northings": [1, None]},
        {**POINTS, "northings": 5},
    ],
)
def test_anything_else_is_refused(told: object) -> None:
    with pytest.raises(KeptIsBroken, match="Make it again"):
        read_kept(json.dumps(told).encode())


def test_half_a_file_is_refused() -> None:
    with pytest.raises(KeptIsBroken):
        read_kept(pack(Kept("need", "libraries", Figures({"E07000207": 1.0}, 2025, "x")))[:-5])
