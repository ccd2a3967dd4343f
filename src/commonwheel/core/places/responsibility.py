"""Who has a duty at a place: one council, one of several, or a national body; with the law that says so.

The small table here is of the duties in streets and open spaces. For every other duty it says that nobody
can say. Source: docs/sources.md#duties-in-streets.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from commonwheel.core.places.duties import DUTIES

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Reason = Literal["county", "district", "only-council", "either", "national"]
"""Why: of two tiers the county or the district has it; there is one council; either may; a national body has it."""

_NATIONS: Mapping[str, Nation] = MappingProxyType(
    {"E": "england", "W": "wales", "S": "scotland", "N": "northern-ireland"}
)


@dataclass(frozen=True, slots=True)
class Area:
    """
    The councils of one place.

    Attributes:
        district: GSS code of the district, unitary, borough or council area.
        county: GSS code of the county above it; "" where there is none.
    """

    district: str
    county: str = ""

    @property
    def nation(self) -> Nation | None:
        """The nation, by the first letter of the code; None for a code of none."""
        return _NATIONS.get(self.district[:1])


@dataclass(frozen=True, slots=True)
class Body:
    """A national body that residents are sent to: its name, its page, its telephone number."""

    name: str
    page: str
    phone: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    Who has, or may have, a duty.

    Attributes:
        code: GSS code of the council; "" for a national body.
        body: the national body; None for a council.
        reason: why it is this one.
        law: the law that gives the duty.
        law_page: where the law can be read.
        on_red_routes: who has it instead on the red routes of London; None elsewhere.
    """

    code: str
    body: Body | None
    reason: Reason
    law: str
    law_page: str
    on_red_routes: Body | None = None


@dataclass(frozen=True, slots=True)
class _Law:
    name: str
    page: str


_ACTS = "https://www.legislation.gov.uk/"
_HIGHWAYS = _Law("Highways Act 1980, sections 1 and 41", f"{_ACTS}ukpga/1980/66/section/41")
_LIGHTING = _Law("Highways Act 1980, section 97", f"{_ACTS}ukpga/1980/66/section/97")
_TRAFFIC = _Law("Road Traffic Regulation Act 1984, sections 65 and 121A", f"{_ACTS}ukpga/1984/27/section/65")
_DUMPED = _Law("Environmental Protection Act 1990, sections 30 and 59", f"{_ACTS}ukpga/1990/43/section/59")
_LITTER = _Law("Environmental Protection Act 1990, sections 86 and 89", f"{_ACTS}ukpga/1990/43/section/89")
_VEHICLES = _Law("Refuse Disposal (Amenity) Act 1978, section 3", f"{_ACTS}ukpga/1978/3/section/3")
_OPEN_SPACES = _Law("Open Spaces Act 1906, section 10", f"{_ACTS}ukpga/Edw7/6/25/section/10")
_ROADS_NI = _Law("Roads (Northern Ireland) Order 1993", f"{_ACTS}nisi/1993/3160/contents")

_LAWS: Mapping[str, Mapping[Nation, _Law]] = MappingProxyType(
    {
        "highways": {
            "england": _HIGHWAYS,
            "wales": _HIGHWAYS,
            "scotland": _Law("Roads (Scotland) Act 1984, section 1", f"{_ACTS}ukpga/1984/54/section/1"),
            "northern-ireland": _ROADS_NI,
        },
        "traffic": {
            "england": _TRAFFIC,
            "wales": _TRAFFIC,
            "scotland": _TRAFFIC,
            "northern-ireland": _Law(
                "Road Traffic Regulation (Northern Ireland) Order 1997", f"{_ACTS}nisi/1997/276/contents"
            ),
        },
        "street-lighting": {
            "england": _LIGHTING,
            "wales": _LIGHTING,
            "scotland": _Law("Roads (Scotland) Act 1984, section 35", f"{_ACTS}ukpga/1984/54/section/35"),
            "northern-ireland": _ROADS_NI,
        },
        "fly-tipping": {
            "england": _DUMPED,
            "wales": _DUMPED,
            "scotland": _DUMPED,
            "northern-ireland": _Law(
                "Waste and Contaminated Land (Northern Ireland) Order 1997", f"{_ACTS}nisi/1997/2778/contents"
            ),
        },
        "street-cleaning": {
            "england": _LITTER,
            "wales": _LITTER,
            "scotland": _LITTER,
            "northern-ireland": _Law("Litter (Northern Ireland) Order 1994", f"{_ACTS}nisi/1994/1896/contents"),
        },
        "abandoned-vehicles": {
            "england": _VEHICLES,
            "wales": _VEHICLES,
            "scotland": _VEHICLES,
            "northern-ireland": _Law(
                "Pollution Control and Local Government (Northern Ireland) Order 1978",
                f"{_ACTS}nisi/1978/1049/contents",
            ),
        },
        "parks": {
            "england": _OPEN_SPACES,
            "wales": _OPEN_SPACES,
            "scotland": _Law(
                "Local Government and Planning (Scotland) Act 1982, section 14", f"{_ACTS}ukpga/1982/43/section/14"
            ),
            "northern-ireland": _Law(
                "Recreation and Youth Service (Northern Ireland) Order 1986", f"{_ACTS}nisi/1986/2232/contents"
            ),
        },
    }
)

_ROADS_SERVICE = Body("Department for Infrastructure", "https://www.infrastructure-ni.gov.uk/", "0300 200 7899")
_OF_ROADS = frozenset({"highways", "traffic", "street-lighting"})
_LONDON = "E09"
"""How the codes of the 32 London boroughs and the City of London begin."""
_RED_ROUTES = Body("Transport for London", "https://streetcare.tfl.gov.uk/", "0343 222 1234")
_NATIONAL: Mapping[tuple[str, Nation], Body] = MappingProxyType(
    {(duty, "northern-ireland"): _ROADS_SERVICE for duty in _OF_ROADS}
)


def candidates(duty: str, areas: Sequence[Area]) -> tuple[Candidate, ...]:
    """
    Return who may have a duty at a place.

    Args:
        duty: a name of the closed list of duties.
        areas: those the place may lie in: one where that is certain, several at a border, none where it is not known.

    Returns:
        One where it is certain; several where the place lies at a border between them, or both tiers have the
        duty; none where nobody can say. Each council once, in the order of the areas.
    """
    found: dict[tuple[str, Body | None], Candidate] = {}
    for area in areas:
        for each in _in_area(duty, area):
            found.setdefault((each.code, each.body), each)
    return tuple(found.values())


def usual_councils(duty: str, areas: Sequence[Area]) -> frozenset[str]:
    """
    Return the codes of the councils that usually have a duty in every one of these areas, by the duty's tier.

    For duties outside streets too: it is what holds where nothing else is known, and good enough to offer somebody a
    service, not to send them away. None where a national body has the duty, or no council has it in all the areas.
    """
    holders = [
        frozenset[str]() if (duty, area.nation) in _NATIONAL else frozenset(code for code, _ in _holders(duty, area))
        for area in areas
    ]
    return frozenset.intersection(*holders) if holders else frozenset()


def _in_area(duty: str, area: Area) -> Iterator[Candidate]:
    """Yield who has a duty in one area; nobody where the table does not know it."""
    nation = area.nation
    law = _LAWS[duty][nation] if duty in _LAWS and nation else None
    if law is None or nation is None:
        return
    body = _NATIONAL.get((duty, nation))
    if body is not None:
        yield Candidate("", body, "national", law.name, law.page)
        return
    in_london = duty in _OF_ROADS and area.district.startswith(_LONDON)
    for code, reason in _holders(duty, area):
        yield Candidate(code, None, reason, law.name, law.page, _RED_ROUTES if in_london else None)


def _holders(duty: str, area: Area) -> tuple[tuple[str, Reason], ...]:
    if not area.county:
        return ((area.district, "only-council"),)
    tier = DUTIES[duty].tier
    if tier == "both":
        return ((area.district, "either"), (area.county, "either"))
    return ((area.county, "county"),) if tier == "county" else ((area.district, "district"),)
