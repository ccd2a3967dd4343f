"""
Invented addresses on real postcodes, for demonstrations and tests.

The same seed gives the same addresses. Names say that they are invented, and all numbers begin
with 9999, so that they are told from real ones at a glance.
"""

import hashlib
from collections.abc import Iterable, Iterator

from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.core.places.properties import Property

_MARKS = ("Invented", "Imaginary", "Made-up", "Pretend", "Fictional", "Example", "Sample", "Storybook")
_NAMES = (
    "Gull", "Pebble", "Lantern", "Teapot", "Wheelbarrow", "Kite", "Acorn", "Biscuit", "Cartwheel", "Thimble",
    "Marmalade", "Umbrella", "Paperclip", "Pinwheel", "Snowdrop", "Button", "Compass", "Daisy", "Feather", "Gooseberry",
    "Haystack", "Inkwell", "Jigsaw", "Kettle", "Ladybird", "Mitten", "Nutmeg", "Oatcake", "Puffin", "Quill", "Ribbon",
)  # fmt: skip
_WAYS = ("Street", "Road", "Lane", "Close", "Avenue", "Terrace", "Way", "Gardens", "Row", "Crescent")
_KINDS = ("RD02", "RD03", "RD04", "RD06")
_FIRST_UPRN = 999_900_000_000
_UPRNS = 99_999_999
_FEWEST, _SPREAD = 6, 9
_FLATS = 4
_METRES_APART, _MOST_APART = 7, 60


def invent_properties(places: Iterable[PostcodePlace], *, town: str, seed: bytes) -> tuple[Property, ...]:
    """
    Return invented properties: six to fourteen at each postcode, some of them flats.

    Args:
        places: real postcodes; those without a position get no property.
        town: what ends each address.
        seed: any bytes; with the same, the same properties come out.
    """
    found: dict[str, Property] = {}
    for place in places:
        for each in _at(place, town=town, seed=seed):
            found.setdefault(each.uprn, each)
    return tuple(found.values())


def _at(place: PostcodePlace, *, town: str, seed: bytes) -> Iterator[Property]:
    if place.easting is None or place.northing is None:
        return
    chance = hashlib.sha256(seed + place.postcode.encode()).digest()
    street = f"{_pick(_MARKS, chance[0])} {_pick(_NAMES, chance[1])} {_pick(_WAYS, chance[2])}"
    first, number = 1 + chance[3] % 60, _FEWEST + chance[4] % _SPREAD
    usrn = str(99_000_000 + int.from_bytes(chance[5:8]) % 1_000_000)
    for order, name in enumerate(_names(first, number, has_flats=chance[8] % 3 == 0)):
        apart = min(order * _METRES_APART, _MOST_APART)
        east, north = place.easting + apart, place.northing + chance[9] % _METRES_APART
        spot = spot_of_grid(east, north)
        yield Property(
            uprn=_uprn(seed, place.postcode, order),
            line=f"{name} {street}, {town}",
            postcode=place.postcode,
            usrn=usrn,
            easting=east,
            northing=north,
            lat=spot.lat,
            lon=spot.lon,
            kind=_KINDS[-1] if name.startswith("Flat") else _pick(_KINDS[:-1], chance[10]),
            is_current=True,
        )


def _names(first: int, number: int, *, has_flats: bool) -> Iterator[str]:
    """Yield house numbers on one side of a street; the first house may be flats."""
    if has_flats:
        yield from (f"Flat {flat}, {first}" for flat in range(1, _FLATS + 1))
    yield from (str(first + 2 * house) for house in range(int(has_flats), number - (_FLATS - 1 if has_flats else 0)))


def _uprn(seed: bytes, postcode: str, order: int) -> str:
    chance = hashlib.sha256(seed + f"{postcode} {order}".encode()).digest()
    return str(_FIRST_UPRN + 1 + int.from_bytes(chance[:8]) % _UPRNS)


def _pick(names: tuple[str, ...], chance: int) -> str:
    return names[chance % len(names)]
