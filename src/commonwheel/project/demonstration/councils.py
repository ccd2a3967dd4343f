"""
The councils of the demonstration, and who works there.

The places are real: names, tiers and codes come from the register (docs/sources.md#register-of-uk-local-authorities).
Everything else is invented: colours, telephone numbers (from the range kept for drama,
docs/sources.md#telephone-numbers-for-drama-use), choices, and people. No council shown has taken part.
"""

from dataclasses import dataclass

PASSWORD = "a-wheel-we-all-turn"  # noqa: S105  # invented people of a demonstration that says so on each page


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be: `roles` are those of the authorities app."""

    name: str
    email: str
    roles: tuple[str, ...]
    wants: str


@dataclass(frozen=True, slots=True)
class DemonstrationCouncil:
    """
    A council of the demonstration.

    Attributes:
        services: the shared services it runs, each in its own way where `layers/SLUG/SERVICE.yaml` says one.
    """

    slug: str
    name: str
    gss_code: str
    tier: str
    phone: str
    colour: str
    services: tuple[str, ...] = ()
    name_cy: str = ""
    languages: tuple[str, ...] = ("en",)
    people: tuple[Person, ...] = ()
    town: str = ""
    reports: int = 0


def _officer(first: str, council: str, *roles: str, wants: str) -> Person:
    return Person(f"{first} (invented)", f"{first.lower()}@{council}.example", roles, wants)


MISSED_BIN = "report-missed-bin"
STREETS = "report-street-problem"
GARDEN = "garden-waste-subscription"
PARKING = "resident-parking-permit"
MOVING = "moving-home"
INFORMATION = "ask-for-information"

COUNCILS: tuple[DemonstrationCouncil, ...] = (
    DemonstrationCouncil(
        slug="brighton-and-hove",
        name="Brighton & Hove",
        gss_code="E06000043",
        tier="unitary",
        phone="01632 960101",
        colour="#00595c",
        services=(MISSED_BIN, STREETS, GARDEN, PARKING, MOVING, INFORMATION),
        town="Brighton",
        languages=("en", "cy"),
        people=(
            _officer("Ben", "brighton-and-hove", "OFFICER", wants="Works the reports that are due"),
            _officer(
                "Olu",
                "brighton-and-hove",
                "SERVICE_OWNER",
                "ADMINISTRATOR",
                wants="Sees how the service is set up, and invites colleagues",
            ),
        ),
        reports=140,
    ),
    DemonstrationCouncil(
        slug="lewes",
        name="Lewes District",
        gss_code="E07000063",
        tier="district",
        phone="01632 960202",
        colour="#6b2f5e",
        services=(MISSED_BIN, STREETS, GARDEN),
        town="Lewes",
        people=(_officer("Cara", "lewes", "OFFICER", wants="Works Lewes’s reports, and sees no others"),),
        reports=60,
    ),
    DemonstrationCouncil(
        slug="eastbourne",
        name="Eastbourne Borough",
        gss_code="E07000061",
        tier="district",
        phone="01632 960303",
        colour="#1f4e9e",
        services=(MISSED_BIN, STREETS),
        town="Eastbourne",
        people=(
            _officer(
                "Idris",
                "eastbourne",
                "OFFICER",
                wants="Works Eastbourne’s reports, and Lewes’s missed bins in the service that the two councils share",
            ),
        ),
        reports=50,
    ),
    DemonstrationCouncil(
        slug="wealden",
        name="Wealden District",
        gss_code="E07000065",
        tier="district",
        phone="01632 960404",
        colour="#2f5d23",
        services=(MISSED_BIN, STREETS),
        town="Hailsham",
        people=(_officer("Mei", "wealden", "OFFICER", wants="Works Wealden’s reports"),),
        reports=70,
    ),
    DemonstrationCouncil(
        slug="hastings",
        name="Hastings Borough",
        gss_code="E07000062",
        tier="district",
        phone="01632 960505",
        colour="#8a3b12",
        services=(MISSED_BIN, STREETS),
        town="Hastings",
        people=(_officer("Rosa", "hastings", "OFFICER", wants="Works Hastings’s reports"),),
        reports=40,
    ),
    DemonstrationCouncil(
        slug="ynys-mon",
        name="Isle of Anglesey",
        name_cy="Ynys Môn",
        gss_code="W06000001",
        tier="unitary",
        phone="01632 960808",
        colour="#1b5e4b",
        services=(MISSED_BIN, INFORMATION),
        town="Llangefni",
        languages=("cy", "en"),
        people=(_officer("Nia", "ynys-mon", "OFFICER", wants="Answers in the language each person wrote in"),),
        reports=40,
    ),
    DemonstrationCouncil(
        slug="rother",
        name="Rother District",
        gss_code="E07000064",
        tier="district",
        phone="01632 960606",
        colour="#4b4a8c",
        people=(
            _officer(
                "Ravi",
                "rother",
                "SERVICE_OWNER",
                "ADMINISTRATOR",
                wants="Sets up the council’s first service from the shared library",
            ),
        ),
    ),
    DemonstrationCouncil(
        slug="east-sussex",
        name="East Sussex County",
        gss_code="E10000011",
        tier="county",
        phone="01632 960707",
        colour="#7a1f3d",
        services=(STREETS, INFORMATION),
        people=(
            _officer("Tomos", "east-sussex", "OFFICER", wants="Works what belongs to the county: roads and lights"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class DemonstrationSharing:
    """A service that councils of the demonstration run together; `officers` are email addresses."""

    slug: str
    name: str
    agreement: str
    councils: tuple[str, ...]
    services: tuple[str, ...]
    officers: tuple[str, ...]


SHARED = DemonstrationSharing(
    slug="lewes-and-eastbourne",
    name="Lewes and Eastbourne shared service",
    agreement="An invented agreement under section 101 of the Local Government Act 1972",
    councils=("lewes", "eastbourne"),
    services=(MISSED_BIN,),
    officers=("idris@eastbourne.example",),
)
