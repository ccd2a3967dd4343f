"""A partner's website that sends reports by Open311, as GeoReport version 2 has it."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client
from django.utils import timezone
from tests.support.cast import add_person
from tests.support.missed_bin import staff_of

from commonwheel.apps.cases.actions import working
from commonwheel.apps.cases.models import Case
from commonwheel.apps.open311 import api as open311
from commonwheel.core.places.grid import spot_of_grid
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

FLY_TIPPING, POTHOLE, LITTER = (f"report-street-problem.{name}" for name in ("fly-tipping", "pothole", "litter"))


def at(easting: int) -> dict[str, str]:
    """Return a point on the line of the postcodes of `streets`, as programs send it."""
    spot = spot_of_grid(easting, 110_000)
    return {"lat": str(spot.lat), "long": str(spot.lon)}


IN_LEWES, IN_WEALDEN, ON_THE_BORDER, IN_BRIGHTON = at(541_010), at(542_000), at(541_500), at(540_000)
RUBBISH: dict[str, Any] = {
    "service_code": FLY_TIPPING,
    **IN_LEWES,
    "address_string": "Behind the shelter",
    "description": "Three bags and a mattress.",
    "email": "amina@residents.example",
    "first_name": "Amina",
    "last_name": "Yusuf",
    "attribute[land]": "street",
    "attribute[danger]": "no",
    "attribute[seen]": "no",
}
HOLE: dict[str, Any] = {
    **{name: value for name, value in RUBBISH.items() if name != "attribute[seen]"},
    "service_code": POTHOLE,
    "description": "As wide as a bicycle is long.",
}


def give_key(*councils: CouncilView, name: str = "FixMyStreet", a_minute: int = open311.MOST_A_MINUTE) -> str:
    """Let a partner in at councils with one key, and return it."""
    key = open311.new_key()
    for council in councils:
        with council_scope(council.id):
            open311.give_key(council.id, name=name, key=key, most_a_minute=a_minute, actor=SYSTEM, now=timezone.now())
    return key


@dataclass
class Partner:
    """Whoever sends reports: the base address of the interface, and the key."""

    base: str
    key: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **asked: Any) -> Any:
        """Ask, with the key."""
        return self.client.get(f"{self.base}/{path}", {"api_key": self.key, **asked})

    def post(self, said: dict[str, Any], *, form: str = "json", headers: dict[str, str] | None = None) -> Any:
        """Send a report."""
        return self.client.post(f"{self.base}/requests.{form}", {"api_key": self.key, **said}, headers=headers or {})

    def reported(self, said: dict[str, Any], **more: Any) -> str:
        """Send a report that is taken, and return its reference."""
        answer = self.post(said, **more)
        assert answer.status_code == 200, answer.content
        (told,) = answer.json()
        return str(told["service_request_id"])

    def refused(self, said: dict[str, Any], status: int = 400, **more: Any) -> str:
        """Send a report that is refused, and return why."""
        return errors(self.post(said, **more), status)


def errors(answer: Any, status: int) -> str:
    """Return what an answer in JSON says is wrong; each is told with the status."""
    assert answer.status_code == status, answer.content
    told = answer.json()
    assert told
    assert {one["code"] for one in told} == {status}
    return " | ".join(one["description"] for one in told)


def xml(answer: Any) -> ET.Element:
    """Return an answer in XML."""
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ET.fromstring(answer.content)  # noqa: S314  # our own


def let_in(council: CouncilView, **more: Any) -> Partner:
    """Let a partner in at a council."""
    return Partner(f"/api/{council.slug}/open311/v2", give_key(council, **more))


def move_case(council: CouncilView, reference: str, state: str) -> None:
    """Let an officer move a request to a state that asks nothing."""
    officer = add_person(f"Ola {council.slug}", council=council, roles=("OFFICER",))
    with council_scope(council.id):
        case = Case.objects.of(council.id).get(reference=reference)
        working.move_case(
            council.id,
            case_id=case.id,
            version=case.version,
            to=state,
            reason="",
            decision={},
            staff=staff_of(officer),
            now=timezone.now(),
        )
