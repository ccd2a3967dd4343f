"""What one council runs, as values: given to a rehearsal by whoever can look at the node."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from commonwheel.core.reorganising.fields import Field

Reason = Literal["system", "payment", "place"]
"""Why a request stays: it is worked in another system, its payment is under way, its place names no one follower."""
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Requests:
    """How many requests, open and closed."""

    open: int = 0
    closed: int = 0

    def __add__(self, other: "Requests") -> "Requests":
        return Requests(self.open + other.open, self.closed + other.closed)

    @property
    def all(self) -> int:
        """Both together."""
        return self.open + self.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    One service of a council.

    Attributes:
        pattern: `publisher/name` of the shared service.
        slug: its place in addresses.
        fields: by address, as `fields_of` returns them.
        system: what the other place is called where its requests are worked; "" for here.
        going: requests by the id of the council that they go to.
        staying: requests by the reason why they stay.
        has_draft: whether a change of it is being prepared.
    """

    pattern: str
    slug: str
    title: str
    version: str
    is_live: bool
    fields: Mapping[str, Field]
    system: str = ""
    going: Mapping[str, Requests] = field(default_factory=dict)
    staying: Mapping[Reason, Requests] = field(default_factory=dict)
    has_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """
    One council of the node.

    Attributes:
        id: in the register, or of the plan.
        slug: its place in addresses.
        host: its own host name; "" for none.
        residents: how many accounts have requests of it.
        started: how many journeys are begun and not sent.
        staff: how many people work for it.
        agreements: how many agreements on duties it declared that are in force.
    """

    id: str
    name: str
    slug: str
    host: str = ""
    services: tuple[Run, ...] = ()
    residents: int = 0
    started: int = 0
    staff: int = 0
    agreements: int = 0

    def find(self, pattern: str) -> Run | None:
        """Return its service of a pattern."""
        return next((each for each in self.services if each.pattern == pattern), None)
