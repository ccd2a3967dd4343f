"""What may be asked about a place."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from commonwheel.core.places.duties import Duty
from commonwheel.core.places.grid import Spot
from commonwheel.core.places.local.cost import ASSUMED, Curve
from commonwheel.core.places.register.authority import Authority
from commonwheel.core.places.responsibility import Road
from commonwheel.core.problems import Failure

WrongKind = Literal[
    "unknown-parameter",
    "repeated-parameter",
    "missing-place",
    "not-a-postcode",
    "not-a-point",
    "not-a-day",
    "not-a-number",
    "unknown-duty",
    "unknown-level",
    "unknown-area",
    "unknown-postcode",
    "nowhere",
    "nothing-held",
    "not-understood",
    "too-much",
    "no-such-method",
]
"""What may be wrong with what a program asks."""
MOST_AT_ONCE = 1_000
"""Places in one question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What was asked, as it was typed, and what is wrong with it.

    Attributes:
        postcode: in its written form where it is one, else as typed: a point perhaps.
        area: id of an authority; "" where none was chosen.
        parts: what was typed of the day.
        on: the day; None where it is wrong.
        problems: name of the question and sentence, for each that is wrong.
        spot: the point that was typed in the place of a postcode; None for none.
    """

    postcode: str
    area: str
    parts: tuple[tuple[str, str], ...]
    on: dt.date | None
    problems: tuple[tuple[str, str], ...] = ()
    spot: Spot | None = None

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked; an empty page is no mistake."""
        return bool(self.postcode or self.area or any(typed for _, typed in self.parts))


class QuestionIsWrong(Failure):
    """
    A program asked something that cannot be answered.

    Attributes:
        kind: what is wrong, in a word that stays.
        where: the parameter, or the place in the body; "" for the whole.
        says, mend: a sentence each: what is wrong, and what to do about it.
        status: of the answer.
    """

    def __init__(self, kind: WrongKind, *, where: str, says: str, mend: str, status: int = 400) -> None:
        super().__init__(f"{says} {mend}")
        self.kind = kind
        self.where = where
        self.says = says
        self.mend = mend
        self.status = status


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A place as a program named it: one of the three, on a day."""

    on: dt.date
    postcode: str = ""
    spot: Spot | None = None
    council: Authority | None = None


@dataclass(frozen=True, slots=True)
class WhoAsked:
    """Who serves a place: which duties (empty for all), and what is known of the road and the park ("" for nothing)."""

    place: PlaceAsked
    duties: frozenset[str]
    road: Road | None
    park: str


@dataclass(frozen=True, slots=True)
class ManyAsked:
    """Many places on a day: as postcodes, or as points in degrees or in metres of the National Grid."""

    on: dt.date
    postcodes: tuple[str, ...] = ()
    degrees: tuple[tuple[float, float], ...] = ()
    metres: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LevelAsked:
    """
    What was asked of levels of local, and what is wrong with it.

    Attributes:
        duty: None where none was chosen.
        region: id of an authority; "" where none was chosen.
        scale: a key of `SCALES`.
        joined: GSS codes of councils that somebody joined; each of the groups would be one council.
        problems: name of the question and sentence, for each that is wrong.
    """

    duty: Duty | None
    region: str
    scale: str
    joined: tuple[tuple[str, ...], ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked; an empty page is no mistake."""
        return bool(self.duty or self.region or self.problems)


SCALES: Mapping[str, Curve] = {
    "unsure": ASSUMED,
    "saves": Curve(-0.10, -0.02),
    "nothing": Curve(0.0, 0.0),
    "costs": Curve(0.02, 0.05),
}
"""How the cost of a unit may go with the size of a council; the first is what is assumed where nobody chooses."""
MOST_COUNCILS = 40
"""Of a region that a page compares; the command has no such bound."""
