"""The register beside an official list: what the one has and the other has not, and what they name differently.

A list is a CSV file with a column of GSS codes and one of names, as the Office for National Statistics, GOV.UK and
mySociety publish them. It is of one day, and of the kinds of authority whose codes stand in it.
"""

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonwheel.core.places.register.authority import Authority
from commonwheel.core.places.register.register import Register
from commonwheel.core.problems import Failure

MOST_ROWS = 100_000
_CODE = re.compile(r"[EWSNKLM][0-9]{8}", re.ASCII)
_CODE_COLUMN = re.compile(r"(?:[A-Z]{2,6}[0-9]{2}CD|areacd|gss|gss[-_ ]code|code|newcd)", re.ASCII | re.IGNORECASE)
_NAME_COLUMN = re.compile(
    r"(?:[A-Z]{2,6}[0-9]{2}NM|areanm|official[-_ ]name|name|nice[-_ ]name|newnm)", re.ASCII | re.IGNORECASE
)
# What a list calls an authority beside the name of its area.
_ADDED = re.compile(
    r"\b(?:the|of|city|royal|county|borough|district|metropolitan|london|unitary|combined|mayoral|authority|council|"
    r"corporation|and|with|upon|mbc|cca|mca)\b"
)
_KIND = 3
"""Characters of a code that tell the kind of area: E07 is a district of England."""


class ListIsUnreadable(Failure):
    """The file is no list of codes and names."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no list of authorities: {why}. Give a CSV file with a column of GSS codes (LAD25CD, gss) and one "
            "of names (LAD25NM, name)."
        )
        self.why = why


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of an official list."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One thing that differs.

    Attributes:
        what: `unknown` to the register, `ended` by it, `older-code` of one that has another now, `missing` in the list,
            or `renamed`.
        code: the code of the list, or of the register where the list has none.
        name: of the list; "" where it is missing there.
        authority: of the register; None where it has none.
        says: the difference as a sentence.
    """

    what: str
    code: str
    name: str
    authority: Authority | None
    says: str


def read_list(lines: Iterable[str]) -> tuple[Listed, ...]:
    """
    Return the rows of an official list.

    Raises:
        ListIsUnreadable: it has no such columns, no rows, or far too many.
    """
    reader = csv.DictReader(lines)
    try:
        columns = reader.fieldnames or ()
        code = next((one for one in columns if _CODE_COLUMN.fullmatch(one.strip("\ufeff "))), None)
        name = next((one for one in columns if _NAME_COLUMN.fullmatch(one.strip("\ufeff "))), None)
        if code is None or name is None:
            raise ListIsUnreadable(f"it has no column of {'codes' if code is None else 'names'}")
        found: dict[str, Listed] = {}
        for number, row in enumerate(reader):
            if number == MOST_ROWS:
                raise ListIsUnreadable(f"it has more than {MOST_ROWS:,} rows")
            given = (row[code] or "").strip()
            if _CODE.fullmatch(given):
                found[given] = Listed(given, (row[name] or "").strip())
    except csv.Error as problem:
        raise ListIsUnreadable(str(problem)) from problem
    if not found:
        raise ListIsUnreadable("no row has a GSS code")
    return tuple(found.values())


def differences(register: Register, listed: Iterable[Listed], *, on: dt.date) -> tuple[Difference, ...]:
    """
    Return what differs between the register and a list, by code.

    Args:
        on: the day that the list is of.
    """
    rows = {each.code: each for each in listed}
    kinds = {code[:_KIND] for code in rows}
    found = [each for row in rows.values() for each in _of_row(register, row, on)]
    known = {register_row.id for code in rows if (register_row := register.find(code))}
    for authority in register.in_being(on):
        code = authority.code_on(on)
        if code[:_KIND] in kinds and authority.id not in known:
            says = f"{authority.name.full} ({code}) is in the register and not in the list."
            found.append(Difference("missing", code, "", authority, says))
    return tuple(sorted(found, key=lambda each: (each.code, each.what)))


def _of_row(register: Register, row: Listed, on: dt.date) -> Iterable[Difference]:
    authority = register.find(row.code)
    if authority is None:
        says = f"{row.name} ({row.code}) is in the list and not in the register."
        yield Difference("unknown", row.code, row.name, None, says)
        return
    name, code = authority.name_on(on), authority.code_on(on)
    if not authority.days.hold(on):
        says = f"{row.name} ({row.code}) is in the list; by the register {name.full} is not in being on {on}."
        yield Difference("ended", row.code, row.name, authority, says)
    elif code != row.code:
        says = f"{row.name} is {row.code} in the list; by the register its code on {on} is {code}."
        yield Difference("older-code", row.code, row.name, authority, says)
    if not {_plain(row.name)} & {_plain(name.full), _plain(name.short), _plain(name.welsh)}:
        says = f"{row.code} is called “{row.name}” in the list and “{name.full}” in the register."
        yield Difference("renamed", row.code, row.name, authority, says)


def _plain(name: str) -> str:
    """Return a name without accents, marks and the words that only tell one kind of authority from another."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().replace("&", "and")
    return "".join(_ADDED.sub("", re.sub(r"[^a-z]", " ", letters)).split())


def count_by_kind(found: Iterable[Difference]) -> Mapping[str, int]:
    """Return how many there are of each, the most first."""
    counts: dict[str, int] = {}
    for each in found:
        counts[each.what] = counts.get(each.what, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
