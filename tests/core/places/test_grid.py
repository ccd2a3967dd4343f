"""The grid agrees with the worked example that Ordnance Survey publishes."""

import pytest

from commonwheel.core.places.grid import Spot, grid_of_spot, spot_of_grid


def test_the_published_example() -> None:
    """TG 51409 13177, from the OSTN15 worked example (docs/sources.md#national-grid)."""
    assert spot_of_grid(651_409.903, 313_177.270) == Spot(lat=52.658006, lon=1.716075)
    assert grid_of_spot(Spot(lat=52.658006, lon=1.716075)) == (651_410, 313_177)


@pytest.mark.parametrize(("easting", "northing"), [(531_040, 104_624), (581_387, 109_639), (385_000, 801_000)])
def test_there_and_back_is_the_same_metre(easting: int, northing: int) -> None:
    assert grid_of_spot(spot_of_grid(easting, northing)) == (easting, northing)
