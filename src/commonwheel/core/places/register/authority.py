"""An authority and what is known of it, each fact with the days on which it holds.

A day `begins` is the first on which something holds; a day `ends` is the first on which it holds no more, as the
orders write it: abolished on 1 April 2023. None is not known, or without end. Source: docs/sources.md#register.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

Kind = Literal[
    "county",
    "district",
    "unitary",
    "metropolitan",
    "london",
    "combined",
    "national-park",
    "fire",
    "police",
    "waste",
    "transport",
    "national",
    "joint",
    "parish",
]
"""
What kind of authority. A unitary has everything in its area: also each council of Scotland, Wales and Northern Ireland.
`combined` are combined (county) authorities and the Greater London Authority; `joint` bodies act for several councils
that set them up; `national` ones in a whole nation.
"""
KINDS: tuple[Kind, ...] = get_args(Kind)
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
NATIONS: tuple[Nation, ...] = get_args(Nation)
LOWEST: frozenset[Kind] = frozenset({"district", "unitary", "metropolitan", "london"})
"""The kinds of which every spot of the United Kingdom has exactly one."""
COUNCILS: frozenset[Kind] = LOWEST | {"county"}
"""The principal councils."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Days:
    """From a first day to before another; None where that is not known, or has no end."""

    begins: dt.date | None = None
    ends: dt.date | None = None

    def hold(self, on: dt.date) -> bool:
        """Say whether a day is among them."""
        return (self.begins is None or self.begins <= on) and (self.ends is None or on < self.ends)


ALWAYS = Days()


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A fact and the days on which it holds."""

    value: T
    days: Days = ALWAYS


@dataclass(frozen=True, slots=True)
class Name:
    """
    What an authority is called.

    Attributes:
        full: as it calls itself: Cumberland Council.
        short: its area: Cumberland.
        welsh: its area in Welsh; "" where none is known.
    """

    full: str
    short: str
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """
    One authority, whatever it was called and coded over the years.

    Attributes:
        id: lasts, also beyond its end; never given to another.
        names: newest last, at least one.
        codes: GSS codes; empty where it has none, or none is known.
        kinds: newest last, at least one.
        days: on which it is in being.
        into: ids of those that followed it at its end, sorted.
        is_announced: its making is decided, and not yet law.
        page: its home page; "" where none is known.
        phone: its number for the public; "" where none is known.
        source: what says so: the order that made or ended it, or the register it is taken from.
        source_page: where that can be read; "" for no page.
    """

    id: str
    names: tuple[Dated[Name], ...]
    codes: tuple[Dated[str], ...]
    kinds: tuple[Dated[Kind], ...]
    nation: Nation
    days: Days = ALWAYS
    into: tuple[str, ...] = ()
    is_announced: bool = False
    page: str = ""
    phone: str = ""
    source: str = ""
    source_page: str = ""

    def name_on(self, on: dt.date) -> Name:
        """Return its name of a day, or the nearest that is known."""
        return _on(self.names, on)

    def code_on(self, on: dt.date) -> str:
        """Return its code of a day, or the nearest that is known; "" for none."""
        return _on(self.codes, on) if self.codes else ""

    def kind_on(self, on: dt.date) -> Kind:
        """Return its kind of a day, or the nearest that is known."""
        return _on(self.kinds, on)

    @property
    def name(self) -> Name:
        """Its last name."""
        return self.names[-1].value


@dataclass(frozen=True, slots=True)
class Part:
    """
    Of one authority's area, that of another is a part: a district of its county, a council of a police area.

    Attributes:
        is_partly: only some of that area is: of a council's, in a national park.
    """

    whole: str
    part: str
    days: Days = ALWAYS
    is_partly: bool = False


@dataclass(frozen=True, slots=True)
class Power:
    """
    A duty that the law gives to an authority above the councils of its area.

    Attributes:
        holder: id of the authority.
        duty: a name of the closed list of duties.
        days: on which it has it.
        shared_until: before this day the councils have it too; None where they do not.
        law: the law that gives it, with its page.
        outside: ids of members in whose areas it does not have it.
    """

    holder: str
    duty: str
    days: Days
    shared_until: dt.date | None
    law: str
    law_page: str
    outside: tuple[str, ...] = ()


def _on(facts: tuple[Dated[T], ...], on: dt.date) -> T:
    """Return the fact of a day; else the first that comes later, else the last."""
    return next((each.value for each in facts if each.days.ends is None or on < each.days.ends), facts[-1].value)
