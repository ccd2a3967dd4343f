"""Which law gives each duty, nation by nation, and where a national body has it instead of the councils.

Where a duty has no law for a nation here, nobody can say: some are not councils' there, some we have not looked up.
Source: docs/sources.md#duties-and-laws, docs/sources.md#duties-in-streets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commonwheel.core.places.register.authority import Nation

_ACTS = "https://www.legislation.gov.uk/"


@dataclass(frozen=True, slots=True)
class Law:
    """
    What gives a duty.

    Attributes:
        name: the Act or order, with the section.
        page: where it can be read.
        body: id of the national body that it gives the duty to; "" for the councils.
    """

    name: str
    page: str
    body: str = ""


_NATIONS: Mapping[str, Nation] = MappingProxyType(
    {"E": "england", "W": "wales", "S": "scotland", "N": "northern-ireland"}
)
_DFI, _EA, _NIHE, _HSC = (
    "department-for-infrastructure",
    "education-authority",
    "northern-ireland-housing-executive",
    "health-and-social-care-trusts",
)

# Duty, letters of the nations, law, its address below legislation.gov.uk, and the national body that has the duty.
_ROWS: tuple[tuple[str, str, str, str] | tuple[str, str, str, str, str], ...] = (
    ("abandoned-vehicles", "EWS", "Refuse Disposal (Amenity) Act 1978, section 3", "ukpga/1978/3/section/3"),
    (
        "abandoned-vehicles",
        "N",
        "Pollution Control and Local Government (Northern Ireland) Order 1978",
        "nisi/1978/1049/contents",
    ),
    ("adult-social-care", "E", "Care Act 2014, section 18", "ukpga/2014/23/section/18"),
    ("adult-social-care", "W", "Social Services and Well-being (Wales) Act 2014, section 35", "anaw/2014/4/section/35"),
    ("adult-social-care", "S", "Social Work (Scotland) Act 1968, section 12", "ukpga/1968/49/section/12"),
    ("adult-social-care", "N", "Health and Social Care (Reform) Act (Northern Ireland) 2009", "nia/2009/1", _HSC),
    ("allotments", "EW", "Small Holdings and Allotments Act 1908, section 23", "ukpga/Edw7/8/36/section/23"),
    ("allotments", "S", "Community Empowerment (Scotland) Act 2015, part 9", "asp/2015/6/part/9"),
    ("building-control", "EW", "Building Act 1984, section 91", "ukpga/1984/55/section/91"),
    ("building-control", "S", "Building (Scotland) Act 2003", "asp/2003/8"),
    ("building-control", "N", "Building Regulations (Northern Ireland) Order 1979", "nisi/1979/1709"),
    ("bus-passes", "E", "Transport Act 2000, sections 145A and 146", "ukpga/2000/38/section/146"),
    ("bus-passes", "W", "Transport Act 2000, sections 145B and 146", "ukpga/2000/38/section/146"),
    ("bus-passes", "S", "Transport (Scotland) Act 2005, section 40", "asp/2005/12/section/40"),
    ("bus-passes", "N", "Transport Act (Northern Ireland) 1967", "apni/1967/37", "translink"),
    ("business-rates", "EW", "Local Government Finance Act 1988, part III", "ukpga/1988/41/part/III"),
    ("business-rates", "S", "Local Government (Scotland) Act 1947, part XI", "ukpga/Geo6/10-11/43"),
    ("business-rates", "N", "Rates (Northern Ireland) Order 1977", "nisi/1977/2157", "land-and-property-services"),
    ("cemeteries", "EW", "Local Government Act 1972, section 214", "ukpga/1972/70/section/214"),
    ("cemeteries", "S", "Burial and Cremation (Scotland) Act 2016, section 1", "asp/2016/20/section/1"),
    ("children-social-care", "E", "Children Act 1989, section 17", "ukpga/1989/41/section/17"),
    (
        "children-social-care",
        "W",
        "Social Services and Well-being (Wales) Act 2014, section 37",
        "anaw/2014/4/section/37",
    ),
    ("children-social-care", "S", "Children (Scotland) Act 1995, section 22", "ukpga/1995/36/section/22"),
    ("children-social-care", "N", "Health and Social Care (Reform) Act (Northern Ireland) 2009", "nia/2009/1", _HSC),
    ("community-safety", "EW", "Crime and Disorder Act 1998, section 5", "ukpga/1998/37/section/5"),
    ("community-safety", "N", "Justice Act (Northern Ireland) 2011, part 3", "nia/2011/24/part/3"),
    ("complaints", "E", "Local Government Act 1974, part III", "ukpga/1974/7/part/III"),
    ("complaints", "W", "Public Services Ombudsman (Wales) Act 2019", "anaw/2019/3"),
    ("complaints", "S", "Scottish Public Services Ombudsman Act 2002", "asp/2002/11"),
    ("complaints", "N", "Public Services Ombudsman Act (Northern Ireland) 2016", "nia/2016/4"),
    ("council-tax", "EW", "Local Government Finance Act 1992, section 1", "ukpga/1992/14/section/1"),
    ("council-tax", "S", "Local Government Finance Act 1992, section 70", "ukpga/1992/14/section/70"),
    ("council-tax", "N", "Rates (Northern Ireland) Order 1977", "nisi/1977/2157", "land-and-property-services"),
    ("councillors", "EW", "Local Government Act 1972, sections 2 and 21", "ukpga/1972/70/section/2"),
    ("councillors", "S", "Local Government etc. (Scotland) Act 1994, section 2", "ukpga/1994/39/section/2"),
    ("councillors", "N", "Local Government Act (Northern Ireland) 1972", "apni/1972/9"),
    ("data-protection", "EWSN", "Data Protection Act 2018, section 7", "ukpga/2018/12/section/7"),
    (
        "disabled-facilities",
        "EW",
        "Housing Grants, Construction and Regeneration Act 1996, section 1",
        "ukpga/1996/53/section/1",
    ),
    ("disabled-facilities", "S", "Housing (Scotland) Act 2006, part 2", "asp/2006/1/part/2"),
    ("disabled-facilities", "N", "Housing (Northern Ireland) Order 2003", "nisi/2003/412", _NIHE),
    (
        "disabled-parking",
        "EWS",
        "Chronically Sick and Disabled Persons Act 1970, section 21",
        "ukpga/1970/44/section/21",
    ),
    (
        "disabled-parking",
        "N",
        "Chronically Sick and Disabled Persons (Northern Ireland) Act 1978, section 14",
        "ukpga/1978/53/section/14",
        _DFI,
    ),
    ("early-education", "E", "Childcare Act 2006, section 7", "ukpga/2006/21/section/7"),
    ("early-education", "W", "Childcare Act 2006, section 22", "ukpga/2006/21/section/22"),
    ("early-education", "S", "Children and Young People (Scotland) Act 2014, section 47", "asp/2014/8/section/47"),
    ("early-education", "N", "Education Act (Northern Ireland) 2014", "nia/2014/12", _EA),
    (
        "electoral-registration",
        "EWS",
        "Representation of the People Act 1983, section 8",
        "ukpga/1983/2/section/8",
    ),
    (
        "electoral-registration",
        "N",
        "Representation of the People Act 1983, section 8(4)",
        "ukpga/1983/2/section/8",
        "electoral-office-for-northern-ireland",
    ),
    ("emergency-planning", "EWS", "Civil Contingencies Act 2004, section 2", "ukpga/2004/36/section/2"),
    ("environmental-health", "EWS", "Environmental Protection Act 1990, section 79", "ukpga/1990/43/section/79"),
    (
        "environmental-health",
        "N",
        "Clean Neighbourhoods and Environment Act (Northern Ireland) 2011, part 7",
        "nia/2011/23/part/7",
    ),
    ("fly-tipping", "EWS", "Environmental Protection Act 1990, sections 30 and 59", "ukpga/1990/43/section/59"),
    (
        "fly-tipping",
        "N",
        "Waste and Contaminated Land (Northern Ireland) Order 1997",
        "nisi/1997/2778/contents",
    ),
    ("food-safety", "EWS", "Food Safety Act 1990, sections 5 and 6", "ukpga/1990/16/section/5"),
    ("food-safety", "N", "Food Safety (Northern Ireland) Order 1991", "nisi/1991/762"),
    ("freedom-of-information", "EWN", "Freedom of Information Act 2000, section 1", "ukpga/2000/36/section/1"),
    ("freedom-of-information", "S", "Freedom of Information (Scotland) Act 2002, section 1", "asp/2002/13/section/1"),
    ("highways", "EW", "Highways Act 1980, sections 1 and 41", "ukpga/1980/66/section/41"),
    ("highways", "S", "Roads (Scotland) Act 1984, section 1", "ukpga/1984/54/section/1"),
    ("highways", "N", "Roads (Northern Ireland) Order 1993", "nisi/1993/3160/contents", _DFI),
    ("homelessness", "E", "Housing Act 1996, part VII", "ukpga/1996/52/part/VII"),
    ("homelessness", "W", "Housing (Wales) Act 2014, part 2", "anaw/2014/7/part/2"),
    ("homelessness", "S", "Housing (Scotland) Act 1987, part II", "ukpga/1987/26/part/II"),
    ("homelessness", "N", "Housing (Northern Ireland) Order 1988, part II", "nisi/1988/1990", _NIHE),
    ("housing", "EW", "Housing Act 1985, section 8, and Housing Act 1996, part VI", "ukpga/1996/52/part/VI"),
    ("housing", "S", "Housing (Scotland) Act 1987, section 1", "ukpga/1987/26/section/1"),
    ("housing", "N", "Housing (Northern Ireland) Order 1981, part II", "nisi/1981/156", _NIHE),
    ("housing-benefit", "EWS", "Social Security Administration Act 1992, section 134", "ukpga/1992/5/section/134"),
    (
        "housing-benefit",
        "N",
        "Social Security Administration (Northern Ireland) Act 1992, section 126",
        "ukpga/1992/8/section/126",
        _NIHE,
    ),
    ("land-charges", "EW", "Local Land Charges Act 1975, section 3", "ukpga/1975/76/section/3"),
    ("libraries", "EW", "Public Libraries and Museums Act 1964, sections 4 and 7", "ukpga/1964/75/section/7"),
    ("libraries", "S", "Local Government (Scotland) Act 1973, section 163", "ukpga/1973/65/section/163"),
    ("libraries", "N", "Libraries Act (Northern Ireland) 2008", "nia/2008/8", "libraries-ni"),
    ("licensing", "EW", "Licensing Act 2003, section 3", "ukpga/2003/17/section/3"),
    ("licensing", "S", "Licensing (Scotland) Act 2005, section 5", "asp/2005/16/section/5"),
    ("parking-enforcement", "EW", "Traffic Management Act 2004, schedule 8", "ukpga/2004/18/schedule/8"),
    ("parking-enforcement", "S", "Road Traffic Act 1991, schedule 3", "ukpga/1991/40/schedule/3"),
    ("parking-permits", "EWS", "Road Traffic Regulation Act 1984, sections 35, 45 and 46", "ukpga/1984/27/section/45"),
    ("parks", "EW", "Open Spaces Act 1906, section 10", "ukpga/Edw7/6/25/section/10"),
    (
        "parks",
        "S",
        "Local Government and Planning (Scotland) Act 1982, section 14",
        "ukpga/1982/43/section/14",
    ),
    ("parks", "N", "Recreation and Youth Service (Northern Ireland) Order 1986", "nisi/1986/2232/contents"),
    (
        "pest-and-dog-control",
        "EWS",
        "Prevention of Damage by Pests Act 1949, section 2",
        "ukpga/Geo6/12-13-14/55/section/2",
    ),
    ("pest-and-dog-control", "N", "Dogs (Northern Ireland) Order 1983", "nisi/1983/764"),
    ("planning", "EW", "Town and Country Planning Act 1990, section 1", "ukpga/1990/8/section/1"),
    ("planning", "S", "Town and Country Planning (Scotland) Act 1997, section 1", "ukpga/1997/8/section/1"),
    ("planning", "N", "Planning Act (Northern Ireland) 2011", "nia/2011/25"),
    ("registration", "EW", "Registration Service Act 1953", "ukpga/Eliz2/1-2/37"),
    (
        "registration",
        "S",
        "Registration of Births, Deaths and Marriages (Scotland) Act 1965, section 5",
        "ukpga/1965/49/section/5",
    ),
    ("registration", "N", "Births and Deaths Registration (Northern Ireland) Order 1976", "nisi/1976/1041"),
    ("rights-of-way", "EW", "Highways Act 1980, section 130", "ukpga/1980/66/section/130"),
    ("rights-of-way", "S", "Land Reform (Scotland) Act 2003, section 13", "asp/2003/2/section/13"),
    ("rights-of-way", "N", "Access to the Countryside (Northern Ireland) Order 1983", "nisi/1983/1895"),
    ("school-places", "EW", "Education Act 1996, section 14", "ukpga/1996/56/section/14"),
    ("school-places", "S", "Education (Scotland) Act 1980, section 1", "ukpga/1980/44/section/1"),
    ("school-places", "N", "Education Act (Northern Ireland) 2014", "nia/2014/12", _EA),
    ("school-support", "E", "Education Act 1996, sections 508B and 512", "ukpga/1996/56/section/508B"),
    ("school-support", "W", "Learner Travel (Wales) Measure 2008", "mwa/2008/2"),
    ("school-support", "S", "Education (Scotland) Act 1980, sections 51 and 53", "ukpga/1980/44/section/51"),
    ("school-support", "N", "Education Act (Northern Ireland) 2014", "nia/2014/12", _EA),
    ("special-educational-needs", "E", "Children and Families Act 2014, section 36", "ukpga/2014/6/section/36"),
    (
        "special-educational-needs",
        "W",
        "Additional Learning Needs and Education Tribunal (Wales) Act 2018",
        "anaw/2018/2",
    ),
    (
        "special-educational-needs",
        "S",
        "Education (Additional Support for Learning) (Scotland) Act 2004, section 4",
        "asp/2004/4/section/4",
    ),
    ("special-educational-needs", "N", "Education (Northern Ireland) Order 1996, part II", "nisi/1996/274", _EA),
    ("street-cleaning", "EWS", "Environmental Protection Act 1990, sections 86 and 89", "ukpga/1990/43/section/89"),
    ("street-cleaning", "N", "Litter (Northern Ireland) Order 1994", "nisi/1994/1896/contents"),
    ("street-events", "EW", "Town Police Clauses Act 1847, section 21", "ukpga/Vict/10-11/89/section/21"),
    ("street-lighting", "EW", "Highways Act 1980, section 97", "ukpga/1980/66/section/97"),
    ("street-lighting", "S", "Roads (Scotland) Act 1984, section 35", "ukpga/1984/54/section/35"),
    ("street-lighting", "N", "Roads (Northern Ireland) Order 1993", "nisi/1993/3160/contents", _DFI),
    ("street-naming", "EW", "Public Health Act 1925, sections 17 to 19", "ukpga/Geo5/15-16/71/section/17"),
    ("street-naming", "S", "Civic Government (Scotland) Act 1982, section 97", "ukpga/1982/45/section/97"),
    (
        "street-naming",
        "N",
        "Local Government (Miscellaneous Provisions) (Northern Ireland) Order 1995, article 11",
        "nisi/1995/759/article/11",
    ),
    ("trading-standards", "EWS", "Weights and Measures Act 1985, section 69", "ukpga/1985/72/section/69"),
    (
        "trading-standards",
        "N",
        "Weights and Measures (Northern Ireland) Order 1981",
        "nisi/1981/231",
        "trading-standards-service-northern-ireland",
    ),
    (
        "traffic",
        "EWS",
        "Road Traffic Regulation Act 1984, sections 65 and 121A",
        "ukpga/1984/27/section/65",
    ),
    ("traffic", "N", "Road Traffic Regulation (Northern Ireland) Order 1997", "nisi/1997/276/contents", _DFI),
    ("transport-planning", "E", "Transport Act 2000, section 108", "ukpga/2000/38/section/108"),
    ("transport-planning", "N", "Transport Act (Northern Ireland) 1967", "apni/1967/37", _DFI),
    ("waste-collection", "EWS", "Environmental Protection Act 1990, section 45", "ukpga/1990/43/section/45"),
    (
        "waste-collection",
        "N",
        "Waste and Contaminated Land (Northern Ireland) Order 1997, article 20",
        "nisi/1997/2778/article/20",
    ),
    ("waste-disposal", "EWS", "Environmental Protection Act 1990, section 51", "ukpga/1990/43/section/51"),
    (
        "waste-disposal",
        "N",
        "Waste and Contaminated Land (Northern Ireland) Order 1997",
        "nisi/1997/2778/contents",
    ),
)


def _laws() -> Iterator[tuple[tuple[str, Nation], Law]]:
    for duty, nations, name, page, *body in _ROWS:
        for letter in nations:
            yield (duty, _NATIONS[letter]), Law(name, _ACTS + page, body[0] if body else "")


LAWS: Mapping[tuple[str, Nation], Law] = MappingProxyType(dict(_laws()))
"""By duty and nation."""
