"""The duties of councils: a closed list, which kind of council usually has each, and its LGSL numbers.

Who has a duty at a place on a day is data about places; this is what holds where nothing else is
known. Source: docs/sources.md#duties.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from commonwheel.core.problems import Failure

# Where there are two tiers: the county, the district, or both. Elsewhere one council has them all.
Tier = Literal["county", "district", "both"]


class DutyIsUnknown(Failure):
    """A name is not on the closed list of duties."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no duty {name!r}. The reference of the language lists them all.")
        self.name = name


@dataclass(frozen=True, slots=True)
class Duty:
    """
    One duty of councils.

    Attributes:
        name: as patterns write it.
        label: for officers.
        tier: who usually has it where there are two tiers.
        lgsl: numbers of the Local Government Service List that belong to it, rising.
    """

    name: str
    label: str
    tier: Tier
    lgsl: tuple[int, ...]


_TABLE: tuple[tuple[str, str, Tier, tuple[int, ...]], ...] = (
    ("abandoned-vehicles", "Abandoned vehicles", "district", (372,)),
    ("adult-social-care", "Adult social care", "county", (178, 209, 287, 296, 315, 731)),
    ("allotments", "Allotments", "district", (510,)),
    ("building-control", "Building control and dangerous structures", "district", (499, 600)),
    ("bus-passes", "Concessionary travel", "county", (273, 280)),
    ("business-rates", "Business rates", "district", (55,)),
    ("cemeteries", "Cemeteries and crematoria", "district", (328, 1538)),
    ("children-social-care", "Children's social care", "county", (159, 160, 260)),
    ("community-safety", "Community safety", "both", (870,)),
    ("complaints", "Complaints about the council", "both", (353,)),
    ("consultations", "Consultations", "both", (867,)),
    ("council-tax", "Council tax", "district", (57, 58, 59, 60, 61, 63)),
    ("councillors", "Councillors", "both", (358,)),
    ("data-protection", "Personal data held by the council", "both", (826,)),
    ("disabled-facilities", "Disabled facilities grants", "district", (137,)),
    ("disabled-parking", "Blue Badges and parking bays for disabled people", "county", (274, 279)),
    ("early-education", "Childcare and early education", "county", (12, 19, 1579, 1741)),
    ("electoral-registration", "Electoral registration", "district", (364,)),
    ("emergency-planning", "Planning for emergencies", "both", (703,)),
    ("environmental-health", "Noise, nuisance and public health", "district", (412, 415, 428, 603, 664)),
    ("fly-tipping", "Fly-tipping on public land", "district", (587,)),
    ("food-safety", "Food safety", "district", (406, 407, 845)),
    ("freedom-of-information", "Freedom of information", "both", (722,)),
    ("grants", "Grants to local organisations", "both", (615,)),
    ("highways", "Roads, pavements and what stands in them", "county", (477, 537, 550, 555, 557, 558, 559, 561)),
    ("homelessness", "Homelessness", "district", (112,)),
    ("housing", "Council housing", "district", (88, 92, 101, 115, 141, 151)),
    ("housing-benefit", "Housing benefit", "district", (69, 72)),
    ("land-charges", "Land charges", "district", (672,)),
    ("libraries", "Libraries", "county", (437,)),
    ("licensing", "Licensing", "district", (632, 635, 860)),
    ("parking-enforcement", "Parking fines", "both", (471,)),
    ("parking-permits", "Parking permits", "both", (474,)),
    ("parks", "Parks and open spaces", "both", (461,)),
    ("pest-and-dog-control", "Pests and dogs", "district", (431, 432)),
    ("planning", "Planning", "district", (508, 512, 516)),
    ("registration", "Births, deaths, marriages and citizenship", "county", (319, 321, 322, 852, 876, 1716)),
    ("rights-of-way", "Public rights of way", "county", (613, 614, 1120)),
    ("school-places", "School admissions and attendance", "county", (1, 13, 14, 35, 36)),
    ("school-support", "School meals, clothing and transport", "county", (2, 3, 4, 40, 1135)),
    ("special-educational-needs", "Special educational needs", "county", (9, 1788)),
    ("street-cleaning", "Street cleaning, graffiti and fly-posting", "district", (576, 577, 580, 584, 588)),
    ("street-events", "Street parties", "both", (1580,)),
    ("street-lighting", "Street lights", "county", (564,)),
    ("street-naming", "Street names and numbers", "district", (513, 541)),
    ("trading-standards", "Trading standards", "county", (401, 403)),
    ("traffic", "Traffic lights, crossings and speed limits", "county", (567, 568, 571)),
    ("transport-planning", "Local transport plans", "county", (493,)),
    ("waste-collection", "Waste and recycling collection", "district", (524, 526, 528, 530, 533, 850, 854, 859)),
    ("waste-disposal", "Household waste recycling centres", "county", (531,)),
)

DUTIES: MappingProxyType[str, Duty] = MappingProxyType(
    {name: Duty(name, label, tier, lgsl) for name, label, tier, lgsl in _TABLE}
)


def duty_named(name: str) -> Duty:
    """
    Return a duty by its name.

    Raises:
        DutyIsUnknown: the name is not on the list.
    """
    if name not in DUTIES:
        raise DutyIsUnknown(name)
    return DUTIES[name]


def duties_of_service(lgsl: int) -> tuple[Duty, ...]:
    """Return the duties that a number of the Local Government Service List belongs to; empty for none."""
    return tuple(duty for duty in DUTIES.values() if lgsl in duty.lgsl)
