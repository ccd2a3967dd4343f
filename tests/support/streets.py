"""Problems in streets: councils of two tiers that run the service, and postcodes of their areas made by hand."""

from pathlib import Path
from typing import Any

from django.test import Client
from tests.support.cast import Person, add_council, add_person
from tests.support.patterns import pattern_files
from tests.support.resident import Resident

from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.foundation.councils import CouncilView
from commonwheel.integrations.places.folder import PlaceFolder

SERVICE = "report-street-problem"
COUNTY, LEWES, WEALDEN, BRIGHTON = "E10000011", "E07000063", "E07000065", "E06000043"
CAMDEN = "E09000007"
# On one line from west to east, a kilometre apart: the borders are half way between.
POSTCODES = (
    PostcodePlace("BN2 8AA", BRIGHTON, "", 540_000, 110_000),
    PostcodePlace("BN7 1AA", LEWES, COUNTY, 541_000, 110_000),
    PostcodePlace("BN8 1AA", WEALDEN, COUNTY, 542_000, 110_000),
    PostcodePlace("NW1 1AA", CAMDEN, "", 529_000, 183_000),
)
WITHIN_LEWES = {"spot-words": "Outside 12 Example Street", "spot-postcode": "BN7 1AA"}
WITHIN_CAMDEN = {"spot-words": "By the canal", "spot-postcode": "NW1 1AA"}
WITHIN_WEALDEN = {"spot-words": "By the pond", "spot-postcode": "BN8 1AA"}


def on_the_grid(easting: int) -> dict[str, str]:
    """Return what a resident types of a point on the line."""
    spot = spot_of_grid(easting, 110_000)
    return {"spot-words": "By the gate", "spot-lat": str(spot.lat), "spot-lon": str(spot.lon)}


ON_THE_BORDER = on_the_grid(541_500)


def keep_postcodes(data: Path) -> None:
    """Keep the postcodes as the node's own."""
    PlaceFolder(data).keep_postcodes(pack_table(POSTCODES, source="by hand"))


def lewes() -> CouncilView:
    """Add the district."""
    return add_council("lewes", name="Lewes District", tier="district", gss_code=LEWES, phone="01632 960202")


def county() -> CouncilView:
    """Add the county."""
    return add_council("east-sussex", name="East Sussex County", tier="county", gss_code=COUNTY, phone="01632 960707")


def wealden() -> CouncilView:
    """Add the neighbour."""
    return add_council("wealden", name="Wealden District", tier="district", gss_code=WEALDEN, phone="01632 960404")


def owner_of(council: CouncilView) -> Person:
    """Add somebody who signs services off there."""
    return add_person(f"Olu{council.slug.replace('-', '')} Owner", council=council, roles=("SERVICE_OWNER", "OFFICER"))


def run_service(council: CouncilView, *changes: tuple[str, str]) -> None:
    """Put the service live; each change is what stands in its pattern.yaml and what shall."""
    from tests.apps.journeys.conftest import put_live

    files = pattern_files(SERVICE)
    for found, wanted in changes:
        assert found in files["pattern.yaml"].decode(), found
        files["pattern.yaml"] = files["pattern.yaml"].replace(found.encode(), wanted.encode(), 1)
    put_live(council, owner_of(council), files)


def reporting(problem: str, *, at: str = "lewes", land: str = "street", client: Client | None = None) -> Resident:
    """Return somebody who said what the problem is, and is asked where."""
    resident = Resident(client or Client(), f"/{at}/{SERVICE}/").begin()
    resident.answer(problem=problem)
    return resident.answer(land=land)


def placed(resident: Resident, place: dict[str, str]) -> Resident:
    """Say where it is."""
    return resident.post(resident.url, place)


def to_the_check(resident: Resident, **more: Any) -> Resident:
    """Answer the rest, up to "check your answers"."""
    resident.answer(danger="no")
    resident.answer(details="About as wide as a bicycle is long.", **more)
    resident.answer()
    return resident.answer(full_name="Amina Yusuf", email="amina@residents.example")


def send(resident: Resident) -> Resident:
    """Press "Send"."""
    return resident.post(resident.url, {"version": resident.hidden("version")})
