"""Properties as a gazetteer tells of them, and what could not be read of one."""

import re
import unicodedata
from dataclasses import dataclass

from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.problems import Failure
from commonwheel.core.values.postcode import NotAPostcode, normalise

_UPRN = re.compile(r"0*(?P<digits>[1-9][0-9]{0,11})", re.ASCII)
_USRN = re.compile(r"0*(?P<digits>[1-9][0-9]{0,7})", re.ASCII)
_KIND = re.compile(r"[A-Z0-9]{0,6}", re.ASCII)
_EAST, _NORTH = 700_000, 1_300_000
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Property:
    """
    One property of a council's gazetteer.

    Attributes:
        uprn: unique property reference number, 1 to 12 digits, without leading noughts.
        line: the address in one line, without the postcode.
        postcode: its one written form; "" where it has none.
        usrn: unique street reference number, without leading noughts; "" where not said.
        easting, northing: metres, British National Grid; None where not known.
        lat, lon: degrees, WGS 84; None where not known.
        kind: classification code, such as `RD04`; "" where not said.
        is_current: it stands and its address is the approved one.
    """

    uprn: str
    line: str
    postcode: str
    usrn: str
    easting: int | None
    northing: int | None
    lat: float | None
    lon: float | None
    kind: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of a gazetteer that could not be used: its line in the file (1 for the first) and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What a gazetteer says.

    Attributes:
        properties: one for each UPRN, in the order of the file.
        problems: rows that could not be used, in the order of the file.
        rows: how many rows were looked at, good and bad.
    """

    properties: tuple[Property, ...]
    problems: tuple[RowProblem, ...]
    rows: int


class RowIsWrong(Failure):
    """A value of a row has not its form; for the list of problems."""


def property_of(
    *,
    uprn: str,
    line: str,
    postcode: str = "",
    usrn: str = "",
    easting: str = "",
    northing: str = "",
    kind: str = "",
    is_current: bool = True,
) -> Property:
    """
    Return a property from the texts of a row.

    Raises:
        RowIsWrong: one has not its form; says which.
    """
    if not line:
        raise RowIsWrong("it has no address")
    if len(line) > _MOST_CHARACTERS:
        raise RowIsWrong(f"its address is longer than {_MOST_CHARACTERS} characters")
    if not _KIND.fullmatch(kind):
        raise RowIsWrong(f"{kind[:20]!r} is not a classification")
    east, north = _metres(easting, most=_EAST), _metres(northing, most=_NORTH)
    spot = spot_of_grid(east, north) if east and north else None
    return Property(
        uprn=uprn_of(uprn),
        line=line,
        postcode=_postcode(postcode),
        usrn=usrn_of(usrn) if usrn else "",
        easting=east if spot else None,
        northing=north if spot else None,
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        kind=kind,
        is_current=is_current,
    )


def uprn_of(text: str) -> str:
    """
    Return a UPRN without leading noughts.

    Raises:
        RowIsWrong: it is not 1 to 12 digits.
    """
    if not (found := _UPRN.fullmatch(text.strip())):
        raise RowIsWrong(f"{text[:20]!r} is not a UPRN")
    return found["digits"]


def usrn_of(text: str) -> str:
    """
    Return a USRN without leading noughts.

    Raises:
        RowIsWrong: it is not 1 to 8 digits.
    """
    if not (found := _USRN.fullmatch(text.strip())):
        raise RowIsWrong(f"{text[:20]!r} is not a USRN")
    return found["digits"]


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of an address or of what somebody looks for: lower case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", text[:_MOST_CHARACTERS].replace("'", "").replace("’", ""))
    return tuple(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()))


def _postcode(text: str) -> str:
    try:
        return normalise(text) if text.strip() else ""
    except NotAPostcode as problem:
        raise RowIsWrong(f"{text[:20]!r} is not a postcode") from problem


def _metres(text: str, *, most: int) -> int | None:
    if not text.strip():
        return None
    try:
        metres = round(float(text))
    except (ValueError, OverflowError):
        raise RowIsWrong(f"{text[:20]!r} is not a grid position") from None
    if not 0 <= metres <= most:
        raise RowIsWrong(f"{text[:20]!r} is not on the British National Grid")
    return metres
