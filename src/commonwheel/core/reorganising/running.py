"""What one council runs, as values: given to a rehearsal by whoever can look at the node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from commonwheel.core.reorganising.agreements import Agreed
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


Way = Literal["HERE", "EMAIL", "WEBHOOK", "CSV"]


@dataclass(frozen=True, slots=True)
class Route:
    """
    Where the requests of a service are worked, as its council said.

    Attributes:
        system: what the other place is called; "" for here.
        address: of email or webhook; "" for the others.
    """

    way: Way
    system: str = ""
    address: str = ""

    @property
    def says(self) -> str:
        """Return it in words; "" for here."""
        how = {
            "EMAIL": f"by email to {self.address}",
            "WEBHOOK": f"by webhook to {self.address}",
            "CSV": "in daily files",
        }
        return f"{self.system}, {how[self.way]}" if self.way in how else ""


def common_route(routes: Sequence[Route | None]) -> Route | None:
    """Return where all councils that bring a service have its requests worked elsewhere; None where they do not."""
    first = routes[0]
    return first if first and first.says and all(each == first for each in routes) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    One service of a council.

    Attributes:
        pattern: `publisher/name` of the shared service.
        slug: its place in addresses.
        fields: by address, as `fields_of` returns them.
        route: where its requests are worked; None where nobody said, which is here.
        going: requests by the id of the council that they go to.
        staying: requests by the reason why they stay.
        has_draft: whether a change of it is being prepared.
        drafted: its fields as that change would have them; None where there is none, or it cannot be read.
    """

    pattern: str
    slug: str
    title: str
    version: str
    is_live: bool
    fields: Mapping[str, Field]
    route: Route | None = None
    going: Mapping[str, Requests] = field(default_factory=dict)
    staying: Mapping[Reason, Requests] = field(default_factory=dict)
    has_draft: bool = False
    drafted: Mapping[str, Field] | None = None

    @property
    def is_decided(self) -> bool:
        """Whether its fields are what the council wants: nothing of it is being settled before it goes live."""
        return self.is_live or not self.has_draft


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
        agreements: those on duties that it declared, ended ones left out.
        addresses: how many its register has.
        named_by: agreements of councils outside the plan that name it, in words: “permits” of Kent County Council.
    """

    id: str
    name: str
    slug: str
    host: str = ""
    services: tuple[Run, ...] = ()
    residents: int = 0
    started: int = 0
    staff: int = 0
    agreements: tuple[Agreed, ...] = ()
    addresses: int = 0
    named_by: tuple[str, ...] = ()

    def find(self, pattern: str) -> Run | None:
        """Return its service of a pattern."""
        return next((each for each in self.services if each.pattern == pattern), None)
