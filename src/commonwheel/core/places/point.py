"""A point as people write it: a grid reference, easting and northing, or latitude and longitude.

Source: docs/sources.md#national-grid.
"""

import re

from commonwheel.core.places.grid import Spot, corner_of, grid_of_spot, spot_of_grid
from commonwheel.core.problems import Failure

_EAST, _NORTH = 700_000, 1_300_000
_DIGITS = 5
# At least six figures: a square of 100 metres. With fewer, words such as "No 12 15" would be taken for one.
_REFERENCE = r"([A-Z]{2}) ?([0-9]{3}) ?([0-9]{3})|([A-Z]{2}) ?([0-9]{4}) ?([0-9]{4})|([A-Z]{2}) ?([0-9]{5}) ?([0-9]{5})"
_WHOLE = re.compile(r"[A-Z]{2} ?[0-9]{3,6} ?[0-9]{3,6}")
_ALONE = re.compile(_REFERENCE)
_AMONG_WORDS = re.compile(rf"(?<![A-Za-z0-9])(?:{_REFERENCE})(?![0-9A-Za-z])")
_METRES = re.compile(r"E? ?([0-9]{5,7})(?:\.[0-9]+)? ?M?E?(?:,| |, )N? ?([0-9]{5,7})(?:\.[0-9]+)? ?M?N?")
_DEGREES = re.compile(r"(-?[0-9]{1,3}\.[0-9]{1,15})°? ?([NS]?)(?:,| |, )(-?[0-9]{1,3}\.[0-9]{1,15})°? ?([EW]?)")
_LONGEST = 60
_WEST, _SOUTH, _EASTERN, _NORTHERN = -9.0, 49.0, 3.0, 62.0


class NotOnTheMap(Failure):
    """A text has the form of a point, and there is none on the map of Great Britain."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:_LONGEST]!r} is not on the map of Great Britain. Check the letters and numbers.")


def read_point(text: str) -> Spot | None:
    """
    Return the spot that a text gives; None where it gives none, as words do.

    `TQ 123 456`, `TQ1234545678` and `531000 104000` may be written with or without spaces and commas, latitude and
    longitude as `50.8225, -0.1372` or `50.8225 N, 0.1372 W`. A grid reference is a square: its middle is returned. One
    in capitals may stand among words.

    Raises:
        NotOnTheMap: the whole text has such a form, but there is no such place on the National Grid.
    """
    whole = " ".join(text.upper().split()) if len(text) <= _LONGEST else ""
    if found := _METRES.fullmatch(whole):
        return _on_the_grid(float(found[1]), float(found[2]), text)
    if found := _DEGREES.fullmatch(whole):
        return _in_degrees(found, text)
    if _WHOLE.fullmatch(whole):
        alone = _ALONE.fullmatch(whole)
        if alone is None:
            raise NotOnTheMap(text)
        return _middle(alone, text)
    return _among_words(text)


def _among_words(text: str) -> Spot | None:
    found = _AMONG_WORDS.search(text)
    try:
        return _middle(found, text) if found else None
    except NotOnTheMap:
        return None


def _middle(found: re.Match[str], text: str) -> Spot:
    """Return the middle of the square that a reference names by its south-western corner."""
    square, east, north = (part for part in found.groups() if part)
    corner = corner_of(square, east, north)
    if corner is None:
        raise NotOnTheMap(text)
    easting, northing = corner
    half = 10 ** (_DIGITS - len(east)) / 2
    return _on_the_grid(easting + half, northing + half, text)


def _in_degrees(found: re.Match[str], text: str) -> Spot:
    lat = float(found[1]) * (-1 if found[2] == "S" else 1)
    lon = float(found[3]) * (-1 if found[4] == "W" else 1)
    if not (_SOUTH < lat < _NORTHERN and _WEST < lon < _EASTERN):
        raise NotOnTheMap(text)
    _on_the_grid(*grid_of_spot(Spot(lat, lon)), text)
    return Spot(lat, lon)


def _on_the_grid(easting: float, northing: float, text: str) -> Spot:
    if not (0 <= easting < _EAST and 0 <= northing < _NORTH):
        raise NotOnTheMap(text)
    return spot_of_grid(easting, northing)
